package osm

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/paulmach/orb"
)

// xmlAttribute is one of an XML element, its entities replaced. It is valid until the next
// element is read.
type xmlAttribute struct{ name, value []byte }

type xmlAttributes []xmlAttribute

// get returns the value of an attribute, nil if there is none.
func (a xmlAttributes) get(name string) []byte {
	for i := range a {
		if string(a[i].name) == name {
			return a[i].value
		}
	}
	return nil
}

// xmlObjects makes what an extract keeps out of the elements of OpenStreetMap XML,
// whoever reads them. Nodes are kept until it is known which of them are needed.
type xmlObjects struct {
	f *filter
	// x holds the box, the ways, the relations and the time of the youngest object.
	x       extract
	nodes   []taggedNode
	refused []refusedNode

	// The object that is being read.
	kind    objectKind
	id      int64
	gone    bool
	place   e7
	unread  refusedNode
	tags    tags
	members []member
	refs    int // where its references begin

	// youngest is the time of the youngest object, as it was written.
	youngest []byte
}

// refusedNode is a node whose place cannot be read.
type refusedNode struct {
	id           int64
	field, value string
}

func (o *xmlObjects) bounds(a xmlAttributes) {
	low, f1 := textPlace(string(a.get("minlon")), string(a.get("minlat")))
	high, f2 := textPlace(string(a.get("maxlon")), string(a.get("maxlat")))
	if f1 == "" && f2 == "" {
		o.x.join(orb.Bound{Min: low.point(), Max: high.point()})
	}
}

// join makes the stated box hold another.
func (x *extract) join(b orb.Bound) {
	if x.box != nil {
		b = b.Union(*x.box)
	}
	x.box = &b
}

// begin begins a node, a way or a relation.
func (o *xmlObjects) begin(kind objectKind, a xmlAttributes) error {
	id, err := wholeNumber(a.get("id"))
	if err != nil {
		return fmt.Errorf("%s: id %q is not a whole number", kind, a.get("id"))
	}
	o.kind, o.id, o.tags, o.members, o.refs = kind, id, o.tags[:0], nil, len(o.x.ways.refs)
	o.gone = string(a.get("visible")) == "false" || string(a.get("action")) == "delete"
	if o.gone {
		return nil
	}
	o.note(a.get("timestamp"))
	if kind == nodeObject {
		var field string
		if o.place, field = bytesPlace(a.get("lon"), a.get("lat")); field != "" {
			o.unread = refusedNode{id, field, string(a.get(field))}
		} else {
			o.unread = refusedNode{}
		}
	}
	return nil
}

// note remembers the time of the youngest object. Times in UTC without fractions, which
// nearly all are, sort like their text.
func (o *xmlObjects) note(when []byte) {
	if len(when) == len("2006-01-02T15:04:05Z") && when[len(when)-1] == 'Z' {
		if bytes.Compare(when, o.youngest) <= 0 {
			return
		}
		if t, err := time.Parse(time.RFC3339, string(when)); err == nil {
			o.youngest = append(o.youngest[:0], when...)
			o.x.note(t.UnixMilli())
		}
		return
	}
	if len(when) == 0 {
		return
	}
	if t, err := time.Parse(time.RFC3339, string(when)); err == nil {
		o.x.note(t.UnixMilli())
	}
}

// child takes an element inside the object.
func (o *xmlObjects) child(name []byte, a xmlAttributes) error {
	switch string(name) {
	case "tag":
		if k := a.get("k"); o.f.keeps(k) {
			o.tags = append(o.tags, tag{o.f.intern(k), o.f.intern(a.get("v"))})
		}
	case "nd":
		ref, err := wholeNumber(a.get("ref"))
		if err != nil {
			return fmt.Errorf("%s %d: nd ref %q is not a whole number", o.kind, o.id, a.get("ref"))
		}
		if o.kind == wayObject {
			o.x.ways.refs = append(o.x.ways.refs, ref)
		}
	case "member":
		m := member{}
		switch string(a.get("type")) {
		case "node":
			m.kind = nodeObject
		case "way":
			m.kind = wayObject
		case "relation":
			m.kind = relationObject
		default:
			return nil
		}
		var err error
		if m.ref, err = wholeNumber(a.get("ref")); err != nil {
			return fmt.Errorf("%s %d: member ref %q is not a whole number", o.kind, o.id, a.get("ref"))
		}
		m.role = o.f.intern(a.get("role"))
		o.members = append(o.members, m)
	}
	return nil
}

