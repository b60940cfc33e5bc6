package pbf

import (
	"errors"
	"fmt"
)

// Kinds is a set of kinds of object.
type Kinds uint8

// The kinds of object.
const (
	Nodes Kinds = 1 << iota
	Ways
	Relations
)

// The types of a relation's members, as the format numbers them.
const (
	MemberNode     = 0
	MemberWay      = 1
	MemberRelation = 2
)

// NodeColumns holds the nodes of a block. TagEnd[i] is where the tags of node i
// end in Tags, which holds pairs of indexes into the block's strings: key, value.
// Longitudes and latitudes are nanodegrees.
type NodeColumns struct {
	ID, Lon, Lat []int64
	TagEnd       []int
	Tags         []uint32
}

// WayColumns holds the ways of a block; RefEnd[i] is where the node ids of way i
// end in Refs.
type WayColumns struct {
	ID     []int64
	RefEnd []int
	Refs   []int64
	TagEnd []int
	Tags   []uint32
}

// RelationColumns holds the relations of a block; MemberEnd[i] is where the
// members of relation i end in Role (indexes into the strings), Ref and Type.
type RelationColumns struct {
	ID        []int64
	MemberEnd []int
	Role      []uint32
	Ref       []int64
	Type      []uint32
	TagEnd    []int
	Tags      []uint32
}

// Block is one block of a file, decoded. Its content is valid only until the
// function it was handed to returns.
type Block struct {
	// Offset is where its blob starts in the file.
	Offset    int64
	Strings   [][]byte
	Nodes     NodeColumns
	Ways      WayColumns
	Relations RelationColumns
	// NewestMS is the time of its youngest object among the kinds that were asked
	// for, in milliseconds since 1970, 0 if unknown.
	NewestMS int64
	// Has are the kinds of object in the block, asked for or not.
	Has Kinds

	owner                        *decoder
	want                         Kinds
	granularity, dateGranularity int64
	lonOffset, latOffset         int64
	groups                       [][]byte
	keys, vals                   []uint32
	times                        []int64
	visible                      []uint32
}

var (
	errString  = errors.New("an index into the string table is out of range")
	errColumns = errors.New("parallel columns have different lengths")
)

// decode fills the block from the inflated content of a blob.
func (b *Block) decode(data []byte, want Kinds) error {
	b.reset(want)
	m := message{rest: data}
	for m.next() {
		switch m.field {
		case 1:
			if !m.isBytes() {
				break
			}
			table := message{rest: m.bytes}
			for table.next() {
				if table.field == 1 && table.isBytes() {
					b.Strings = append(b.Strings, table.bytes)
				}
			}
			if table.err != nil {
				return fmt.Errorf("string table: %w", table.err)
			}
		case 2:
			if m.isBytes() {
				b.groups = append(b.groups, m.bytes)
			}
		case 17:
			b.granularity = int64(int32(m.value))
		case 18:
			b.dateGranularity = int64(int32(m.value))
		case 19:
			b.latOffset = int64(m.value)
		case 20:
			b.lonOffset = int64(m.value)
		}
	}
	if m.err != nil {
		return fmt.Errorf("block: %w", m.err)
	}
	for _, g := range b.groups {
		if err := b.decodeGroup(g); err != nil {
			return err
		}
	}
	return nil
}

func (b *Block) reset(want Kinds) {
	b.want, b.Has, b.NewestMS = want, 0, 0
	b.granularity, b.dateGranularity, b.lonOffset, b.latOffset = 100, 1000, 0, 0
	b.Strings, b.groups = b.Strings[:0], b.groups[:0]
	n := &b.Nodes
	n.ID, n.Lon, n.Lat, n.TagEnd, n.Tags = n.ID[:0], n.Lon[:0], n.Lat[:0], n.TagEnd[:0], n.Tags[:0]
	w := &b.Ways
	w.ID, w.RefEnd, w.Refs, w.TagEnd, w.Tags = w.ID[:0], w.RefEnd[:0], w.Refs[:0], w.TagEnd[:0], w.Tags[:0]
	r := &b.Relations
	r.ID, r.MemberEnd, r.Role, r.Ref = r.ID[:0], r.MemberEnd[:0], r.Role[:0], r.Ref[:0]
	r.Type, r.TagEnd, r.Tags = r.Type[:0], r.TagEnd[:0], r.Tags[:0]
}

func (b *Block) decodeGroup(data []byte) error {
	m := message{rest: data}
	for m.next() {
		var err error
		switch m.field {
		case 1, 2:
			b.Has |= Nodes
			if b.want&Nodes == 0 || !m.isBytes() {
				break
			}
			if m.field == 1 {
				err = b.decodeNode(m.bytes)
			} else {
				err = b.decodeDense(m.bytes)
			}
		case 3:
			b.Has |= Ways
			if b.want&Ways != 0 && m.isBytes() {
				err = b.decodeWay(m.bytes)
			}
		case 4:
			b.Has |= Relations
			if b.want&Relations != 0 && m.isBytes() {
				err = b.decodeRelation(m.bytes)
			}
		}
		if err != nil {
			return err
		}
	}
	if m.err != nil {
		return fmt.Errorf("group: %w", m.err)
	}
	return nil
}

// info reads the metadata of one object: it notes its time and returns whether
// the object is visible (a deleted one, in a history file, is not).
func (b *Block) info(data []byte) (visible bool, err error) {
	visible = true
	m := message{rest: data}
	for m.next() {
		switch m.field {
		case 2:
			b.NewestMS = max(b.NewestMS, int64(m.value)*b.dateGranularity)
		case 6:
			visible = m.value != 0
		}
	}
	return visible, m.err
}

// appendTags appends the pairs of b.keys and b.vals to dst.
func (b *Block) appendTags(dst []uint32) ([]uint32, error) {
	if len(b.keys) != len(b.vals) {
		return dst, fmt.Errorf("tags: %w", errColumns)
	}
	n := uint32(len(b.Strings))
	for i, k := range b.keys {
		v := b.vals[i]
		if k >= n || v >= n {
			return dst, fmt.Errorf("tags: %w", errString)
		}
		dst = append(dst, k, v)
	}
	return dst, nil
}
