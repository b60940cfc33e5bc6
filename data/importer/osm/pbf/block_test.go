package pbf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The test's own protocol buffer writer.
type fields []byte

func (f *fields) number(field int, v uint64) *fields {
	*f = binary.AppendUvarint(*f, uint64(field)<<3)
	*f = binary.AppendUvarint(*f, v)
	return f
}

func (f *fields) bytes(field int, b []byte) *fields {
	*f = binary.AppendUvarint(*f, uint64(field)<<3|2)
	*f = binary.AppendUvarint(*f, uint64(len(b)))
	*f = append(*f, b...)
	return f
}

func signed(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

func packed(values ...int64) []byte {
	var b []byte
	for _, v := range values {
		b = binary.AppendUvarint(b, uint64(v))
	}
	return b
}

// deltas packs the differences of the values.
func deltas(values ...int64) []byte {
	var b []byte
	last := int64(0)
	for _, v := range values {
		b = binary.AppendUvarint(b, signed(v-last))
		last = v
	}
	return b
}

func table(strings ...string) []byte {
	var f fields
	for _, s := range strings {
		f.bytes(1, []byte(s))
	}
	return f
}

// A blob file: the header and one block of data.
func file(t *testing.T, block []byte) []byte {
	t.Helper()
	var out []byte
	out = append(out, blobOf(t, "OSMHeader", *(&fields{}).bytes(4, []byte("OsmSchema-V0.6")), true)...)
	return append(out, blobOf(t, "OSMData", block, true)...)
}

func blobOf(t *testing.T, kind string, content []byte, deflate bool) []byte {
	t.Helper()
	var body fields
	if deflate {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		_, err := w.Write(content)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		body.number(2, uint64(len(content))).bytes(3, z.Bytes())
	} else {
		body.bytes(1, content)
	}
	var header fields
	header.bytes(1, []byte(kind)).number(3, uint64(len(body)))
	out := binary.BigEndian.AppendUint32(nil, uint32(len(header)))
	return append(append(out, header...), body...)
}

func decodeOne(t *testing.T, block []byte) (*Block, error) {
	t.Helper()
	data := file(t, block)
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	var out *Block
	err = f.Scan(t.Context(), Nodes|Ways|Relations, 1, func(b *Block) error { out = b; return nil })
	return out, err
}

// Single nodes, a granularity and offsets of its own, history with deleted objects:
// all that the format allows and everyday extracts do not use.
func TestDecodeRareForms(t *testing.T) {
	var node fields
	node.number(1, signed(-7)).bytes(2, packed(1)).bytes(3, packed(2)).number(8, signed(20)).number(9, signed(-30))
	deleted := *(&fields{}).number(1, signed(8)).bytes(4, *(&fields{}).number(6, 0)).number(8, 0).number(9, 0)
	var info fields
	info.bytes(2, deltas(5, 9, 7)).bytes(6, packed(1, 0, 1))
	var dense fields
	dense.bytes(1, deltas(1, 2, 3)).bytes(5, info).bytes(8, deltas(10, 20, 30)).bytes(9, deltas(1, 2, 3)).
		bytes(10, packed(1, 2, 0, 1, 3, 0, 3, 1, 0))
	var way fields
	way.number(1, 99).bytes(2, packed(1)).bytes(3, packed(3)).bytes(8, deltas(5, 4, 5))
	gone := *(&fields{}).number(1, 98).bytes(2, packed(1)).bytes(3, packed(3)).bytes(4, *(&fields{}).number(6, 0)).bytes(8, deltas(1))
	var group fields
	group.bytes(1, node).bytes(1, deleted).bytes(2, dense).bytes(3, gone).bytes(3, way)
	var block fields
	block.bytes(2, group).bytes(1, table("", "key", "a", "b")). // groups before strings: the order is free
									number(17, 1000).number(19, 500).number(20, 600)
	b, err := decodeOne(t, block)
	require.NoError(t, err)
	assert.Equal(t, []int64{-7, 1, 3}, b.Nodes.ID)
	assert.Equal(t, []int64{20500, 10500, 30500}, b.Nodes.Lat)
	assert.Equal(t, []int64{-29400, 1600, 3600}, b.Nodes.Lon)
	assert.Equal(t, []int{2, 4, 6}, b.Nodes.TagEnd)
	assert.Equal(t, []uint32{1, 2, 1, 2, 3, 1}, b.Nodes.Tags)
	assert.Equal(t, int64(9000), b.NewestMS)
	assert.Equal(t, []int64{99}, b.Ways.ID)
	assert.Equal(t, []int64{5, 4, 5}, b.Ways.Refs)
	assert.Equal(t, []uint32{1, 3}, b.Ways.Tags)
}

func TestRefuseBlocks(t *testing.T) {
	group := func(field int, message []byte) []byte {
		var b fields
		b.bytes(1, table("", "k")).bytes(2, *(&fields{}).bytes(field, message))
		return b
	}
	for name, c := range map[string]struct {
		block []byte
		want  error
	}{
		"tag beyond the strings": {group(3, *(&fields{}).number(1, 1).bytes(2, packed(1)).bytes(3, packed(2))), errString},
		"keys without values":    {group(3, *(&fields{}).number(1, 1).bytes(2, packed(1))), errColumns},
		"longitudes missing":     {group(2, *(&fields{}).bytes(1, deltas(1, 2)).bytes(8, deltas(1, 2))), errColumns},
		"dense tag beyond":       {group(2, *(&fields{}).bytes(1, deltas(1)).bytes(8, deltas(1)).bytes(9, deltas(1)).bytes(10, packed(7, 1, 0))), errString},
		"dense key alone":        {group(2, *(&fields{}).bytes(1, deltas(1)).bytes(8, deltas(1)).bytes(9, deltas(1)).bytes(10, packed(1))), errColumns},
		"role beyond":            {group(4, *(&fields{}).number(1, 1).bytes(8, packed(5)).bytes(9, deltas(1)).bytes(10, packed(0))), errString},
		"members uneven":         {group(4, *(&fields{}).number(1, 1).bytes(8, packed(0, 0)).bytes(9, deltas(1)).bytes(10, packed(0))), errColumns},
		"number without end":     {[]byte{0x88, 0x80, 0x80}, errVarint},
		"field too long":         {[]byte{0x0a, 0x7f}, errLength},
		"unknown wire type":      {[]byte{0x0f}, errWireType},
		"group is a number":      {[]byte{0x10, 0x01}, errFieldType},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := decodeOne(t, c.block)
			require.ErrorIs(t, err, c.want)
			var at *Error
			require.ErrorAs(t, err, &at)
			assert.Positive(t, at.Offset)
		})
	}
}

