package standards

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

func theRow(t *testing.T, s *indicator.Standard, id string) *indicator.Indicator {
	t.Helper()
	row := s.Indicator(id)
	require.NotNil(t, row, "no row %s", id)
	return row
}

func TestEveryRowOfTheListsIsThere(t *testing.T) {
	for _, list := range []struct {
		standard string
		// The series of ids, and how many each has.
		series map[string]int
		// Rows in all, with the second figures of a row (HZ-02b).
		total int
	}{
		{"huzhou-2023", map[string]int{"HZ-%02d": 64, "HZ-M%d": 5, "HZ-R%02d": 95, "HZ-L%d": 2}, 199},
		{"zhejiang-2021", map[string]int{"ZJ-%02d": 18}, 23},
		{"lishui-2020", map[string]int{"LS-%02d": 22}, 32},
		{"gb50180-2018", map[string]int{"GB50180-%02d": 24}, 24},
		{"gb55014-2021", map[string]int{"GB55014-%02d": 4}, 4},
		{"garden-city-2016", map[string]int{"GC2016-%02d": 2}, 2},
		{"garden-city-2022", map[string]int{"GC2022-%02d": 4}, 4},
		{"urban-checkup-2021", map[string]int{"UC2021-%02d": 13}, 13},
		{"zj-culture-circle", map[string]int{"ZJC-%02d": 3}, 3},
		{"un-sdg", map[string]int{"SDG-%02d": 5}, 5},
	} {
		s := shippedStandard(t, list.standard)
		assert.Len(t, s.Indicators, list.total, list.standard)
		for form, n := range list.series {
			for i := 1; i <= n; i++ {
				assert.NotNil(t, s.Indicator(fmt.Sprintf(form, i)), "%s: "+form, list.standard, i)
			}
			assert.Nil(t, s.Indicator(fmt.Sprintf(form, n+1)), "%s: "+form, list.standard, n+1)
		}
	}
}

func TestFiguresOfBothYears(t *testing.T) {
	s := shippedStandard(t, "huzhou-2023")
	for id, want := range map[string][2]float64{
		"HZ-01":  {90.75, 91},
		"HZ-14":  {5, 30},
		"HZ-25":  {100, 100},
		"HZ-31":  {98.45, 98.5},
		"HZ-32":  {85, 90},
		"HZ-45":  {200, 600},
		"HZ-R05": {1.60, 1.56},
		"HZ-R10": {3500, 3700},
		"HZ-R12": {33.6, 40},
		"HZ-R14": {75, 120},
		"HZ-R46": {3, 20},
		"HZ-R50": {15, 20}, // the document contradicts itself in these two
		"HZ-R71": {60, 20},
	} {
		row := theRow(t, s, id)
		if assert.Len(t, row.Targets, 2, id) {
			assert.Equal(t, 2023, row.Targets[0].Year, id)
			assert.Equal(t, 2027, row.Targets[1].Year, id)
			assert.InDelta(t, want[0], row.Targets[0].Value, 0, id)
			assert.InDelta(t, want[1], row.Targets[1].Value, 0, id)
			assert.False(t, row.Targets[0].Implied || row.Targets[1].Implied, "%s is written", id)
		}
	}
	// More than, less than and at least are what the sentence says.
	for id, op := range map[string]indicator.Operator{
		"HZ-03": indicator.AtLeast, "HZ-22": indicator.Above, "HZ-62b": indicator.AtMost,
		"HZ-R05": indicator.AtMost, "HZ-R08": indicator.Above, "HZ-R14": indicator.Above,
	} {
		for _, target := range theRow(t, s, id).Targets {
			assert.Equal(t, op, target.Op, id)
		}
	}
}

func TestLostNumbersAreNoTargets(t *testing.T) {
	s := shippedStandard(t, "huzhou-2023")
	assert.False(t, s.Verified, "a damaged re-post is not the document")
	for _, id := range []string{"HZ-L1", "HZ-L2"} {
		row := theRow(t, s, id)
		assert.Empty(t, row.Targets, id)
		assert.Contains(t, row.Note.Zh, "丢失", id)
		assert.Contains(t, row.Note.En, "lost", id)
		assert.False(t, row.Verified, id)
	}
}

