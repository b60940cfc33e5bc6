package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// manyRoads is the two towns and many roads between the fields around
// them, so that a commit takes long enough to be killed in.
func manyRoads() string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(strings.TrimSpace(townOSM()), "</osm>"))
	for i := range 1500 {
		lon, lat := 120.1+float64(i%100)/1000, 30+float64(i/100)/1000
		fmt.Fprintf(&b, `<node id="%d" lon="%.4f" lat="%.4f"/><node id="%d" lon="%.4f" lat="%.4f"/>`, 100001+2*i, lon, lat, 100002+2*i, lon+.0005, lat)
		fmt.Fprintf(&b, `<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="track"/><tag k="name" v="田间路%d"/></way>`+"\n", 100001+i, 100001+2*i, 100002+2*i, i)
	}
	b.WriteString("</osm>\n")
	return b.String()
}

// logSize is how long the write-ahead log, or the rollback journal, of a file is.
func logSize(path string) (size int64) {
	for _, end := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + end); err == nil {
			size = max(size, info.Size())
		}
	}
	return size
}

// An import that is killed, whenever, leaves the old dataset or the new one, whole.
func TestKilledImport(t *testing.T) {
	t.Parallel()
	base := town(t)
	extract := inFile(t, "osm-town.osm", manyRoads())

	// One import that nobody kills, to know the new version and how long the log gets.
	whole := copyOf(t, base)
	p := start(t, nil, "import", "osm", extract, "--data", whole)
	begin, longest := time.Now(), int64(0)
	for running := true; running; time.Sleep(time.Millisecond) {
		longest = max(longest, logSize(whole))
		select {
		case <-p.ended:
			running = false
		default:
		}
	}
	took := time.Since(begin)
	require.Equal(t, exitDone, p.wait(t), p.stderr.String())
	before, after := versionOf(t, base), versionOf(t, whole)
	require.NotEqual(t, before, after)
	require.Positive(t, longest, "an import writes a log")

	inside, outcomes := 0, map[string]int{}
	for round, killAt := range []int64{-1, 1, longest / 4, longest / 2, longest} {
		path := copyOf(t, base)
		p := start(t, nil, "import", "osm", extract, "--data", path)
		switch {
		case killAt < 0:
			time.Sleep(took / 2) // while it reads, or makes homes
		default:
			awaitLog(t, p, path, killAt)
		}
		_ = p.cmd.Process.Kill() // it may just have ended
		<-p.ended
		if p.cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() && logSize(path) > 0 {
			inside++
		}
		if round%2 == 0 { // by turns GDAL is the first to open what was left
			t.Run("GDAL", func(t *testing.T) { gdal(t, "ogrinfo", "-al", "-so", path) })
		}
		version := versionOf(t, path)
		require.Contains(t, []string{before, after}, version, "killed at %d bytes", killAt)
		outcomes[version]++
		// The next import does what this one did not.
		if round == 2 {
			done(t, "import", "osm", extract, "--data", path)
			require.Equal(t, after, versionOf(t, path))
			require.Equal(t, []string{"town.gpkg"}, filesIn(t, filepath.Dir(path)), "one plain file is left")
		}
	}
	t.Logf("log of %d bytes; killed with changes in the log %d times; left as before %d times, as after %d times", longest, inside, outcomes[before], outcomes[after])
	require.NotZero(t, inside, "nobody was killed while writing: the test does not test")
}

// awaitLog waits until the log has grown to a size, or the program has ended.
func awaitLog(t *testing.T, p *process, path string, size int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for logSize(path) < size {
		select {
		case <-p.ended:
			return
		case <-ctx.Done():
			require.Fail(t, "the log does not grow")
		default:
			time.Sleep(200 * time.Microsecond)
		}
	}
}

// The first import of all, killed, leaves nothing or a dataset that the next one
// fills.
func TestKilledFirstImport(t *testing.T) {
	t.Parallel()
	extract := inFile(t, "osm-town.osm", manyRoads())
	path := filepath.Join(t.TempDir(), "new.gpkg")
	p := start(t, nil, "import", "osm", extract, "--data", path)
	awaitLog(t, p, path, 1)
	_ = p.cmd.Process.Kill() // it may just have ended
	<-p.ended
	done(t, "import", "osm", extract, "--data", path)
	require.Contains(t, done(t, "export", "facilities", "--data", path).stdout, school)
	require.Equal(t, 1500+297, strings.Count(done(t, "export", "roads", "--data", path).stdout, `"type":"Feature"`)) // and those of the towns
	require.Equal(t, []string{"new.gpkg"}, filesIn(t, filepath.Dir(path)))
}
