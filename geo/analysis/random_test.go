package analysis_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

var townCentre = orb.Point{120, 30}

const blockM = 150

// randomTown is a grid of crooked streets with gaps, one-way streets and water, in
// two towns, with homes and facilities of everything that a rule asks for.
type randomTown struct {
	*geo.Dataset
	t        *testing.T
	profiles *geo.Profiles
	extra    geo.Facility
}

func newRandomTown(t *testing.T, r *rand.Rand) *randomTown {
	proj := crs.NewLocalTM(townCentre)
	side := 4 + r.IntN(3)
	half := float64(side) * blockM / 2
	geographic := func(x, y float64) orb.Point { return proj.ToGeo(orb.Point{x - half, y - half}) }
	place := func() orb.Point { return geographic(r.Float64()*2*half, r.Float64()*2*half) }
	town := &randomTown{t: t, profiles: profiles(), Dataset: &geo.Dataset{
		Version: "random", Extent: orb.Bound{Min: orb.Point{119.5, 29.5}, Max: orb.Point{120.5, 30.5}},
	}}
	at := make([][]orb.Point, side)
	for y := range at {
		for x := range side {
			at[y] = append(at[y], geographic((float64(x)+0.1+r.Float64()*0.5)*blockM, (float64(y)+0.1+r.Float64()*0.5)*blockM))
		}
	}
	road := func(a, b orb.Point) {
		if r.Float64() > 0.8 {
			return
		}
		s := geo.RoadSegment{ID: fmt.Sprint("r", len(town.Roads)), Highway: "residential", Geometry: orb.LineString{a}}
		if r.IntN(2) == 0 {
			s.Geometry = append(s.Geometry, orb.Point{a[0] + (b[0]-a[0])*r.Float64(), a[1] + (b[1]-a[1])*r.Float64()})
		}
		s.Geometry = append(s.Geometry, b)
		s.OneWay = []geo.OneWay{geo.BothWays, geo.BothWays, geo.BothWays, geo.Forward, geo.Backward}[r.IntN(5)]
		town.Roads = append(town.Roads, s)
	}
	for y := range side {
		for x := range side {
			if x+1 < side {
				road(at[y][x], at[y][x+1])
			}
			if y+1 < side {
				road(at[y][x], at[y+1][x])
			}
		}
	}
	for i := range r.IntN(3) {
		town.Barriers = append(town.Barriers, geo.Barrier{ID: fmt.Sprint("b", i), Kind: geo.BarrierWater, Geometry: orb.LineString{place(), place()}})
	}
	lower, upper := proj.ToGeo(orb.Point{-half - 400, -half - 400}), proj.ToGeo(orb.Point{half + 400, half + 400})
	for i, code := range []string{"e", "w"} {
		b := orb.Bound{Min: lower, Max: upper}
		if i == 0 {
			b.Min[0] = townCentre[0]
		} else {
			b.Max[0] = townCentre[0]
		}
		seat := place()
		u := geo.Unit{Code: code, Name: code, Level: geo.LevelTown, Seat: &seat, Geometry: orb.MultiPolygon{b.ToPolygon()}}
		if r.IntN(2) == 0 {
			u.Population = geo.Known(1000 * r.Float64())
		}
		town.Units = append(town.Units, u)
		town.BuiltUps = append(town.BuiltUps, geo.BuiltUp{ID: code, Unit: code, Geometry: orb.MultiPolygon{orb.Bound{
			Min: place(), Max: place(),
		}.ToPolygon()}})
		if g := town.BuiltUps[i].Geometry[0][0]; g[0][0] > g[2][0] || g[0][1] > g[2][1] { // corners in any order
			b := g.Bound()
			town.BuiltUps[i].Geometry[0] = b.ToPolygon()
		}
	}
	for i := range 24 {
		n := 20 * r.Float64()
		town.Homes = append(town.Homes, geo.Home{
			ID: fmt.Sprintf("h%02d", i), Location: place(), Persons: geo.Known(n), Groups: map[string]float64{"60+": n * r.Float64()},
			ResidentialM2: geo.Known(1000 * r.Float64()), GrainM: 60,
		})
	}
	for i := range 3 + r.IntN(9) {
		town.Facilities = append(town.Facilities, town.facility(r, fmt.Sprintf("f%02d", i), place))
	}
	town.extra = town.facility(r, "extra", place)
	town.extra.Status, town.extra.SupersededBy = "", ""
	town.Elevation = hillsAround(t, townCentre, 30, randomHills(r))
	town.Greenways = []geo.Greenway{{ID: "g", Geometry: orb.MultiLineString{{place(), place()}}}}
	town.Parks = []geo.Park{{ID: "p", Kind: "park", Geometry: orb.MultiPolygon{orb.MultiPoint{place(), place()}.Bound().ToPolygon()}}}
	town.Parcels = []geo.Parcel{{ID: "l", Use: geo.UseResidential, Geometry: orb.MultiPolygon{orb.MultiPoint{place(), place()}.Bound().ToPolygon()}}}
	return town
}

