package storetest

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// figure is a report that every store takes.
func figure(unit, id string, year int, value float64) data.ReportedValue {
	return data.ReportedValue{Unit: unit, Indicator: id, Value: value, Year: year,
		Source: "统计年鉴, 2025", Evidence: "https://example.org/p?a=1", At: "2026-01-02T03:04:05Z", By: "王工"}
}

// outcome is a result that every store takes.
func outcome(id string, at time.Time, value geo.Amount, lamp indicator.Lamp) data.Result {
	return data.Result{Quarter: data.QuarterOf(at), TakenAt: at, DatasetVersion: "d" + at.Format("0102"), StandardsVersion: "s1",
		Unit: "330411101", Indicator: id, Value: value, Lamp: lamp}
}

func recordsVersion(t *testing.T, s data.Store) string {
	t.Helper()
	v, err := s.RecordsVersion(context.Background())
	require.NoError(t, err)
	require.NotEmpty(t, v)
	return v
}

func reported(t *testing.T, s data.Store, q data.ReportedQuery) []data.Reported {
	t.Helper()
	out, err := s.Reported(context.Background(), q)
	require.NoError(t, err)
	return out
}

// numbers are those of reports, in their order.
func numbers(all []data.Reported) (out []int64) {
	for i := range all {
		out = append(out, all[i].Number)
	}
	return out
}

func records(t *testing.T, empty func(t *testing.T) Place) {
	ctx := context.Background()
	t.Run("a store without any", func(t *testing.T) {
		s := empty(t)(t)
		require.Empty(t, reported(t, s, data.ReportedQuery{History: true}))
		keys, err := s.Keys(ctx)
		require.NoError(t, err)
		require.Empty(t, keys)
		results, err := s.Results(ctx, data.ResultQuery{})
		require.NoError(t, err)
		require.Empty(t, results)
		recordsVersion(t, s)
		require.ErrorIs(t, s.RevokeKey(ctx, "0badcafe", time.Now()), data.ErrNoSuchKey)
	})
	t.Run("reports supersede and are kept", func(t *testing.T) { reports(t, empty) })
	t.Run("reports that are refused", func(t *testing.T) { refusedReports(t, empty) })
	t.Run("reports at once", func(t *testing.T) { reportsAtOnce(t, empty) })
	t.Run("keys", func(t *testing.T) { keys(t, empty) })
	t.Run("results", func(t *testing.T) { results(t, empty) })
	t.Run("scenarios", func(t *testing.T) { scenarios(t, empty) })
	t.Run("a scenario applied", func(t *testing.T) { applied(t, empty) })
	t.Run("no part of the dataset", func(t *testing.T) { apart(t, empty) })
}

func reports(t *testing.T, empty func(t *testing.T) Place) {
	ctx := context.Background()
	place := empty(t)
	s, other := place(t), place(t)
	before := recordsVersion(t, s)
	first := []data.ReportedValue{figure("330411101", "XZ-36", 2025, 1.5), figure("330411100", "XZ-36", 2025, -0.0625), figure("330411101", "XZ-36", 2024, 3e9)}
	first[1].Evidence = ""
	stored, err := s.AddReported(ctx, first)
	require.NoError(t, err)
	for i := range stored {
		require.Equal(t, first[i], stored[i].ReportedValue, "in the order given")
	}
	n := numbers(stored)
	require.Less(t, n[0], n[1])
	require.Less(t, n[1], n[2])
	afterFirst := recordsVersion(t, other)
	require.NotEqual(t, before, afterFirst, "another process sees it")

	later, err := other.AddReported(ctx, []data.ReportedValue{figure("330411101", "XZ-36", 2025, 1.75), figure("330411101", "CX-01", 2025, 0)})
	require.NoError(t, err)
	require.NotEqual(t, afterFirst, recordsVersion(t, s))
	require.Greater(t, later[0].Number, n[2])

	all := reported(t, s, data.ReportedQuery{History: true})
	require.Equal(t, []int64{n[1], later[1].Number, n[2], n[0], later[0].Number}, numbers(all), "by unit, indicator, year and number")
	require.Equal(t, first[1], all[0].ReportedValue)
	require.Equal(t, []bool{false, false, false, true, false},
		[]bool{all[0].Superseded, all[1].Superseded, all[2].Superseded, all[3].Superseded, all[4].Superseded})
	require.Equal(t, 1.5, all[3].Value, "what was superseded is as it was")
	require.Equal(t, []int64{n[1], later[1].Number, n[2], later[0].Number}, numbers(reported(t, other, data.ReportedQuery{})))
	require.Equal(t, []int64{n[1]}, numbers(reported(t, s, data.ReportedQuery{Units: []string{"330411100", "nobody"}})))
	require.Equal(t, []int64{later[1].Number}, numbers(reported(t, s, data.ReportedQuery{Indicators: []string{"CX-01"}})))
	require.Empty(t, reported(t, s, data.ReportedQuery{Units: []string{"330411100"}, Indicators: []string{"CX-01"}}))
	require.Empty(t, reported(t, s, data.ReportedQuery{Units: []string{`x" OR 1=1 --`, "'); DROP TABLE lifecircle_reported; --"}}))
	require.Len(t, reported(t, s, data.ReportedQuery{Units: append(manyCodes(40_000), "330411100")}), 1)

	of := data.ReportedBy(all)
	require.Equal(t, []float64{3e9, 1.75}, []float64{of("330411101", "XZ-36")[0].Value, of("330411101", "XZ-36")[1].Value})
	require.Empty(t, of("330411100", "CX-01"))
	same := recordsVersion(t, s)
	require.Equal(t, same, recordsVersion(t, other), "reading changes nothing")
}

