package oracle

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write docs/oracles.md from what the tests find")

// The document lists what the tests before this one found. Tests run in the order of
// their files' names, this one last.
func TestDocumentListsWhatWasFound(t *testing.T) {
	path := filepath.Join(root(t), "docs", "oracles.md")
	said.Lock()
	defer said.Unlock()
	if *update {
		for _, o := range oracles {
			found := false
			for _, f := range said.findings {
				found = found || f.oracle == o.name
			}
			require.True(t, found, "oracle %s was not run: the document would lose it", o.name)
		}
		require.NoError(t, os.WriteFile(path, []byte(document(versions(t), said.findings, said.exceptions)), 0o644))
	}
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	text := string(raw)
	for _, o := range oracles {
		require.Contains(t, text, "\n## "+o.title+"\n", "docs/oracles.md does not know this oracle: run the tests with -update")
	}
	for _, f := range said.findings {
		require.Contains(t, text, "| "+f.oracle+" | "+f.data+" |", "docs/oracles.md does not list this: run the tests with -update")
	}
}

// versions names the programs that the figures were made with.
func versions(t *testing.T) string {
	type version struct{ PostgreSQL, PostGIS, GEOS, PROJ, PgRouting string }
	d := newDatabase(t)
	d.withRouting()
	v := table[version](d, `SELECT split_part(current_setting('server_version'), ' ', 1), postgis_lib_version(),
		split_part(postgis_geos_version(), '-', 1), split_part(postgis_proj_version(), ' ', 1), pgr_version()`)[0]
	out, err := exec.CommandContext(t.Context(), "osm2pgsql", "--version").CombinedOutput()
	require.NoError(t, err)
	assembler := regexp.MustCompile(`osm2pgsql version \S+`).Find(out)
	raw, err := os.ReadFile(filepath.Join("testdata", "requirements.txt"))
	require.NoError(t, err)
	engine := regexp.MustCompile(`(?m)^pandana==(\S+)$`).FindSubmatch(raw)[1]
	return fmt.Sprintf("PostgreSQL %s, PostGIS %s with GEOS %s and PROJ %s, pgRouting %s, %s, pandana %s", v.PostgreSQL, v.PostGIS, v.GEOS, v.PROJ, v.PgRouting,
		bytes.Replace(assembler, []byte(" version"), nil, 1), engine)
}
