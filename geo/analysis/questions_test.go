package analysis_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// questions are some of every kind, about a town that has all of it.
var questions = map[string]func(ctx context.Context, a *analysis.Analysis) (any, error){
	"coverage": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Coverage(ctx, analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Minutes: []float64{5, 15}, Geometry: true})
	},
	"coverage by bike of two": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Coverage(ctx, analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, AtLeast: 2, Mode: "bike", Metres: []float64{700}, Geometry: true})
	},
	"coverage of a group": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Coverage(ctx, analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Circle: "c500", Group: "60+"})
	},
	"coverage of the town": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Coverage(ctx, analysis.CoverageQuery{Area: "all", Categories: []string{"school"}, Circle: "c500_town", Geometry: true})
	},
	"straight": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Coverage(ctx, analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Circle: "line500", Geometry: true})
	},
	"completeness": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Completeness(ctx, analysis.CompletenessQuery{Area: "all", Circle: "c500"})
	},
	"table": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Table(ctx, analysis.TableQuery{})
	},
	"isochrones": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Isochrones(ctx, analysis.IsochroneQuery{Point: townCentre, Mode: "bike", Minutes: []float64{1, 2}, Direction: analysis.DirectionTo})
	},
	"coverage with slopes": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Coverage(ctx, analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Minutes: []float64{5, 15}, Slope: true, Geometry: true})
	},
	"isochrones with slopes": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Isochrones(ctx, analysis.IsochroneQuery{Point: townCentre, Mode: "bike", Metres: []float64{300, 700}, Slope: true})
	},
	"completeness with slopes": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Completeness(ctx, analysis.CompletenessQuery{Area: "all", Circle: "c500_hills"})
	},
	"gaps of a set": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Gaps(ctx, analysis.GapsQuery{Area: "all", Circle: "c500"})
	},
	"gaps by bike of two": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Gaps(ctx, analysis.GapsQuery{Area: "e,w", Categories: []string{"E03"}, AtLeast: 2, Mode: "bike", Metres: 300, Group: "60+"})
	},
	"gaps in a straight line": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Gaps(ctx, analysis.GapsQuery{Area: "all", Circle: "line500"})
	},
	"sites": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Sites(ctx, analysis.SitesQuery{Area: "all", Categories: []string{"E03"}, Mode: "walk", Metres: 200})
	},
	"sites by bike": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Sites(ctx, analysis.SitesQuery{Area: "e", Categories: []string{"E03"}, Mode: "bike", Minutes: 1, Objective: siting.ObjectivePMedian, Candidates: analysis.CandidateHomes, Group: "60+"})
	},
	"sites in a straight line": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.Sites(ctx, analysis.SitesQuery{Area: "all", Categories: []string{"H03"}, Circle: "line500", Objective: siting.ObjectiveLSCP, Candidates: analysis.CandidateParcels})
	},
	"explain":    func(ctx context.Context, a *analysis.Analysis) (any, error) { return a.Explain(ctx, townCentre) },
	"facilities": func(ctx context.Context, a *analysis.Analysis) (any, error) { return a.Facilities(ctx, "all", nil) },
	"greenways":  func(ctx context.Context, a *analysis.Analysis) (any, error) { return a.Greenways(ctx, "all") },
	"radius": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		return a.ServiceRadius(ctx, "all", "any")
	},
	"summary": func(ctx context.Context, a *analysis.Analysis) (any, error) {
		s, err := a.Summary(ctx)
		if err != nil {
			return nil, err
		}
		short := *s
		short.Dataset = nil
		return short, nil
	},
}

// ask answers a question as text.
func ask(ctx context.Context, name string, a *analysis.Analysis) (string, error) {
	answer, err := questions[name](ctx, a)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(answer)
	return string(text), err
}

func askAll(t *testing.T, a *analysis.Analysis) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range sorted(questions) {
		text, err := ask(t.Context(), name, a)
		if err != nil { // a point may lie off the network
			var off *analysis.OffNetworkError
			var refused *analysis.FieldError
			if !errors.As(err, &refused) || refused.Rule != analysis.ReasonNoElevation {
				require.ErrorAs(t, err, &off, name)
			}
			text = err.Error()
		}
		out[name] = text
	}
	return out
}

// same checks answers to the byte, and shows where one begins to differ.
func same(t *testing.T, want, got map[string]string, what string) {
	t.Helper()
	for _, name := range sorted(want) {
		x, y := want[name], got[name]
		if x == y {
			continue
		}
		k := 0
		for k < min(len(x), len(y)) && x[k] == y[k] {
			k++
		}
		from := max(0, k-60)
		t.Errorf("%s, %s: from byte %d:\n%s\n%s", what, name, k, x[from:min(len(x), k+60)], y[from:min(len(y), k+60)])
	}
}

// drawnUnits is how many units of 1e-7 degrees (about a centimetre) a vertex of a
// drawing may move when the rows of the roads are shuffled: the cost of a node of
// the grid is rounded to a unit from sums of single precision, which may fall on
// either side of a half when a street's segments are looked at in another order.
// Figures do not come from drawings and have no such slack.
const drawnUnits = 2

