package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestWhereMayAskABound(t *testing.T) {
	for _, c := range []struct {
		have  any
		asked string
		want  ternary
	}{
		{1.0, ">=1", isYes}, {0.0, ">=1", isNo}, {1.0, ">1", isNo}, {1.5, "> 1", isYes},
		{3.0, "<=3", isYes}, {3.0, "<3", isNo}, {-2.0, "<-1.5", isYes},
		{"3", ">=1", isYes}, {" 0 ", ">=1", isNo},
		{"三星", ">=1", isUnknown}, {true, ">=1", isUnknown}, {nil, ">=1", isUnknown}, {"", ">=1", isUnknown},
		// What only looks like a bound is compared as text.
		{">=x", ">=x", isYes}, {1.0, ">=x", isNo},
	} {
		f := &geo.Facility{Attributes: map[string]any{"star": c.have}}
		assert.Equal(t, c.want, matches(f, map[string]string{"star": c.asked}), "%v %s", c.have, c.asked)
	}
	none := &geo.Facility{}
	assert.Equal(t, isUnknown, matches(none, map[string]string{"star": ">=1"}))
	// One that is known to fail decides, whatever else is unknown.
	half := &geo.Facility{Attributes: map[string]any{"star": 0.0, "open": "?"}}
	assert.Equal(t, isNo, matches(half, map[string]string{"star": ">=1", "open": ">=1", "size": "5"}))
}
