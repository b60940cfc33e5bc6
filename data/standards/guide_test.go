package standards

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// What the guide tells a planner to write has to load, and its table is what loading reads.
func TestTheGuide(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "standards.md"))
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(guide, -1)
	require.NotEmpty(t, blocks)
	for _, b := range blocks {
		_, err := Load(shippedProfiles(t), directory(t, map[string]string{"own.yaml": string(b[1])}))
		require.NoError(t, err, "%s", b[1])
		assert.NoError(t, bySchema(t, compiledSchema(t), b[1]))
	}
	table := regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|[^|]*\\|[^|]*\\|([^|]*)\\|$").FindAllSubmatch(guide, -1)
	var kinds []string
	for _, line := range table {
		kinds = append(kinds, string(line[1]))
		var named []string
		for _, word := range regexp.MustCompile(`[a-z_]+`).FindAllString(string(line[2]), -1) {
			if !slices.Contains([]string{"or", "units", "with"}, word) {
				named = append(named, word)
			}
		}
		r := readingOf(indicator.Kind(line[1]))
		require.NotNil(t, r, "%s", line[1])
		var reads []string
		for _, name := range strings.Split(r.all(), ", ") {
			if name != "none" {
				reads = append(reads, name)
			}
		}
		assert.ElementsMatch(t, reads, named, "%s", line[1])
	}
	assert.Len(t, kinds, len(readings))
}
