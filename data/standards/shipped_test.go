package standards

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// What ships is read once: tests look at it, and change nothing.
var (
	readProfiles  = sync.OnceValues(profiles.Load)
	readStandards = sync.OnceValues(func() ([]*indicator.Standard, error) {
		p, err := readProfiles()
		if err != nil {
			return nil, err
		}
		return Load(p, "")
	})
)

func shippedProfiles(t *testing.T) *geo.Profiles {
	t.Helper()
	p, err := readProfiles()
	require.NoError(t, err)
	return p
}

func shippedStandards(t *testing.T) []*indicator.Standard {
	t.Helper()
	all, err := readStandards()
	require.NoError(t, err)
	return all
}

func shippedStandard(t *testing.T, id string) *indicator.Standard {
	t.Helper()
	for _, s := range shippedStandards(t) {
		if s.ID == id {
			return s
		}
	}
	require.Fail(t, "no standard "+id)
	return nil
}

func TestNumbersOfRows(t *testing.T) {
	for _, w := range []struct {
		id, prefix string
		rows       int
		level      geo.Level
	}{
		{"xiuzhou-2020", "XZ", 57, geo.LevelTown},
		{"changxing-2023", "CX", 41, geo.LevelCounty},
	} {
		s := shippedStandard(t, w.id)
		assert.Equal(t, w.level, s.Level)
		require.Len(t, s.Indicators, w.rows)
		for i, r := range s.Indicators {
			assert.Equal(t, fmt.Sprintf("%s-%02d", w.prefix, i+1), r.ID)
		}
	}
}

func TestEveryRowSaysWhereItComesFrom(t *testing.T) {
	for _, s := range shippedStandards(t) {
		for _, r := range s.Indicators {
			assert.NotEmpty(t, r.Clause, r.ID)
			assert.True(t, r.Level.Valid(), r.ID)
			assert.NotEmpty(t, r.Class, r.ID)
			assert.NotEmpty(t, r.Unit, r.ID)
			if len(r.Targets) == 0 {
				assert.NotEmpty(t, r.Note.Zh, r.ID)
				assert.NotEmpty(t, r.Note.En, r.ID)
			}
		}
	}
}

// What geometry can answer is computed; what only somebody can report is not claimed.
func TestKinds(t *testing.T) {
	want := map[string]indicator.Kind{
		"XZ-01": indicator.Count, "XZ-06": indicator.SeatTime, "XZ-07": indicator.Corridor,
		"XZ-09": indicator.Coverage, "XZ-11": indicator.GreenwayNetwork, "XZ-21": indicator.Count,
		"XZ-22": indicator.Count, "XZ-23": indicator.Count, "XZ-24": indicator.Count,
		"XZ-27": indicator.Count, "XZ-28": indicator.RequirementSet, "XZ-29": indicator.Count,
		"XZ-31": indicator.Count, "XZ-32": indicator.Reported, "XZ-33": indicator.Count,
		"XZ-34": indicator.Coverage, "XZ-35": indicator.GreenwayChain, "XZ-36": indicator.Greenway,
		"XZ-37": indicator.GreenCover, "XZ-38": indicator.Completeness, "XZ-39": indicator.Completeness,
		"XZ-40": indicator.Completeness, "XZ-41": indicator.RollUpOf, "XZ-42": indicator.Count,
		"XZ-50": indicator.Coverage, "XZ-51": indicator.Coverage, "XZ-55": indicator.Count,
		"CX-22": indicator.SeatTime, "CX-25": indicator.Completeness,
	}
	for _, id := range []string{"xiuzhou-2020", "changxing-2023"} {
		s := shippedStandard(t, id)
		for _, r := range s.Indicators {
			if kind, ok := want[r.ID]; ok {
				assert.Equal(t, kind, r.Kind, r.ID)
				delete(want, r.ID)
			}
			if len(r.Class) > 1 {
				continue
			}
			switch r.Class[0] {
			case indicator.Tabular, indicator.ReportedBy:
				assert.Equal(t, indicator.Reported, r.Kind, r.ID)
			case indicator.Documentary:
				assert.Equal(t, indicator.Checklist, r.Kind, r.ID)
			}
		}
	}
	assert.Empty(t, want)
}

// The rows that most depends on, to the last number.
func TestRowsOfNote(t *testing.T) {
	xz := shippedStandard(t, "xiuzhou-2020")
	row := func(s *indicator.Standard, id string) *indicator.Indicator {
		r := s.Indicator(id)
		require.NotNil(t, r, id)
		return r
	}
	greenway := row(xz, "XZ-36")
	assert.Equal(t, []indicator.Target{{Op: indicator.AtLeast, Value: 1}}, greenway.Targets)
	assert.Equal(t, "km/10⁴", greenway.Unit)
	assert.Equal(t, "三(四)2", greenway.Clause)
	assert.Equal(t, geo.LevelTown, greenway.Level)
	assert.True(t, greenway.Verified)
	cover := row(xz, "XZ-37")
	assert.Equal(t, []indicator.Target{{Op: indicator.AtLeast, Value: 30}}, cover.Targets)
	for id, circles := range map[string][2]string{
		"XZ-38": {"c5_town", "c5_village"}, "XZ-39": {"c15_town", ""}, "XZ-40": {"c30_township", ""},
	} {
		r := row(xz, id)
		assert.Equal(t, circles, [2]string{r.Params.Circle, r.Params.RuralCircle}, id)
		assert.Equal(t, []indicator.Target{{Op: indicator.AtLeast, Value: 100, Implied: true}}, r.Targets, id)
	}
	assert.Equal(t, indicator.AtMost, row(xz, "XZ-13").Targets[0].Op)
	assert.Equal(t, map[string]string{"ownership": "public"}, row(xz, "XZ-27").Params.Where)
	assert.Equal(t, 2035, row(xz, "XZ-05").Targets[0].Year)

	cx := shippedStandard(t, "changxing-2023")
	assert.Equal(t, indicator.Above, row(cx, "CX-20").Targets[0].Op)
	assert.Equal(t, []indicator.Target{{Op: indicator.AtLeast, Value: 47.42, Year: 2027}}, row(cx, "CX-05").Targets)
	drive := row(cx, "CX-22")
	assert.Equal(t, []indicator.Target{{Op: indicator.AtMost, Value: 30}}, drive.Targets)
	assert.Equal(t, indicator.Params{Parts: "town", Mode: "car"}, drive.Params)
}

func TestTenOnes(t *testing.T) {
	s := shippedStandard(t, "xiuzhou-2020")
	require.Len(t, s.RollUps, 1)
	ten := s.RollUps[0]
	assert.Equal(t, "十个一", ten.Zh)
	assert.NotEmpty(t, ten.Version)
	require.Len(t, ten.Of, 10)
	assert.Equal(t, s.Indicator("XZ-04").Params.Each, ten.Of)
	for _, id := range ten.Of {
		r := s.Indicator(id)
		require.NotNil(t, r, id)
		assert.Equal(t, geo.LevelTown, r.Level, id)
		// Each of the ten is a sentence about each town, written with 一.
		assert.Regexp(t, "^(每个镇|每个城镇|构建).*一(个|条|张)", r.Quote, id)
	}
}
