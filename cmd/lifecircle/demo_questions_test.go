package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// demoAnalysis is the demo county made ready.
func demoAnalysis(tb testing.TB) (*geo.Dataset, *analysis.Analysis) {
	tb.Helper()
	ds, err := demo.Make(tb.Context(), demo.Options{})
	require.NoError(tb, err)
	p, err := profiles.Load()
	require.NoError(tb, err)
	a, err := analysis.New(tb.Context(), ds, p, analysis.Options{})
	require.NoError(tb, err)
	return ds, a
}

func BenchmarkExplainDemo(b *testing.B) {
	ds, a := demoAnalysis(b)
	_, err := a.Explain(b.Context(), ds.Homes[0].Location)
	require.NoError(b, err)
	b.ResetTimer()
	for i := range b.N {
		_, err := a.Explain(b.Context(), ds.Homes[i*97%len(ds.Homes)].Location)
		require.NoError(b, err)
	}
}

func BenchmarkGapsDemo(b *testing.B) {
	_, a := demoAnalysis(b)
	for _, q := range []analysis.GapsQuery{{Area: "all", Circle: "c5_town", Categories: []string{"kindergarten"}}, {Area: "all", Circle: "c15_town"}, {Area: "all", Circle: "c5_village"}, {Area:"all", Circle:"c30_township"}} {
		_, err := a.Gaps(b.Context(), q)
		require.NoError(b, err)
		b.Run(q.Circle, func(b *testing.B) {
			for range b.N {
				g, err := a.Gaps(b.Context(), q)
				require.NoError(b, err)
				b.ReportMetric(float64(g.GapsTotal), "gaps")
				b.ReportMetric(float64(g.Homes), "homes")
			}
		})
	}
}
