package hierarchy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// A file is a header and five arrays, all numbers with the lowest byte first:
//
//	  0  magic     8 bytes
//	  8  version   uint32
//	 12  flags     uint32, bit 0: symmetric
//	 16  nodes     uint64
//	 24  steps     uint64
//	 32  key       32 bytes
//	 64  body      uint32, CRC-32C of all that follows the header
//	 68  reserved  56 bytes, zero
//	124  header    uint32, CRC-32C of the 124 bytes before
//	128  Start     nodes + 1 words
//	     Node      nodes words
//	     Position  nodes words
//	     Out       steps + Pad arcs
//	     In        steps + Pad arcs; not in a symmetric hierarchy
//
// Each array begins at a multiple of 64 bytes, a cache line, and so ends the file; what is
// between them, and the arcs of the Pad, are zero.
const (
	headerBytes   = 128
	formatVersion = 1
	flagSymmetric = 1
	alignWords    = 16
)

const magic = "lc-hier\x1a"

// ErrOtherGraph is the error of a file that is sound but holds the hierarchy of another
// graph: time to make it anew.
var ErrOtherGraph = errors.New("the hierarchy is of another graph")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// header is what a file says of itself.
type header struct {
	nodes, steps uint64
	symmetric    bool
	key          Key
	body         uint32
}

func (h header) encode() [headerBytes]byte {
	var b [headerBytes]byte
	le := binary.LittleEndian
	copy(b[:], magic)
	le.PutUint32(b[8:], formatVersion)
	if h.symmetric {
		le.PutUint32(b[12:], flagSymmetric)
	}
	le.PutUint64(b[16:], h.nodes)
	le.PutUint64(b[24:], h.steps)
	copy(b[32:], h.key[:])
	le.PutUint32(b[64:], h.body)
	le.PutUint32(b[124:], crc32.Checksum(b[:124], castagnoli))
	return b
}

// decodeHeader reads a header and names the first thing that is wrong with it.
func decodeHeader(b [headerBytes]byte) (header, error) {
	le := binary.LittleEndian
	if string(b[:8]) != magic {
		return header{}, fmt.Errorf("magic is %q, want %q: not a hierarchy", b[:8], magic)
	}
	if v := le.Uint32(b[8:]); v != formatVersion {
		return header{}, fmt.Errorf("format version is %d, want %d", v, formatVersion)
	}
	if got, want := crc32.Checksum(b[:124], castagnoli), le.Uint32(b[124:]); got != want {
		return header{}, fmt.Errorf("header checksum is %08x, want %08x: damaged", got, want)
	}
	h := header{nodes: le.Uint64(b[16:]), steps: le.Uint64(b[24:]), key: Key(b[32:64]), body: le.Uint32(b[64:])}
	flags := le.Uint32(b[12:])
	h.symmetric = flags&flagSymmetric != 0
	switch {
	case flags&^flagSymmetric != 0:
		return header{}, fmt.Errorf("flags are %#x, want 0 or %#x", flags, flagSymmetric)
	case h.nodes > None:
		return header{}, fmt.Errorf("nodes are %d, at most %d allowed", h.nodes, uint32(None))
	case h.steps >= 1<<32:
		return header{}, fmt.Errorf("steps are %d, must be below %d", h.steps, uint64(1<<32))
	}
	return h, nil
}

// lengths are the words of the arrays in the order of the file.
func (h header) lengths() []uint64 {
	l := []uint64{h.nodes + 1, h.nodes, h.nodes, 2 * (h.steps + Pad)}
	if !h.symmetric {
		l = append(l, l[3])
	}
	return l
}

// aligned rounds a number of words up to where the next array begins.
func aligned(words uint64) uint64 { return (words + alignWords - 1) / alignWords * alignWords }

// bodyWords is how many words follow the header. They cannot overflow: there are fewer than
// 2^31 nodes and 2^32 steps.
func (h header) bodyWords() uint64 {
	sum := uint64(0)
	for _, l := range h.lengths() {
		sum += aligned(l)
	}
	return sum
}
