package pack

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
)

// PartBytes is the length of every part but the last.
const PartBytes = 1 << 20

// blockBytes is how much is handed to the compressor at once, and blocksAhead how many
// blocks may wait for it.
const (
	blockBytes  = 1 << 18
	blocksAhead = 4
)

// Writer compresses what is written to it. It is for one goroutine, and has to be
// closed, whether its parts are wanted or not.
type Writer struct {
	block  []byte
	blocks chan []byte
	spare  chan []byte
	done   chan struct{}
	parts  [][]byte
	err    error
	closed bool
}

// NewWriter returns a writer of no parts yet.
func NewWriter() *Writer {
	w := &Writer{blocks: make(chan []byte, blocksAhead), spare: make(chan []byte, blocksAhead+2), done: make(chan struct{})}
	go w.compress()
	return w
}

// Write takes all of p, which may be used again afterwards. It does not fail.
func (w *Writer) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if w.block == nil {
			select {
			case w.block = <-w.spare:
			default:
				w.block = make([]byte, 0, blockBytes)
			}
		}
		fits := min(len(p), blockBytes-len(w.block))
		w.block, p = append(w.block, p[:fits]...), p[fits:]
		if len(w.block) == blockBytes {
			w.blocks <- w.block
			w.block = nil
		}
	}
	return n, nil
}

// Close ends the stream and returns its parts. A second time it returns the same.
func (w *Writer) Close() ([][]byte, error) {
	if !w.closed {
		w.closed = true
		if len(w.block) > 0 {
			w.blocks <- w.block
		}
		close(w.blocks)
		<-w.done
	}
	return w.parts, w.err
}

func (w *Writer) compress() {
	defer close(w.done)
	deflate, err := flate.NewWriter((*cutter)(w), flate.BestSpeed)
	for block := range w.blocks {
		if err == nil {
			_, err = deflate.Write(block)
		}
		select {
		case w.spare <- block[:0]:
		default:
		}
	}
	if err == nil {
		err = deflate.Close()
	}
	if err != nil {
		w.err = fmt.Errorf("compress: %w", err)
	}
}

// cutter cuts what is compressed into parts.
type cutter Writer

func (c *cutter) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		last := len(c.parts) - 1
		if last < 0 || len(c.parts[last]) == PartBytes {
			c.parts = append(c.parts, nil)
			last++
		}
		fits := min(len(p), PartBytes-len(c.parts[last]))
		c.parts[last], p = append(c.parts[last], p[:fits]...), p[fits:]
	}
	return n, nil
}

// NewReader reads the stream that parts hold. Damage is an error of Read.
func NewReader(parts [][]byte) io.Reader {
	readers := make([]io.Reader, len(parts))
	for i := range parts {
		readers[i] = bytes.NewReader(parts[i])
	}
	return flate.NewReader(io.MultiReader(readers...))
}