func manyCodes(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("u%d", i))
	}
	return out
}

func refusedReports(t *testing.T, empty func(t *testing.T) Place) {
	s := empty(t)(t)
	for field, spoil := range map[string]func(*data.ReportedValue){
		"unit": func(v *data.ReportedValue) { v.Unit = "王店镇" }, "indicator": func(v *data.ReportedValue) { v.Indicator = " " },
		"value": func(v *data.ReportedValue) { v.Value = math.NaN() }, "year": func(v *data.ReportedValue) { v.Year = 25 },
		"source": func(v *data.ReportedValue) { v.Source = "" }, "evidence": func(v *data.ReportedValue) { v.Evidence = "JavaScript:alert(1)" },
		"at": func(v *data.ReportedValue) { v.At = "2026-01-02" }, "by": func(v *data.ReportedValue) { v.By = "a\x00b" },
	} {
		bad := figure("330411101", "XZ-36", 2025, 1)
		spoil(&bad)
		_, err := s.AddReported(context.Background(), []data.ReportedValue{figure("330411101", "XZ-36", 2025, 1), bad})
		var refused *data.ReportedError
		require.ErrorAs(t, err, &refused, field)
		require.Equal(t, field, refused.Field)
		require.Equal(t, 1, refused.At)
		require.NotEmpty(t, refused.Rule.Zh)
	}
	long := figure("330411101", "XZ-36", 2025, math.Inf(1))
	_, err := s.AddReported(context.Background(), []data.ReportedValue{long})
	require.ErrorContains(t, err, "has to be a finite number")
	long.Value, long.Source = 1, strings.Repeat("字", 301)
	_, err = s.AddReported(context.Background(), []data.ReportedValue{long})
	require.ErrorContains(t, err, "at most 300 characters")
	long.Source = strings.Repeat("字", 300)
	_, err = s.AddReported(context.Background(), []data.ReportedValue{long})
	require.NoError(t, err)
	require.Len(t, reported(t, s, data.ReportedQuery{History: true}), 1, "all or nothing")
}

// Of reports at once each has its number, and the highest stands wherever one looks.
func reportsAtOnce(t *testing.T, empty func(t *testing.T) Place) {
	const writers, each = 4, 5
	place := empty(t)
	stores := make([]data.Store, writers)
	for i := range stores {
		stores[i] = place(t)
	}
	var wg sync.WaitGroup
	for i, s := range stores {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range each {
				v := figure("330411101", "XZ-36", 2025, float64(i*each+n))
				if _, err := s.AddReported(context.Background(), []data.ReportedValue{v, figure("330411102", "XZ-36", 2025, v.Value)}); err != nil {
					t.Errorf("report: %v", err)
				}
			}
		}()
	}
	wg.Wait()
	all := reported(t, stores[0], data.ReportedQuery{History: true})
	require.Len(t, all, 2*writers*each)
	stand := reported(t, stores[1], data.ReportedQuery{})
	require.Len(t, stand, 2)
	require.Equal(t, stand[0].Value, stand[1].Value, "the last one stands whole")
	require.Equal(t, all[writers*each-1].Number, stand[0].Number)
}