func (town *randomTown) facility(r *rand.Rand, id string, place func() orb.Point) geo.Facility {
	f := geo.Facility{ID: id, Location: place(), Attributes: map[string]any{}}
	for range 1 + r.IntN(2) {
		f.Categories = append(f.Categories, town.profiles.Categories[r.IntN(len(town.profiles.Categories))].ID)
	}
	for range r.IntN(3) {
		f.Entrances = append(f.Entrances, place())
	}
	if k := r.IntN(3); k > 0 {
		f.Attributes["ownership"] = []string{"public", "private"}[k-1]
	}
	switch r.IntN(8) {
	case 0:
		f.Status = geo.StatusPlanned
	case 1:
		f.SupersededBy = "another"
	}
	return f
}

func (town *randomTown) ready(o analysis.Options) *ready {
	town.t.Helper()
	a, err := analysis.New(town.t.Context(), town.Dataset, town.profiles, o)
	require.NoError(town.t, err)
	return &ready{a, town.t}
}

// wanted are the facilities that a requirement counts, read row by row.
func (town *randomTown) wanted(q geo.Requirement) []*geo.Facility {
	var out []*geo.Facility
	for i := range town.Facilities {
		f := &town.Facilities[i]
		if f.SupersededBy != "" || f.Status != "" && f.Status != geo.StatusExisting {
			continue
		}
		any := false
		for _, name := range q.AnyOf {
			for _, c := range town.profiles.Categories {
				any = any || (c.ID == name || c.Code == name) && slices.Contains(f.Categories, c.ID)
			}
		}
		for k, v := range q.Where {
			any = any && f.Attributes[k] == v
		}
		if any {
			out = append(out, f)
		}
	}
	return out
}

// kth is what a home pays for the k-th nearest.
func (r *reference) kth(home orb.Point, of []*geo.Facility, k int) float64 {
	costs := r.costs(home, of)
	slices.Sort(costs)
	if len(costs) < k {
		return math.Inf(1)
	}
	return costs[k-1]
}

// official is what a home's people count for in its town.
func (town *randomTown) official(home *geo.Home) float64 {
	for _, u := range town.Units {
		n, ok := u.Population.Get()
		if !ok || !u.Geometry.Bound().Contains(home.Location) {
			continue
		}
		sum := 0.0
		for _, h := range town.Homes {
			if u.Geometry.Bound().Contains(h.Location) {
				sum += h.Persons.Or(0)
			}
		}
		return n / sum
	}
	return 1
}

// doubtfulM is how near to a limit the reference may not be: what is tested rounds
// two positions, two legs and every street to millimetres (or milliseconds).
const doubtfulM = 0.01

