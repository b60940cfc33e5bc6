package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
)

// exported are all layers of a dataset, as they are exported.
func exported(t *testing.T, at ...string) string {
	t.Helper()
	var all strings.Builder
	for _, layer := range strings.Fields("units built-up facilities roads greenways parks parcels buildings barriers population") {
		all.WriteString(done(t, append([]string{"export", layer}, at...)...).stdout)
	}
	return all.String()
}

// listed is what history prints, which has to succeed.
func listed(t *testing.T, at ...string) string {
	t.Helper()
	o := lifecircle(t, append([]string{"history"}, at...)...)
	require.Equal(t, exitDone, o.status, o.stderr)
	return o.stdout
}

// entries are the versions as JSON, the newest first.
func entries(t *testing.T, at ...string) (out []data.HistoryEntry) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(listed(t, append(at, "--json")...)), &out))
	return out
}

// A planner imports, imports again, sees that it was wrong, and brings back what was
// there: in a file and in a database, while a server answers from it.
func TestHistoryAndRestore(t *testing.T) {
	t.Parallel()
	for name, at := range map[string][]string{
		"file":     {"--data", filepath.Join(t.TempDir(), "town.gpkg")},
		"database": {"--db", database(t)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := func(args ...string) []string { return append(args, at...) }
			schools := inFile(t, "schools.csv", "id,name,category,lon,lat\ns1,东学堂,school,120.0101,30.0001\n")
			done(t, with("import", "osm", inFile(t, "osm-town.osm", townOSM()))...)
			first := exported(t, at...)
			s := serving(t, at...)
			done(t, with("import", "facilities", schools)...)
			second := exported(t, at...)
			require.NotEqual(t, first, second)
			done(t, with("import", "facilities", schools)...) // the same again

			all := entries(t, at...)
			require.Len(t, all, 2)
			require.Equal(t, 2, all[0].Layer("facilities").Rows)
			require.Equal(t, 1, all[0].Layer("facilities").Was)
			require.False(t, all[0].Layer("roads").Changed)
			lines := strings.Split(strings.TrimSpace(listed(t, at...)), "\n")
			require.Len(t, lines, 3)
			require.Regexp(t, `^TIME \(UTC\) +VERSION +WHAT +CHANGES$`, lines[0])
			require.Regexp(t, `^2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d  `+all[0].Version[:8]+`  import schools\.csv \(source schools\) \[current\]  facilities 2 \(\+1\)`, lines[1])
			require.Regexp(t, `^2.*  `+all[1].Version[:8]+`  import osm-town\.osm \(source osm-town\) .*roads 297 \(\+297\)`, lines[2])

			o := done(t, with("restore", all[1].Version[:6])...)
			require.Contains(t, o.stderr, "restore "+all[1].Version[:8]+" (import osm-town.osm (source osm-town)): version "+all[1].Version)
			require.Contains(t, o.stderr, "lifecircle restore "+all[0].Version[:8]+" undoes this")
			require.Equal(t, first, exported(t, at...))
			s.eventually(t, soon, "the restored version in service", func() bool {
				return strings.Contains(string(s.get(t, "/v1/dataset").body), all[1].Version)
			})
			require.Contains(t, done(t, with("restore", all[1].Version)...).stderr, "nothing to do: the dataset is at version")
			done(t, with("restore", all[0].Version[:8])...)
			require.Equal(t, second, exported(t, at...))

			o = lifecircle(t, with("restore", "00000000")...)
			require.Equal(t, exitFailed, o.status)
			require.Contains(t, o.stderr, `version "00000000": is not known; there is:`+"\n  "+all[0].Version)

			o = lifecircle(t, with("history", "--keep", "1")...)
			require.Equal(t, exitDone, o.status, o.stderr)
			require.Len(t, strings.Split(strings.TrimSpace(o.stdout), "\n"), 3)
			require.Contains(t, o.stderr, "2 older versions were pruned")
			require.Len(t, entries(t, at...), 4)
			s.stop(t)
		})
	}
}

// What somebody does with another program is a version, too.
func TestHistoryTellsOfEditsOutside(t *testing.T) {
	t.Parallel()
	path := town(t)
	require.Empty(t, gdal(t, "ogrinfo", "-q", path, "-sql", "UPDATE facilities SET name = '北学堂'"))
	require.Regexp(t, `not noted yet .* edited outside \[current\] +facilities 1 \(changed\)\n.*\[cannot be restored: changed outside before its facilities were kept\]`, listed(t, "--data", path))
	edited := exported(t, "--data", path)
	done(t, "import", "facilities", inFile(t, "none.csv", "id,name,category,lon,lat\nx,x,school,120,30\n"), "--data", path, "--replace-layer")
	require.NotContains(t, exported(t, "--data", path), "北学堂")
	done(t, "restore", entries(t, "--data", path)[1].Version, "--data", path)
	require.Equal(t, edited, exported(t, "--data", path))
	// The tables of the history are nobody's layers.
	for _, args := range [][]string{{"-so", "-al", path}, {path}} {
		require.NotRegexp(t, regexp.MustCompile(`lifecircle_(history|kept)`), gdal(t, "ogrinfo", args...))
	}
}

// A restore that is killed, whenever, leaves what was there or what is restored, whole,
// and a history that tells which.
func TestKilledRestore(t *testing.T) {
	t.Parallel()
	base := filepath.Join(t.TempDir(), "town.gpkg")
	done(t, "import", "osm", inFile(t, "osm-town.osm", manyRoads()), "--data", base)
	before := versionOf(t, base)
	done(t, "import", "osm", inFile(t, "osm-town.osm", townOSM()), "--data", base)
	after := versionOf(t, base)

	whole := copyOf(t, base)
	p := start(t, nil, "restore", before, "--data", whole)
	longest := int64(0)
	for running := true; running; time.Sleep(time.Millisecond) {
		longest = max(longest, logSize(whole))
		select {
		case <-p.ended:
			running = false
		default:
		}
	}
	require.Equal(t, exitDone, p.wait(t), p.stderr.String())
	require.Equal(t, before, versionOf(t, whole))

	inside := 0
	for _, killAt := range []int64{1, longest / 2, longest} {
		path := copyOf(t, base)
		p := start(t, nil, "restore", before, "--data", path)
		awaitLog(t, p, path, killAt)
		_ = p.cmd.Process.Kill() // it may just have ended
		<-p.ended
		if p.cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
			inside++
		}
		version := versionOf(t, path)
		require.Contains(t, []string{before, after}, version, "killed at %d bytes", killAt)
		require.Equal(t, version, entries(t, "--data", path)[0].Version)
		require.False(t, entries(t, "--data", path)[0].Outside)
		done(t, "restore", before, "--data", path)
		require.Equal(t, before, versionOf(t, path))
		require.Equal(t, []string{"town.gpkg"}, filesIn(t, filepath.Dir(path)), "one plain file is left")
	}
	require.NotZero(t, inside, fmt.Sprintf("nobody was killed while restoring, with a log of %d bytes", longest))
}
