package builtup

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

var plane = crs.NewLocalTM(orb.Point{120.7, 30.75})

// at returns the place x, y metres east and north of a corner.
func at(x, y float64) orb.Point { return plane.ToGeo(orb.Point{x, y}) }

func box(x, y, w, h float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}}}
}

// turned is a box turned by an angle about the corner.
func turned(x, y, w, h, angle float64) orb.MultiPolygon {
	s, c := math.Sincos(angle)
	var r orb.Ring
	for _, p := range [][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}} {
		r = append(r, at(p[0]*c-p[1]*s, p[0]*s+p[1]*c))
	}
	return orb.MultiPolygon{{r}}
}

func disc(x, y, radius float64) orb.Polygon {
	var r orb.Ring
	for i := range 361 {
		s, c := math.Sincos(float64(i%360) * math.Pi / 180)
		r = append(r, at(x+radius*c, y+radius*s))
	}
	return orb.Polygon{r}
}

func parcel(id, use string, g orb.MultiPolygon) geo.Parcel {
	return geo.Parcel{ID: id, Use: use, Geometry: g}
}

// town is a unit of 4 km a side around the corner.
func town(seat *orb.Point) *geo.Unit {
	return &geo.Unit{Code: "330411101", Level: geo.LevelTown, Geometry: box(-2000, -2000, 4000, 4000), Seat: seat}
}

func mustDerive(t testing.TB, ds *geo.Dataset, u *geo.Unit, o Options) Area {
	t.Helper()
	a, err := Derive(t.Context(), ds, u, o)
	require.NoError(t, err)
	require.True(t, a.Derived)
	require.Equal(t, a.Reason == "", a.Known(), "either ground or a reason")
	if a.Known() {
		require.NoError(t, shape.Validate(a.Geometry))
		for _, p := range a.Geometry {
			for k, r := range p {
				require.Equal(t, k == 0, shape.SignedArea(r) > 0, "right-handed")
				for _, v := range r {
					require.Equal(t, shape.Round7Point(v), v)
				}
			}
		}
	}
	return a
}

// A drawn town: a character is a square of 20 m, the first line the northernmost.
//
//	R C T I  residential, commercial, retail, industrial land
//	F        farmland, which is not built-up
//	b        a building of 2 m in the middle
//	.        nothing
//
// What comes out is judged at the centres of the squares. In it, # is built-up.
func drawn(drawing string) *geo.Dataset {
	ds := &geo.Dataset{}
	uses := map[rune]string{'R': geo.UseResidential, 'C': geo.UseCommercial, 'T': geo.UseRetail, 'I': geo.UseIndustrial, 'F': "farmland"}
	squaresOf(drawing, func(c rune, x, y float64) {
		if use, ok := uses[c]; ok {
			ds.Parcels = append(ds.Parcels, parcel(fmt.Sprint(x, y), use, box(x, y, 20, 20)))
		}
		if c == 'b' {
			ds.Buildings = append(ds.Buildings, geo.Building{ID: fmt.Sprint(x, y), Use: "shed", Geometry: box(x+9, y+9, 2, 2)[0]})
		}
	})
	return ds
}

func squaresOf(drawing string, f func(c rune, x, y float64)) {
	lines := strings.Split(strings.Trim(strings.ReplaceAll(drawing, "\t", ""), "\n"), "\n")
	for r, line := range lines {
		for c, ch := range line {
			f(ch, float64(c)*20, float64(len(lines)-1-r)*20)
		}
	}
}

func says(drawing string, mp orb.MultiPolygon) string {
	out, last := "", math.NaN()
	squaresOf(drawing, func(_ rune, x, y float64) {
		if y != last && out != "" {
			out += "\n"
		}
		last = y
		if planar.MultiPolygonContains(mp, at(x+10, y+10)) {
			out += "#"
		} else {
			out += "."
		}
	})
	return out
}

