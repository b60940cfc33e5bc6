//go:build !unix

package hierarchy

import (
	"io"
	"os"
)

// mapWords reads the file: how to map one is not known here.
func mapWords(f *os.File, words int) ([]uint32, io.Closer, error) { return readWords(f, words) }
