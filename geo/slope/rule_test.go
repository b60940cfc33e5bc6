package slope

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func tobler() *geo.SlopeRule {
	return &geo.SlopeRule{Form: geo.SlopeTobler, Steepness: 3.5, BestGrade: -0.05}
}

// Tobler's own figures, worked out by hand: 6·exp(-3.5·|S + 0.05|) km/h.
func TestToblersSpeeds(t *testing.T) {
	flat := 6 * math.Exp(-0.175)
	require.InDelta(t, 5.0367, flat, 5e-5)
	for grade, kmh := range map[float64]float64{
		-0.05: 6,                     // the fastest, a gentle way down
		0:     5.0367,                // level
		0.05:  4.2281, -0.10: 5.0367, // 6·exp(-0.35); as fast as on the level
		0.10: 3.5493, // 6·exp(-0.525)
		0.20: 2.5012, -0.20: 3.5493,
		0.50: 0.8753, -0.50: 1.2421,
	} {
		require.InDelta(t, kmh, flat*Speed(tobler(), grade), 1e-4, "grade %v", grade)
		require.InDelta(t, 1, Speed(tobler(), grade)*Pace(tobler(), grade), 1e-12)
	}
	require.Equal(t, 1.0, Speed(tobler(), 0), "on the flat exactly the mode's own speed")
	require.InDelta(t, 6/flat, TopSpeed(tobler()), 1e-12)
}

func TestGradesThatNoStreetHas(t *testing.T) {
	require.Equal(t, Speed(tobler(), MaxGrade), Speed(tobler(), 7))
	require.Equal(t, Speed(tobler(), -MaxGrade), Speed(tobler(), math.Inf(-1)))
	require.Equal(t, 1.0, Speed(tobler(), math.NaN()), "what is not known counts as flat")
	require.Equal(t, 1.0, Speed(nil, 0.1))
	require.Equal(t, 1.0, TopSpeed(nil))
}

func TestATableOfSpeeds(t *testing.T) {
	r := &geo.SlopeRule{Form: geo.SlopeTable, Speeds: []geo.GradeSpeed{{Percent: -4, Factor: 1.2}, {Percent: 0, Factor: 1}, {Percent: 10, Factor: 0.5}}}
	for grade, want := range map[float64]float64{
		-0.5: 1.2, -0.04: 1.2, -0.02: 1.1, 0: 1, 0.05: 0.75, 0.10: 0.5, 0.3: 0.5,
	} {
		require.InDelta(t, want, Speed(r, grade), 1e-12, "grade %v", grade)
	}
	require.InDelta(t, 1.2, TopSpeed(r), 1e-12)

	// A table in km/h, without a row for the flat, is brought to it.
	kmh := &geo.SlopeRule{Form: geo.SlopeTable, Speeds: []geo.GradeSpeed{{Percent: -10, Factor: 30}, {Percent: 10, Factor: 10}}}
	require.Equal(t, 1.0, Speed(kmh, 0))
	require.InDelta(t, 0.75, Speed(kmh, 0.05), 1e-12)
}
