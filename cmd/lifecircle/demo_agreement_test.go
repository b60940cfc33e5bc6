package main

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// counting is the demo county, and the costs of its homes one by one.
type counting struct {
	ds       *geo.Dataset
	profiles *geo.Profiles
	analysis *analysis.Analysis
	topology *network.Topology
	ground   *network.Ground
}

func demoCounting(t *testing.T) *counting {
	t.Helper()
	ds, err := demo.Make(t.Context(), demo.Options{})
	require.NoError(t, err)
	p, err := profiles.Load()
	require.NoError(t, err)
	a, err := analysis.New(t.Context(), ds, p, analysis.Options{})
	require.NoError(t, err)
	topology, err := network.NewTopology(t.Context(), ds.Roads)
	require.NoError(t, err)
	built, err := builtup.All(t.Context(), ds)
	require.NoError(t, err)
	var areas []orb.MultiPolygon
	for _, b := range built {
		areas = append(areas, b.Geometry)
	}
	return &counting{ds, p, a, topology, network.NewGround(topology, ds.Barriers, areas)}
}

// costs tell what a home at a place would pay to the k-th nearest facility of a
// category, and the limits in the same unit.
func (c *counting) costs(t *testing.T, q *analysis.CoverageQuery) (at func(p orb.Point) uint32, limits []uint32) {
	t.Helper()
	var serving []*geo.Facility
	for i := range c.ds.Facilities {
		if f := &c.ds.Facilities[i]; f.Counts() && f.Serves(q.Categories[0]) {
			serving = append(serving, f)
		}
	}
	require.NotEmpty(t, serving)
	if q.StraightLine {
		for _, m := range q.Metres {
			limits = append(limits, uint32(1000*m))
		}
		return func(p orb.Point) uint32 {
			best := math.Inf(1)
			for _, f := range serving {
				for _, e := range f.AccessPoints() {
					best = min(best, crs.ShortDistance(p, e))
				}
			}
			return uint32(math.Round(best * 1000))
		}, limits
	}
	mode, ok := c.profiles.Mode(q.Mode)
	require.True(t, ok, q.Mode)
	metric, values := geo.NetworkDistance, q.Metres
	if len(q.Minutes) > 0 {
		metric, values = geo.NetworkTime, nil
		for _, m := range q.Minutes {
			values = append(values, 60*m)
		}
	}
	g, err := c.topology.Graph(t.Context(), mode, metric)
	require.NoError(t, err)
	for _, v := range values {
		limits = append(limits, g.Units(v))
	}
	l := network.NewLinker(g, c.ground)
	var sources []network.Source
	for i, f := range serving {
		s := network.Source{ID: int32(i)}
		for _, p := range f.AccessPoints() {
			s.Links = l.Links(s.Links, p, false)
		}
		sources = append(sources, s)
	}
	field, err := g.KField(t.Context(), sources, network.To, network.Unreachable, max(1, q.AtLeast))
	require.NoError(t, err)
	return func(p orb.Point) uint32 {
		cost, _ := field.At(l.Links(nil, p, true))
		return cost
	}, limits
}

// withoutRaceDetector leaves a test to the second pass of make test: with the race
// detector it takes minutes and gigabytes, and small towns are drawn with it in
// geo/isochrone and geo/analysis.
func withoutRaceDetector(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("runs without the race detector, in the second pass of make test")
	}
}

