package pbf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
)

// File is an open .osm.pbf file. It may be scanned several times, not at once.
type File struct {
	Header Header

	r     io.ReaderAt
	blobs []blob
	// has are the kinds of object in each blob, once it was decoded.
	has   []Kinds
	known []bool
	// free holds decoders whose buffers can be used again.
	free sync.Pool
}

// Open reads the blob headers and the file header of a file of size bytes.
// The errors it returns are of type [*Error].
func Open(r io.ReaderAt, size int64) (*File, error) {
	if size == 0 {
		return nil, &Error{Err: errors.New("the file is empty")}
	}
	blobs, err := index(r, size)
	if err != nil {
		return nil, err
	}
	if blobs[0].kind != "OSMHeader" {
		return nil, &Error{Err: fmt.Errorf("the first blob is of type %q, expected \"OSMHeader\"", blobs[0].kind)}
	}
	data, err := (&inflater{}).read(r, blobs[0])
	if err != nil {
		return nil, &Error{Err: err}
	}
	f := &File{r: r}
	if f.Header, err = decodeHeader(data); err != nil {
		return nil, &Error{Err: err}
	}
	// Blobs of types that the format does not know are to be skipped.
	for _, b := range blobs[1:] {
		if b.kind == "OSMData" {
			f.blobs = append(f.blobs, b)
		}
	}
	f.has, f.known = make([]Kinds, len(f.blobs)), make([]bool, len(f.blobs))
	return f, nil
}

// Blocks returns the number of data blocks.
func (f *File) Blocks() int { return len(f.blobs) }

// job is a block on its way from a decoder to the function of a scan.
type job struct {
	index int
	block *Block
	err   error
	done  chan struct{}
}

// Scan decodes the kinds of object wanted, in procs goroutines (at least one), and
// calls fn with every block that holds any, in file order and never twice at once.
// It stops at the first error, of the file or of fn, and soon after ctx ends.
func (f *File) Scan(ctx context.Context, want Kinds, procs int, fn func(*Block) error) error {
	procs = max(procs, 1)
	ctx, cancel := context.WithCancel(ctx)
	ahead := 2 * procs
	todo, order := make(chan *job, ahead), make(chan *job, ahead)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()

	wg.Go(func() {
		defer close(todo)
		defer close(order)
		for i := range f.blobs {
			if f.known[i] && f.has[i]&want == 0 {
				continue
			}
			j := &job{index: i, done: make(chan struct{})}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			todo <- j
		}
	})
	for range procs {
		wg.Go(func() {
			for j := range todo {
				if ctx.Err() == nil {
					f.decode(j, want)
				}
				close(j.done)
			}
		})
	}
	for j := range order {
		<-j.done
		if err := ctx.Err(); err != nil {
			return err
		}
		if j.err != nil {
			return &Error{Offset: f.blobs[j.index].start, Err: j.err}
		}
		f.has[j.index], f.known[j.index] = j.block.Has, true
		if j.block.Has&want != 0 {
			if err := fn(j.block); err != nil {
				return err
			}
		}
		f.free.Put(j.block.owner)
	}
	return ctx.Err()
}
