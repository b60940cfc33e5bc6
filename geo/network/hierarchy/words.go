package hierarchy

import (
	"encoding/binary"
	"io"
	"math/bits"
	"unsafe"
)

// Everything a hierarchy holds is an array of 32-bit words, an arc being two of them, and
// a file holds them with the lowest byte first. Where the machine does too, the words of
// the file are those of the arrays, and nothing is copied.

// lowByteFirst is whether the machine's words are those of a file.
var lowByteFirst = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// An arc is two words without a gap, whatever the machine: this does not build otherwise.
var _ = [1]struct{}{}[unsafe.Sizeof(Arc{})-8]

// arcWords are the words of arcs, not a copy of them.
func arcWords(arcs []Arc) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(arcs))), 2*len(arcs))
}

// wordArcs are the arcs of words, of which there is an even number.
func wordArcs(words []uint32) []Arc {
	return unsafe.Slice((*Arc)(unsafe.Pointer(unsafe.SliceData(words))), len(words)/2)
}

// wordBytes are the bytes of words as they are in memory.
func wordBytes(words []uint32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), 4*len(words))
}

// swapBytes turns words as a file has them into those of a machine that puts the highest
// byte first, or back.
func swapBytes(words []uint32) {
	for i, w := range words {
		words[i] = bits.ReverseBytes32(w)
	}
}

// writeWords writes words with the lowest byte first.
func writeWords(w io.Writer, words []uint32) error {
	if lowByteFirst {
		_, err := w.Write(wordBytes(words))
		return err
	}
	return writeSwapped(w, words)
}

// writeSwapped writes words with their bytes the other way round than in memory.
func writeSwapped(w io.Writer, words []uint32) error {
	buffer := make([]uint32, min(len(words), 1<<14))
	for len(words) > 0 {
		n := copy(buffer, words)
		swapBytes(buffer[:n])
		if _, err := w.Write(wordBytes(buffer[:n])); err != nil {
			return err
		}
		words = words[n:]
	}
	return nil
}
