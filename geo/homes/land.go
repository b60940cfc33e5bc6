package homes

import (
	"context"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// landSites returns the lattice points of every parcel with homes, and the step of
// the lattice. A point that an earlier parcel contains is left to that one, with
// its share of the area: ground under two parcels counts once. Points on water are left
// out, and their share goes to the others of the polygon; where all are, nobody is
// put there.
func landSites(ctx context.Context, land *parcels, w *water, o Options) ([]site, float64, error) {
	areas := make([]float64, len(land.homes))
	total := 0.0
	for i, p := range land.homes {
		areas[i] = crs.Area(p.Geometry)
		total += areas[i]
	}
	// Lattices are fitted to parcels, and so somewhat finer than the step.
	step := max(o.LandStepM, math.Sqrt(total/(0.75*float64(o.MaxHomes))))
	var sites []site
	for i, p := range land.homes {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		if areas[i] <= 0 {
			continue
		}
		for k, piece := range lattice(p.Geometry, areas[i], step, w) {
			at, share := piece.at, piece.areaM2
			if first := land.at(at); first != noParcel && first < int32(i) {
				continue
			}
			s := site{
				Home: geo.Home{
					ID:       "l-" + p.ID + "-" + strconv.Itoa(k),
					Location: at,
					Parcel:   p.ID,
					GrainM:   math.Min(step, math.Sqrt(share)),
					Source:   p.Source,
				},
				weight: share,
				parcel: int32(i),
				wet:    w.wet(at),
			}
			if p.Use == geo.UseResidential {
				s.ResidentialM2 = geo.Known(share)
			}
			sites = append(sites, s)
		}
	}
	order(sites)
	return sites, step, nil
}

// piece is a point of land and the area it stands for.
type piece struct {
	at     orb.Point
	areaM2 float64
}

// lattice returns points in the ground, which depend on nothing else, with the
// area each stands for: areaM2 in all. Every polygon has its own lattice, fitted to
// its box and at most step metres wide; its area is shared equally among the points
// inside. While fewer fall inside than half of what the area would hold, the step
// is halved, at most three times; a polygon that still has none is one point.
func lattice(mp orb.MultiPolygon, areaM2, step float64, w *water) []piece {
	var pieces []piece
	var before []shape
	sum := 0.0
	for _, p := range mp {
		area := crs.Area(p)
		if !(area > 0) {
			continue
		}
		own := newShape(orb.MultiPolygon{p})
		points := w.dry(latticeOf(p[0], &own, area, step))
		for _, at := range points {
			if !slices.ContainsFunc(before, func(s shape) bool { return s.contains(at) }) {
				pieces = append(pieces, piece{at, area / float64(len(points))})
				sum += area / float64(len(points))
			}
		}
		before = append(before, own)
	}
	// Polygons of one geometry that overlap (which no valid one has) leave gaps.
	for i := range pieces {
		pieces[i].areaM2 *= areaM2 / sum
	}
	return pieces
}

// latticeOf returns the points of one polygon, at least one.
func latticeOf(outer orb.Ring, s *shape, areaM2, step float64) []orb.Point {
	tm := crs.NewLocalTM(outer.Bound().Center())
	b := orb.Bound{Min: tm.ToPlane(outer[0]), Max: tm.ToPlane(outer[0])}
	for _, v := range outer[1:] {
		b = b.Extend(tm.ToPlane(v))
	}
	w, h := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
	var points []orb.Point
	for range 4 {
		// Ground of no sane size (or with a projection that fails) gets no lattice.
		if !(w/step*h/step < mostLatticePoints) {
			break
		}
		// A hundredth of a step more is not another column.
		cols, rows := max(1, math.Ceil(w/step-0.01)), max(1, math.Ceil(h/step-0.01))
		points = points[:0]
		for r := range int(rows) {
			for c := range int(cols) {
				at := round7(tm.ToGeo(orb.Point{
					b.Min[0] + (float64(c)+0.5)*w/cols, b.Min[1] + (float64(r)+0.5)*h/rows,
				}))
				if s.contains(at) {
					points = append(points, at)
				}
			}
		}
		if areaM2 <= 2*step*step*float64(max(1, len(points))) {
			break
		}
		step /= 2
	}
	if len(points) == 0 {
		points = append(points, round7(s.parts[0].inside()))
	}
	return points
}

// mostLatticePoints bounds the lattice in the box of one polygon: at 50 m, a box
// of 100 km a side.
const mostLatticePoints = 4_000_000
