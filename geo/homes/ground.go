package homes

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// ground is what a row stands for: a point, or polygons.
type ground struct {
	polygons orb.MultiPolygon
	point    orb.Point
	// widthM is 0 for a point.
	widthM float64
}

// newGround reads a geometry; a ring may be closed or open.
func newGround(g orb.Geometry) (ground, error) {
	switch g := g.(type) {
	case orb.Point:
		return ground{point: g}, checkPoints(g)
	case orb.Polygon:
		return newGround(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		if err := checkPolygons(g); err != nil {
			return ground{}, err
		}
		gr := ground{polygons: g, point: pointInside(g)}
		gr.widthM = width(g)
		return gr, nil
	case nil:
		return ground{}, errors.New("geometry is missing")
	}
	return ground{}, fmt.Errorf("geometry is a %s: it must be a Point, Polygon or MultiPolygon", g.GeoJSONType())
}

func checkPolygons(mp orb.MultiPolygon) error {
	corners := 0
	for _, p := range mp {
		for _, r := range p {
			corners += len(r)
			if err := checkPoints(r...); err != nil {
				return err
			}
		}
	}
	if corners == 0 {
		return errors.New("geometry is empty")
	}
	return nil
}

func checkPoints(ps ...orb.Point) error {
	for _, p := range ps {
		if math.IsNaN(p[0]) || math.IsInf(p[0], 0) || math.Abs(p[0]) > 360 {
			return fmt.Errorf("longitude is %g: it must be a number of degrees", p[0])
		}
		if !(math.Abs(p[1]) <= 90) {
			return fmt.Errorf("latitude is %g: it must lie in -90..90", p[1])
		}
	}
	return nil
}

// width returns the side in metres of the square of the same area, or of the
// square with the same diagonal if that is larger.
func width(mp orb.MultiPolygon) float64 {
	tm := crs.NewLocalTM(mp.Bound().Center())
	var pts []orb.Point
	for _, p := range mp {
		if len(p) == 0 {
			continue
		}
		for _, v := range p[0] {
			pts = append(pts, tm.ToPlane(v))
		}
	}
	longest := 0.0
	hull := convexHull(pts)
	for i, a := range hull {
		for _, b := range hull[i+1:] {
			longest = max(longest, math.Hypot(a[0]-b[0], a[1]-b[1]))
		}
	}
	return max(math.Sqrt(crs.Area(mp)), longest/math.Sqrt2)
}

// convexHull returns the corners of the convex hull (Andrew's monotone chain,
// Information Processing Letters 9(5), 1979). It sorts pts.
func convexHull(pts []orb.Point) []orb.Point {
	slices.SortFunc(pts, comparePoints)
	pts = slices.Compact(pts)
	if len(pts) < 3 {
		return pts
	}
	half := func(hull []orb.Point, from int, p orb.Point) []orb.Point {
		for len(hull) >= from+2 {
			a, b := hull[len(hull)-2], hull[len(hull)-1]
			if (b[0]-a[0])*(p[1]-a[1])-(b[1]-a[1])*(p[0]-a[0]) > 0 {
				break
			}
			hull = hull[:len(hull)-1]
		}
		return append(hull, p)
	}
	var hull []orb.Point
	for _, p := range pts {
		hull = half(hull, 0, p)
	}
	from := len(hull) - 1
	for i := len(pts) - 2; i >= 0; i-- {
		hull = half(hull, from, pts[i])
	}
	return hull[:len(hull)-1]
}

func comparePoints(a, b orb.Point) int {
	switch {
	case a[0] < b[0]:
		return -1
	case a[0] > b[0]:
		return 1
	case a[1] < b[1]:
		return -1
	case a[1] > b[1]:
		return 1
	}
	return 0
}

// round7 rounds to 1e-7 degrees, about a centimetre.
func round7(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}
