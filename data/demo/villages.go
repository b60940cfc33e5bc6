package demo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// village is a unit of level village while it is being made: a community (社区)
// of a built-up area, or a village (村) of the country round it.
type village struct {
	index     int
	town      *town
	code      string
	name      string
	community bool
	start     orb.Point // on the plan: where it grew from, a corner of the cells
	seat      orb.Point // longitude and latitude, once its office stands
	// cells are those of its hamlets, or of its built-up ground, nearest to start
	// first.
	cells   []int
	persons int
}

// territory divides the county's ground among towns and villages. Its cells lie
// half a cell off those of the plan, so that no border follows a street, and its
// corners are moved about; whoever meets at a corner shares it exactly.
type territory struct {
	nx, ny   int
	town     []int16 // by cell, -1 outside the county
	village  []int32
	villages []*village
	vertices []orb.Point // longitude and latitude of corners, (nx+1) to a row
}

// spot is the place on the plan round which a cell of territory lies: a corner
// of the plan's cells.
func (d *territory) spot(k int) orb.Point {
	return orb.Point{float64(k%d.nx+1) * cellM, float64(k/d.nx+1) * cellM}
}

// divide grows the towns from their seats and the villages within them.
func divide(t *terrain, towns []*town, s seed) *territory {
	d := &territory{nx: int(t.w/cellM) - 1, ny: int(t.h/cellM) - 1}
	n := d.nx * d.ny
	d.town, d.village = make([]int16, n), make([]int32, n)
	d.moveCorners(t, s.of("border corners"))

	rough := s.of("roughness")
	starts := make([]start, 0, len(towns))
	for _, tn := range towns {
		var ahead float64
		if tn.index == 0 {
			ahead = -4 // the seat's ground is somewhat larger
		}
		i, j := int(tn.seat[0]/cellM)-1, int(tn.seat[1]/cellM)-1
		starts = append(starts, start{j*d.nx + i, tn.index, ahead})
	}
	owner := d.grow(starts, rough, d.inCounty(s.of("county border")))
	for k, o := range owner {
		d.town[k], d.village[k] = int16(o), -1
	}
	d.found(towns, s)
	return d
}

// inCounty tells which cells belong to the county: a box with wavy sides.
func (d *territory) inCounty(s seed) func(int) bool {
	inset := func(side, along int) int {
		a := float64(along)
		v := 2 + 1.4*math.Sin(a/7+s.span(0, 6.28, side, 0)) + 1.2*math.Sin(a/17+s.span(0, 6.28, side, 1))
		return max(0, int(v))
	}
	return func(k int) bool {
		i, j := k%d.nx, k/d.nx
		return i >= inset(0, j) && i < d.nx-inset(1, j) && j >= inset(2, i) && j < d.ny-inset(3, i)
	}
}

// found places the villages of every town and grows them over its ground.
func (d *territory) found(towns []*town, s seed) {
	pick := s.of("village seats")
	byTown := make([][2][]int, len(towns)) // cells by town: built-up, country
	for k, o := range d.town {
		if o < 0 {
			continue
		}
		kind := 1
		if towns[o].builtUp(d.spot(k), s) {
			kind = 0
		}
		byTown[o][kind] = append(byTown[o][kind], k)
	}
	for _, tn := range towns {
		most := [2]int{4, 60}
		if tn.index == 0 {
			most[0] = 16
		}
		apart := [2]float64{900, 1750}
		for kind, ground := range byTown[tn.index] {
			order := slices.Clone(ground)
			slices.SortFunc(order, func(a, b int) int { return cmp.Compare(pick.bits(a), pick.bits(b)) })
			var starts []start
			for _, k := range order {
				if len(starts) == most[kind] {
					break
				}
				p := d.spot(k)
				if slices.ContainsFunc(starts, func(o start) bool { return apartM(d.spot(o.cell), p) < apart[kind] }) {
					continue
				}
				starts = append(starts, start{k, len(d.villages), 0})
				v := &village{index: len(d.villages), town: tn, community: kind == 0, start: p}
				tn.villages = append(tn.villages, v)
				d.villages = append(d.villages, v)
			}
			inside := make(map[int]bool, len(ground))
			for _, k := range ground {
				inside[k] = true
			}
			owner := d.grow(starts, s.of("village roughness"), func(k int) bool { return inside[k] })
			for _, k := range ground {
				d.village[k] = int32(owner[k])
			}
		}
	}
	d.adopt()
}

// adopt gives ground that no village reached to a neighbour of the same town.
func (d *territory) adopt() {
	for again := true; again; {
		again = false
		for k, o := range d.town {
			if o < 0 || d.village[k] >= 0 {
				continue
			}
			for _, n := range d.neighbours(k) {
				if n >= 0 && d.town[n] == o && d.village[n] >= 0 {
					d.village[k], again = d.village[n], true
					break
				}
			}
		}
	}
}