// end ends the object.
func (o *xmlObjects) end() {
	if o.gone {
		o.x.ways.refs = o.x.ways.refs[:o.refs]
		return
	}
	switch o.kind {
	case nodeObject:
		if o.unread.field != "" {
			o.refused = append(o.refused, o.unread)
			return
		}
		n := taggedNode{id: o.id, place: o.place}
		if len(o.tags) > 0 {
			n.tags = append(tags(nil), o.tags...)
		}
		o.nodes = append(o.nodes, n)
	case wayObject:
		o.x.ways.tags = append(o.x.ways.tags, o.f.trim(o.tags)...)
		o.x.ways.add(o.id)
	case relationObject:
		if t := o.f.trim(o.tags); !o.f.roadsOnly || len(t) > 0 {
			o.x.relations = append(o.x.relations, relation{id: o.id, tags: append(tags{}, t...), members: o.members})
		}
	}
}

// take adds what was read after this.
func (o *xmlObjects) take(next *xmlObjects) {
	if next.x.box != nil {
		o.x.join(*next.x.box)
	}
	if !next.x.newest.IsZero() {
		o.x.note(next.x.newest.UnixMilli())
	}
	to, from := &o.x.ways, &next.x.ways
	refs, tags := len(to.refs), len(to.tags)
	to.refs, to.tags, to.ids = append(to.refs, from.refs...), append(to.tags, from.tags...), append(to.ids, from.ids...)
	for i := range from.ids {
		to.refEnd, to.tagEnd = append(to.refEnd, refs+from.refEnd[i]), append(to.tagEnd, tags+from.tagEnd[i])
	}
	o.x.relations = append(o.x.relations, next.x.relations...)
	o.refused = append(o.refused, next.refused...)
}

// wholeNumber reads a whole number as strconv.ParseInt does.
func wholeNumber(b []byte) (int64, error) {
	if len(b) == 0 || len(b) > 18 { // 18 digits never overflow
		return strconv.ParseInt(string(b), 10, 64)
	}
	v := int64(0)
	for _, c := range b {
		if c -= '0'; c > 9 {
			return strconv.ParseInt(string(b), 10, 64)
		}
		v = 10*v + int64(c)
	}
	return v, nil
}

// bytesPlace converts a place written in decimal degrees, as [textPlace] does.
func bytesPlace(lon, lat []byte) (p e7, field string) {
	x, ok := degrees(lon)
	y, also := degrees(lat)
	if !ok || !also || x < -180e7 || x > 180e7 || y < -90e7 || y > 90e7 {
		return textPlace(string(lon), string(lat))
	}
	return e7{lon: int32(x), lat: int32(y)}, ""
}

// degrees reads plain degrees of at most seven decimals as ten-millionths; ok is false
// for any other way to write a number, and for what is none.
func degrees(b []byte) (v int64, ok bool) {
	const decimals = 7
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	whole, fraction, dot := bytes.Cut(b, []byte{'.'})
	if len(whole) == 0 || len(whole) > 3 || len(fraction) > decimals || (dot && len(fraction) == 0) {
		return 0, false
	}
	for _, part := range [...][]byte{whole, fraction} {
		for _, c := range part {
			if c -= '0'; c > 9 {
				return 0, false
			}
			v = 10*v + int64(c)
		}
	}
	for range decimals - len(fraction) {
		v *= 10
	}
	if negative {
		v = -v
	}
	return v, v >= math.MinInt32 && v <= math.MaxInt32
}
