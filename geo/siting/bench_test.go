package siting_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// 5,000 candidates, 20,000 homes and 20 facilities on 20 x 20 km.
func large(reachM float64) *siting.Problem {
	return town(rand.New(rand.NewPCG(1, 7)), 5000, 20000, 20, 20_000, reachM)
}

func report(b *testing.B, a *siting.Answer) {
	b.Helper()
	b.ReportMetric(100*a.Gap, "gap-%")
	b.ReportMetric(float64(a.Work)/1e6, "Msteps")
	b.Logf("sites %d value %.0f bound %.0f gap %.4f%% optimal %v work %d", len(a.Sites), a.Value, a.Bound, 100*a.Gap, a.Optimal, a.Work)
}

func BenchmarkMCLP5(b *testing.B) {
	p := large(1000)
	b.ResetTimer()
	for range b.N {
		a, err := siting.MCLP(b.Context(), p, 5, 1_000_000, siting.Options{})
		require.NoError(b, err)
		report(b, a)
	}
}

func BenchmarkMCLP50(b *testing.B) {
	p := large(1000)
	b.ResetTimer()
	for range b.N {
		a, err := siting.MCLP(b.Context(), p, 50, 1_000_000, siting.Options{})
		require.NoError(b, err)
		report(b, a)
	}
}

func BenchmarkPMedian5(b *testing.B) {
	p := large(5000)
	b.Logf("%d pairs", len(p.Reach.Home))
	b.ResetTimer()
	for range b.N {
		a, err := siting.PMedian(b.Context(), p, 5, 0, siting.Options{})
		require.NoError(b, err)
		report(b, a)
	}
}

func BenchmarkPMedian30(b *testing.B) {
	p := large(5000)
	b.ResetTimer()
	for range b.N {
		a, err := siting.PMedian(b.Context(), p, 30, 0, siting.Options{})
		require.NoError(b, err)
		report(b, a)
	}
}

func BenchmarkLSCP(b *testing.B) {
	p := large(1000)
	b.Logf("%d pairs", len(p.Reach.Home))
	b.ResetTimer()
	for range b.N {
		a, err := siting.LSCP(b.Context(), p, 1_000_000, siting.Options{})
		require.NoError(b, err)
		report(b, a)
	}
}

func BenchmarkLSCPWide(b *testing.B) {
	p := large(3000)
	b.Logf("%d pairs", len(p.Reach.Home))
	b.ResetTimer()
	for range b.N {
		a, err := siting.LSCP(b.Context(), p, 3_000_000, siting.Options{})
		require.NoError(b, err)
		report(b, a)
	}
}

// BenchmarkMiddling is of the size of one town: 400 candidates, 2,000 homes.
func BenchmarkMiddling(b *testing.B) {
	p := town(rand.New(rand.NewPCG(1, 7)), 400, 2000, 3, 6000, 2000)
	for name, f := range map[string]func() (*siting.Answer, error){
		"mclp3":     func() (*siting.Answer, error) { return siting.MCLP(b.Context(), p, 3, 800_000, siting.Options{}) },
		"mclp10":    func() (*siting.Answer, error) { return siting.MCLP(b.Context(), p, 10, 500_000, siting.Options{}) },
		"lscp":      func() (*siting.Answer, error) { return siting.LSCP(b.Context(), p, 800_000, siting.Options{}) },
		"pmedian3":  func() (*siting.Answer, error) { return siting.PMedian(b.Context(), p, 3, 0, siting.Options{}) },
		"pmedian10": func() (*siting.Answer, error) { return siting.PMedian(b.Context(), p, 10, 0, siting.Options{}) },
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				a, err := f()
				require.NoError(b, err)
				report(b, a)
			}
		})
	}
}
