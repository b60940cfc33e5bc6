package main

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func parsed(t *testing.T, text string) *contour {
	t.Helper()
	c := &contour{text: json.RawMessage(text)}
	require.NoError(t, c.parse(c.text))
	return c
}

const twoSquares = `{"type":"MultiPolygon","coordinates":[
	[[[0,0],[0.001,0],[0.001,0.001],[0,0.001],[0,0]],[[0.0002,0.0002],[0.0002,0.0004],[0.0004,0.0004],[0.0004,0.0002],[0.0002,0.0002]]],
	[[[0.002,0],[0.003,0],[0.003,0.001],[0.002,0.001],[0.002,0]]]]}`

func TestGroundIsReadAndAsked(t *testing.T) {
	g := parsed(t, twoSquares)
	require.Len(t, g.rings, 3)
	require.Equal(t, []bool{true, false, true}, g.shells)
	r := rand.New(rand.NewPCG(1, 1))
	for range 10000 {
		p := step{r.Int64N(34000) - 2000, r.Int64N(14000) - 2000}
		x, y := p[0], p[1]
		hole := x > 2000 && x < 4000 && y > 2000 && y < 4000
		want := y > 0 && y < 10000 && (x > 0 && x < 10000 && !hole || x > 20000 && x < 30000)
		if x%10000 != 0 && y%10000 != 0 && x%2000 != 0 && y%2000 != 0 {
			require.Equal(t, want, g.contains(p), "%v", p)
		}
	}
	// On the equator a step is 1.11 cm: 500 steps east of the first square's middle.
	require.InDelta(t, 500*0.0111195, g.fromLineM(step{10500, 5000}), 0.01)
	require.InDelta(t, 500*0.0111195, g.fromLineM(step{5000, -500}), 0.01)
	require.Greater(t, g.fromLineM(step{15000, 5000}), 10.0)
	empty := parsed(t, `{"type":"MultiPolygon","coordinates":[]}`)
	require.False(t, empty.contains(step{}))
	require.True(t, math.IsInf(empty.fromLineM(step{}), 1))
}

func TestBadShapesAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"type":"Polygon","coordinates":[]}`:                                                                       "not a MultiPolygon",
		`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,1]]]]}`:                                       "not closed",
		`{"type":"MultiPolygon","coordinates":[[[[0,0],[0,1],[1,1],[1,0],[0,0]]]]}`:                                 "wrong way",
		`{"type":"MultiPolygon","coordinates":[[[[0,0],[1.12345678,0],[1,1],[0,1],[0,0]]]]}`:                        "at most 7 decimals",
		`{"type":"MultiPolygon","coordinates":[[[[0,0],[1e-3,0],[1,1],[0,1],[0,0]]]]}`:                              "at most 7 decimals",
		`{"type":"MultiPolygon","coordinates":[[[[0,0,5],[1,0,5],[1,1,5],[0,1,5],[0,0,5]]]]}`:                       "3 numbers",
		`{"type":"MultiPolygon","coordinates":[[[[0,0],[3,0],[3,3],[0,3],[0,0]],[[1,1],[2,1],[2,2],[1,2],[1,1]]]]}`: "wrong way",
	} {
		g := &ground{}
		require.ErrorContains(t, g.parse(json.RawMessage(text)), want, text)
	}
}

func TestStepsAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "-8.61": -86100000, "-0.0000001": -1, "120.1234567": 1201234567, "41": 410000000} {
		got, err := parseSteps(text)
		require.NoError(t, err)
		require.Equal(t, want, got, text)
		back, err := parseSteps(formatSteps(want))
		require.NoError(t, err)
		require.Equal(t, want, back, text)
	}
}

func TestGEOSTellsRightFromWrong(t *testing.T) {
	if !geos(t) {
		t.Skip("skipped: GDAL with SpatiaLite is not installed (apt-get install gdal-bin)")
	}
	inner := `{"type":"MultiPolygon","coordinates":[[[[2.1,0.1],[2.4,0.1],[2.4,0.4],[2.1,0.1]]]]}`
	outer := `{"type":"MultiPolygon","coordinates":[[[[2,0],[3,0],[3,1],[2,1],[2,0]]]]}`
	empty := `{"type":"MultiPolygon","coordinates":[]}`
	// Two shells of which one lies over the other.
	invalid := `{"type":"MultiPolygon","coordinates":[[[[2,0],[3,0],[3,1],[2,1],[2,0]]],[[[2.1,0.1],[2.4,0.1],[2.4,0.4],[2.1,0.1]]]]}`
	for _, c := range []struct {
		name          string
		three         [3]string
		shapes, pairs int
		wrong         []string
	}{
		{"right", [3]string{inner, outer, outer}, 3, 3, nil},
		{"turned about", [3]string{outer, inner, outer}, 3, 3, []string{"origin 0, limit 0: not within a wider one"}},
		{"over itself", [3]string{inner, outer, invalid}, 3, 3, []string{"origin 0, limit 2: not valid, served", "origin 0, limit 2: not valid, steps"}},
		{"nothing within five minutes", [3]string{empty, inner, outer}, 2, 1, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &answer{}
			for k, text := range c.three {
				a.contours[k] = *parsed(t, text)
			}
			v, err := judge(t.Context(), t.TempDir(), []*answer{a})
			require.NoError(t, err)
			if c.name == "over itself" {
				require.Subset(t, v.Wrong, c.wrong)
				return
			}
			require.ElementsMatch(t, c.wrong, v.Wrong)
			require.Equal(t, c.shapes, v.Shapes)
			require.Equal(t, c.pairs, v.Pairs)
		})
	}
}
