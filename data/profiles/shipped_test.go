package profiles

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestTaxonomyIsComplete(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	// The taxonomy's rows: letter and how many.
	var want []string
	for _, group := range []struct {
		letter string
		rows   int
	}{{"E", 7}, {"H", 6}, {"L", 6}, {"C", 8}, {"S", 6}, {"M", 14}, {"G", 7}, {"P", 5}, {"T", 7}, {"U", 5}, {"I", 1}} {
		for i := 1; i <= group.rows; i++ {
			want = append(want, group.letter+string([]byte{'0' + byte(i/10), '0' + byte(i%10)}))
		}
	}
	require.Len(t, want, 72)
	var codes, generic []string
	for _, c := range p.Categories {
		assert.NotEmpty(t, c.OSM, c.ID)
		if c.Generic {
			generic = append(generic, c.ID)
			continue
		}
		codes = append(codes, c.Code)
		assert.Len(t, c.Levels, 3, c.ID)
		assert.False(t, c.Verified, c.ID)
	}
	assert.Equal(t, want, codes)
	assert.Equal(t, []string{"school", "clinic", "hospital", "social_facility"}, generic)
}

func TestLevelsAndRadiiOfSomeRows(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	for code, want := range map[string]struct {
		levels string
		radius float64
	}{
		"E02": {"required required none", 300},
		"E04": {"none required none", 1000},
		"E05": {"none none optional", 0},
		"H02": {"none required required", 1000},
		"L02": {"required none none", 300},
		"S02": {"none required none", 500},
		"G04": {"none optional required", 800},
		"U02": {"required optional none", 70},
		"T05": {"none none required", 0},
		"I01": {"none none optional", 0},
	} {
		c, ok := p.Category(code)
		require.True(t, ok, code)
		assert.Equal(t, want.levels, strings.Join([]string{c.Levels["5"], c.Levels["15"], c.Levels["30"]}, " "), code)
		assert.Equal(t, want.radius, c.RadiusM, code)
	}
}

// The town sets are the required marks of the levels, no more and no less.
func TestTownSetsFollowTheMarks(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	for level, want := range map[string]int{"5": 14, "15": 33, "30": 21} {
		set, ok := p.RequirementSet("town_" + level)
		require.True(t, ok)
		var got, marked []string
		for _, r := range set.Requirements {
			require.Len(t, r.AnyOf, 1)
			assert.Equal(t, 1, r.Count())
			got = append(got, r.AnyOf[0])
		}
		for _, c := range p.Categories {
			if c.Levels[level] == "required" {
				marked = append(marked, c.ID)
			}
		}
		assert.Equal(t, marked, got, level)
		assert.Len(t, got, want, "counted by hand in the taxonomy, level %s", level)
	}
}

func TestOtherSets(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	village, _ := p.RequirementSet("village_5")
	var codes []string
	for _, r := range village.Requirements {
		c, ok := p.Category(r.AnyOf[0])
		require.True(t, ok)
		codes = append(codes, c.Code)
	}
	assert.Equal(t, []string{"G03", "H01", "C02", "S03", "M04", "L02", "U01", "T01"}, codes)

	culture, _ := p.RequirementSet("culture_15")
	require.Len(t, culture.Requirements, 2)
	assert.Equal(t, 1, culture.Requirements[0].Count())
	assert.Equal(t, 2, culture.Requirements[1].Count())

	fitness, _ := p.RequirementSet("fitness_10")
	require.Len(t, fitness.Requirements, 1)
	var sport []string
	for _, c := range p.Categories {
		if c.Family == "sport" {
			sport = append(sport, c.ID)
		}
	}
	assert.Equal(t, sport, fitness.Requirements[0].AnyOf)
}

func TestCircles(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	want := []struct {
		id, mode string
		metric   geo.Metric
		limit    float64
		origin   geo.Origin
		set      string
	}{
		{"c5_town", "walk", geo.NetworkDistance, 300, geo.OriginBuiltUp, "town_5"},
		{"c5_village", "walk", geo.NetworkDistance, 500, geo.OriginRural, "village_5"},
		{"c10_fit", "walk", geo.NetworkDistance, 500, geo.OriginAll, "fitness_10"},
		{"c10_fit_lenient", "walk", geo.NetworkDistance, 800, geo.OriginAll, "fitness_10"},
		{"c15_town", "walk", geo.NetworkDistance, 1000, geo.OriginBuiltUp, "town_15"},
		{"c15_town_strict", "walk", geo.NetworkDistance, 800, geo.OriginBuiltUp, "town_15"},
		{"c15_culture_town", "walk", geo.StraightLine, 1000, geo.OriginBuiltUp, "culture_15"},
		{"c15_culture_village", "walk", geo.StraightLine, 1500, geo.OriginRural, "culture_15"},
		{"c30_township", "car", geo.NetworkTime, 1800, geo.OriginAll, "town_30"},
		{"c30_township_ebike", "ebike", geo.NetworkTime, 1800, geo.OriginAll, "town_30"},
		{"c30_township_bus", "bus", geo.NetworkTime, 1800, geo.OriginAll, "town_30"},
		{"t15_node", "car", geo.NetworkTime, 900, geo.OriginSeat, ""},
		{"t30_liangke", "car", geo.NetworkTime, 1800, geo.OriginSeat, ""},
		{"t60", "car", geo.NetworkTime, 3600, geo.OriginSeat, ""},
	}
	require.Len(t, p.Circles, len(want))
	for i, w := range want {
		c := p.Circles[i]
		assert.Equal(t, w.id, c.ID)
		assert.Equal(t, w.mode, c.Mode, w.id)
		assert.Equal(t, w.metric, c.Metric, w.id)
		assert.Equal(t, w.limit, c.Limit(), w.id)
		assert.Equal(t, w.origin, c.Origin, w.id)
		assert.Equal(t, w.set, c.RequirementSet, w.id)
		assert.Equal(t, w.id != "c30_township_bus", c.Available, w.id)
		assert.Equal(t, !c.Available, c.Why != "", w.id)
		if c.Available {
			_, ok := p.Mode(c.Mode)
			assert.True(t, ok, w.id)
		}
		if w.set != "" {
			_, ok := p.RequirementSet(w.set)
			assert.True(t, ok, w.id)
		}
	}
}

