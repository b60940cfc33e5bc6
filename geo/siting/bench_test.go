package siting_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// BenchmarkSites asks on 5,000 candidates, 20,000 homes and 20 facilities on 20 x 20 km, and
// on a problem of the size of one town: 400 candidates, 2,000 homes.
func BenchmarkSites(b *testing.B) {
	county := func(reachM float64) *siting.Problem {
		return town(rand.New(rand.NewPCG(1, 7)), 5000, 20000, 20, 20_000, reachM)
	}
	near, far, farther := county(1000), county(3000), county(5000)
	small := town(rand.New(rand.NewPCG(1, 7)), 400, 2000, 3, 6000, 2000)
	for _, row := range []struct {
		name string
		p    *siting.Problem
		ask  question
	}{
		{"county/mclp5", near, mclp(5, 1_000_000)},
		{"county/mclp50", near, mclp(50, 1_000_000)},
		{"county/lscp", near, lscp(1_000_000)},
		{"county/lscpWide", far, lscp(3_000_000)},
		{"county/pmedian5", farther, pmedian(5, 0)},
		{"county/pmedian30", farther, pmedian(30, 0)},
		{"town/mclp3", small, mclp(3, 800_000)},
		{"town/mclp10", small, mclp(10, 500_000)},
		{"town/lscp", small, lscp(800_000)},
		{"town/pmedian3", small, pmedian(3, 0)},
		{"town/pmedian10", small, pmedian(10, 0)},
	} {
		b.Run(row.name, func(b *testing.B) {
			for range b.N {
				a, err := row.ask(b.Context(), row.p, siting.Options{})
				require.NoError(b, err)
				b.ReportMetric(100*a.Gap, "gap-%")
				b.ReportMetric(a.Value-a.Bound, "from-bound")
				b.ReportMetric(float64(a.Work)/1e6, "Msteps")
			}
			b.ReportMetric(float64(len(row.p.Reach.Home)), "pairs")
		})
	}
}
