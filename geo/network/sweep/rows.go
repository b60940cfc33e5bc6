package sweep

import (
	"unsafe"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// Rows are the results of a sweep: of every position a row of [Lanes] costs. They are
// in the order of the sweep, a row a line of the cache; whoever reads them reads rows,
// for to turn them round into an array a field takes longer than to compute them. They
// may be used for one sweep after the other, but not for two at a time.
type Rows struct {
	// Cost has a row per position, [hierarchy.None] in the lanes that do not reach it.
	Cost [][Lanes]uint32
	// Winner has the nearest source as a code ([Source]), of several as near as each
	// other the one with the smallest id; it is empty unless winners were asked for.
	Winner [][Lanes]uint32
	// touched has a bit per position that a sweep has been at on its way up.
	touched []uint64
}

// unreached is the code where no source is near. It is the greatest there is: where the
// cost is None no code of a source can take its place.
const unreached = 1<<32 - 1

// code is how a source is kept: a smaller id has a greater code, so that the kernels
// can break ties with a maximum, masked lanes being zero.
func code(source int32) uint32 { return hierarchy.None ^ uint32(source) }

// Source is the id of the source that a code of [Rows.Winner] means, -1 where there is
// none.
func Source(code uint32) int32 {
	if code > hierarchy.None {
		return -1
	}
	return int32(hierarchy.None ^ code)
}

// Reset makes the rows fit for a number of nodes, with winners or without, and takes
// new memory only where it has too little. What the rows hold is undefined until the
// next sweep. [Rows.Sweep] does it by itself.
func (r *Rows) Reset(nodes int, winners bool) {
	r.Cost = fit(r.Cost, nodes)
	if !winners {
		nodes = 0
	}
	r.Winner = fit(r.Winner, nodes)
	words := (len(r.Cost) + 63) / 64
	if cap(r.touched) < words {
		r.touched = make([]uint64, words)
	}
	r.touched = r.touched[:words]
}

// Bytes is the memory of the rows: 64 bytes a node and a bit, 128 with winners.
func (r *Rows) Bytes() int {
	return 4*Lanes*(cap(r.Cost)+cap(r.Winner)) + 8*cap(r.touched)
}

// fit returns n rows, each of them one line of the cache.
func fit(rows [][Lanes]uint32, n int) [][Lanes]uint32 {
	if cap(rows) >= n {
		return rows[:n]
	}
	return lines(make([]uint32, (n+1)*Lanes))[:n:n]
}

// lines cuts memory into rows at the lines of the cache. Go promises no such alignment.
func lines(raw []uint32) [][Lanes]uint32 {
	const line = 4 * Lanes
	at := uintptr(unsafe.Pointer(unsafe.SliceData(raw)))
	raw = raw[(line-at%line)%line/4:]
	return unsafe.Slice((*[Lanes]uint32)(unsafe.Pointer(unsafe.SliceData(raw))), len(raw)/Lanes)
}