// Coverage and completeness, home by home.
func TestRandomAnswersAgainstBruteForce(t *testing.T) {
	many(t, 60, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		a := town.ready(analysis.Options{})
		mode := &town.profiles.Modes[r.IntN(2)]
		metric := []geo.Metric{geo.NetworkDistance, geo.NetworkTime}[r.IntN(2)]
		ref := newReference(town.Dataset, mode, metric)
		ask := geo.Requirement{AnyOf: []string{"E03", "school"}[:1+r.IntN(2)], AtLeast: 1 + r.IntN(3)}
		if r.IntN(2) == 0 {
			ask.Where = map[string]string{"ownership": "public"}
		}
		of := town.wanted(ask)
		costs := make([]float64, len(town.Homes))
		for i, h := range town.Homes {
			costs[i] = ref.kth(h.Location, of, ask.AtLeast)
		}
		limit := clearOf(costs, 100+900*r.Float64())
		q := analysis.CoverageQuery{Area: "all", Categories: ask.AnyOf, AtLeast: ask.AtLeast, Where: ask.Where, Mode: mode.ID}
		if metric == geo.NetworkTime {
			q.Minutes = []float64{limit / 60}
		} else {
			q.Metres = []float64{limit}
		}
		var total, covered, land, old, oldCovered, unplaced float64
		n := 0
		for i := range town.Homes {
			h := &town.Homes[i]
			people := h.Persons.Or(0) * town.official(h)
			group := h.Groups["60+"] * town.official(h)
			total, old = total+people, old+group
			if costs[i] <= limit {
				covered, land, oldCovered = covered+people, land+h.ResidentialM2.Or(0), oldCovered+group
				n++
			}
			if !ref.connected(h.Location) {
				unplaced += people
			}
		}
		row := a.cover(q)
		require.Equal(t, n, row.Coverage.HomesCovered)
		require.Equal(t, len(of), row.Facilities)
		about(t, tally(total, covered), row.Coverage.People)
		require.InDelta(t, land, row.Coverage.Residential.Covered.Or(-1), 1e-6)
		require.InDelta(t, unplaced, row.Coverage.UnplacedPeople.Or(-1), 1e-6)
		q.Group = "60+"
		about(t, tally(old, oldCovered), a.cover(q).Coverage.People)
		// P11: the towns make up the whole.
		q.Group, q.Area = "", "e"
		east := a.cover(q).Coverage.People
		q.Area = "w"
		west := a.cover(q).Coverage.People
		about(t, tally(total, covered), tally(east.Total.Or(-1)+west.Total.Or(-1), east.Covered.Or(-1)+west.Covered.Or(-1)))

		town.checkCompleteness(a)
		town.checkSeats(a)
		town.checkIsochrones(a, r)
	})
}

// clearOf moves a limit up until no cost is so near that rounding decides.
func clearOf(costs []float64, limit float64) float64 {
	for slices.ContainsFunc(costs, func(c float64) bool { return math.Abs(c-limit) < doubtfulM }) {
		limit += 2.5 * doubtfulM
	}
	return limit
}

func (town *randomTown) checkCompleteness(a *ready) {
	t := town.t
	walk, _ := town.profiles.Mode("walk")
	ref := newReference(town.Dataset, walk, geo.NetworkDistance)
	set := town.profiles.RequirementSets[0].Requirements
	var people, complete, missing float64
	reached := make([]float64, len(set))
	for i := range town.Homes {
		h := &town.Homes[i]
		n := h.Persons.Or(0) * town.official(h)
		people += n
		lacks := 0.0
		for k, req := range set {
			c := ref.kth(h.Location, town.wanted(req), req.Count())
			require.Greater(t, math.Abs(c-500), doubtfulM, "the seed draws a home too near to the limit")
			if c <= 500 {
				reached[k] += n
			} else {
				lacks++
			}
		}
		missing += n * lacks
		if lacks == 0 {
			complete += n
		}
	}
	answer, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "all", Circle: "c500"})
	require.NoError(t, err)
	got := answer.Completeness
	require.InDelta(t, people, got.People.Or(-1), 1e-6)
	require.InDelta(t, complete, got.Complete.Or(-1), 1e-6)
	require.InDelta(t, missing/people, got.MeanMissing.Or(-1), 1e-9)
	var inCells float64
	for _, c := range got.Cells {
		inCells += c.Complete.Or(0)
	}
	require.InDelta(t, complete, inCells, 1e-6)
	for k := range set {
		require.InDelta(t, reached[k], got.Reached[k].Or(-1), 1e-6, set[k].ID)
	}
}

// checkSeats asks which seats have a primary school within 500 m by bicycle.
func (town *randomTown) checkSeats(a *ready) {
	bike, _ := town.profiles.Mode("bike")
	ref := newReference(town.Dataset, bike, geo.NetworkDistance)
	covered := 0.0
	for _, u := range town.Units {
		c := ref.kth(*u.Seat, town.wanted(geo.Requirement{AnyOf: []string{"E03"}}), 1)
		require.Greater(town.t, math.Abs(c-500), doubtfulM, "the seed draws a seat too near to the limit")
		if c <= 500 {
			covered++
		}
	}
	require.Equal(town.t, tally(2, covered), a.cover(analysis.CoverageQuery{Circle: "seat_bike"}).Coverage.Seats)
}

