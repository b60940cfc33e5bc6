package demo

import (
	"cmp"
	"math"
	"slices"
)

// rank is the class of a main road on the plan.
type rank uint8

const (
	rankNone rank = iota
	rankTertiary
	rankSecondary
	rankPrimary
)

func (r rank) highway() string {
	return [...]string{"", "tertiary", "secondary", "primary"}[r]
}

// routes are the main roads: the rank of every side of the plan's cells. along
// holds the sides that run east from a corner, up those that run north.
type routes struct {
	nx, ny    int // corners
	along, up []rank
}

func (r *routes) index(ci, cj int) int { return cj*r.nx + ci }

// alongAt and upAt are the ranks of the sides east and north of a corner.
func (r *routes) alongAt(ci, cj int) rank {
	if ci < 0 || cj < 0 || ci >= r.nx-1 || cj >= r.ny {
		return rankNone
	}
	return r.along[r.index(ci, cj)]
}

func (r *routes) upAt(ci, cj int) rank {
	if ci < 0 || cj < 0 || ci >= r.nx || cj >= r.ny-1 {
		return rankNone
	}
	return r.up[r.index(ci, cj)]
}

// draw marks the sides between corners, going along first where it has to turn.
func (r *routes) draw(k rank, ps ...[2]int) {
	for n := 1; n < len(ps); n++ {
		a, b := ps[n-1], ps[n]
		for ci := min(a[0], b[0]); ci < max(a[0], b[0]); ci++ {
			if ci >= 0 && ci < r.nx-1 && a[1] >= 0 && a[1] < r.ny {
				e := &r.along[r.index(ci, a[1])]
				*e = max(*e, k)
			}
		}
		for cj := min(a[1], b[1]); cj < max(a[1], b[1]); cj++ {
			if b[0] >= 0 && b[0] < r.nx && cj >= 0 && cj < r.ny-1 {
				e := &r.up[r.index(b[0], cj)]
				*e = max(*e, k)
			}
		}
	}
}

// plot draws the main roads: a primary along every row of towns and through the
// county seat from south to north, secondaries between rows, tertiaries to the
// villages, all of them on to the edge of the plan.
func plot(t *terrain, towns []*town, d *territory) *routes {
	r := &routes{nx: t.nx + 1, ny: t.ny + 1}
	r.along, r.up = make([]rank, r.nx*r.ny), make([]rank, r.nx*r.ny)
	rows := make(map[int][]*town)
	top := 0
	for _, tn := range towns {
		rows[tn.row] = append(rows[tn.row], tn)
		top = max(top, tn.row)
	}
	for row := 0; row <= top; row++ {
		line := rows[row]
		slices.SortFunc(line, func(a, b *town) int { return cmp.Compare(a.ci, b.ci) })
		first, last := line[0], line[len(line)-1]
		r.draw(rankPrimary, [2]int{0, first.cj}, [2]int{first.ci, first.cj})
		r.draw(rankPrimary, [2]int{last.ci, last.cj}, [2]int{t.nx, last.cj})
		for k := 1; k < len(line); k++ {
			a, b := line[k-1], line[k]
			r.draw(rankPrimary, [2]int{a.ci, a.cj}, [2]int{t.turning(a.ci, b.ci), b.cj}, [2]int{b.ci, b.cj})
		}
		for _, tn := range line {
			if row == 0 {
				r.draw(rankSecondary, [2]int{tn.ci, tn.cj}, [2]int{tn.ci, 0})
			} else {
				below := slices.MinFunc(rows[row-1], func(a, b *town) int {
					return cmp.Compare(math.Abs(float64(a.ci-tn.ci)), math.Abs(float64(b.ci-tn.ci)))
				})
				mid := (tn.cj + below.cj) / 2
				r.draw(rankSecondary, [2]int{tn.ci, tn.cj}, [2]int{tn.ci, mid}, [2]int{below.ci, mid}, [2]int{below.ci, below.cj})
			}
			if row == top {
				r.draw(rankSecondary, [2]int{tn.ci, tn.cj}, [2]int{tn.ci, t.ny})
			}
		}
	}
	r.streets(t, towns[0])
	for _, v := range d.villages {
		if v.community {
			continue
		}
		ci, cj := int((v.start[0]+marginM)/cellM), int((v.start[1]+marginM)/cellM)
		r.draw(rankTertiary, [2]int{ci, cj}, [2]int{v.town.ci, cj}, [2]int{v.town.ci, v.town.cj})
	}
	return r
}

// turning is the column at which the road between two towns of a row turns: half
// way, unless the motorway runs there.
func (t *terrain) turning(a, b int) int {
	mid := (a + b) / 2
	way := int((t.motorway.base + marginM) / cellM)
	if mid > way-8 && mid < way+8 {
		if way-a > b-way {
			return way - 8
		}
		return way + 8
	}
	return mid
}

// streets draws the main streets of the county seat, and its primary from south
// to north.
func (r *routes) streets(t *terrain, seat *town) {
	r.draw(rankPrimary, [2]int{seat.ci, 0}, [2]int{seat.ci, t.ny})
	for _, off := range []int{-8, 8} {
		r.draw(rankSecondary, [2]int{seat.ci + off, seat.cj - 10}, [2]int{seat.ci + off, seat.cj + 10})
	}
	r.draw(rankSecondary, [2]int{seat.ci - 11, seat.cj + 6}, [2]int{seat.ci + 11, seat.cj + 6})
	for _, off := range onewayRows {
		r.draw(rankTertiary, [2]int{seat.ci - 9, seat.cj + off}, [2]int{seat.ci + 9, seat.cj + off})
	}
}

// onewayRows are the two streets of the county seat that are one-way, as rows of
// corners from the seat: the first eastward, the second westward.
var onewayRows = [2]int{2, -2}
