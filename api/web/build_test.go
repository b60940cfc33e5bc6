package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recordOfBuild reads dist/BUILD: the SHA-256 of every source and built file.
func recordOfBuild(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("dist", "BUILD"))
	require.NoError(t, err)
	record := map[string]string{}
	for line := range strings.Lines(string(b)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		require.True(t, ok, "dist/BUILD: %q", line)
		record[name] = sum
	}
	return record
}

// dist/ is committed, so that building needs no npm: this finds sources that were
// changed without building, and built files that were changed by hand.
func TestDistIsWhatTheSourcesBuildTo(t *testing.T) {
	record := recordOfBuild(t)
	seen := 0
	for _, root := range []string{"index.html", "package-lock.json", "package.json", "src", "tsconfig.json", "vite.config.ts", "dist"} {
		require.NoError(t, filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || name == filepath.Join("dist", "BUILD") {
				return err
			}
			b, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			seen++
			sum := sha256.Sum256(b)
			assert.Equal(t, record[filepath.ToSlash(name)], hex.EncodeToString(sum[:]),
				"%s is not what dist/ was built with: run make web and commit dist/", name)
			return nil
		}))
	}
	assert.Len(t, record, seen, "dist/BUILD names files that are gone: run make web")
}

// The bundler splits the worker off, and the page must name the one that is there.
func TestTheWorkerIsBuilt(t *testing.T) {
	workers, err := filepath.Glob(filepath.Join("dist", "assets", "maplibre-gl-worker-*.js"))
	require.NoError(t, err)
	require.Len(t, workers, 1)
	scripts, err := filepath.Glob(filepath.Join("dist", "assets", "index-*.js"))
	require.NoError(t, err)
	require.Len(t, scripts, 1)
	main, err := os.ReadFile(scripts[0])
	require.NoError(t, err)
	assert.Contains(t, string(main), "/assets/"+filepath.Base(workers[0]))
}
