package oracle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// python is an interpreter that has what testdata/requirements.txt lists, in an
// environment of its own that is kept in the user's cache between runs. The test is
// skipped where there is no Python, or its packages cannot be had.
func python(t *testing.T) string {
	t.Helper()
	system, err := exec.LookPath("python3")
	if err != nil {
		unavailable(t, "python3 is not installed (apt-get install python3-venv)")
	}
	requirements := filepath.Join("testdata", "requirements.txt")
	pinned, err := os.ReadFile(requirements)
	require.NoError(t, err)
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256(pinned)
	dir := filepath.Join(cache, "lifecircle", "oracle-"+hex.EncodeToString(sum[:6]))
	program, ready := filepath.Join(dir, "bin", "python"), filepath.Join(dir, "ready")
	if _, err := os.Stat(ready); err == nil {
		return program
	}
	// An environment that was begun and not finished is of no use.
	require.NoError(t, os.RemoveAll(dir))
	require.NoError(t, os.MkdirAll(filepath.Dir(dir), 0o755))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for _, args := range [][]string{
		{system, "-m", "venv", dir},
		{program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "-r", requirements},
	} {
		if out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil {
			_ = os.RemoveAll(dir)
			unavailable(t, fmt.Sprintf("%v: %v: %s", args, err, tail(out)))
		}
	}
	require.NoError(t, os.WriteFile(ready, nil, 0o644))
	return program
}

// tail is the end of what a program said, where the reason stands.
func tail(out []byte) string {
	s := string(out)
	if len(s) > 300 {
		s = s[len(s)-300:]
	}
	return s
}