func TestRefuseFiles(t *testing.T) {
	good := file(t, table())
	second := int64(len(blobOf(t, "OSMHeader", *(&fields{}).bytes(4, []byte("OsmSchema-V0.6")), true)))
	feature := blobOf(t, "OSMHeader", *(&fields{}).bytes(4, []byte("Sorcery")), false)
	lzma := blobOf(t, "OSMHeader", nil, false)
	lzma = append(lzma[:len(lzma)-2], *(&fields{}).bytes(4, nil)...)
	damaged := bytes.Clone(good)
	damaged[len(damaged)-2] ^= 0xff // the checksum
	for name, c := range map[string]struct {
		data []byte
		at   int64
		want string
	}{
		"empty":            {nil, 0, "the file is empty"},
		"truncated":        {good[:len(good)-1], second, "the file is truncated"},
		"truncated header": {good[:second+6], second, "the file ends in the middle of a blob header"},
		"truncated length": {good[:second+2], second, "the file ends in the middle of a blob header"},
		"text":             {[]byte("Dear reader, this is text."), 0, "no blob header: its length reads 1147494770"},
		"no header":        {blobOf(t, "OSMData", nil, true), 0, `the first blob is of type "OSMData"`},
		"feature":          {feature, 0, `it requires the feature "Sorcery"`},
		"packed with lzma": {lzma, 0, "it is packed with lzma"},
		"checksum":         {damaged, second, "inflate blob"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Open(bytes.NewReader(c.data), int64(len(c.data)))
			if err == nil {
				err = f.Scan(t.Context(), Nodes, 2, func(*Block) error { return nil })
			}
			var at *Error
			require.True(t, errors.As(err, &at), "%v", err)
			assert.Equal(t, c.at, at.Offset)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

// A blob that states a size its content does not have, either way.
func TestRefuseWrongInflatedSize(t *testing.T) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, err := w.Write(make([]byte, 100))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	for size, want := range map[uint64]string{99: "more than the 99 bytes", 101: "100 of 101 bytes", 1 << 40: "over the limit"} {
		body := *(&fields{}).number(2, size).bytes(3, z.Bytes())
		_, err := (&inflater{}).read(bytes.NewReader(body), blob{size: len(body)})
		require.ErrorContains(t, err, want)
	}
}

// FuzzScan: whatever the bytes, there is an answer or an error.
func FuzzScan(f *testing.F) {
	t := &testing.T{}
	var group fields
	group.bytes(2, *(&fields{}).bytes(1, deltas(1)).bytes(8, deltas(1)).bytes(9, deltas(1)).bytes(10, packed(1, 1, 0)))
	f.Add([]byte(*(&fields{}).bytes(1, table("", "k")).bytes(2, group)))
	f.Add([]byte{0x88})
	f.Fuzz(func(tt *testing.T, block []byte) {
		data := file(t, block)
		pbf, err := Open(bytes.NewReader(data), int64(len(data)))
		require.NoError(tt, err)
		err = pbf.Scan(tt.Context(), Nodes|Ways|Relations, 1, func(b *Block) error {
			for _, k := range b.Nodes.Tags {
				_ = b.Strings[k]
			}
			for _, k := range b.Ways.Tags {
				_ = b.Strings[k]
			}
			for _, k := range b.Relations.Role {
				_ = b.Strings[k]
			}
			return nil
		})
		if err != nil {
			var at *Error
			require.ErrorAs(tt, err, &at)
			require.NotContains(tt, err.Error(), "cannot be decoded", "the decoder panicked")
		}
	})
}
