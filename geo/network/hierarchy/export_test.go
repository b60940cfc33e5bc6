package hierarchy

import (
	"io"
	"os"
)

// OpenReading is Open where files cannot be mapped.
func OpenReading(path string, key Key) (*Hierarchy, io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	return openFile(f, key, readWords)
}

// WriteSwapped is how words are written on a machine whose words are not a file's.
var WriteSwapped = writeSwapped
