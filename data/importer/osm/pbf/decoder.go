package pbf

import "fmt"

// decoder owns the buffers that one block is inflated and decoded into.
type decoder struct {
	inflater
	block Block
}

// decode inflates and decodes the blob of a job with a free decoder. A fault of
// this package that makes it panic on a file is turned into an error: the panic of
// a goroutine could not be caught by whoever called.
func (f *File) decode(j *job, want Kinds) {
	defer func() {
		if p := recover(); p != nil {
			j.err = fmt.Errorf("the block cannot be decoded: %v", p)
		}
	}()
	d, ok := f.free.Get().(*decoder)
	if !ok {
		d = &decoder{}
	}
	b := f.blobs[j.index]
	data, err := d.read(f.r, b)
	if err == nil {
		err = d.block.decode(data, want)
	}
	d.block.Offset, d.block.owner = b.start, d
	j.block, j.err = &d.block, err
}