func keys(t *testing.T, empty func(t *testing.T) Place) {
	ctx := context.Background()
	place := empty(t)
	s, other := place(t), place(t)
	now := time.Date(2026, 5, 6, 7, 8, 9, 123, time.UTC)
	wang, secret, err := data.NewKey(" 王工 ", data.RoleDesigner, now)
	require.NoError(t, err)
	li, liSecret, err := data.NewKey("李工", data.RoleAdmin, now)
	require.NoError(t, err)
	require.NoError(t, s.AddKey(ctx, wang))
	before := recordsVersion(t, s)
	require.NoError(t, other.AddKey(ctx, li))
	require.Equal(t, before, recordsVersion(t, s), "no answer is made of keys")
	all, err := s.Keys(ctx)
	require.NoError(t, err)
	require.Equal(t, []data.Key{wang, li}, all)
	require.Equal(t, "王工", data.FindKey(all, secret).Name)
	require.Equal(t, "李工", data.FindKey(all, liSecret).Name)
	require.Nil(t, data.FindKey(all, secret+"x"))
	require.Error(t, s.AddKey(ctx, wang), "an id is given once")
	require.ErrorContains(t, s.AddKey(ctx, data.Key{ID: "x", Name: "x", Role: "king"}), `role is "king"`)

	revoked := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	require.NoError(t, other.RevokeKey(ctx, wang.ID, revoked))
	require.NoError(t, s.RevokeKey(ctx, wang.ID, revoked.AddDate(1, 0, 0)), "a second time changes nothing")
	require.ErrorIs(t, s.RevokeKey(ctx, "0badcafe", revoked), data.ErrNoSuchKey)
	all, err = s.Keys(ctx)
	require.NoError(t, err)
	wang.Revoked = revoked
	require.Equal(t, []data.Key{wang, li}, all)
	require.Nil(t, data.FindKey(all, secret), "revoked")
	require.NotNil(t, data.FindKey(all, liSecret))
}

func results(t *testing.T, empty func(t *testing.T) Place) {
	ctx := context.Background()
	place := empty(t)
	s, other := place(t), place(t)
	october, december, spring := time.Date(2026, 10, 1, 2, 3, 4, 0, time.UTC), time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC), time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)
	before := recordsVersion(t, s)
	last := outcome("XZ-36", december, geo.Known(0), indicator.Red)
	grey := outcome("XZ-40", october, geo.Unknown(), indicator.Grey)
	next := outcome("XZ-36", spring, geo.Known(1.25), indicator.Green)
	require.NoError(t, s.AddResults(ctx, []data.Result{next, grey}))
	after := recordsVersion(t, other)
	require.NotEqual(t, before, after)
	require.NoError(t, other.AddResults(ctx, []data.Result{last}))
	// One that was taken earlier in the quarter comes later: the last one taken stays.
	require.NoError(t, s.AddResults(ctx, []data.Result{outcome("XZ-36", october, geo.Known(9), indicator.Yellow)}))
	got, err := other.Results(ctx, data.ResultQuery{})
	require.NoError(t, err)
	require.Equal(t, []data.Result{last, next, grey}, got)
	got, err = s.Results(ctx, data.ResultQuery{Units: []string{"330411101"}, Indicators: []string{"XZ-40"}})
	require.NoError(t, err)
	require.Equal(t, []data.Result{grey}, got)
	_, known := got[0].Value.Get()
	require.False(t, known, "unknown is not zero")
	got, err = s.Results(ctx, data.ResultQuery{Units: []string{"330411102"}})
	require.NoError(t, err)
	require.Empty(t, got)

	bad := next
	bad.Quarter = "2026Q4"
	require.ErrorContains(t, s.AddResults(ctx, []data.Result{last, bad}), `quarter is "2026Q4"`)
	bad = next
	bad.Lamp = "blue"
	require.ErrorContains(t, s.AddResults(ctx, []data.Result{bad}), `lamp is "blue"`)
}

// Records change no version of the dataset, wake no watch, and are not taken back with it.
func apart(t *testing.T, empty func(t *testing.T) Place) {
	ctx := context.Background()
	s := empty(t)(t)
	a, _, c := three(t, s)
	key, secret, err := data.NewKey("王工", data.RoleDesigner, time.Now())
	require.NoError(t, err)
	require.NoError(t, s.AddKey(ctx, key))
	_, err = s.AddReported(ctx, []data.ReportedValue{figure("330411101", "XZ-36", 2025, 1.5)})
	require.NoError(t, err)
	require.NoError(t, s.AddResults(ctx, []data.Result{outcome("XZ-36", time.Date(2026, 5, 6, 0, 0, 0, 0, time.UTC), geo.Known(1), indicator.Red)}))
	require.Equal(t, c.Version, version(t, s))
	requireSame(t, c, load(t, s))
	versions := len(told(t, s))
	kept := recordsVersion(t, s)

	restore(t, s, a.Version)
	requireSame(t, a, load(t, s))
	require.Len(t, told(t, s), versions+1, "the restore alone is noted")
	require.NoError(t, s.KeepHistory(ctx, 0))
	commit(t, s, data.Write{Rows: &geo.Dataset{}, Layers: every(data.ReplaceLayer)})
	require.Len(t, reported(t, s, data.ReportedQuery{}), 1)
	all, err := s.Keys(ctx)
	require.NoError(t, err)
	require.NotNil(t, data.FindKey(all, secret))
	got, err := s.Results(ctx, data.ResultQuery{})
	require.NoError(t, err)
	require.Len(t, got, 1)
	require.Equal(t, kept, recordsVersion(t, s))
}
