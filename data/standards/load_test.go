package standards

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

const small = `id: small
zh: 小
en: Small
level: county
issuer: us
date: "2024"
source: own plan
verified: true
indicators:
  - {id: S-1, zh: 行, en: Row, kind: reported, class: [R], level: county, clause: 一, unit: 家, targets: [{op: ">=", value: 3}], verified: true}
`

func TestAFileOfYoursAddsOrReplacesAStandard(t *testing.T) {
	p := shippedProfiles(t)
	base := shippedStandards(t)
	all, err := Load(p, directory(t, map[string]string{
		"deeper/own.yml":   sound,
		"b/small.YAML":     small,
		".hidden.yaml":     "nonsense: [",
		".git/config.yaml": "nonsense: [",
		"readme.txt":       "nonsense: [",
	}))
	require.NoError(t, err)
	require.Len(t, all, len(base)+2)
	assert.Equal(t, base, all[:len(base)])
	assert.Equal(t, "small", all[len(base)].ID, "files in order of their path")
	assert.Equal(t, "own-2024", all[len(base)+1].ID)

	// The same id replaces it whole, in its place; its rows' ids are free again.
	own := strings.NewReplacer("id: small", "id: xiuzhou-2020", "id: S-1", "id: XZ-36").Replace(small)
	all, err = Load(p, directory(t, map[string]string{"own.yaml": own}))
	require.NoError(t, err)
	require.Len(t, all, len(base))
	for i, s := range all {
		assert.Equal(t, base[i].ID, s.ID)
		if s.ID == "xiuzhou-2020" {
			require.Len(t, s.Indicators, 1)
			assert.Equal(t, "家", s.Indicator("XZ-36").Unit)
			assert.Empty(t, s.RollUps)
		}
	}
}

func TestEverythingWrittenArrives(t *testing.T) {
	all, err := Load(shippedProfiles(t), directory(t, map[string]string{"own.yaml": sound}))
	require.NoError(t, err)
	s := all[len(all)-1]
	assert.Equal(t, "own-2024", s.ID)
	assert.Equal(t, indicator.Text{Zh: "自定标准", En: "Own standard"}, s.Text)
	assert.Equal(t, geo.LevelTown, s.Level)
	assert.Equal(t, []string{"us", "2024-05-01", "own plan"}, []string{s.Issuer, s.Date, s.Source})
	assert.False(t, s.Verified)
	require.Len(t, s.Indicators, 17)
	assert.Equal(t, indicator.Indicator{
		ID: "OWN-01", Text: indicator.Text{Zh: "每镇至少一个农贸市场", En: "A market per town"},
		Kind: indicator.Count, Class: []indicator.Class{indicator.Counted}, Level: geo.LevelTown,
		Clause: "一(一)", Quote: "每镇至少一个农贸市场", Unit: "个",
		Targets: []indicator.Target{{Op: indicator.AtLeast, Value: 1, Year: 2025}},
		Params: indicator.Params{
			Categories: []string{"wet_market"}, Where: map[string]string{"star": ">=1"},
		},
		Verified: true,
	}, s.Indicators[0])
	for id, want := range map[string]indicator.Params{
		"OWN-02": {Categories: []string{"kindergarten"}, Circle: "c5_town", RuralCircle: "c5_village"},
		"OWN-04": {Parts: "town", Each: []string{"OWN-01"}},
		"OWN-05": {Categories: []string{"nursing_home"}, Attribute: "beds", Per: 1000, Group: "60+"},
		"OWN-06": {Categories: []string{"nursing_home"}, Attribute: "nursing_beds", Of: "beds"},
		"OWN-07": {Categories: []string{"rail_station"}, Mode: "car", ShareOfPeople: 0.8},
		"OWN-08": {Rule: "park_2022"},
		"OWN-09": {Set: "village_5", Of: "villages"},
		"OWN-13": {Layer: "units", Parts: "town"},
		"OWN-14": {Class: "primary"},
		"OWN-15": {Categories: []string{"nursing_home"}, Attribute: "beds", Mode: "car", Minutes: 30},
		"OWN-17": {Beads: 2},
	} {
		assert.Equal(t, want, s.Indicator(id).Params, id)
	}
	assert.Equal(t, []indicator.Target{{Op: indicator.AtLeast, Value: 80, Year: 2025}, {Op: indicator.AtLeast, Value: 90, Year: 2027}}, s.Indicator("OWN-02").Targets)
	assert.Equal(t, []indicator.Target{{Op: indicator.Equal, Value: 100, Implied: true}}, s.Indicator("OWN-04").Targets)
	assert.Equal(t, indicator.Text{Zh: "没有数值", En: "no number"}, s.Indicator("OWN-03").Note)
	assert.Equal(t, []indicator.RollUp{{
		ID: "two", Text: indicator.Text{Zh: "两件", En: "Two"}, Version: "1",
		Of: []string{"OWN-01", "OWN-02"}, Source: "own plan",
	}}, s.RollUps)
}

