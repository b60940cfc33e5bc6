package hierarchy

import (
	"crypto/sha256"
	"encoding/binary"
)

type Key [32]byte

func (g Graph) Key() Key {
	h := sha256.New()
	_ = binary.Write(h, binary.LittleEndian, g.Start)
	_ = binary.Write(h, binary.LittleEndian, g.Arcs)
	return Key(h.Sum(nil))
}