// A polygon says of every home of the demo county what the count says: it contains
// the home if and only if the home is counted, within the tolerance that the answer
// states.
func TestPolygonsAgreeWithTheCountOnEveryHomeOfTheDemo(t *testing.T) {
	withoutRaceDetector(t)
	c := demoCounting(t)
	for _, q := range []analysis.CoverageQuery{
		{Categories: []string{"primary_school"}, Mode: "walk", Minutes: []float64{5, 15, 30}},
		{Categories: []string{"village_clinic"}, Mode: "walk", Metres: []float64{300, 500, 1000}, ToleranceM: 10},
		{Categories: []string{"kindergarten"}, Mode: "walk", Metres: []float64{300, 1000}, AtLeast: 2},
		{Categories: []string{"kindergarten"}, Mode: "bike", Minutes: []float64{5, 15, 30}},
		{Categories: []string{"junior_high"}, Mode: "ebike", Minutes: []float64{5, 15}},
		{Categories: []string{"township_health_centre"}, Mode: "car", Minutes: []float64{5, 15, 30}},
		{Categories: []string{"primary_school"}, Mode: "walk", Metres: []float64{1000, 1500}, StraightLine: true},
	} {
		q.Area, q.Geometry = "all", true
		name := fmt.Sprintf("%s by %s, %v min %v m, straight %v, %d", q.Categories[0], q.Mode, q.Minutes, q.Metres, q.StraightLine, q.AtLeast)
		t.Run(name, func(t *testing.T) {
			answer, err := c.analysis.Coverage(t.Context(), q)
			require.NoError(t, err)
			at, limits := c.costs(t, &q)
			costs := make([]uint32, len(c.ds.Homes))
			for i := range costs {
				costs[i] = at(c.ds.Homes[i].Location)
			}
			require.Len(t, answer.Limits, len(limits))
			var grounds []orb.MultiPolygon
			for i, l := range answer.Limits {
				c.agree(t, &l, costs, at, limits[i])
				grounds = append(grounds, l.Geometry)
			}
			soundAndNested(t, grounds)
		})
	}
}

// agree holds a polygon, and the number of homes, against the cost of every home: they
// may differ within the tolerance that the answer states.
//
// Ground narrower than the tolerance may be missing, or filled: there the border of
// what is drawn is far, but the count itself turns within the tolerance.
func (c *counting) agree(t *testing.T, l *analysis.LimitCoverage, costs []uint32, at func(p orb.Point) uint32, limit uint32) {
	t.Helper()
	drawn := newBorders(l.Geometry)
	area, err := c.analysis.Area("all")
	require.NoError(t, err)
	towns := newBorders(area.Geometry)
	counted, near, narrow, wrong := 0, 0, 0, 0
	for i := range c.ds.Homes {
		p := c.ds.Homes[i].Location
		if !towns.inSome(p) {
			require.False(t, drawn.inSome(p), "drawn beyond the towns")
			continue
		}
		in := costs[i] <= limit
		if in {
			counted++
		}
		switch {
		case in == drawn.inSome(p):
		case drawn.distanceM(p, l.ToleranceM) <= l.ToleranceM:
			near++
		case turns(p, l.ToleranceM, func(q orb.Point) bool { return (at(q) <= limit) != in }):
			narrow++
		default:
			if wrong++; wrong <= 5 {
				t.Errorf("home %s at %v: counted %v (cost %d, limit %d), drawn %v", c.ds.Homes[i].ID, p, in, costs[i], limit, !in)
			}
		}
	}
	require.Zero(t, wrong, "homes that polygon and count disagree about")
	require.Equal(t, l.Coverage.HomesCovered, counted)
	require.LessOrEqual(t, narrow, len(c.ds.Homes)/1000)
	t.Logf("limit %d: %d of %d homes counted; drawn otherwise: %d within %g m of the border, %d in what is too narrow to draw",
		limit, counted, len(c.ds.Homes), near, l.ToleranceM, narrow)
}

// turns reports whether something holds somewhere within a reach of a place.
func turns(p orb.Point, reachM float64, holds func(q orb.Point) bool) bool {
	plane := crs.NewLocalTM(p)
	for r := reachM / 10; r <= reachM; r += reachM / 10 {
		for k := range 24 {
			sin, cos := math.Sincos(float64(k) * math.Pi / 12)
			if holds(plane.ToGeo(orb.Point{r * cos, r * sin})) {
				return true
			}
		}
	}
	return false
}

// soundAndNested checks that grounds are valid and right-handed, and that each lies
// in the next.
func soundAndNested(t *testing.T, grounds []orb.MultiPolygon) {
	t.Helper()
	for i, g := range grounds {
		require.NotEmpty(t, g)
		require.NoError(t, shape.Validate(g))
		require.Equal(t, shape.RightHanded(g), g, "outer rings run counter-clockwise, holes clockwise")
		if i == 0 {
			continue
		}
		inner, outer := newBorders(grounds[i-1]), newBorders(g)
		// Both are rounded to 1e-7 degrees, a centimetre in each direction.
		const roundedM = 0.03
		eachPoint(grounds[i-1], func(p orb.Point) {
			if !outer.inSome(p) && outer.distanceM(p, roundedM) > roundedM {
				require.Fail(t, "not nested", "ground %d reaches beyond ground %d at %v", i-1, i, p)
			}
		})
		eachPoint(g, func(p orb.Point) {
			if inner.inSome(p) && inner.distanceM(p, roundedM) > roundedM {
				require.Fail(t, "not nested", "the border of ground %d lies in ground %d at %v", i, i-1, p)
			}
		})
	}
}

