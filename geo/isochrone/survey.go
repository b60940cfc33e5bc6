package isochrone

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

const (
	blocksWide    = tileNodes / blockNodes
	blocksPerTile = blocksWide * blocksWide
)

// survey is what a table has found out about its ground: where tiles lie in the plane, and
// of blocks and streets what is the same whatever is asked. It is made as ground is looked
// at and keeps no more than there is room for. Of what has not been asked about for longest
// it forgets first what does not take long to find out again.
type survey struct {
	mu    sync.RWMutex
	tiles map[[2]int]*surveyed
	// most is how many bytes are kept, room how many of them are left.
	most, room int64
	// questions counts them.
	questions atomic.Int64
}

// surveyed is what is known of a tile.
type surveyed struct {
	frame  *frame
	blocks [blocksPerTile]blockKept
	// asked is the last question that has looked at the tile.
	asked atomic.Int64
	// in is the survey that keeps the tile, nil of one for which there was no room: it is
	// found out for one question alone. bytes are those taken, kept whether the survey still
	// has the tile; both are the survey's to guard.
	in    *survey
	bytes int64
	kept  bool
	// thin: the tile has been thinned, and nothing has been found out since.
	thin bool
}

const tileBytes = int64(unsafe.Sizeof(surveyed{})+unsafe.Sizeof(frame{})) + 64

func newSurvey(most int64) *survey {
	return &survey{tiles: make(map[[2]int]*surveyed), most: most, room: most}
}

// bytes is how much is kept.
func (v *survey) bytes() int64 {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.most - v.room
}

// begin begins a question: it makes room where there is little, and not so much at once that
// the question would wait for long.
func (v *survey) begin() {
	v.questions.Add(1)
	v.mu.RLock()
	little, enough := v.room < v.most/8, v.most/8+v.most/16
	v.mu.RUnlock()
	if !little {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	type named struct {
		name [2]int
		last int64
	}
	var all []named
	for name, t := range v.tiles {
		all = append(all, named{name, t.asked.Load()})
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Or(cmp.Compare(a.last, b.last), slices.Compare(a.name[:], b.name[:])) })
	for _, n := range all {
		if t := v.tiles[n.name]; !t.thin && v.room < enough {
			v.room += t.bytes
			t.bytes, t.thin = tileBytes, true
			for i := range t.blocks {
				t.bytes += t.blocks[i].thin()
			}
			v.room -= t.bytes
		}
	}
	for _, n := range all {
		if t := v.tiles[n.name]; v.room < enough {
			v.room += t.bytes
			t.kept = false
			delete(v.tiles, n.name)
		}
	}
}

// tile is what is known of a tile.
func (v *survey) tile(g grid, proj *crs.LocalTM, x *index, col, row int) *surveyed {
	name := [2]int{col, row}
	v.mu.RLock()
	t := v.tiles[name]
	v.mu.RUnlock()
	if t == nil {
		t = &surveyed{frame: newFrame(g, proj, x, col<<tileShift, row<<tileShift)}
		v.mu.Lock()
		if other := v.tiles[name]; other != nil {
			t = other
		} else if v.room >= tileBytes {
			v.room -= tileBytes
			t.in, t.bytes, t.kept = v, tileBytes, true
			v.tiles[name] = t
		}
		v.mu.Unlock()
	}
	t.asked.Store(v.questions.Load())
	return t
}

// take reports whether so many bytes more may be kept of the tile.
func (t *surveyed) take(bytes int64) bool {
	if t.in == nil {
		return true
	}
	t.in.mu.Lock()
	defer t.in.mu.Unlock()
	if !t.kept {
		return true
	}
	if t.in.room < bytes {
		return false
	}
	t.in.room, t.bytes, t.thin = t.in.room-bytes, t.bytes+bytes, false
	return true
}
