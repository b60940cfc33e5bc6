package builtup

import (
	"context"
	"math"

	"github.com/paulmach/orb"
)

// run is a stretch of squares in one row that are on: columns from..to-1.
type run struct{ y, from, to int32 }

// parts are the pieces of a raster that hang together by the sides of squares
// (corners do not join).
type parts struct {
	runs []run
	// of is the part of each run, squares the size of each part.
	of      []int32
	squares []int
}

// findParts labels by union-find over runs, so that memory depends on the outline
// rather than on the ground. Parts are numbered in the order of their first run.
func (r *raster) findParts(ctx context.Context) (*parts, error) {
	p := &parts{}
	var parent []int32
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	above := 0 // the first run of the row below this one (rows run northwards)
	for y := range r.ny {
		if y%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		row := r.on[y*r.nx : (y+1)*r.nx]
		first := len(p.runs)
		k := above
		for x := 0; x < len(row); {
			if !row[x] {
				x++
				continue
			}
			from := x
			for x < len(row) && row[x] {
				x++
			}
			me := int32(len(p.runs))
			p.runs = append(p.runs, run{int32(y), int32(from), int32(x)})
			parent = append(parent, me)
			for k < first && int(p.runs[k].to) <= from {
				k++
			}
			for j := k; j < first && int(p.runs[j].from) < x; j++ {
				a, b := find(int32(j)), find(me)
				parent[max(a, b)] = min(a, b)
			}
		}
		above = first
	}
	p.of = make([]int32, len(p.runs))
	for i, u := range p.runs {
		if root := find(int32(i)); root == int32(i) {
			p.of[i] = int32(len(p.squares))
			p.squares = append(p.squares, 0)
		} else {
			p.of[i] = p.of[root]
		}
		p.squares[p.of[i]] += int(u.to - u.from)
	}
	return p, nil
}

// at returns the part nearest to the point and not farther than reach, measured to
// the squares themselves; -1 if there is none.
func (p *parts) at(r *raster, pt orb.Point, reach float64) int32 {
	nearest, best := int32(-1), reach
	for i, u := range p.runs {
		x0, x1 := r.min[0]+float64(u.from)*r.cell, r.min[0]+float64(u.to)*r.cell
		y0 := r.min[1] + float64(u.y)*r.cell
		d := math.Hypot(max(x0-pt[0], pt[0]-x1, 0), max(y0-pt[1], pt[1]-y0-r.cell, 0))
		if d < best || (d == best && nearest < 0) {
			nearest, best = p.of[i], d
		}
	}
	return nearest
}

// keepOnly turns off the squares of all parts but those kept.
func (p *parts) keepOnly(r *raster, kept []bool) {
	for i, u := range p.runs {
		if !kept[p.of[i]] {
			row := r.on[int(u.y)*r.nx : (int(u.y)+1)*r.nx]
			clear(row[u.from:u.to])
		}
	}
}