func TestModes(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	require.Len(t, p.Modes, 4)
	for i, w := range []struct {
		id      string
		speed   float64
		builtUp float64
		oneWay  bool
		top     float64
	}{
		{"walk", 4, 200, false, 4},
		{"bike", 15, 200, true, 15},
		{"ebike", 20, 200, true, 20},
		{"car", 0, 0, true, 80},
	} {
		m := p.Modes[i]
		assert.Equal(t, w.id, m.ID)
		assert.Equal(t, w.speed, m.SpeedKmh, w.id)
		assert.Equal(t, w.builtUp, m.LinkLimitBuiltUpM, w.id)
		assert.Equal(t, w.oneWay, m.ObeysOneWay, w.id)
		assert.InDelta(t, w.top, m.TopSpeedKmh(), 1e-9, w.id)
		assert.Equal(t, 500.0, m.LinkLimitM, w.id)
		assert.Equal(t, 2.0, m.LegFactor, w.id)
		assert.Equal(t, 4.0, m.LegSpeedKmh, w.id)
		assert.False(t, m.Ferries, w.id)
		assert.False(t, m.Verified, w.id)
		assert.NotContains(t, m.ClosedBarriers, "gate", w.id)
	}
	walk, bike, ebike, car := p.Modes[0], p.Modes[1], p.Modes[2], p.Modes[3]
	assert.Subset(t, walk.Classes, []string{"steps", "footway", "cycleway", "primary"})
	assert.ElementsMatch(t, []string{"motorway", "motorway_link", "trunk", "trunk_link"}, walk.OnlyIfAllowed)
	assert.Equal(t, bike.Classes, ebike.Classes)
	for _, closed := range []string{"motorway", "motorway_link", "steps"} {
		assert.NotContains(t, append(bike.Classes, bike.OnlyIfAllowed...), closed)
	}
	assert.Subset(t, bike.OnlyIfAllowed, []string{"trunk", "footway", "pedestrian"})
	assert.NotContains(t, car.Classes, "footway")
	assert.Contains(t, car.ClosedBarriers, "bollard")
	assert.NotContains(t, bike.ClosedBarriers, "bollard")
	for class, speed := range map[string]float64{"motorway": 100, "trunk": 70, "primary": 60, "secondary": 50, "tertiary": 40, "unclassified": 30, "residential": 20, "service": 15} {
		assert.Equal(t, speed, car.ClassSpeedKmh[class], class)
	}
	assert.Equal(t, 0.8, car.SpeedFactor)
}

func TestParkRules(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	// The radius of a park under a rule, read off the bands as the type says; 0: it does
	// not count.
	radius := func(rule string, area float64) float64 {
		r, ok := p.ParkRule(rule)
		require.True(t, ok, rule)
		found := 0.0
		for _, b := range r.Bands {
			if area >= b.MinAreaM2 {
				found = b.RadiusM
			}
		}
		return found
	}
	for _, row := range []struct {
		rule         string
		area, radius float64
	}{
		{"park_2016", 4999, 300}, {"park_2016", 5000, 500}, {"park_2016", 2000, 300}, {"park_2016", 1999, 0}, {"park_2016", 1500, 0},
		{"park_2022", 1500, 300}, {"park_2022", 400, 300}, {"park_2022", 399, 0}, {"park_2022", 5100, 500},
		{"park_gb50563_2010", 4999, 0}, {"park_gb50563_2010", 5000, 500},
		{"park_gbt51346", 1999, 0}, {"park_gbt51346", 3000, 300}, {"park_gbt51346", 10000, 500}, {"park_gbt51346", 60000, 800}, {"park_gbt51346", 600000, 3000},
	} {
		assert.Equal(t, row.radius, radius(row.rule, row.area), "%s, %v m²", row.rule, row.area)
	}
	require.Len(t, p.ParkRules, 4)
	for _, r := range p.ParkRules {
		assert.False(t, r.Verified, r.ID)
	}
}

// What the guides tell a planner to write has to load.
func TestExamplesOfTheGuide(t *testing.T) {
	var guide []byte
	for _, name := range []string{"profiles.md", "elevation.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
		require.NoError(t, err)
		guide = append(guide, text...)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(guide, -1)
	require.NotEmpty(t, blocks)
	before, err := Load()
	require.NoError(t, err)
	for _, b := range blocks {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "own.yaml"), b[1], 0o600))
		after, err := LoadWith(dir)
		require.NoError(t, err, "%s", b[1])
		assert.NotEqual(t, before.Version, after.Version)
		schemaAccepts(t, "guide", b[1])
	}
}