// drawnAlike is got, with the drawings of want where both are the same drawing to
// drawnUnits, their areas to five millionths.
func drawnAlike(t *testing.T, want, got map[string]string) map[string]string {
	t.Helper()
	// Texts are taken as a whole: an id may look like a number.
	number := regexp.MustCompile(`"[^"]*"|-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?`)
	out := map[string]string{}
	for name, text := range got {
		out[name] = text
		if !strings.Contains(text, `"Geometry":[[`) || number.ReplaceAllString(text, "#") != number.ReplaceAllString(want[name], "#") {
			continue
		}
		a, b := number.FindAllString(want[name], -1), number.FindAllString(text, -1)
		alike := true
		for i := range a {
			if a[i] == b[i] {
				continue
			}
			if a[i][0] == '"' {
				alike = false
				break
			}
			x, err := strconv.ParseFloat(a[i], 64)
			require.NoError(t, err)
			y, err := strconv.ParseFloat(b[i], 64)
			require.NoError(t, err)
			coordinate := math.Abs(x-y) <= (drawnUnits+0.5)*1e-7
			area := x > 1000 && math.Abs(x-y) <= 5e-6*x // a vertex 20 m from its neighbours moves half a square metre
			alike = alike && (coordinate || area)
		}
		if alike {
			out[name] = want[name]
		}
	}
	return out
}

func aTown(t *testing.T) *randomTown { return newRandomTown(t, rand.New(rand.NewPCG(5, 11))) }

// P12: a question of which nobody waits for the answer ends.
func TestQuestionsEndWithTheirContext(t *testing.T) {
	town := aTown(t)
	a := town.ready(analysis.Options{})
	for _, name := range sorted(questions) {
		start := time.Now()
		_, err := ask(ended(t), name, a.Analysis)
		require.ErrorIs(t, err, context.Canceled, name)
		require.Less(t, time.Since(start), time.Second, name)
	}
	// What was stopped is answered when it is asked again.
	same(t, askAll(t, town.ready(analysis.Options{}).Analysis), askAll(t, a.Analysis), "asked again")
	_, err := analysis.New(ended(t), town.Dataset, town.profiles, analysis.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// A budget that keeps next to nothing costs time, and changes no answer.
func TestASmallBudgetChangesNoAnswer(t *testing.T) {
	town := aTown(t)
	want := askAll(t, town.ready(analysis.Options{}).Analysis)
	for _, budget := range []int64{1, 2000, 20000} {
		a := town.ready(analysis.Options{CacheBytes: budget})
		same(t, want, askAll(t, a.Analysis), fmt.Sprint(budget, " bytes"))
		same(t, want, askAll(t, a.Analysis), fmt.Sprint(budget, " bytes, again"))
	}
	for _, workers := range []int{1, 7} {
		same(t, want, askAll(t, town.ready(analysis.Options{Workers: workers}).Analysis), fmt.Sprint(workers, " workers"))
	}
}

// Many at once, some of whom leave: who stays has the answer that one alone has.
func TestManyAskAtOnce(t *testing.T) {
	town := aTown(t)
	want := askAll(t, town.ready(analysis.Options{}).Analysis)
	names := sorted(questions)
	for _, budget := range []int64{0, 20000} {
		a := town.ready(analysis.Options{CacheBytes: budget})
		var all sync.WaitGroup
		for g := range 6 {
			all.Go(func() {
				for i := range names {
					name := names[(i+g/2)%len(names)]
					ctx, cancel := context.WithCancel(t.Context())
					if g%2 == 1 && i%3 == 0 {
						time.AfterFunc(time.Duration(i*g)*50*time.Microsecond, cancel)
					}
					got, err := ask(ctx, name, a.Analysis)
					cancel()
					switch {
					case errors.Is(err, context.Canceled) && g%2 == 1 && i%3 == 0:
					case err != nil:
						t.Errorf("%s: %v", name, err)
					case got != want[name]:
						t.Errorf("%s: an answer that differs", name)
					}
				}
			})
		}
		all.Wait()
	}
}

func TestCurrentIsSwapped(t *testing.T) {
	var current analysis.Current
	require.Nil(t, current.Get())
	old := draw(t, threeSchools).ready()
	s := draw(t, threeSchools)
	s.Version, s.Facilities = "newer", nil
	newer := s.ready()
	current.Swap(old.Analysis)
	underWay := current.Get()
	require.Same(t, old.Analysis, underWay)

	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				a := current.Get()
				c, err := a.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Circle: "c500"})
				if err != nil {
					t.Error(err)
					return
				}
				want := map[string]float64{"drawn": 10, "newer": 0}[a.Dataset().Version]
				if c.Limits[0].Coverage.People.Covered != geo.Known(want) {
					t.Errorf("%s answers %v", a.Dataset().Version, c.Limits[0].Coverage.People)
				}
			}
		})
	}
	current.Swap(newer.Analysis)
	all.Wait()
	require.Same(t, newer.Analysis, current.Get())
	c, err := underWay.Coverage(t.Context(), analysis.CoverageQuery{Area: "all", Categories: []string{"E03"}, Circle: "c500"})
	require.NoError(t, err, "an answer under way finishes on the version it began with")
	require.Equal(t, tally(10, 10), c.Limits[0].Coverage.People)
}