// A name must lead somewhere in the profiles that are in force, not in those that ship.
func TestNamesLeadIntoTheGivenProfiles(t *testing.T) {
	p := shippedProfiles(t)
	mine := *p
	mine.Circles = append(append([]geo.Circle{}, p.Circles...), geo.Circle{
		ID: "c7_own", Origin: geo.OriginAll, RequirementSet: "town_15", Available: true,
	})
	own := strings.Replace(sound, "{circle: c15_town}", "{circle: c7_own}", 1)
	dir := directory(t, map[string]string{"own.yaml": own})
	_, err := Load(&mine, dir)
	require.NoError(t, err)
	_, err = Load(p, dir)
	require.ErrorContains(t, err, `params.circle: "c7_own" is no known circle`)

	mine.Circles[len(mine.Circles)-1].RequirementSet = ""
	_, err = Load(&mine, dir)
	require.ErrorContains(t, err, `params.circle: "c7_own" has no requirement set to be complete with`)
}

func TestBadDirectories(t *testing.T) {
	p := shippedProfiles(t)
	_, err := Load(p, filepath.Join(t.TempDir(), "absent"))
	require.ErrorIs(t, err, os.ErrNotExist)

	_, err = Load(p, t.TempDir())
	require.ErrorContains(t, err, "no .yaml or .yml file there")

	file := filepath.Join(t.TempDir(), "file.yaml")
	require.NoError(t, os.WriteFile(file, []byte(small), 0o600))
	_, err = Load(p, file)
	require.ErrorContains(t, err, "not a directory")
}

