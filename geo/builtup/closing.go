package builtup

import "math"

// closeGaps turns on every square that no disc of the radius reaches which touches
// no square that is on: a dilation followed by an erosion, with discs measured from
// centre to centre. A square that is on stays on. What lies beyond the raster is
// taken to be no hindrance, so that squares within the radius of its border may be
// turned on that a larger raster would leave off.
func (r *raster) closeGaps(radiusM float64) {
	grown := r.within(r.on, radiusM, true)
	outside := r.within(grown, radiusM, false)
	for i, far := range outside {
		r.on[i] = !far
	}
}

// within tells for every square whether one of the given state lies within the
// radius. It is exact and takes four sweeps, whatever the radius: down and up the
// columns for the distance in the column, then along the rows, in which a square of
// column distance v reaches sqrt(radius² - v²) to both sides.
func (r *raster) within(on []bool, radiusM float64, state bool) []bool {
	k := int(math.Floor(radiusM/r.cell + 1e-9))
	k = min(k, math.MaxUint16-1)
	limit := radiusM / r.cell * (radiusM / r.cell) * (1 + 1e-12)
	reach := make([]int, k+1)
	for v := range reach {
		reach[v] = int(math.Sqrt(max(0, limit-float64(v*v))) + 1e-9)
	}
	column := r.columnDistances(on, state, uint16(k)+1)
	found := make([]bool, len(on))
	for y := range r.ny {
		row, out := column[y*r.nx:(y+1)*r.nx], found[y*r.nx:(y+1)*r.nx]
		end := -1
		for x, v := range row {
			if int(v) <= k {
				end = max(end, x+reach[v])
			}
			out[x] = x <= end
		}
		end = r.nx
		for x := r.nx - 1; x >= 0; x-- {
			if v := row[x]; int(v) <= k {
				end = min(end, x-reach[v])
			}
			out[x] = out[x] || x >= end
		}
	}
	return found
}

// columnDistances returns how many squares up or down the nearest one of the state
// is, at most cap.
func (r *raster) columnDistances(on []bool, state bool, most uint16) []uint16 {
	d := make([]uint16, len(on))
	sweep := func(i, before int) {
		switch {
		case on[i] == state:
			d[i] = 0
		case before >= 0 && before < len(d):
			d[i] = min(d[i], d[before]+1)
		}
	}
	for i := range d {
		d[i] = most
	}
	for i := range d {
		sweep(i, i-r.nx)
	}
	for i := len(d) - 1; i >= 0; i-- {
		sweep(i, i+r.nx)
	}
	return d
}
