package importer

import "strings"

// checkEncoding refuses the encodings that are not converted.
func checkEncoding(encoding string) error {
	switch strings.ToLower(encoding) {
	case "", "utf-8", "utf8":
		return nil
	}
	return usagef("encoding %q cannot be converted; UTF-8 can be imported", encoding)
}
