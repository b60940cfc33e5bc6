package osm

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// xmlSource feeds OpenStreetMap XML into an extract. The file is read once; its
// nodes are kept until it is known which of them are needed.
type xmlSource struct {
	file    *os.File
	zipped  bool
	options *Options
	size    int64
	objects *xmlObjects
	nodes   [][]taggedNode
}

// Close closes the file.
func (s *xmlSource) Close() error { return s.file.Close() }

// start reads the file from its beginning.
func (s *xmlSource) start() (io.Reader, error) {
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if !s.zipped {
		return s.file, nil
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(s.file, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	return z, nil
}

// readWays reads the file as the plain XML that programs write, block by block on
// several processors; and where it is not that, with a reader of any XML, from the start.
func (s *xmlSource) readWays(ctx context.Context, x *extract, f *filter) error {
	progress := func(done int64) { s.options.progress("read", done, s.size) }
	r, err := s.start()
	if err != nil {
		return err
	}
	s.objects, s.nodes, err = readPlain(ctx, r, f, s.options.Procs, xmlBlock, progress)
	if errors.Is(err, errNotPlain) {
		if r, err = s.start(); err != nil {
			return err
		}
		if s.objects, err = parseXML(ctx, r, f, progress); err == nil {
			s.nodes = [][]taggedNode{s.objects.nodes}
		}
	}
	if err != nil {
		return err
	}
	o := &s.objects.x
	x.box, x.newest, x.ways, x.relations = o.box, o.newest, o.ways, o.relations
	return nil
}

func (s *xmlSource) readNodes(ctx context.Context, _ *extract, f *filter, sink *nodeSink) error {
	for _, r := range s.objects.refused {
		sink.refusePlace(r.id, r.field, r.value)
	}
	for _, nodes := range s.nodes {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, n := range nodes {
			if f.roadsOnly && n.tags.get("barrier") == "" {
				n.tags = nil
			}
			sink.take(n.id, n.place, n.tags)
		}
	}
	s.objects, s.nodes = nil, nil
	return nil
}
