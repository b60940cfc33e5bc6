package hierarchy

import (
	"crypto/rand"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// Write writes the hierarchy with the key of its graph, as [Open] reads it. It takes one
// more pass over the arrays than it writes, for their checksum.
func (h *Hierarchy) Write(w io.Writer, key Key) error {
	head := header{nodes: uint64(h.Nodes()), steps: uint64(len(h.Out)), symmetric: h.Symmetric(), key: key}
	sum := crc32.New(castagnoli)
	if err := h.writeBody(sum); err != nil {
		return fmt.Errorf("writing a hierarchy: %w", err)
	}
	head.body = sum.Sum32()
	b := head.encode()
	if _, err := w.Write(b[:]); err != nil {
		return fmt.Errorf("writing a hierarchy: header: %w", err)
	}
	if err := h.writeBody(w); err != nil {
		return fmt.Errorf("writing a hierarchy: arrays: %w", err)
	}
	return nil
}

func (h *Hierarchy) writeBody(w io.Writer) error {
	start := h.Start
	if len(start) == 0 {
		start = []uint32{0} // the zero value
	}
	arrays := [][]uint32{start, h.Node, h.Position, arcWords(h.Out)}
	pads := []uint64{0, 0, 0, 2 * Pad}
	if !h.Symmetric() {
		arrays, pads = append(arrays, arcWords(h.In)), append(pads, 2*Pad)
	}
	var zero [2*Pad + alignWords]uint32
	for i, a := range arrays {
		if err := writeWords(w, a); err != nil {
			return err
		}
		n := uint64(len(a))
		if err := writeWords(w, zero[:aligned(n+pads[i])-n]); err != nil {
			return err
		}
	}
	return nil
}

// Save writes the hierarchy to a file. The file appears whole or not at all: it is written
// beside its place and then moved there, so that one that is open, or mapped by another
// process, stays what it was.
func (h *Hierarchy) Save(path string, key Key) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("saving a hierarchy: %w", err)
		}
	}()
	// Not os.CreateTemp: that makes files that none but their owner may read.
	f, err := os.OpenFile(path+"."+rand.Text()+".tmp", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := h.Write(f, key); err != nil {
		return err
	}
	// The name must not come before the content when the machine loses power.
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
