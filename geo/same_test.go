package geo_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// A copied line repeats the first; whatever one of the two says otherwise makes two
// facilities of them.
func TestRepeats(t *testing.T) {
	row := func() geo.Facility {
		return geo.Facility{
			ID: "a", Name: "药店", Categories: []string{"pharmacy", "shop"}, Location: orb.Point{120, 30}, Source: "s",
			Entrances: []orb.Point{{120, 30.1}}, AreaM2: geo.Known(80), Attributes: map[string]any{"beds": 3.0, "open": true},
			Footprint: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		}
	}
	one, two := row(), row()
	two.ID, two.Categories = "b", []string{"shop", "pharmacy"}
	require.True(t, one.Repeats(&two))
	require.True(t, two.Repeats(&one))
	require.Equal(t, []string{"shop", "pharmacy"}, two.Categories, "nothing is sorted in place")
	for what, change := range map[string]func(*geo.Facility){
		"name":       func(f *geo.Facility) { f.Name = "药房" },
		"no name":    func(f *geo.Facility) { f.Name = "" },
		"source":     func(f *geo.Facility) { f.Source = "t" },
		"category":   func(f *geo.Facility) { f.Categories = []string{"pharmacy"} },
		"place":      func(f *geo.Facility) { f.Location[0] += 1e-7 },
		"status":     func(f *geo.Facility) { f.Status = geo.StatusPlanned },
		"area":       func(f *geo.Facility) { f.AreaM2 = geo.Unknown() },
		"attribute":  func(f *geo.Facility) { f.Attributes["beds"] = 4.0 },
		"attributes": func(f *geo.Facility) { f.Attributes = nil },
		"entrance":   func(f *geo.Facility) { f.Entrances = nil },
		"footprint":  func(f *geo.Facility) { f.Footprint[0][0][1][0] = 2 },
	} {
		other := row()
		change(&other)
		require.False(t, one.Repeats(&other), what)
		require.False(t, other.Repeats(&one), what)
	}
	a, b := geo.Facility{}, geo.Facility{}
	require.False(t, a.Repeats(&b), "what has no name is the same as nothing")
}