func TestRowsThatTheDemoCanShowAreComputed(t *testing.T) {
	for standard, ids := range map[string][]string{
		"huzhou-2023":   {"HZ-01", "HZ-03", "HZ-04", "HZ-05", "HZ-06", "HZ-09", "HZ-17"},
		"zhejiang-2021": {"ZJ-05", "ZJ-06", "ZJ-07"},
		"lishui-2020":   {"LS-08", "LS-09", "LS-10", "LS-11"},
	} {
		s := shippedStandard(t, standard)
		for _, id := range ids {
			assert.NotContains(t, []indicator.Kind{indicator.Reported, indicator.Checklist}, theRow(t, s, id).Kind, id)
		}
	}
}

func TestWhatNoMapShowsIsNotComputed(t *testing.T) {
	for _, id := range []string{"huzhou-2023", "zhejiang-2021", "lishui-2020"} {
		for _, row := range shippedStandard(t, id).Indicators {
			spatial := slices.ContainsFunc(row.Class, func(c indicator.Class) bool {
				return c != indicator.Tabular && c != indicator.ReportedBy && c != indicator.Documentary
			})
			switch {
			case spatial:
			case slices.Contains(row.Class, indicator.Documentary):
				assert.Equal(t, indicator.Checklist, row.Kind, row.ID)
			default:
				assert.Equal(t, indicator.Reported, row.Kind, row.ID)
			}
		}
	}
}

func TestEachRowJudgesUnitsOfItsOwnLevel(t *testing.T) {
	for standard, levels := range map[string]map[string]geo.Level{
		"huzhou-2023": {
			"HZ-01": geo.LevelPrefecture, "HZ-08": geo.LevelCounty, "HZ-08b": geo.LevelPrefecture,
			"HZ-09": geo.LevelTown, "HZ-09b": geo.LevelPrefecture, "HZ-10": geo.LevelCounty, "HZ-12": geo.LevelCounty,
			"HZ-15": geo.LevelTown, "HZ-15c": geo.LevelCounty, "HZ-18": geo.LevelCounty,
			"HZ-63": geo.LevelVillage, "HZ-R03": geo.LevelVillage, "HZ-R18": geo.LevelCounty,
		},
		"zhejiang-2021": {"ZJ-02": geo.LevelProvince, "ZJ-05": geo.LevelTown, "ZJ-06": geo.LevelTown, "ZJ-07": geo.LevelCounty},
		"lishui-2020": {
			"LS-01": geo.LevelPrefecture, "LS-06": geo.LevelTown, "LS-09": geo.LevelTown,
			"LS-13": geo.LevelCounty, "LS-13b": geo.LevelTown, "LS-22": geo.LevelPrefecture,
		},
	} {
		s := shippedStandard(t, standard)
		for id, level := range levels {
			assert.Equal(t, level, theRow(t, s, id).Level, id)
		}
		for _, row := range s.Indicators {
			assert.GreaterOrEqual(t, slices.Index(geo.Levels(), row.Level), slices.Index(geo.Levels(), s.Level),
				"%s judges units wider than those of the document", row.ID)
		}
	}
}

// Park rules know their own target; the rows that use them say the same.
func TestParkTargetsAgreeWithTheirRules(t *testing.T) {
	p, err := profiles.Load()
	require.NoError(t, err)
	for standard, id := range map[string]string{"garden-city-2016": "GC2016-01", "garden-city-2022": "GC2022-01"} {
		row := theRow(t, shippedStandard(t, standard), id)
		rule, ok := p.ParkRule(row.Params.Rule)
		require.True(t, ok, row.Params.Rule)
		assert.InDelta(t, rule.Target*100, row.Targets[0].Value, 1e-9, id)
	}
}