func TestDrawnTowns(t *testing.T) {
	for name, c := range map[string]struct{ drawing, want string }{
		"land of four uses, and farmland": {`
			............
			.RRCCTTII.FF
			.RRCCTTII.FF
			............`, `
			............
			.########...
			.########...
			............`},
		"a building grows by 50 m: its centre reaches squares 40 m away": {`
			.......
			.......
			.......
			...b...
			.......
			.......
			.......`, `
			.......
			..###..
			.#####.
			.#####.
			.#####.
			..###..
			.......`},
		"a gap of 40 m closes, and one of 60 m does not": {`
			............
			RRR..RRR...R
			RRR..RRR...R
			RRR..RRR...R
			............`, `
			............
			########...#
			########...#
			########...#
			............`},
		"a courtyard of 40 m closes, one of 80 m stays a hole": {`
			RRRRRRRRRRRRRR
			RRRRRRRRRRRRRR
			RR..RRRR....RR
			RR..RRRR....RR
			RRRRRRRR....RR
			RRRRRRRR....RR
			RRRRRRRRRRRRRR
			RRRRRRRRRRRRRR`, `
			##############
			##############
			########....##
			########....##
			########....##
			########....##
			##############
			##############`},
	} {
		t.Run(name, func(t *testing.T) {
			a := mustDerive(t, drawn(c.drawing), town(nil), Options{MinPartM2: 1})
			want := strings.Trim(strings.ReplaceAll(c.want, "\t", ""), "\n")
			assert.Equal(t, want, says(c.drawing, a.Geometry))
		})
	}
}

func TestAGrownDiscHasTheAreaOfTheLargerDisc(t *testing.T) {
	for _, c := range []struct{ radius, cell float64 }{{1, 5}, {30, 5}, {300, 5}, {300, 10}, {300, 20}} {
		ds := &geo.Dataset{Buildings: []geo.Building{{ID: "x", Geometry: disc(13, -7, c.radius)}}}
		a := mustDerive(t, ds, town(nil), Options{MinPartM2: 1, CellM: c.cell})
		want := math.Pi * (c.radius + 50) * (c.radius + 50)
		// A quarter of a square's side times the perimeter: see "How exact".
		within := c.cell / 4 * 2 * math.Pi * (c.radius + 50)
		assert.InDelta(t, want, crs.Area(a.Geometry), within, "radius %g, squares of %g", c.radius, c.cell)
		assert.Equal(t, c.cell, a.CellM)
		// No corner is farther from the true circle than a square is wide.
		for _, v := range a.Geometry[0][0] {
			p := plane.ToPlane(v)
			assert.InDelta(t, c.radius+50, math.Hypot(p[0]-13, p[1]+7), c.cell)
		}
	}
}

func TestBlocksMergeAcross40MetresAndNotAcross60(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 12 {
		angle := r.Float64() * 2 * math.Pi
		shift := r.Float64() * 10
		parts := func(gap, cell float64) int {
			ds := &geo.Dataset{Parcels: []geo.Parcel{
				parcel("a", geo.UseResidential, turned(shift, shift, 500, 500, angle)),
				parcel("b", geo.UseIndustrial, turned(shift+500+gap, shift, 500, 500, angle)),
			}}
			return len(mustDerive(t, ds, town(nil), Options{CellM: cell}).Geometry)
		}
		assert.Equal(t, 1, parts(40, 5), "angle %g", angle)
		assert.Equal(t, 2, parts(60, 5), "angle %g", angle)
		assert.Equal(t, 2, parts(60, 10), "angle %g", angle)
	}
}

