package osm

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm/pbf"
)

// pbfSource feeds a PBF file into an extract: ways and relations in one scan,
// nodes in a second one that skips the blocks without nodes.
type pbfSource struct {
	*pbf.File
	closer  io.Closer
	options *Options
}

// Close closes the file.
func (s *pbfSource) Close() error { return s.closer.Close() }

// blockStrings turns indexes into a block's string table into shared strings, each
// looked up once per block.
type blockStrings struct {
	filter *filter
	table  [][]byte
	known  []bool
	text   []string
	keep   []int8 // of a key: 0 not looked at yet, 1 kept, -1 not
}

func (b *blockStrings) reset(table [][]byte) {
	b.table = table
	n := len(table)
	if cap(b.known) < n {
		b.known, b.text, b.keep = make([]bool, n), make([]string, n), make([]int8, n)
		return
	}
	b.known, b.text, b.keep = b.known[:n], b.text[:n], b.keep[:n]
	clear(b.known)
	clear(b.keep)
}

func (b *blockStrings) get(i uint32) string {
	if !b.known[i] {
		b.known[i], b.text[i] = true, b.filter.intern(b.table[i])
	}
	return b.text[i]
}

func (b *blockStrings) keepKey(i uint32) bool {
	if b.keep[i] == 0 {
		b.keep[i] = -1
		if b.filter.keepKey(string(b.table[i])) {
			b.keep[i] = 1
		}
	}
	return b.keep[i] > 0
}

// appendTags appends the tags that are kept of the index pairs of an object.
func (b *blockStrings) appendTags(dst []tag, pairs []uint32) []tag {
	for i := 0; i+1 < len(pairs); i += 2 {
		if b.keepKey(pairs[i]) {
			dst = append(dst, tag{b.get(pairs[i]), b.get(pairs[i+1])})
		}
	}
	return dst
}

func (s *pbfSource) readWays(ctx context.Context, x *extract, f *filter) error {
	h := s.Header
	if h.HasBox {
		x.box = &orb.Bound{
			Min: orb.Point{float64(h.Left) / 1e9, float64(h.Bottom) / 1e9},
			Max: orb.Point{float64(h.Right) / 1e9, float64(h.Top) / 1e9},
		}
	}
	x.stated = h.Replication
	str := &blockStrings{filter: f}
	t := &x.ways
	done := int64(0)
	return s.scan(ctx, pbf.Ways|pbf.Relations, func(b *pbf.Block) {
		str.reset(b.Strings)
		ref, tg := 0, 0
		for i, id := range b.Ways.ID {
			t.refs = append(t.refs, b.Ways.Refs[ref:b.Ways.RefEnd[i]]...)
			from := len(t.tags)
			t.tags = str.appendTags(t.tags, b.Ways.Tags[tg:b.Ways.TagEnd[i]])
			t.tags = t.tags[:from+len(f.trim(t.tags[from:]))]
			t.add(id)
			ref, tg = b.Ways.RefEnd[i], b.Ways.TagEnd[i]
		}
		s.relations(x, f, str, b)
		x.note(b.NewestMS)
		done++
		s.options.progress("ways", done, int64(s.Blocks()))
	})
}

func (s *pbfSource) relations(x *extract, f *filter, str *blockStrings, b *pbf.Block) {
	m, tg := 0, 0
	for i, id := range b.Relations.ID {
		r := relation{id: id, tags: f.trim(str.appendTags(nil, b.Relations.Tags[tg:b.Relations.TagEnd[i]]))}
		end := b.Relations.MemberEnd[i]
		if !f.roadsOnly || len(r.tags) > 0 {
			r.members = make([]member, 0, end-m)
			for ; m < end; m++ {
				if kind, ok := memberKind(b.Relations.Type[m]); ok {
					r.members = append(r.members, member{kind, b.Relations.Ref[m], str.get(b.Relations.Role[m])})
				}
			}
			x.relations = append(x.relations, r)
		}
		m, tg = end, b.Relations.TagEnd[i]
	}
}

func memberKind(v uint32) (objectKind, bool) {
	switch v {
	case pbf.MemberNode:
		return nodeObject, true
	case pbf.MemberWay:
		return wayObject, true
	case pbf.MemberRelation:
		return relationObject, true
	}
	return 0, false
}

func (s *pbfSource) readNodes(ctx context.Context, x *extract, f *filter, sink *nodeSink) error {
	str := &blockStrings{filter: f}
	done := int64(0)
	return s.scan(ctx, pbf.Nodes, func(b *pbf.Block) {
		str.reset(b.Strings)
		tg := 0
		for i, id := range b.Nodes.ID {
			pairs := b.Nodes.Tags[tg:b.Nodes.TagEnd[i]]
			tg = b.Nodes.TagEnd[i]
			p, ok := nanoPlace(b.Nodes.Lon[i], b.Nodes.Lat[i])
			if !ok {
				sink.refuseNano(id, b.Nodes.Lon[i], b.Nodes.Lat[i])
				continue
			}
			var t tags
			if len(pairs) > 0 {
				t = nodeTags(f, str, pairs)
			}
			sink.take(id, p, t)
		}
		x.note(b.NewestMS)
		done++
		s.options.progress("nodes", done, int64(s.Blocks()))
	})
}

// nodeTags returns the tags of a node; when only roads are wanted, those of a node
// that something stands on and of no other.
func nodeTags(f *filter, str *blockStrings, pairs []uint32) tags {
	if f.roadsOnly {
		stands := false
		for i := 0; i < len(pairs) && !stands; i += 2 {
			stands = str.keepKey(pairs[i]) && str.get(pairs[i]) == "barrier"
		}
		if !stands {
			return nil
		}
	}
	return str.appendTags(make([]tag, 0, len(pairs)/2), pairs)
}

// scan runs a scan whose function cannot fail, and guards it.
func (s *pbfSource) scan(ctx context.Context, want pbf.Kinds, fn func(*pbf.Block)) error {
	return s.Scan(ctx, want, s.options.Procs, func(b *pbf.Block) error {
		err := guard(func() error { fn(b); return nil })
		if err != nil {
			return fmt.Errorf("block at byte %d: %w", b.Offset, err)
		}
		return nil
	})
}

// note remembers the time of the youngest object.
func (x *extract) note(ms int64) {
	if ms > 0 {
		if t := time.UnixMilli(ms).UTC(); t.After(x.newest) {
			x.newest = t
		}
	}
}
