package api

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// Every figure that is unknown has a reason beside it, and the reason is the first
// that holds.
func TestCoverageReasons(t *testing.T) {
	known := func(total float64) lifecircle.Tally {
		return lifecircle.Tally{Total: geo.Known(total), Covered: geo.Known(0)}
	}
	for name, c := range map[string]struct {
		limit analysis.LimitCoverage
		want  string
	}{
		"all known":      {analysis.LimitCoverage{Coverage: lifecircle.Coverage{People: known(5)}}, ""},
		"grey":           {analysis.LimitCoverage{Grey: "no seat", Coverage: lifecircle.Coverage{People: known(5)}}, "no seat"},
		"nothing known":  {analysis.LimitCoverage{}, noDenominator().En},
		"nobody":         {analysis.LimitCoverage{Coverage: lifecircle.Coverage{People: known(0)}}, emptyDenominator().En},
		"no population":  {analysis.LimitCoverage{Coverage: lifecircle.Coverage{Dwellings: known(5)}}, noPopulation().En},
		"seats suffice":  {analysis.LimitCoverage{Coverage: lifecircle.Coverage{Seats: known(1)}}, ""},
		"villages alone": {analysis.LimitCoverage{Coverage: lifecircle.Coverage{Villages: known(4)}}, noDenominator().En},
	} {
		assert.Equal(t, c.want, coverageReason(English, &c.limit), name)
	}
}

func TestFiguresOfNothingAreNull(t *testing.T) {
	list := figuresOf(English, &analysis.Area{Code: "x"}, "c", &analysis.LimitCoverage{Grey: "because"})
	for _, f := range list {
		if !f.isText {
			assert.False(t, f.amount.IsKnown(), "%s is unknown, not 0", f.name)
		}
	}
	assert.Len(t, names(list), len(cells(list)))
}

// square metres are not people, whatever the denominator of completeness.
type landOnly struct{ *fake }

func (l landOnly) Completeness(ctx context.Context, q analysis.CompletenessQuery) (*analysis.CompletenessAnswer, error) {
	a, err := l.fake.Completeness(ctx, q)
	if err == nil {
		a.Completeness.Denominator = lifecircle.Residential
	}
	return a, err
}

func TestCompletenessNamesPeopleOnlyWhereThereAreSome(t *testing.T) {
	w := ask(serving(t, landOnly{newFake()}), "/v1/towns/all/completeness?circle=c15_town&lang=en")
	require.Equal(t, 200, w.Code)
	summary := string(member(t, w.Body.Bytes(), "summary"))
	assert.Contains(t, summary, `"denominator":"residential_m2"`)
	assert.Contains(t, summary, `"people":null,"people_complete":null,"people_reached":{"school":null,"health":null}`)
	assert.Contains(t, summary, `"total":1000,"complete":250,"reached":{"school":500,"health":250},"share":0.25`)
	assert.Contains(t, summary, `"unplaced_population":null`)
	assert.Contains(t, summary, noPopulation().En)
}

func TestWhatIsNoCellIsRefused(t *testing.T) {
	for _, index := range []uint64{0, 1, ^uint64(0), hexagonOfTest + 1<<59} {
		_, ok := hexagon(index)
		assert.False(t, ok, "%#x", index)
	}
	shape, ok := hexagon(hexagonOfTest)
	require.True(t, ok)
	assert.Len(t, shape[0], 7)
	assert.Equal(t, "8a309b8ae217fff", hexagonName(hexagonOfTest))
	pentagon, ok := hexagon(0x820807fffffffff)
	require.True(t, ok)
	assert.GreaterOrEqual(t, len(pentagon[0]), 6)
}

func TestCellsText(t *testing.T) {
	for in, want := range map[string]string{"": "", "甲": "甲", "=1+1": "'=1+1", "+x": "'+x", "-x": "'-x", "@x": "'@x", "\tx": "'\tx", "a=b": "a=b"} {
		assert.Equal(t, want, harmless(in))
	}
}

// BenchmarkIsochroneAnswer is the whole way of a request but the computing: three
// polygons of 5,000 positions, gzipped.
func BenchmarkIsochroneAnswer(b *testing.B) {
	h := serving(b, wide{newFake()})
	for b.Loop() {
		w := ask(h, "/v1/isochrones?lon=120.75&lat=30.75&minutes=5,15,30", "Accept-Encoding", "gzip")
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

type wide struct{ *fake }

func (o wide) Isochrones(ctx context.Context, q analysis.IsochroneQuery) (*analysis.IsochroneAnswer, error) {
	a, err := o.fake.Isochrones(ctx, q)
	for i := range a.Contours {
		a.Contours[i].Geometry = widePolygons
	}
	return a, err
}

var widePolygons = wobblyPolygons(1, 5000)