func TestSmallPartsAreDroppedExceptTheOneAtTheSeat(t *testing.T) {
	ha := func(id string, x, hectares float64) geo.Parcel {
		return parcel(id, geo.UseResidential, box(x, 0, 200, hectares*50))
	}
	areas := func(a Area) (ha []float64) {
		for _, p := range a.Geometry {
			ha = append(ha, crs.Area(p)/1e4)
		}
		slices.Sort(ha)
		return ha
	}
	ds := &geo.Dataset{Parcels: []geo.Parcel{ha("a", -900, 19), ha("b", -300, 21), ha("c", 300, 5)}}
	a := mustDerive(t, ds, town(nil), Options{})
	assert.InDeltaSlice(t, []float64{21}, areas(a), 0.3)
	assert.Equal(t, 2, a.PartsDropped)

	in, beside, far := at(400, 100), at(400, -250), at(400, -350)
	a = mustDerive(t, ds, town(&in), Options{})
	assert.InDeltaSlice(t, []float64{5, 21}, areas(a), 0.3)
	a = mustDerive(t, ds, town(&beside), Options{})
	assert.InDeltaSlice(t, []float64{5, 21}, areas(a), 0.3, "the nearest part within reach of the seat")
	a = mustDerive(t, ds, town(&far), Options{})
	assert.InDeltaSlice(t, []float64{21}, areas(a), 0.3, "350 m away is not at the seat")

	ds.Parcels = []geo.Parcel{ha("a", -900, 19), ha("c", 300, 5)}
	a = mustDerive(t, ds, town(nil), Options{})
	assert.Equal(t, ReasonSmall, a.Reason)
}

func TestReasons(t *testing.T) {
	elsewhere := parcel("x", geo.UseResidential, box(2100, 0, 300, 300))
	for want, ds := range map[string]*geo.Dataset{
		"nothing at all": {},
		"other uses":     {Parcels: []geo.Parcel{parcel("x", "farmland", box(0, 0, 900, 900))}},
		"beyond it only": {Parcels: []geo.Parcel{elsewhere}},
	} {
		assert.Equal(t, ReasonNoGround, mustDerive(t, ds, town(nil), Options{}).Reason, want)
	}
	u := &geo.Unit{Code: "x"}
	assert.Equal(t, ReasonNoUnit, mustDerive(t, &geo.Dataset{}, u, Options{}).Reason)

	ds := &geo.Dataset{Parcels: []geo.Parcel{
		parcel("a", geo.UseResidential, box(-1500, -1500, 600, 600)), parcel("b", geo.UseResidential, box(900, 900, 600, 600))}}
	for cells, want := range map[int]float64{400_000: 5, 300_000: 10, 100_000: 10, 30_000: 20} {
		a := mustDerive(t, ds, town(nil), Options{MaxCells: cells})
		assert.Equal(t, want, a.CellM, "%d squares", cells)
		assert.InDelta(t, 720_000, crs.Area(a.Geometry), want/4*4800)
	}
	assert.Equal(t, ReasonTooLarge, mustDerive(t, ds, town(nil), Options{MaxCells: 20_000}).Reason)
}

// The edge of a city in the next town is no small part, and ends at the border.
func TestTheAreaIsClippedToTheUnitAfterSmallPartsAreJudged(t *testing.T) {
	ds := &geo.Dataset{Parcels: []geo.Parcel{parcel("city", geo.UseResidential, box(1800, 0, 700, 500))}}
	a := mustDerive(t, ds, town(nil), Options{})
	assert.InDelta(t, 200*500, crs.Area(a.Geometry), 5./4*1400, "10 ha of 35")
	b := a.Geometry.Bound()
	assert.InDelta(t, 2000, plane.ToPlane(b.Max)[0], 0.02, "the border itself is exact")
}

