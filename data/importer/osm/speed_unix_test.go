//go:build unix

package osm

import (
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A dense extract and a large network take well under a second and a half of
// processor time, whatever else the machine does.
func TestRealIsFast(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("counting coverage slows reading down")
	}
	for _, name := range []string{"porto.osm.pbf", "monaco-2026.osm.pbf"} {
		path := extractPath(t, name)
		best := time.Hour
		for range 3 {
			before := processorTime(t)
			_, _, err := Read(t.Context(), path, Options{Classifier: amenities{}})
			require.NoError(t, err)
			best = min(best, processorTime(t)-before)
		}
		t.Logf("%s: %v", name, best)
		assert.Less(t, best, 1500*time.Millisecond, name)
	}
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
