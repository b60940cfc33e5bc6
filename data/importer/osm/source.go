package osm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm/pbf"
)

// source is an open file of either format.
type source interface {
	// readWays fills in the header, the ways and the relations.
	readWays(ctx context.Context, x *extract, f *filter) error
	// readNodes calls fn with every node.
	readNodes(ctx context.Context, x *extract, f *filter, fn *nodeSink) error
	io.Closer
}

// formats names what can be read, for errors.
const formats = "a file named .osm.pbf, .osm or .osm.gz"

// open opens a file by its extension, and looks at its first bytes so that a file
// under a wrong name is called by its right one.
func open(path string, o *Options) (source, error) {
	lower := strings.ToLower(path)
	isPBF, isXML, isGzip := strings.HasSuffix(lower, ".pbf"), strings.HasSuffix(lower, ".osm"), strings.HasSuffix(lower, ".osm.gz")
	if !isPBF && !isXML && !isGzip {
		return nil, fmt.Errorf("unknown extension: expected %s", formats)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s, err := openFile(f, o, isPBF, isGzip)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return s, nil
}

func openFile(f *os.File, o *Options, isPBF, isGzip bool) (source, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("it is a directory: expected %s", formats)
	}
	if info.Size() == 0 {
		return nil, fmt.Errorf("the file is empty: expected %s", formats)
	}
	start := make([]byte, 64)
	n, err := f.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	found, isOne := sniff(start[:n])
	switch {
	case isPBF:
		if isOne != pbfData {
			return nil, fmt.Errorf("not OpenStreetMap PBF: it holds %s, expected a blob header of type OSMHeader at byte 0", found)
		}
		p, err := pbf.Open(f, info.Size())
		if err != nil {
			return nil, fmt.Errorf("OpenStreetMap PBF: %w", err)
		}
		return &pbfSource{File: p, closer: f, options: o}, nil
	case isGzip:
		if isOne != gzipData {
			return nil, fmt.Errorf("not gzip: it holds %s, expected the gzip mark 1f 8b at byte 0", found)
		}
		s := &xmlSource{file: f, zipped: true, options: o}
		_, err := s.start()
		return s, err
	}
	if isOne != xmlData {
		return nil, fmt.Errorf("not OpenStreetMap XML: it holds %s, expected \"<\" at byte 0", found)
	}
	return &xmlSource{file: f, options: o, size: info.Size()}, nil
}

type content uint8

const (
	otherData content = iota
	pbfData
	xmlData
	gzipData
)

// sniff recognises what a file holds by its first bytes, and names it.
func sniff(start []byte) (found string, is content) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		return "gzip data (.osm.gz?)", gzipData
	case bytes.HasPrefix(start, []byte("BZh")):
		return "bzip2 data (unpack it first)", otherData
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return "a zip archive (unpack it first)", otherData
	case bytes.HasPrefix(start, []byte("SQLite format 3")):
		return "an SQLite database (a GeoPackage?)", otherData
	case bytes.HasPrefix(trimmed, []byte("<")):
		return "XML (.osm?)", xmlData
	case bytes.HasPrefix(trimmed, []byte("{")):
		return "JSON (GeoJSON?)", otherData
	case bytes.Contains(start, []byte("OSMHeader")):
		return "OpenStreetMap PBF (.osm.pbf?)", pbfData
	}
	return "something else", otherData
}

// guard calls fn and turns a panic into an error: whatever a file holds, it is
// bad input and no reason to bring the process down.
func guard(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the content cannot be read: %v", p)
		}
	}()
	return fn()
}
