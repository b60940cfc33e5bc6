package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

func square(x, y, w float64) orb.Ring {
	return orb.Ring{{x, y}, {x + w, y}, {x + w, y + w}, {x, y + w}, {x, y}}
}

func reversed(r orb.Ring) orb.Ring {
	r = r.Clone()
	r.Reverse()
	return r
}

func TestValidateAccepts(t *testing.T) {
	for name, mp := range map[string]orb.MultiPolygon{
		"nothing":                      nil,
		"a square":                     {{square(0, 0, 1)}},
		"a clockwise square":           {{reversed(square(0, 0, 1))}},
		"a hole":                       {{square(0, 0, 9), square(3, 3, 1)}},
		"a hole touching at a point":   {{square(0, 0, 9), {{0, 4}, {1, 3}, {1, 5}, {0, 4}}}},
		"polygons meeting at a corner": {{square(0, 0, 1)}, {square(1, 1, 1)}},
		"a repeated point":             {{{{0, 0}, {1, 0}, {1, 0}, {1, 1}, {0, 0}}}},
	} {
		assert.NoError(t, shape.Validate(mp), name)
	}
}

func TestValidateNamesRingRuleAndPlace(t *testing.T) {
	at := func(x, y float64) *orb.Point { return &orb.Point{x, y} }
	for name, c := range map[string]struct {
		mp            orb.MultiPolygon
		polygon, ring int
		rule          shape.Rule
		at            *orb.Point // not compared when nil
	}{
		"no ring":       {orb.MultiPolygon{{}}, 0, -1, shape.RuleHasRing, nil},
		"not a number":  {orb.MultiPolygon{{square(0, 0, 9), {{1, 1}, {2, math.NaN()}, {2, 2}, {1, 1}}}}, 0, 1, shape.RuleFinite, nil},
		"infinite":      {orb.MultiPolygon{{{{1, 1}, {2, math.Inf(1)}, {2, 2}, {1, 1}}}}, 0, 0, shape.RuleFinite, nil},
		"lat, lon":      {orb.MultiPolygon{{square(30, 120, 1)}}, 0, 0, shape.RuleRange, at(30, 120)},
		"metres":        {orb.MultiPolygon{{square(515300, 3349722, 10)}}, 0, 0, shape.RuleRange, at(515300, 3349722)},
		"three points":  {orb.MultiPolygon{{{{0, 0}, {1, 1}, {0, 0}}}}, 0, 0, shape.RuleFourPoints, at(0, 0)},
		"empty hole":    {orb.MultiPolygon{{square(0, 0, 1), {}}}, 0, 1, shape.RuleFourPoints, nil},
		"unclosed":      {orb.MultiPolygon{{square(5, 5, 1)}, {square(0, 0, 1)[:4]}}, 1, 0, shape.RuleClosed, at(0, 1)},
		"no area":       {orb.MultiPolygon{{{{0, 0}, {1, 1}, {2, 2}, {0, 0}}}}, 0, 0, shape.RuleArea, nil},
		"bow tie":       {orb.MultiPolygon{{{{0, 0}, {2, 2}, {2, 0}, {0, 1}, {0, 0}}}}, 0, 0, shape.RuleSimple, at(2.0/3, 2.0/3)},
		"touching self": {orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}, {0, 0}}}}, 0, 0, shape.RuleSimple, at(2, 0)},
		"spike":         {orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 9}, {4, 4}, {0, 4}, {0, 0}}}}, 0, 0, shape.RuleSimple, at(4, 4)},
		"hole outside":  {orb.MultiPolygon{{square(0, 0, 1), square(5, 5, 1)}}, 0, -1, shape.RuleRings, at(5, 5)},
		"hole across":   {orb.MultiPolygon{{square(0, 0, 4), square(3, 1, 2)}}, 0, -1, shape.RuleRings, nil},
		"overlapping":   {orb.MultiPolygon{{square(0, 0, 4)}, {square(3, 3, 4)}}, 0, -1, shape.RulePolygons, nil},
		"shared side":   {orb.MultiPolygon{{square(0, 0, 1)}, {square(1, 0, 1)}}, 0, -1, shape.RulePolygons, nil},
	} {
		err := shape.Validate(c.mp)
		require.Error(t, err, name)
		f, ok := shape.FaultOf(err)
		require.True(t, ok, name)
		assert.Equal(t, c.rule, f.Rule, name)
		assert.Equal(t, c.polygon, f.Polygon, name)
		assert.Equal(t, c.ring, f.Ring, name)
		assert.Contains(t, err.Error(), string(c.rule), name)
		if c.at != nil && assert.NotNil(t, f.At, name) {
			assert.InDelta(t, c.at[0], f.At[0], 1e-12, name)
			assert.InDelta(t, c.at[1], f.At[1], 1e-12, name)
		}
	}
	err := shape.Validate(orb.MultiPolygon{{square(0, 0, 9), {{1, 1}, {3, 3}, {3, 1}, {1, 2}, {1, 1}}}})
	assert.EqualError(t, err, "polygon 1, hole 1, near lon 1.6666667, lat 1.6666667: "+
		"broken rule: a ring does not cross or touch itself")
}

func TestRightHanded(t *testing.T) {
	outer, hole := square(0, 0, 9), square(3, 3, 1)
	want := orb.MultiPolygon{{outer, reversed(hole)}}
	for _, mp := range []orb.MultiPolygon{
		{{outer, hole}}, {{reversed(outer), hole}}, {{reversed(outer), reversed(hole)}}, {{outer, reversed(hole), {}}, {}},
	} {
		before := mp.Clone()
		assert.Equal(t, want, shape.RightHanded(mp))
		assert.Equal(t, before, mp, "the input is not changed")
	}
}

func TestRound7(t *testing.T) {
	mp := orb.MultiPolygon{
		{{{0.00000004, 0}, {1.00000006, 0}, {1.00000009, 0}, {1, 1}, {0.00000004, 0}}, square(0.6, 0.3, 1e-9)},
		{square(5, 5, 1e-8)},
	}
	assert.Equal(t, orb.MultiPolygon{{{{0, 0}, {1.0000001, 0}, {1, 1}, {0, 0}}}}, shape.Round7(mp))
	assert.Equal(t, orb.Point{120.1234568, -30.1234568}, shape.Round7Point(orb.Point{120.12345678, -30.12345678}))
}