func TestBadFiles(t *testing.T) {
	p := shippedProfiles(t)
	base, err := read(shipped, "")
	require.NoError(t, err)
	for name, c := range map[string]struct{ content, want string }{
		"empty":          {"", "own.yaml: holds nothing"},
		"a remark only":  {"# hello\n", "own.yaml: holds nothing"},
		"a note only":    {"note: hello\n", `own.yaml:1: standard: indicators: "" must hold at least one row`},
		"not YAML":       {"indicators: [", "own.yaml"},
		"binary":         {"\x00\x01\x02", "own.yaml"},
		"a list":         {"- a\n", "own.yaml:1"},
		"two documents":  {small + "---\n" + small, "own.yaml:11: a second document"},
		"a key twice":    {strings.Replace(small, "zh: 小\n", "zh: 小\nzh: 少\n", 1), "own.yaml:3: "},
		"an empty item":  {small + "  -\n", "own.yaml:11: indicator[1]: has no value"},
		"an empty key":   {strings.Replace(small, "issuer: us", "issuer:", 1), `own.yaml:5: standard "small": issuer: has no value`},
		"a row of text":  {small + "  - word\n", "own.yaml:11: "},
		"no rows at all": {strings.SplitAfter(small, "indicators:")[0] + " []\n", `own.yaml:9: standard "small": indicators: "" must hold at least one row`},
	} {
		_, err := under(base, p, directory(t, map[string]string{"own.yaml": c.content}))
		if assert.Error(t, err, name) {
			assert.Contains(t, err.Error(), c.want, name)
		}
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	_, err := Load(shippedProfiles(t), directory(t, map[string]string{
		"a.yaml": strings.Replace(small, "clause: 一", "claus: 一", 1),
		"b.yaml": strings.Replace(sound, "issuer: us", "isuer: us", 1),
	}))
	require.ErrorContains(t, err, `a.yaml:10: indicator "S-1": unknown key "claus"`)
	require.ErrorContains(t, err, `b.yaml:5: standard "own-2024": unknown key "isuer"`)

	_, err = Load(shippedProfiles(t), directory(t, map[string]string{
		"a.yaml": strings.NewReplacer("clause: 一", `clause: ""`, "unit: 家", `unit: ""`).Replace(small),
		"b.yaml": strings.Replace(small, "id: small", "id: other", 1),
	}))
	require.ErrorContains(t, err, `a.yaml:10: indicator "S-1": clause: "" must be stated`)
	require.ErrorContains(t, err, `a.yaml:10: indicator "S-1": unit: "" must be stated`)
	require.ErrorContains(t, err, `b.yaml:10: indicator "S-1": id: "S-1" must be unique:`)

	_, err = Load(shippedProfiles(t), directory(t, map[string]string{"a.yaml": small, "b.yaml": small}))
	require.ErrorContains(t, err, `b.yaml:1: standard "small": id: "small" must be unique:`)
}

// Rows may share what they have by anchors and merge keys; faults still have lines.
func TestMergedKeysAreStated(t *testing.T) {
	merged := strings.Replace(small, "  - {id: S-1", "  - &one {id: S-1", 1) + "  - {<<: *one, id: S-2, unit: \"%\", targets: [{op: \">=\", value: 300}]}\n"
	_, err := Load(shippedProfiles(t), directory(t, map[string]string{"own.yaml": merged}))
	require.ErrorContains(t, err, `own.yaml:11: indicator "S-2": targets[0].value: 300 must be at most 100`)

	all, err := Load(shippedProfiles(t), directory(t, map[string]string{"own.yaml": strings.Replace(merged, "300", "30", 1)}))
	require.NoError(t, err, "what is merged is stated: verified is not missing")
	assert.Equal(t, indicator.Reported, all[len(all)-1].Indicator("S-2").Kind)

	// Params that come by a list of merges are params all the same.
	listed := strings.Replace(small, "clause: 一", "clause: 一, params: {<<: [{beads: 1}, {<<: {mode: car}}]}", 1)
	_, err = Load(shippedProfiles(t), directory(t, map[string]string{"own.yaml": listed}))
	require.ErrorContains(t, err, `own.yaml:10: indicator "S-1": params.beads: "1" is not read by reported`)
	require.ErrorContains(t, err, `own.yaml:10: indicator "S-1": params.mode: "car" is not read by reported`)
}

func TestVersionFollowsContentOnly(t *testing.T) {
	p := shippedProfiles(t)
	version := func(dir string) string {
		all, err := Load(p, dir)
		require.NoError(t, err)
		v, err := Version(all)
		require.NoError(t, err)
		return v
	}
	base := version("")
	assert.Len(t, base, 32)
	assert.Equal(t, base, version(""))
	own := version(directory(t, map[string]string{"own.yaml": small}))
	assert.NotEqual(t, base, own)
	assert.Equal(t, own, version(directory(t, map[string]string{"other/name.yml": "# a remark\n\n" + small})), "names, comments and layout say nothing")
	assert.NotEqual(t, own, version(directory(t, map[string]string{"own.yaml": strings.Replace(small, "value: 3", "value: 3.5", 1)})))
}

// Whatever a file holds, loading ends: with a standard or with an error that names it.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(sound))
	f.Add([]byte("indicators:\n  - &a {<<: *a, id: 1, clas: 2}\n"))
	f.Add([]byte("id: &a {<<: {<<: *a}}\nzz: 1\n"))
	p, err := readProfiles()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := decode("own.yaml", raw)
		if err == nil {
			err = check(d, p)
		}
		if err != nil {
			require.Contains(t, err.Error(), "own.yaml")
			return
		}
		require.NotEmpty(t, d.form.standard().ID)
	})
}
