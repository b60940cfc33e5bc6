package postgis

import "context"

// ExecThroughReader runs a statement on the connections that a server answers from.
func ExecThroughReader(s *Store, statement string) error {
	_, err := s.reader.Exec(context.Background(), statement)
	return err
}
