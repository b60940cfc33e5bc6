package hierarchy

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Key tells graphs apart: SHA-256 of all that a hierarchy depends on.
type Key [sha256.Size]byte

// Key is the key of the graph: of its number of nodes, its rows and its arcs, in the order
// they are in. O(nodes + arcs).
func (g Graph) Key() Key {
	sum := sha256.New()
	var counts [16]byte
	binary.LittleEndian.PutUint64(counts[:], uint64(len(g.Start)))
	binary.LittleEndian.PutUint64(counts[8:], uint64(len(g.Arcs)))
	// A hash never fails to be written to.
	_, _ = sum.Write(counts[:])
	_ = writeWords(sum, g.Start)
	_ = writeWords(sum, arcWords(g.Arcs))
	return Key(sum.Sum(nil))
}

func (k Key) String() string { return hex.EncodeToString(k[:]) }
