package osm

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"golang.org/x/sync/errgroup"
)

const (
	// xmlBlock is how much of a file one goroutine reads at a time, in bytes.
	xmlBlock = 1 << 20
	// xmlBlocksMost bounds, in blocks, what is read to find where an object begins: a
	// longer one is left to the reader of any XML, which holds no more than it needs.
	xmlBlocksMost = 64
)

// block is a piece of a file that ends where an object begins, or with the file.
type block struct {
	data        []byte
	first, last bool
	parsed      chan *xmlObjects
}

// readPlain reads plain XML in blocks of about a size. The file is cut where the start tag of an object seems to
// be; a block is read as if it were, and a cut elsewhere (in an element of another name, a
// comment) leaves the block before it unfinished, which is not plain. It returns the
// objects, and the nodes block by block; errNotPlain where the file is anything but plain,
// be that sound or not.
func readPlain(ctx context.Context, r io.Reader, f *filter, procs, size int, progress func(done int64)) (*xmlObjects, [][]taggedNode, error) {
	// Every goroutine has strings of its own.
	filters := make(chan *filter, procs)
	for range procs {
		filters <- newFilter(f.roadsOnly)
	}
	free := make(chan []byte, procs+2)
	queue := make(chan *block, procs)
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		defer close(queue)
		return cut(r, size, free, func(b *block) error {
			select {
			case queue <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
			work.Go(func() error {
				own := <-filters
				defer func() { filters <- own }()
				p := plainParser{data: b.data, o: &xmlObjects{f: own}}
				if err := guard(func() error { return p.run(b.first, b.last) }); err != nil {
					return errNotPlain
				}
				select {
				case free <- b.data[:0]:
				default:
				}
				b.parsed <- p.o
				return nil
			})
			return nil
		})
	})
	all := &xmlObjects{f: f}
	var nodes [][]taggedNode
	work.Go(func() error {
		done := int64(0)
		for b := range queue {
			progress(done)
			done += int64(len(b.data))
			select {
			case o := <-b.parsed:
				all.take(o)
				nodes = append(nodes, o.nodes)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return all, nodes, work.Wait()
}

// cut hands the blocks of a file on. It takes their memory from free.
func cut(r io.Reader, size int, free <-chan []byte, yield func(*block) error) (err error) {
	var rest []byte
	for first := true; ; first = false {
		var data []byte
		select {
		case data = <-free:
		default:
		}
		data = append(data, rest...)
		end := -1
		for end < 0 {
			if len(data) > xmlBlocksMost*size {
				return errNotPlain
			}
			var ended bool
			if data, ended, err = readMore(r, data, size); err != nil {
				return errNotPlain // whoever reads it again says where it broke off
			}
			if ended {
				return yield(&block{data: data, first: first, last: true, parsed: make(chan *xmlObjects, 1)})
			}
			end = lastObject(data)
		}
		rest = append(rest[:0], data[end:]...)
		if err := yield(&block{data: data[:end], first: first, parsed: make(chan *xmlObjects, 1)}); err != nil {
			return err
		}
	}
}

// readMore appends another size bytes of a file; ended tells that there was less.
func readMore(r io.Reader, data []byte, size int) (more []byte, ended bool, err error) {
	data = slices.Grow(data, size)
	for end := len(data) + size; len(data) < end; {
		n, err := r.Read(data[len(data):end])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, true, nil
		}
		if err != nil {
			return data, false, err
		}
	}
	return data, false, nil
}

// lastObject is where the last start tag of an object begins, -1 if there is none but at
// the very beginning.
func lastObject(data []byte) int {
	for i := len(data); ; {
		if i = bytes.LastIndexByte(data[:i], '<'); i <= 0 {
			return -1
		}
		for _, start := range [...]string{"<node ", "<way ", "<relation "} {
			if bytes.HasPrefix(data[i:], []byte(start)) {
				return i
			}
		}
	}
}
