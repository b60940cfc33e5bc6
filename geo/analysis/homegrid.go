package analysis

import (
	"math"

	"github.com/paulmach/orb"
)

// homeGrid are the homes of a demand that want something, by squares as wide as a limit can
// carry in a straight line.
type homeGrid struct {
	side float64
	at   map[[2]int32][]int32
	// plane is by position in the demand.
	plane func(i int32) orb.Point
}

// newHomeGrid sorts in the homes for which wants holds, by their position in the demand.
func newHomeGrid(a *Analysis, d *demand, reachM float64, wants func(i int) bool) *homeGrid {
	// A metre of slack: places are measured in two planes.
	g := &homeGrid{side: reachM*1.001 + 1, at: make(map[[2]int32][]int32), plane: func(i int32) orb.Point { return a.homes.plane[d.members[i]] }}
	for i, h := range d.members {
		if wants(i) {
			cell := g.cell(a.homes.plane[h])
			g.at[cell] = append(g.at[cell], int32(i))
		}
	}
	return g
}

func (g *homeGrid) cell(p orb.Point) [2]int32 {
	return [2]int32{int32(math.Floor(p[0] / g.side)), int32(math.Floor(p[1] / g.side))}
}

// around calls each for the homes that may be in reach of a place.
func (g *homeGrid) around(p orb.Point, each func(i int32)) {
	at := g.cell(p)
	for x := at[0] - 1; x <= at[0]+1; x++ {
		for y := at[1] - 1; y <= at[1]+1; y++ {
			for _, i := range g.at[[2]int32{x, y}] {
				each(i)
			}
		}
	}
}

// any reports whether a home may be in reach of a place.
func (g *homeGrid) any(p orb.Point) bool {
	at := g.cell(p)
	for x := at[0] - 1; x <= at[0]+1; x++ {
		for y := at[1] - 1; y <= at[1]+1; y++ {
			for _, i := range g.at[[2]int32{x, y}] {
				if q := g.plane(i); math.Hypot(p[0]-q[0], p[1]-q[1]) <= g.side {
					return true
				}
			}
		}
	}
	return false
}
