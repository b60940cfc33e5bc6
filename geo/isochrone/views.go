package isochrone

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// view tells which nodes of a block may be linked to a street. It is the same whatever
// is asked, and takes long to find out where barriers stand: so it is kept.
type view struct {
	street int32
	nodes  uint64
}

// tileViews are the views of a tile's blocks, by row of blocks, each by street.
type tileViews [blocksPerTile]atomic.Pointer[[]view]

const (
	blocksWide    = tileNodes / blockNodes
	blocksPerTile = blocksWide * blocksWide
)

// blockViews are the views of one block while it is sampled.
type blockViews struct {
	kept  []view // by street
	fresh []view
}

// begin takes up what is known of a block.
func (v *blockViews) begin(kept *atomic.Pointer[[]view]) {
	v.kept, v.fresh = nil, v.fresh[:0]
	if p := kept.Load(); p != nil {
		v.kept = *p
	}
}

// of is the view of a street, if it is known.
func (v *blockViews) of(street int32) (nodes uint64, known bool) {
	// Halved without a branch, which no processor could foresee.
	i := 0
	for n := len(v.kept); n > 1; {
		half := n / 2
		i += half & int((v.kept[i+half].street-street-1)>>31)
		n -= half
	}
	if i < len(v.kept) && v.kept[i].street == street {
		return v.kept[i].nodes, true
	}
	for _, k := range v.fresh {
		if k.street == street {
			return k.nodes, true
		}
	}
	return 0, false
}

func (v *blockViews) add(street int32, nodes uint64) {
	v.fresh = append(v.fresh, view{street, nodes})
}

// keep keeps what has become known of a block, if there is room. Of two questions that
// look at a block at once one may keep nothing: it is found out again.
func (v *blockViews) keep(kept *atomic.Pointer[[]view], room *atomic.Int64) {
	const viewBytes = 16
	size := int64(viewBytes * len(v.fresh))
	if size == 0 || room.Add(-size) < 0 {
		room.Add(size)
		return
	}
	all := append(slices.Clone(v.kept), v.fresh...)
	slices.SortFunc(all, func(a, b view) int { return cmp.Compare(a.street, b.street) })
	kept.Store(&all)
}

// views are those of a table, made as ground is looked at.
type views struct {
	mu    sync.RWMutex
	tiles map[[2]int]*tileViews
	// frames are where the tiles lie in the plane, which takes a while to work out too.
	frames map[[2]int]*frame
	// room is how many bytes more may be kept.
	room atomic.Int64
}

// of are the views of a tile.
func (v *views) of(x, y int) *tileViews {
	name := [2]int{x, y}
	v.mu.RLock()
	t := v.tiles[name]
	v.mu.RUnlock()
	if t != nil {
		return t
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if t = v.tiles[name]; t == nil {
		const tileBytes = 8*blocksPerTile + 64
		if t = new(tileViews); v.room.Add(-tileBytes) < 0 {
			v.room.Add(tileBytes)
			return t // for this question alone
		}
		v.tiles[name] = t
	}
	return t
}

// frame is the frame of a tile.
func (v *views) frame(g grid, proj *crs.LocalTM, x *index, col, row int) *frame {
	name := [2]int{col, row}
	v.mu.RLock()
	f := v.frames[name]
	v.mu.RUnlock()
	if f != nil {
		return f
	}
	f = newFrame(g, proj, x, col<<tileShift, row<<tileShift)
	const frameBytes = int64(unsafe.Sizeof(frame{})) + 32
	if v.room.Add(-frameBytes) < 0 {
		v.room.Add(frameBytes)
		return f
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if kept := v.frames[name]; kept != nil {
		v.room.Add(frameBytes)
		return kept
	}
	v.frames[name] = f
	return f
}