func TestUsersPolygons(t *testing.T) {
	seat := at(500, 500)
	u := town(&seat)
	ds := &geo.Dataset{
		Units:   []geo.Unit{*u, {Code: "330411102", Level: geo.LevelTown, Geometry: box(2000, -2000, 4000, 4000)}},
		Parcels: []geo.Parcel{parcel("a", geo.UseResidential, box(-500, -500, 500, 500)), parcel("b", geo.UseResidential, box(3000, 0, 500, 500))},
	}
	mine, theirs := box(0, 0, 300, 300), box(-100, -100, 100, 100)
	for name, c := range map[string]struct {
		rows []geo.BuiltUp
		want orb.MultiPolygon
	}{
		"by code":                  {[]geo.BuiltUp{{ID: "1", Unit: "330411101", Geometry: mine}, {ID: "2", Geometry: theirs}}, mine},
		"by the code of 12":        {[]geo.BuiltUp{{ID: "1", Unit: "330411101000", Geometry: mine}}, mine},
		"by place, inside":         {[]geo.BuiltUp{{ID: "1", Geometry: mine}}, mine},
		"by place, at the seat":    {[]geo.BuiltUp{{ID: "1", Geometry: box(400, 400, 5000, 5000)}}, box(400, 400, 5000, 5000)},
		"by place, 24 ha of 72":    {[]geo.BuiltUp{{ID: "1", Geometry: box(1800, 0, 600, 1200)}}, box(1800, 0, 600, 1200)},
		"a sliver over the border": {[]geo.BuiltUp{{ID: "1", Geometry: box(1950, 0, 600, 1200)}}, nil},
		"of another town":          {[]geo.BuiltUp{{ID: "1", Unit: "330411102", Geometry: mine}}, nil},
		"several, joined":          {[]geo.BuiltUp{{ID: "2", Geometry: theirs}, {ID: "1", Geometry: mine}}, append(append(orb.MultiPolygon{}, mine...), theirs...)},
		"without a polygon":        {[]geo.BuiltUp{{ID: "1", Unit: "330411101"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			ds := *ds
			ds.BuiltUps = c.rows
			a, err := For(t.Context(), &ds, u)
			require.NoError(t, err)
			all, err := All(t.Context(), &ds)
			require.NoError(t, err)
			require.Len(t, all, 2)
			assert.Equal(t, a, all[u.Code], "All says what For says")
			assert.Equal(t, c.want == nil, a.Derived)
			if len(c.rows) == 2 && c.rows[1].ID == "1" {
				// Rounding to 1e-7 degrees may move each side by half a centimetre.
				assert.InDelta(t, crs.Area(c.want), crs.Area(a.Geometry), 0.005*1600)
				return
			}
			if c.want != nil {
				assert.Equal(t, c.want, a.Geometry)
				return
			}
			assert.InDelta(t, 250_000, crs.Area(a.Geometry), 2500)
		})
	}
}

// What an import made from land use counts where nobody drew anything, by code or by
// place; it is marked as derived.
func TestADrawnPolygonWinsOverOneMadeFromLandUse(t *testing.T) {
	u := town(nil)
	drawn, made := box(0, 0, 300, 300), box(-100, -100, 200, 200)
	for name, c := range map[string]struct {
		rows    []geo.BuiltUp
		want    orb.MultiPolygon
		derived bool
	}{
		"only made":                    {[]geo.BuiltUp{{ID: "m", Geometry: made, Derived: true}}, made, true},
		"made, of another town":        {[]geo.BuiltUp{{ID: "m", Unit: "330411102", Geometry: made, Derived: true}}, nil, true},
		"both":                         {[]geo.BuiltUp{{ID: "m", Geometry: made, Derived: true}, {ID: "d", Geometry: drawn}}, drawn, false},
		"drawn by place, made by code": {[]geo.BuiltUp{{ID: "m", Unit: u.Code, Geometry: made, Derived: true}, {ID: "d", Geometry: drawn}}, drawn, false},
		"drawn elsewhere":              {[]geo.BuiltUp{{ID: "m", Geometry: made, Derived: true}, {ID: "d", Unit: "330411102", Geometry: drawn}}, made, true},
	} {
		ds := &geo.Dataset{Units: []geo.Unit{*u}, BuiltUps: c.rows}
		a, err := For(t.Context(), ds, u)
		require.NoError(t, err)
		all, err := All(t.Context(), ds)
		require.NoError(t, err)
		assert.Equal(t, a, all[u.Code], name)
		assert.Equal(t, c.want, a.Geometry, name)
		assert.Equal(t, c.derived, a.Derived, name)
	}
}

func TestAPolygonAroundTheSeatBelongsToTheTown(t *testing.T) {
	// Hardly any of it lies in the unit, but the seat does.
	ds := &geo.Dataset{BuiltUps: []geo.BuiltUp{{ID: "1", Geometry: box(1980, -100, 500, 200)}}}
	seat := at(1990, 0)
	a, err := For(t.Context(), ds, town(&seat))
	require.NoError(t, err)
	assert.False(t, a.Derived)
	a, err = For(t.Context(), ds, town(nil))
	require.NoError(t, err)
	assert.Equal(t, Area{Derived: true, Reason: ReasonNoGround}, a)
}

func TestAllTakesTheTownsThatCountWhateverTheOrderOfRows(t *testing.T) {
	r := random(t)
	ds := &geo.Dataset{Units: []geo.Unit{
		*town(nil),
		{Code: "old", Level: geo.LevelTown, Geometry: box(-2000, -2000, 4000, 4000), SupersededBy: "user"},
		{Code: "330411", Level: geo.LevelCounty, Geometry: box(-2000, -2000, 4000, 4000)},
		{Code: "empty", Level: geo.LevelTown, Geometry: box(9000, 0, 500, 500)},
	}}
	for i := range 200 {
		x, y := r.Float64()*3000-1500, r.Float64()*3000-1500
		ds.Buildings = append(ds.Buildings, geo.Building{ID: fmt.Sprint(i), Geometry: box(x, y, 10, 30)[0]})
		if i%5 == 0 {
			ds.Parcels = append(ds.Parcels, parcel(fmt.Sprint(i), geo.UseResidential, box(x, y, 100, 200)))
		}
	}
	a, err := All(t.Context(), ds)
	require.NoError(t, err)
	require.Len(t, a, 2)
	assert.Equal(t, ReasonNoGround, a["empty"].Reason)
	one := mustDerive(t, ds, &ds.Units[0], Options{})
	assert.Equal(t, one, a["330411101"])
	r.Shuffle(len(ds.Buildings), func(i, j int) { ds.Buildings[i], ds.Buildings[j] = ds.Buildings[j], ds.Buildings[i] })
	r.Shuffle(len(ds.Parcels), func(i, j int) { ds.Parcels[i], ds.Parcels[j] = ds.Parcels[j], ds.Parcels[i] })
	assert.Equal(t, one, mustDerive(t, ds, &ds.Units[0], Options{}))
}

func TestBadInput(t *testing.T) {
	nan := orb.MultiPolygon{{{at(0, 0), at(100, 0), {120.7, 95}, at(0, 0)}}}
	ds := &geo.Dataset{Parcels: []geo.Parcel{parcel("p1", geo.UseRetail, nan)}}
	_, err := Derive(t.Context(), ds, town(nil), Options{})
	assert.ErrorContains(t, err, "built-up area of 330411101: parcel p1: a corner is at 120.7, 95: it must be")
	_, err = For(t.Context(), &geo.Dataset{BuiltUps: []geo.BuiltUp{{ID: "u1", Unit: "330411101", Geometry: nan}}}, town(nil))
	assert.ErrorContains(t, err, "built-up u1: a corner is at")
	_, err = Derive(t.Context(), ds, &geo.Unit{Code: "u", Geometry: nan}, Options{})
	assert.ErrorContains(t, err, "built-up area of u: unit: a corner is at")
	_, err = Derive(t.Context(), ds, town(nil), Options{GapM: -1})
	assert.ErrorContains(t, err, "option GapM is -1: it must be a positive number")
	_, err = Derive(t.Context(), ds, town(nil), Options{MaxCells: -1})
	assert.ErrorContains(t, err, "option MaxCells is -1")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ds = drawn("\nRRR\n")
	ds.Units = []geo.Unit{*town(nil)}
	_, err = All(ctx, ds)
	assert.ErrorIs(t, err, context.Canceled)
	// Rings without corners or area are nothing, and no panic.
	for _, g := range []orb.MultiPolygon{{{}}, {{{}}}, {{{at(0, 0)}}}, {{{at(0, 0), at(9, 9)}}}} {
		mustDerive(t, &geo.Dataset{Parcels: []geo.Parcel{parcel("x", geo.UseRetail, g)}, Buildings: []geo.Building{{ID: "b", Geometry: g[0]}}}, town(nil), Options{MinPartM2: 1})
		mustDerive(t, drawn("\nRRR\n"), &geo.Unit{Code: "u", Geometry: g}, Options{})
	}
}
