package osm

import (
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// tag is one key and its value. The strings are shared among all objects.
type tag struct{ key, value string }

// tags are the tags of an object, in the file's order.
type tags []tag

// get returns the value of a key, "" if the object does not carry it.
func (t tags) get(key string) string {
	for i := range t {
		if t[i].key == key {
			return t[i].value
		}
	}
	return ""
}

// is reports whether the key has one of the values.
func (t tags) is(key string, values ...string) bool {
	v := t.get(key)
	return v != "" && slices.Contains(values, v)
}

// yes reports whether the key is set to anything but no.
func (t tags) yes(key string) bool {
	v := t.get(key)
	return v != "" && v != "no"
}

// objectKind is the kind of an OpenStreetMap object.
type objectKind uint8

const (
	nodeObject objectKind = iota
	wayObject
	relationObject
)

func (k objectKind) String() string {
	return [...]string{"node", "way", "relation"}[k]
}

// letter is the part of an id that tells the kinds apart: osm-n1, osm-w1, osm-r1.
func (k objectKind) letter() string { return [...]string{"n", "w", "r"}[k] }

// member is a member of a relation.
type member struct {
	kind objectKind
	ref  int64
	role string
}

type relation struct {
	id      int64
	tags    tags
	members []member
}

// noPlace marks the longitude of a node that the file does not hold.
const noPlace = math.MinInt32

// e7 is a place in ten-millionths of a degree, which is how OpenStreetMap keeps
// places: whole numbers, so that equality and orientation are exact.
type e7 struct{ lon, lat int32 }

func (p e7) known() bool { return p.lon != noPlace }

// point returns the place in degrees. Division gives the double nearest to the
// decimal, so a place reads the same from XML and from PBF.
func (p e7) point() orb.Point { return orb.Point{float64(p.lon) / 1e7, float64(p.lat) / 1e7} }

// extract is what is kept of a file in memory: ways and relations whole, of the
// nodes the places of those that ways need, and every node with tags.
type extract struct {
	box    *orb.Bound
	stated time.Time // replication timestamp of the header
	newest time.Time // youngest object

	ways      wayTable
	relations []relation
	nodes     nodeTable
	tagged    []taggedNode // by id
}

type taggedNode struct {
	id    int64
	place e7
	tags  tags
}

// wayTable holds ways in slabs: the node ids of way i are
// refs[refEnd[i-1]:refEnd[i]], its tags likewise.
type wayTable struct {
	ids    []int64
	refs   []int64
	refEnd []int
	tags   []tag
	tagEnd []int
}

func (t *wayTable) add(id int64) {
	t.ids = append(t.ids, id)
	t.refEnd = append(t.refEnd, len(t.refs))
	t.tagEnd = append(t.tagEnd, len(t.tags))
}

func (t *wayTable) span(i int) (from, to int) {
	if i > 0 {
		from = t.refEnd[i-1]
	}
	return from, t.refEnd[i]
}

func (t *wayTable) tagsOf(i int) tags {
	from := 0
	if i > 0 {
		from = t.tagEnd[i-1]
	}
	return t.tags[from:t.tagEnd[i]:t.tagEnd[i]]
}

// find returns the index of the way with the id.
func (t *wayTable) find(id int64) (int, bool) { return slices.BinarySearch(t.ids, id) }

// closed reports whether way i ends where it starts.
func (t *wayTable) closed(i int) bool {
	from, to := t.span(i)
	return to-from >= 4 && t.refs[from] == t.refs[to-1]
}

// sortByID brings the ways into the order of their ids, keeping the last of those
// that repeat an id, and returns how many it dropped. Files are nearly always
// sorted already.
func (t *wayTable) sortByID() (dropped int) {
	sorted := true
	for i := 1; i < len(t.ids) && sorted; i++ {
		sorted = t.ids[i-1] < t.ids[i]
	}
	if sorted {
		return 0
	}
	order := make([]int, len(t.ids))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareInt64(t.ids[a], t.ids[b]) })
	var out wayTable
	for k, i := range order {
		if k+1 < len(order) && t.ids[order[k+1]] == t.ids[i] {
			dropped++
			continue
		}
		from, to := t.span(i)
		out.refs = append(out.refs, t.refs[from:to]...)
		out.tags = append(out.tags, t.tagsOf(i)...)
		out.add(t.ids[i])
	}
	*t = out
	return dropped
}

func compareInt64(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// sortRelations brings relations into the order of their ids, keeping the last of
// those that repeat an id, and returns how many it dropped.
func sortRelations(rs []relation) (sorted []relation, dropped int) {
	slices.SortStableFunc(rs, func(a, b relation) int { return compareInt64(a.id, b.id) })
	out := rs[:0]
	for _, r := range rs {
		if n := len(out); n > 0 && out[n-1].id == r.id {
			out[n-1] = r
			dropped++
			continue
		}
		out = append(out, r)
	}
	return out, dropped
}

// nameOf is the name of an object: name, else name:zh, else name:en, else "".
func nameOf(t tags) string {
	for _, key := range [...]string{"name", "name:zh", "name:en"} {
		if v := t.get(key); v != "" {
			return v
		}
	}
	return ""
}
