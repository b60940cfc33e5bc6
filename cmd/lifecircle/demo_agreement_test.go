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
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
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

// costs are what every home pays to the k-th nearest facility of a category, and
// the limits in the same unit.
func (c *counting) costs(t *testing.T, q *analysis.CoverageQuery) (costs, limits []uint32) {
	t.Helper()
	var serving []*geo.Facility
	for i := range c.ds.Facilities {
		if f := &c.ds.Facilities[i]; f.Counts() && f.Serves(q.Categories[0]) {
			serving = append(serving, f)
		}
	}
	if q.StraightLine {
		for i := range c.ds.Homes {
			best := math.Inf(1)
			for _, f := range serving {
				for _, p := range f.AccessPoints() {
					best = min(best, crs.ShortDistance(c.ds.Homes[i].Location, p))
				}
			}
			costs = append(costs, uint32(math.Round(best*1000)))
		}
		for _, m := range q.Metres {
			limits = append(limits, uint32(1000*m))
		}
		return costs, limits
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
	for i := range c.ds.Homes {
		cost, _ := field.At(l.Links(nil, c.ds.Homes[i].Location, true))
		costs = append(costs, cost)
	}
	return costs, limits
}

// A polygon says of every home of the demo county what the count says: it contains
// the home if and only if the home is counted, but for homes nearer to the border of
// what is drawn than the tolerance that the answer states.
func TestPolygonsAgreeWithTheCountOnEveryHomeOfTheDemo(t *testing.T) {
	c := demoCounting(t)
	for _, q := range []analysis.CoverageQuery{
		{Categories: []string{"primary_school"}, Mode: "walk", Minutes: []float64{5, 15, 30}},
		{Categories: []string{"health_station"}, Mode: "walk", Metres: []float64{300, 500, 1000}, ToleranceM: 10},
		{Categories: []string{"kindergarten"}, Mode: "walk", Metres: []float64{300, 1000}, AtLeast: 2},
		{Categories: []string{"kindergarten"}, Mode: "bike", Minutes: []float64{5, 15, 30}},
		{Categories: []string{"junior_high"}, Mode: "ebike", Minutes: []float64{5, 15}},
		{Categories: []string{"township_hospital"}, Mode: "car", Minutes: []float64{5, 15, 30}},
		{Categories: []string{"primary_school"}, Mode: "walk", Metres: []float64{1000, 1500}, StraightLine: true},
	} {
		q.Area, q.Geometry = "all", true
		name := fmt.Sprintf("%s by %s, %v min %v m, straight %v, %d", q.Categories[0], q.Mode, q.Minutes, q.Metres, q.StraightLine, q.AtLeast)
		t.Run(name, func(t *testing.T) {
			answer, err := c.analysis.Coverage(t.Context(), q)
			require.NoError(t, err)
			costs, limits := c.costs(t, &q)
			require.Len(t, answer.Limits, len(limits))
			var grounds []orb.MultiPolygon
			for i, l := range answer.Limits {
				c.agree(t, &l, costs, limits[i])
				grounds = append(grounds, l.Geometry)
			}
			soundAndNested(t, grounds)
		})
	}
}

// agree holds a polygon, and the number of homes, against the cost of every home.
func (c *counting) agree(t *testing.T, l *analysis.LimitCoverage, costs []uint32, limit uint32) {
	t.Helper()
	drawn := newBorders(l.Geometry)
	area, err := c.analysis.Area("all")
	require.NoError(t, err)
	towns := newBorders(area.Geometry)
	counted, near, wrong := 0, 0, 0
	for i := range c.ds.Homes {
		p := c.ds.Homes[i].Location
		in := costs[i] <= limit
		if towns.inSome(p) && in {
			counted++
		}
		if (in && towns.inSome(p)) == drawn.inSome(p) {
			continue
		}
		if d := drawn.distanceM(p, l.ToleranceM); d <= l.ToleranceM {
			near++
			continue
		}
		if wrong++; wrong <= 5 {
			t.Errorf("home %s at %v: counted %v (cost %d, limit %d), drawn %v", c.ds.Homes[i].ID, p, in, costs[i], limit, !in)
		}
	}
	require.Zero(t, wrong, "homes that polygon and count disagree about")
	require.Equal(t, l.Coverage.HomesCovered, counted)
	t.Logf("limit %d: %d homes counted of %d, %d of which the border passes within %g m and says otherwise", limit, counted, len(costs), near, l.ToleranceM)
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
		left, err := overlay.Difference(t.Context(), grounds[i-1], g)
		require.NoError(t, err)
		// Both are rounded to 1e-7 degrees, a centimetre, and the overlay to a millimetre.
		for _, p := range left {
			require.Less(t, crs.Area(orb.MultiPolygon{p}), 0.012*perimeterM(p), "ground %d reaches beyond ground %d near %v", i-1, i, p[0][0])
		}
	}
}

func perimeterM(p orb.Polygon) (sum float64) {
	for _, ring := range p {
		sum += crs.ShortLength(orb.LineString(ring))
	}
	return sum
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

// Isochrones from every seat of the county, both ways.
func TestIsochronesOfTheDemoAreSoundAndNested(t *testing.T) {
	c := demoCounting(t)
	towns := c.analysis.Units(geo.LevelTown)
	require.NotEmpty(t, towns)
	for _, u := range towns {
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
