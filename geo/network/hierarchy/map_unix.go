//go:build unix

package hierarchy

import (
	"fmt"
	"io"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mapping is a file mapped into memory.
type mapping []byte

// Close gives the memory back; a second time it does nothing.
func (m *mapping) Close() error {
	b := *m
	*m = nil
	if b == nil {
		return nil
	}
	return unix.Munmap(b)
}

// mapWords maps a file where its words are the machine's, and reads it elsewhere.
func mapWords(f *os.File, words int) ([]uint32, io.Closer, error) {
	if !lowByteFirst {
		return readWords(f, words)
	}
	b, err := unix.Mmap(int(f.Fd()), 0, 4*words, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("mapping %d bytes: %w", 4*words, err)
	}
	m := mapping(b)
	// A map begins with a page, so that words in it stand where words may.
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(b))), words), &m, nil
}
