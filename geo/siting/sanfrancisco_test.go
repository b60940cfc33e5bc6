package siting_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// perMetre is what costs of the stores are counted in: 0.1 mm, as they stand in the file.
const perMetre = 10_000

// sanFrancisco reads testdata/sanfrancisco.csv, which sanfrancisco.md describes.
func sanFrancisco(t *testing.T) *siting.Problem {
	t.Helper()
	f, err := os.Open("testdata/sanfrancisco.csv")
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	lines, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	p := &siting.Problem{IDs: lines[0][2:]}
	rows := make([][]pair, len(p.IDs))
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		require.NoError(t, err)
		return v
	}
	for i, line := range lines[1:] {
		p.Weight = append(p.Weight, number(line[1]))
		for j, metres := range line[2:] {
			rows[j] = append(rows[j], pair{int32(i), uint32(math.Round(perMetre * number(metres)))})
		}
	}
	p.Reach = pack(rows)
	return p
}

// The optima that spopt publishes for its stores in San Francisco, as GLPK, CBC, SCIP and
// HiGHS find them; the 1,820 choices of four are counted beside.
func TestPublishedOptimaOfSanFrancisco(t *testing.T) {
	p := sanFrancisco(t)
	const (
		count  = 4
		radius = 5000 * perMetre
	)
	choices, most, least := 0, 0.0, math.Inf(1)
	fewest := map[uint32]int{radius: 16, 8000 * perMetre: 16}
	people := covered(p, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, radius)
	require.Equal(t, 955_113.0, people)
	subsets(16, 16, func(sites []int) {
		for limit := range fewest {
			if len(sites) < fewest[limit] && covered(p, sites, limit) == people {
				fewest[limit] = len(sites)
			}
		}
		if len(sites) == count {
			choices++
			most, least = max(most, covered(p, sites, radius)), min(least, total(p, sites, siting.Unreachable-1))
		}
	})
	require.Equal(t, 1820, choices)

	mclp, err := siting.MCLP(t.Context(), p, count, radius, siting.Options{})
	require.NoError(t, err)
	require.Equal(t, 875_247.0, most)
	require.Equal(t, []any{most, most, true}, []any{mclp.Value, mclp.Bound, mclp.Optimal})

	median, err := siting.PMedian(t.Context(), p, count, 0, siting.Options{Tolerance: 1e-12})
	require.NoError(t, err)
	require.Equal(t, []any{least, least, true}, []any{median.Value, median.Bound, median.Optimal})
	// Half a unit for each person is lost by rounding.
	require.InDelta(t, 2_848_268_129.7145104, median.Value/perMetre, people/2/perMetre)

	for limit, published := range map[uint32]int{radius: 8, 8000 * perMetre: 3} {
		lscp, err := siting.LSCP(t.Context(), p, limit, siting.Options{})
		require.NoError(t, err)
		require.Equal(t, published, fewest[limit])
		require.Equal(t, []any{float64(published), float64(published), true}, []any{lscp.Value, lscp.Bound, lscp.Optimal})
		require.Equal(t, people, covered(p, chosen(lscp), limit))
		require.Empty(t, lscp.Beyond)
	}
}
