package isochrone

import (
	"cmp"
	"slices"
	"sync/atomic"
	"unsafe"
)

// known is what is known of a block and a plain street, whatever is asked: the nodes that
// may be linked to it, their ways, and the least of these.
type known struct {
	street         int32
	lowBack, lowOn float32
	// sure has a bit for each group of which it has been found out which nodes may be linked:
	// that takes long. Of all others the ways are as if all might be, and have no end.
	sure uint8
	// found: it has been found out of some.
	found bool
	nodes uint64
	// ways are nil where no question has come so near that it needed them, or not for long.
	ways *ways
}

// least is what no node costs less than by the street with what is added at its ends.
func (k *known) least(ends [2]float32) float32 { return min(ends[0]+k.lowBack, ends[1]+k.lowOn) }

// view tells which nodes of a block may be linked to a street that is not plain.
type view struct {
	street int32
	nodes  uint64
}

// blockKept is what is kept of a block, each by street. Of two questions that look at a
// block at once one may keep nothing: it is found out again.
type blockKept struct {
	streets atomic.Pointer[[]known]
	views   atomic.Pointer[[]view]
}

// Sizes in bytes of what is kept.
const (
	knownBytes = int64(unsafe.Sizeof(known{}))
	waysBytes  = int64(unsafe.Sizeof(ways{})) + 8
	viewBytes  = int64(unsafe.Sizeof(view{}))
)

// thin forgets all but what has taken long to find out; it returns the bytes of the rest.
func (b *blockKept) thin() (bytes int64) {
	if p := b.streets.Load(); p != nil {
		var rest []known
		for _, k := range *p {
			if k.found {
				k.ways = nil
				rest = append(rest, k)
			}
		}
		b.streets.Store(&rest)
		bytes += knownBytes * int64(len(rest))
	}
	if p := b.views.Load(); p != nil {
		bytes += viewBytes * int64(len(*p))
	}
	return bytes
}

// acquaintance is what is known of one block while it is sampled: what is kept, by street,
// and what has been found out since.
type acquaintance struct {
	streets, newest []known
	views, fresh    []view
}

// begin takes up what is kept of a block.
func (v *acquaintance) begin(kept *blockKept) {
	v.streets, v.newest, v.views, v.fresh = nil, v.newest[:0], nil, v.fresh[:0]
	if p := kept.streets.Load(); p != nil {
		v.streets = *p
	}
	if p := kept.views.Load(); p != nil {
		v.views = *p
	}
}

// know takes note of what has been found out about a plain street.
func (v *acquaintance) know(k known) *known {
	i := slices.IndexFunc(v.newest, func(o known) bool { return o.street == k.street })
	if i < 0 {
		i = len(v.newest)
		v.newest = append(v.newest, k)
	}
	v.newest[i] = k
	return &v.newest[i]
}

// view is the view of a street, if it is known.
func (v *acquaintance) view(street int32) (nodes uint64, found bool) {
	if i, found := place(v.views, street); found {
		return v.views[i].nodes, true
	}
	for _, k := range v.fresh {
		if k.street == street {
			return k.nodes, true
		}
	}
	return 0, false
}

// add takes note of a view.
func (v *acquaintance) add(street int32, nodes uint64) {
	v.fresh = append(v.fresh, view{street, nodes})
}

// bytes is how much more is kept of a block with what has been found out.
func (v *acquaintance) bytes() (bytes int64) {
	for i := range v.newest {
		if bytes += knownBytes; v.newest[i].ways != nil {
			bytes += waysBytes
		}
	}
	return bytes + viewBytes*int64(len(v.fresh))
}

// keep keeps what has been found out.
func (v *acquaintance) keep(kept *blockKept) {
	if len(v.newest) > 0 {
		all := with(v.streets, v.newest)
		kept.streets.Store(&all)
	}
	if len(v.fresh) > 0 {
		all := with(v.views, v.fresh)
		kept.views.Store(&all)
	}
}

func (k known) of() int32 { return k.street }

func (v view) of() int32 { return v.street }

// place is where in a list by street a street is or belongs.
func place[T interface{ of() int32 }](list []T, street int32) (i int, found bool) {
	return slices.BinarySearchFunc(list, street, func(a T, street int32) int { return cmp.Compare(a.of(), street) })
}

// with is a list by street with others in it, or in the place of those of the same street.
func with[T interface{ of() int32 }](list, others []T) []T {
	slices.SortFunc(others, func(a, b T) int { return cmp.Compare(a.of(), b.of()) })
	all := make([]T, 0, len(list)+len(others))
	for _, o := range others {
		for len(list) > 0 && list[0].of() < o.of() {
			all, list = append(all, list[0]), list[1:]
		}
		if len(list) > 0 && list[0].of() == o.of() {
			list = list[1:]
		}
		all = append(all, o)
	}
	return append(all, list...)
}
