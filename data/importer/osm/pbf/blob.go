package pbf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The limits of the format: a blob header is under 64 KiB, a blob at most 32 MiB,
// packed and inflated.
const (
	maxBlobHeader = 64 << 10
	maxBlob       = 32 << 20
)

// Error is a fault in a file: what is wrong, and at which byte the blob starts
// that it is about.
type Error struct {
	Offset int64
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("at byte %d: %v", e.Offset, e.Err) }

// Unwrap returns the fault without its place.
func (e *Error) Unwrap() error { return e.Err }

// blob is the place of one blob in the file.
type blob struct {
	// start is where its header length stands; data where the blob itself does.
	start, data int64
	size        int
	kind        string
}

// index walks over the blob headers of a file and returns the place of every blob.
func index(r io.ReaderAt, size int64) ([]blob, error) {
	var blobs []blob
	var length [4]byte
	header := make([]byte, 0, 64)
	for at := int64(0); at < size; {
		fail := func(err error) ([]blob, error) { return nil, &Error{Offset: at, Err: err} }
		if at+4 > size {
			return fail(errors.New("the file ends in the middle of a blob header"))
		}
		if _, err := r.ReadAt(length[:], at); err != nil {
			return fail(err)
		}
		n := int64(binary.BigEndian.Uint32(length[:]))
		switch {
		case n == 0 || n >= maxBlobHeader:
			return fail(fmt.Errorf("no blob header: its length reads %d, allowed are 1 to %d", n, maxBlobHeader-1))
		case at+4+n > size:
			return fail(errors.New("the file ends in the middle of a blob header"))
		}
		header = append(header[:0], make([]byte, n)...)
		if _, err := r.ReadAt(header, at+4); err != nil {
			return fail(err)
		}
		b := blob{start: at, data: at + 4 + n, size: -1}
		for m := (message{rest: header}); m.next() || m.err != nil; {
			if m.err != nil {
				return fail(fmt.Errorf("blob header: %w", m.err))
			}
			switch {
			case m.field == 1 && m.wire == wireBytes:
				b.kind = string(m.bytes)
			case m.field == 3 && m.wire == wireVarint && m.value <= maxBlob:
				b.size = int(m.value)
			case m.field == 3:
				return fail(fmt.Errorf("blob header: the blob's size %d is over the limit of %d bytes", m.value, maxBlob))
			}
		}
		switch {
		case b.size < 0:
			return fail(errors.New("blob header: it gives no size"))
		case b.data+int64(b.size) > size:
			return fail(fmt.Errorf("the file is truncated: the blob needs %d bytes, %d are left", b.size, size-b.data))
		}
		blobs = append(blobs, b)
		at = b.data + int64(b.size)
	}
	return blobs, nil
}

// inflater reads and inflates blobs, reusing its buffers.
type inflater struct {
	packed, raw []byte
	source      bytes.Reader
	zlib        io.ReadCloser
}

// read returns the content of a blob; it is valid until the next call.
func (f *inflater) read(r io.ReaderAt, b blob) ([]byte, error) {
	if cap(f.packed) < b.size {
		f.packed = make([]byte, b.size+b.size/4)
	}
	f.packed = f.packed[:b.size]
	if _, err := r.ReadAt(f.packed, b.data); err != nil {
		return nil, fmt.Errorf("read blob: %w", err)
	}
	var raw, packed []byte
	size := -1
	for m := (message{rest: f.packed}); m.next() || m.err != nil; {
		if m.err != nil {
			return nil, fmt.Errorf("blob: %w", m.err)
		}
		switch m.field {
		case 1:
			raw = m.bytes
		case 2:
			if m.value > maxBlob {
				return nil, fmt.Errorf("blob: inflated size %d is over the limit of %d bytes", m.value, maxBlob)
			}
			size = int(m.value)
		case 3:
			packed = m.bytes
		case 4, 5, 6, 7:
			names := [...]string{4: "lzma", 5: "bzip2", 6: "lz4", 7: "zstd"}
			return nil, fmt.Errorf("blob: it is packed with %s, only raw and zlib blobs can be read", names[m.field])
		}
	}
	switch {
	case raw != nil:
		return raw, nil
	case packed == nil:
		return nil, errors.New("blob: it has no data")
	case size < 0:
		return nil, errors.New("blob: it does not give its inflated size")
	}
	return f.inflate(packed, size)
}

func (f *inflater) inflate(packed []byte, size int) ([]byte, error) {
	f.source.Reset(packed)
	var err error
	if f.zlib == nil {
		f.zlib, err = zlib.NewReader(&f.source)
	} else {
		err = f.zlib.(zlib.Resetter).Reset(&f.source, nil)
	}
	if err != nil {
		f.zlib = nil
		return nil, fmt.Errorf("inflate blob: %w", err)
	}
	if cap(f.raw) < size {
		f.raw = make([]byte, size+size/4)
	}
	f.raw = f.raw[:size]
	if n, err := io.ReadFull(f.zlib, f.raw); err != nil {
		return nil, fmt.Errorf("inflate blob: %d of %d bytes: %w", n, size, err)
	}
	// Reading on to the end checks the checksum, and that nothing follows.
	var more [1]byte
	if n, err := f.zlib.Read(more[:]); n > 0 {
		return nil, fmt.Errorf("inflate blob: it holds more than the %d bytes it states", size)
	} else if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("inflate blob: %w", err)
	}
	return f.raw, nil
}