// eachPoint calls f for the corners of polygons, and for the middle of every side.
func eachPoint(mp orb.MultiPolygon, f func(p orb.Point)) {
	for _, poly := range mp {
		for _, ring := range poly {
			for k := 1; k < len(ring); k++ {
				f(ring[k])
				f(orb.Point{(ring[k-1][0] + ring[k][0]) / 2, (ring[k-1][1] + ring[k][1]) / 2})
			}
		}
	}
}

// bandDeg is the height of a band of latitudes, some 110 m.
const bandDeg = 0.001

// borders are the edges of polygons by bands of latitude.
type borders struct {
	bands map[int][][2]orb.Point
}

func newBorders(mp orb.MultiPolygon) *borders {
	b := &borders{bands: map[int][][2]orb.Point{}}
	for _, poly := range mp {
		for _, ring := range poly {
			for k := 1; k < len(ring); k++ {
				u, v := ring[k-1], ring[k]
				for y := band(min(u[1], v[1])); y <= band(max(u[1], v[1])); y++ {
					b.bands[y] = append(b.bands[y], [2]orb.Point{u, v})
				}
			}
		}
	}
	return b
}

func band(lat float64) int { return int(math.Floor(lat / bandDeg)) }

// inSome reports whether a point lies in one of the polygons, by the edges that a ray
// to the east crosses. Two polygons side by side hold no point twice.
func (b *borders) inSome(p orb.Point) bool {
	in := false
	for _, e := range b.bands[band(p[1])] {
		u, v := e[0], e[1]
		if (u[1] > p[1]) != (v[1] > p[1]) && p[0] < u[0]+(v[0]-u[0])*(p[1]-u[1])/(v[1]-u[1]) {
			in = !in
		}
	}
	return in
}

// distanceM is the distance to the nearest edge, +Inf when none is within a reach of
// less than a band.
func (b *borders) distanceM(p orb.Point, reachM float64) float64 {
	plane, best := crs.NewLocalTM(p), math.Inf(1)
	for y := band(p[1]) - 1; y <= band(p[1])+1; y++ {
		for _, e := range b.bands[y] {
			if min(e[0][0], e[1][0]) > p[0]+bandDeg || max(e[0][0], e[1][0]) < p[0]-bandDeg {
				continue
			}
			u, v := plane.ToPlane(e[0]), plane.ToPlane(e[1])
			d := orb.Point{v[0] - u[0], v[1] - u[1]}
			f := 0.0
			if l2 := d[0]*d[0] + d[1]*d[1]; l2 > 0 {
				f = min(1, max(0, -(u[0]*d[0]+u[1]*d[1])/l2))
			}
			best = min(best, math.Hypot(u[0]+f*d[0], u[1]+f*d[1]))
		}
	}
	if best > reachM {
		return math.Inf(1)
	}
	return best
}

// Isochrones from the first and the last seat of the county, both ways.
func TestIsochronesOfTheDemoAreSoundAndNested(t *testing.T) {
	withoutRaceDetector(t)
	c := demoCounting(t)
	towns := c.analysis.Units(geo.LevelTown)
	for _, u := range []*geo.Unit{towns[0], towns[len(towns)-1]} {
		for _, mode := range []string{"walk", "bike", "ebike", "car"} {
			for _, direction := range []analysis.Direction{analysis.DirectionFrom, analysis.DirectionTo} {
				answer, err := c.analysis.Isochrones(t.Context(), analysis.IsochroneQuery{
					Point: *u.Seat, Mode: mode, Minutes: []float64{5, 15, 30}, Direction: direction,
				})
				require.NoError(t, err)
				var grounds []orb.MultiPolygon
				for _, k := range answer.Contours {
					grounds = append(grounds, k.Geometry)
				}
				soundAndNested(t, grounds)
				require.True(t, slices.IsSortedFunc(answer.Contours, func(a, b analysis.Contour) int {
					return int(math.Copysign(1, a.Persons.Or(0)-b.Persons.Or(0)))
				}), "more people in more minutes")
			}
		}
	}
}
