package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

func TestCompare(t *testing.T) {
	inf := math.Inf(1)
	own := []uint32{0, 1000, 8_388_608, network.Unreachable}
	c, err := compare(own, []float64{0, 1000, 8_388_608, inf}, 0)
	require.NoError(t, err)
	require.Equal(t, comparison{Nodes: 4, Reached: 3}, c)

	c, err = compare(own, []float64{0, 1000, 8_388_609, inf}, singlePrecision)
	require.NoError(t, err, "a unit in the last place")
	require.Equal(t, 1.0, c.LargestMM)

	for what, theirs := range map[string][]float64{
		"a millimetre too much":   {0, 1001, 8_388_608, inf},
		"a millimetre too little": {0, 999, 8_388_608, inf},
		"a node too many":         {0, 1000, 8_388_608, 5},
		"a node too few":          {0, 1000, inf, inf},
		"no number":               {0, math.NaN(), 8_388_608, inf},
		"no number, unreached":    {0, 1000, 8_388_608, math.NaN()},
		"minus infinity":          {0, 1000, math.Inf(-1), inf},
		"a node short":            {0, 1000, 8_388_608},
	} {
		_, err := compare(own, theirs, 0)
		require.Error(t, err, what)
		_, err = compare(own, theirs, singlePrecision)
		require.Error(t, err, what)
	}
}

func TestEquicostCounts(t *testing.T) {
	inf := math.Inf(1)
	var e equicostRow
	e.count([]float64{0, 10, 20, 30, inf}, []float64{0, inf, 17, 30, inf})
	require.Equal(t, equicostRow{Reached: 4, Lost: 1, Wrong: 1, WorstMM: 3}, e)
}
