package profiles

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const slowWalk = `modes:
  - id: walk
    zh: 慢行
    en: Slow walking
    vehicle: foot
    speed_kmh: 3
    classes: [footway]
    obeys_one_way: false
    ferries: false
    leg_factor: 2
    leg_speed_kmh: 3
    link_limit_m: 300
    source: own survey
    verified: true
`

func TestOverrideReplacesInPlaceAndAdds(t *testing.T) {
	base, err := Load()
	require.NoError(t, err)
	own, err := LoadWith(directory(t, map[string]string{
		"a.yaml":          slowWalk,
		"deeper/own.yml":  sound,
		".hidden.yaml":    "nonsense: [",
		".git/x.yaml":     "nonsense: [",
		"readme.txt":      "nonsense: [",
		"deeper/.#a.yaml": "nonsense: [",
	}))
	require.NoError(t, err)
	require.Len(t, own.Modes, len(base.Modes)+1)
	assert.Equal(t, "walk", own.Modes[0].ID, "it keeps its place")
	assert.Equal(t, 3.0, own.Modes[0].SpeedKmh)
	assert.Equal(t, []string{"footway"}, own.Modes[0].Classes)
	assert.Zero(t, own.Modes[0].LinkLimitBuiltUpM, "a record is replaced whole")
	assert.Empty(t, own.Modes[0].ClosedBarriers)
	assert.True(t, own.Modes[0].Verified)
	assert.Equal(t, base.Modes[1:], own.Modes[1:4])
	assert.Equal(t, "stroll", own.Modes[4].ID)
	assert.Equal(t, "c7", own.Circles[len(own.Circles)-1].ID)
	c, ok := own.Category("X01")
	require.True(t, ok)
	assert.Equal(t, "teahouse", c.ID)
}

func TestOverrideMayBreakWhatShips(t *testing.T) {
	// A record of the user's that takes away what shipped records need is refused.
	_, err := LoadWith(directory(t, map[string]string{"own.yaml": strings.Replace(slowWalk, "speed_kmh: 3\n    classes", "speed_kmh: 0\n    classes", 1)}))
	require.ErrorContains(t, err, "own.yaml:6: ")
}

func TestVersionFollowsContentOnly(t *testing.T) {
	base, err := Load()
	require.NoError(t, err)
	again, err := Load()
	require.NoError(t, err)
	require.Len(t, base.Version, 32)
	assert.Equal(t, base.Version, again.Version)

	none, err := LoadWith("")
	require.NoError(t, err)
	assert.Equal(t, base.Version, none.Version)

	own, err := LoadWith(directory(t, map[string]string{"own.yaml": slowWalk}))
	require.NoError(t, err)
	assert.NotEqual(t, base.Version, own.Version)

	moved, err := LoadWith(directory(t, map[string]string{"other/name.yaml": "# a remark\n\n" + slowWalk}))
	require.NoError(t, err)
	assert.Equal(t, own.Version, moved.Version, "names, comments and layout say nothing")

	faster, err := LoadWith(directory(t, map[string]string{"own.yaml": strings.Replace(slowWalk, "speed_kmh: 3\n    classes", "speed_kmh: 3.1\n    classes", 1)}))
	require.NoError(t, err)
	assert.NotEqual(t, own.Version, faster.Version)
}

func TestBadDirectories(t *testing.T) {
	_, err := LoadWith(filepath.Join(t.TempDir(), "absent"))
	require.ErrorIs(t, err, os.ErrNotExist)

	_, err = LoadWith(t.TempDir())
	require.ErrorContains(t, err, "no .yaml or .yml file there")

	file := filepath.Join(t.TempDir(), "file.yaml")
	require.NoError(t, os.WriteFile(file, []byte(slowWalk), 0o600))
	_, err = LoadWith(file)
	require.ErrorContains(t, err, "not a directory")
}

func TestBadFiles(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"empty":         {"", "own.yaml: holds nothing"},
		"a note only":   {"note: hello\n", "own.yaml: holds none of modes"},
		"not YAML":      {"modes: [", "own.yaml"},
		"binary":        {"\x00\x01\x02", "own.yaml"},
		"a list":        {"- a\n", "own.yaml:1"},
		"two documents": {slowWalk + "---\n" + slowWalk, "own.yaml:15: a second document"},
		"a key twice":   {strings.Replace(slowWalk, "    zh: 慢行\n", "    zh: 慢行\n    zh: 快行\n", 1), `own.yaml:4: `},
		"an empty item": {"modes:\n  -\n", `own.yaml:2: an item has no value`},
		"an empty key":  {strings.Replace(slowWalk, "classes: [footway]", "classes:", 1), `own.yaml:7: classes: has no value`},
	} {
		_, err := LoadWith(directory(t, map[string]string{"own.yaml": c.content}))
		if assert.Error(t, err, name) {
			assert.Contains(t, err.Error(), c.want, name)
		}
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	_, err := LoadWith(directory(t, map[string]string{
		"a.yaml": strings.Replace(slowWalk, "vehicle: foot", "vehicel: foot", 1),
		"b.yaml": strings.Replace(sound, "family: commerce", "famly: commerce", 1),
	}))
	require.ErrorContains(t, err, `a.yaml:5: unknown key "vehicel"`)
	require.ErrorContains(t, err, `b.yaml:41: unknown key "famly"`)
}

// A user's file may share lists by anchors and merge keys; the faults still have lines.
func TestMergedKeysAreStated(t *testing.T) {
	merged := slowWalk[:len("modes:\n  - ")] + "&slow\n    " + slowWalk[len("modes:\n  - "):] + `  - <<: *slow
    id: slower
    speed_kmh: 2
`
	p, err := LoadWith(directory(t, map[string]string{"own.yaml": merged}))
	require.NoError(t, err)
	m, ok := p.Mode("slower")
	require.True(t, ok)
	assert.Equal(t, 2.0, m.SpeedKmh)
	assert.Equal(t, "own survey", m.Source)
}
