package btree

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// What the header of the database says, and where (fileformat2 §1.3).
const (
	headerLength = 100
	magic        = "SQLite format 3\x00"

	atPageSize     = 16 // 16 bits; 1 stands for 65536
	atWriteVersion = 18 // 1: a rollback journal; 2: a write-ahead log
	atReadVersion  = 19
	atReserved     = 20 // bytes at the end of each page that belong to an extension
	atChanges      = 24
	atPages        = 28 // how many pages the file has
	atSchemaFormat = 44
	atAutoVacuum   = 52 // not 0 where the file has pages that map pointers
	atEncoding     = 56 // 1: UTF-8
	atValidFor     = 92 // what atChanges was when atPages was written
)

const (
	// schemaFormat is the first that has the serial types 8 and 9.
	schemaFormat = 4
	// lockByte is the byte that SQLite locks: the page that holds it is never used
	// (fileformat2 §1.4).
	lockByte = 1 << 30
	// bufferedPages are written at once.
	bufferedPages = 256
)

// File is a database that is being filled. It is not safe for concurrent use.
type File struct {
	f      *os.File
	header [headerLength]byte
	// size is the length of a page; usable, without what is reserved at its end.
	size, usable int
	// pages are in the file, the last of them waiting in buffer.
	pages  uint32
	buffer []byte
}

// Open opens a database that has no write-ahead log and no other user.
func Open(path string) (*File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	d := &File{f: f}
	if err := d.readHeader(); err != nil {
		return nil, fmt.Errorf("fill %s: %w", path, errors.Join(err, f.Close()))
	}
	return d, nil
}

func (d *File) readHeader() error {
	h := d.header[:]
	if _, err := d.f.ReadAt(h, 0); err != nil {
		return fmt.Errorf("read the header: %w", err)
	}
	if string(h[:len(magic)]) != magic {
		return errors.New("it is no SQLite database")
	}
	if d.size = int(binary.BigEndian.Uint16(h[atPageSize:])); d.size == 1 {
		d.size = 1 << 16
	}
	d.usable = d.size - int(h[atReserved])
	d.pages = binary.BigEndian.Uint32(h[atPages:])
	info, err := d.f.Stat()
	switch {
	case err != nil:
		return err
	case h[atWriteVersion] != 1 || h[atReadVersion] != 1:
		return errors.New("it is kept with a write-ahead log")
	case binary.BigEndian.Uint32(h[atSchemaFormat:]) != schemaFormat:
		return fmt.Errorf("its schema format is not %d", schemaFormat)
	case binary.BigEndian.Uint32(h[atAutoVacuum:]) != 0:
		return errors.New("it moves its pages (auto_vacuum)")
	case binary.BigEndian.Uint32(h[atEncoding:]) != 1:
		return errors.New("its texts are not in UTF-8")
	case info.Size() != int64(d.pages)*int64(d.size):
		return fmt.Errorf("it says that it has %d pages of %d bytes, and has %d bytes", d.pages, d.size, info.Size())
	}
	return nil
}

// Close writes what is left, and closes the file. It does not wait for the disk.
func (d *File) Close() error {
	err := d.flush()
	if err == nil {
		h := d.header[:]
		changes := binary.BigEndian.Uint32(h[atChanges:]) + 1
		binary.BigEndian.PutUint32(h[atChanges:], changes)
		binary.BigEndian.PutUint32(h[atValidFor:], changes)
		binary.BigEndian.PutUint32(h[atPages:], d.pages)
		_, err = d.f.WriteAt(h, 0)
	}
	return errors.Join(err, d.f.Close())
}

// next is the number of the page after another.
func (d *File) next(number uint32) uint32 {
	if number++; number == uint32(lockByte/d.size)+1 {
		number++
	}
	return number
}

// append adds a page to the file and returns its number.
func (d *File) append(data []byte) (uint32, error) {
	number := d.next(d.pages)
	for d.pages++; d.pages < number; d.pages++ {
		d.buffer = append(d.buffer, make([]byte, d.size)...)
	}
	d.buffer = append(d.buffer, data...)
	if len(d.buffer) < bufferedPages*d.size {
		return number, nil
	}
	return number, d.flush()
}

func (d *File) flush() error {
	at := int64(d.pages)*int64(d.size) - int64(len(d.buffer))
	_, err := d.f.WriteAt(d.buffer, at)
	d.buffer = d.buffer[:0]
	if err != nil {
		return fmt.Errorf("write pages: %w", err)
	}
	return nil
}

// root replaces a page that was in the file before.
func (d *File) root(number uint32, data []byte) error {
	if _, err := d.f.WriteAt(data, int64(number-1)*int64(d.size)); err != nil {
		return fmt.Errorf("write page %d: %w", number, err)
	}
	return nil
}

// empty makes sure that a page is the root of a table or an index without rows.
func (d *File) empty(number uint32, kind byte) error {
	head := make([]byte, 8)
	if number < 2 || number > d.pages {
		return fmt.Errorf("page %d is no root: the file has %d pages", number, d.pages)
	}
	if _, err := d.f.ReadAt(head, int64(number-1)*int64(d.size)); err != nil {
		return fmt.Errorf("read page %d: %w", number, err)
	}
	if head[0] != kind || binary.BigEndian.Uint16(head[3:]) != 0 {
		return fmt.Errorf("page %d is not the root of an empty tree of kind %d", number, kind)
	}
	return nil
}
