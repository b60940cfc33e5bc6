package analysis

import (
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// A network knows a facility by a number, its handle, and of two facilities as near as
// each other takes the smaller: handles are in the order of the facilities, which is that
// of their ids. They have gaps, so that a facility that comes between two others takes a
// handle of its own and leaves all others what is known of them.

// handleRoom is how many handles there are for one facility to begin with, unless there
// are too many facilities; maxHandle bounds them all.
const (
	handleRoom = 1 << 12
	maxHandle  = 1<<31 - 1
)

// newHandles numbers n facilities.
func newHandles(n int) []int32 {
	room := max(1, min(handleRoom, maxHandle/(n+1)))
	out := make([]int32, n)
	for i := range out {
		out[i] = int32((i + 1) * room)
	}
	return out
}

// fillHandles gives handles to those facilities that have none, the zeros, between those
// that have; it reports false where there is no room.
func fillHandles(handles []int32) bool {
	for i := 0; i < len(handles); i++ {
		if handles[i] != 0 {
			continue
		}
		end := i
		for end < len(handles) && handles[end] == 0 {
			end++
		}
		low, high := int64(0), int64(maxHandle)
		if i > 0 {
			low = int64(handles[i-1])
		}
		if end < len(handles) {
			high = int64(handles[end])
		} else {
			high = min(high, low+int64(end-i+1)*handleRoom)
		}
		step := (high - low) / int64(end-i+1)
		if step == 0 {
			return false
		}
		for k := i; k < end; k++ {
			handles[k] = int32(low + int64(k-i+1)*step)
		}
		i = end
	}
	return true
}

// facilityOf is the facility of a handle.
func (a *Analysis) facilityOf(handle int32) *geo.Facility {
	i, ok := slices.BinarySearch(a.handles, handle)
	if !ok {
		return nil
	}
	return a.facilities[i]
}
