package hierarchy

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
)

// Open opens a hierarchy that [Hierarchy.Save] wrote for the graph with this key. Its
// arrays are the file's, mapped into memory where the system can (else read): nothing is
// copied, and processes share one copy. It is checked whole, in one pass: what is damaged
// is an error naming what is wrong, and so is a file with another key, [ErrOtherGraph].
//
// The hierarchy must not be used after Close, nor the file changed in place while it is
// open; replacing it, as Save does, is safe.
func Open(path string, key Key) (*Hierarchy, io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening a hierarchy: %w", err)
	}
	// A map outlives the file it was made of.
	defer func() { _ = f.Close() }()
	h, c, err := openFile(f, key, mapWords)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the hierarchy %s: %w", path, err)
	}
	return h, c, nil
}

// access gives the words of a file as they stand there.
type access func(f *os.File, words int) ([]uint32, io.Closer, error)

func openFile(f *os.File, key Key, by access) (*Hierarchy, io.Closer, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errors.New("not a regular file")
	}
	var b [headerBytes]byte
	if _, err := f.ReadAt(b[:], 0); err != nil {
		return nil, nil, fmt.Errorf("header of %d bytes: %w", headerBytes, err)
	}
	head, err := decodeHeader(b)
	if err != nil {
		return nil, nil, err
	}
	if head.key != key {
		return nil, nil, fmt.Errorf("key is %v, want %v: %w", head.key, key, ErrOtherGraph)
	}
	// Nothing is mapped or read before the file is known to hold what it says.
	size := headerBytes + 4*head.bodyWords()
	if uint64(info.Size()) != size {
		return nil, nil, fmt.Errorf("file has %d bytes, want %d for %d nodes and %d steps", info.Size(), size, head.nodes, head.steps)
	}
	if size > math.MaxInt {
		return nil, nil, fmt.Errorf("file has %d bytes, more than this machine can hold", size)
	}
	words, c, err := by(f, int(size/4))
	if err != nil {
		return nil, nil, err
	}
	h, err := head.hierarchy(words[headerBytes/4:])
	if err != nil {
		return nil, nil, errors.Join(err, c.Close())
	}
	return h, c, nil
}

// hierarchy makes a hierarchy of the words that follow the header, and checks it.
func (h header) hierarchy(body []uint32) (*Hierarchy, error) {
	if got := crc32.Checksum(wordBytes(body), castagnoli); got != h.body {
		return nil, fmt.Errorf("checksum of the arrays is %08x, want %08x: damaged", got, h.body)
	}
	if !lowByteFirst {
		swapBytes(body)
	}
	var arrays [5][]uint32
	for i, l := range h.lengths() {
		arrays[i] = body[:l:l]
		body = body[aligned(l):]
	}
	arcs := func(words []uint32) []Arc { return wordArcs(words)[:h.steps] }
	r := &Hierarchy{Start: arrays[0], Node: arrays[1], Position: arrays[2], Out: arcs(arrays[3])}
	r.In = r.Out
	if !h.symmetric {
		r.In = arcs(arrays[4])
	}
	return r, r.check()
}

// memory is what a file was read into: there is nothing to give back.
type memory struct{}

func (memory) Close() error { return nil }

// readWords reads a file whole. It is what is left where files cannot be mapped, or hold
// words other than the machine's.
func readWords(f *os.File, words int) ([]uint32, io.Closer, error) {
	w := make([]uint32, words)
	if _, err := f.ReadAt(wordBytes(w), 0); err != nil {
		return nil, nil, fmt.Errorf("reading %d bytes: %w", 4*words, err)
	}
	return w, memory{}, nil
}