// checkIsochrones counts who gets by bicycle to where somebody lives, and who is
// got to from there.
func (town *randomTown) checkIsochrones(a *ready, r *rand.Rand) {
	t := town.t
	bike, _ := town.profiles.Mode("bike")
	ref := newReference(town.Dataset, bike, geo.NetworkDistance)
	at := town.Homes[r.IntN(len(town.Homes))].Location
	for _, direction := range []analysis.Direction{analysis.DirectionFrom, analysis.DirectionTo} {
		costs := make([]float64, len(town.Homes))
		for i, h := range town.Homes {
			from, to := at, h.Location
			if direction == analysis.DirectionTo {
				from, to = to, from
			}
			costs[i] = ref.costs(from, []*geo.Facility{{Location: to}})[0]
		}
		limit, people := clearOf(costs, 100+900*r.Float64()), 0.0
		for i, c := range costs {
			if c <= limit {
				people += town.Homes[i].Persons.Or(0)
			}
		}
		got, err := a.Isochrones(t.Context(), analysis.IsochroneQuery{Point: at, Mode: "bike", Metres: []float64{limit}, Direction: direction})
		if !ref.connected(at) {
			var off *analysis.OffNetworkError
			require.ErrorAs(t, err, &off)
			continue
		}
		require.NoError(t, err)
		require.InDelta(t, people, got.Contours[0].Persons.Or(-1), 1e-6, direction)
	}
}

// P1 and P2: a wider limit, or a facility more, takes nothing away.
func TestRandomMoreNeverCoversLess(t *testing.T) {
	many(t, 40, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		before := town.ready(analysis.Options{})
		rich := *town
		with := *town.Dataset
		with.Facilities = append(slices.Clone(town.Facilities), town.extra)
		rich.Dataset = &with
		after := rich.ready(analysis.Options{})
		for _, mode := range []string{"walk", "bike"} {
			for k := range 2 {
				for _, c := range town.extra.Categories {
					q := analysis.CoverageQuery{Area: "all", Categories: []string{c}, AtLeast: k + 1, Mode: mode, Minutes: []float64{1, 3, 5, 10, 20}}
					for _, straight := range []bool{false, true} {
						if straight {
							q.Minutes, q.Metres, q.StraightLine = nil, []float64{50, 100, 300, 1000}, true
						}
						x, err := before.Coverage(t.Context(), q)
						require.NoError(t, err)
						y, err := after.Coverage(t.Context(), q)
						require.NoError(t, err)
						for i := range x.Limits {
							lower, higher := x.Limits[i].Coverage, y.Limits[i].Coverage
							require.LessOrEqual(t, lower.HomesCovered, higher.HomesCovered)
							require.LessOrEqual(t, lower.People.Covered.Or(-1), higher.People.Covered.Or(-1))
							require.Equal(t, lower.People.Total, higher.People.Total)
							if i > 0 {
								require.LessOrEqual(t, x.Limits[i-1].Coverage.People.Covered.Or(-1), lower.People.Covered.Or(-1))
							}
						}
					}
				}
			}
		}
		q := analysis.CompletenessQuery{Area: "all", Circle: "c500"}
		x, err := before.Completeness(t.Context(), q)
		require.NoError(t, err)
		y, err := after.Completeness(t.Context(), q)
		require.NoError(t, err)
		require.LessOrEqual(t, x.Completeness.Complete.Or(-1), y.Completeness.Complete.Or(-1))
		for i := range x.Completeness.Reached {
			require.LessOrEqual(t, x.Completeness.Reached[i].Or(-1), y.Completeness.Reached[i].Or(-1))
		}
	})
}

// P4: the order of the rows does not matter, and a repeat is equal, byte for byte.
func TestRandomOrderDoesNotMatter(t *testing.T) {
	many(t, 30, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		want := askAll(t, town.ready(analysis.Options{}).Analysis)
		same(t, want, askAll(t, town.ready(analysis.Options{}).Analysis), "a repeat")
		shuffle(r, town.Homes)
		shuffle(r, town.Facilities)
		shuffle(r, town.Units)
		shuffle(r, town.BuiltUps)
		shuffle(r, town.Barriers)
		same(t, want, askAll(t, town.ready(analysis.Options{}).Analysis), "shuffled")
		shuffle(r, town.Roads)
		same(t, drawnAlike(t, want, askAll(t, town.ready(analysis.Options{}).Analysis)), want, "roads shuffled")
	})
}

func shuffle[T any](r *rand.Rand, rows []T) {
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
}
