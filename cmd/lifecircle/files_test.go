package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// realdata is the path of a real extract, and skips the test where there is none.
func realdata(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for !exists(filepath.Join(dir, "go.mod")) {
		require.NotEqual(t, filepath.Dir(dir), dir, "no go.mod above the test")
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", "realdata", name)
	if !exists(path) {
		t.Skipf("skipped: %s is not here", path)
	}
	return path
}

// gdal runs a program of GDAL, the independent judge of the file, and requires that
// it has nothing to complain of.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("skipped: %s is not installed (Debian package gdal-bin)", program)
	}
	var out, complaints bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	require.NoError(t, cmd.Run(), "%s %v: %s", program, args, complaints.String())
	require.Empty(t, complaints.String(), "%s %v", program, args)
	for _, word := range []string{"Warning", "ERROR", "FAILURE"} {
		require.NotContains(t, out.String(), word, "%s %v", program, args)
	}
	return out.String()
}

func inFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return b
}

// copyOf copies a dataset that nobody has open.
func copyOf(t *testing.T, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(path))
	require.NoError(t, os.WriteFile(to, content(t, path), 0o600))
	return to
}
