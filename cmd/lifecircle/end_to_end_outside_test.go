package main

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"modernc.org/sqlite"
)

const schoolWithin5 = "/v1/towns/" + westTown + "/coverage?category=school&mode=walk&minutes=5&geometry=false"

// spatial registers the functions that the triggers of a GeoPackage's index call
// (OGC 12-128r17, annex F.3), for points without an envelope.
var spatial = sync.OnceFunc(func() {
	function := func(name string, of func(blob []byte) driver.Value) {
		sqlite.MustRegisterDeterministicScalarFunction(name, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			blob, ok := args[0].([]byte)
			if !ok || len(blob) < 29 {
				return nil, fmt.Errorf("%s: no point", name)
			}
			return of(blob), nil
		})
	}
	coordinate := func(at int) func([]byte) driver.Value {
		return func(blob []byte) driver.Value {
			end := blob[len(blob)-16:]
			return math.Float64frombits(binary.LittleEndian.Uint64(end[at:]))
		}
	}
	function("ST_IsEmpty", func([]byte) driver.Value { return int64(0) })
	function("ST_MinX", coordinate(0))
	function("ST_MaxX", coordinate(0))
	function("ST_MinY", coordinate(8))
	function("ST_MaxY", coordinate(8))
})

// edit runs a statement on a dataset, as any other program would.
func edit(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	spatial()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(30000)")
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	_, err = db.ExecContext(t.Context(), statement, args...)
	require.NoError(t, err, statement)
}

// pointBlob is a point as a GeoPackage has it: a header without an envelope (OGC
// 12-128r17, clause 2.1.3), then WKB.
func pointBlob(lon, lat float64) []byte {
	b := []byte{'G', 'P', 0, 1, 0xe6, 0x10, 0, 0, 1, 1, 0, 0, 0} // srs_id 4326; little-endian point
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(lon))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(lat))
}

// What another program does to the file is answered from soon, and the entity tags
// of before no longer hold.
func TestEditsFromOutside(t *testing.T) {
	t.Parallel()
	path := town(t)
	s := serving(t, "--data", path)
	covered := func() float64 {
		return s.ask(t, schoolWithin5).Features[0].Properties.known(t, "population_covered")
	}
	inCorner, tag := covered(), s.get(t, schoolWithin5).header.Get("ETag")
	require.Positive(t, inCorner)
	require.Equal(t, http.StatusNotModified, s.get(t, schoolWithin5, "If-None-Match", tag).status)

	edit(t, path, "UPDATE facilities SET geom = ? WHERE id = ?", pointBlob(120.0041, 30.0041), school)
	moved := time.Now()
	s.eventually(t, soon, "the school in the middle", func() bool { return covered() > inCorner })
	t.Logf("a move was answered from after %s", time.Since(moved).Round(time.Millisecond))
	inMiddle := covered()
	// A quarter circle of streets became a whole one.
	require.InDelta(t, 4*inCorner, inMiddle, inCorner)
	again := s.get(t, schoolWithin5, "If-None-Match", tag)
	require.Equal(t, http.StatusOK, again.status)
	require.NotEqual(t, tag, again.header.Get("ETag"))
	list := s.ask(t, "/v1/towns/"+westTown+"/facilities?category=school")
	require.Len(t, list.Features, 1)
	require.JSONEq(t, `{"type":"Point","coordinates":[120.0041,30.0041]}`, string(list.Features[0].Geometry))

	t.Run("through GDAL", func(t *testing.T) {
		gdal(t, "ogrinfo", path, "-sql", "UPDATE facilities SET status = 'closed' WHERE id = '"+school+"'")
		s.eventually(t, soon, "the school closed", func() bool { return covered() == 0 })
		gdal(t, "ogrinfo", path, "-sql", "UPDATE facilities SET status = 'existing' WHERE id = '"+school+"'")
		s.eventually(t, soon, "the school open again", func() bool { return covered() == inMiddle })
	})

	// What cannot be read is told by readiness, and the last good version answers on.
	edit(t, path, "UPDATE facilities SET entrances = 'POINT OF NO RETURN' WHERE id = ?", school)
	s.eventually(t, soon, "not ready", func() bool { return s.get(t, "/readyz").status == http.StatusServiceUnavailable })
	require.Contains(t, s.stderr.String(), "the new version is not in service")
	require.Contains(t, s.stderr.String(), "entrances")
	require.Equal(t, inMiddle, covered())
	edit(t, path, "UPDATE facilities SET entrances = NULL WHERE id = ?", school)
	s.eventually(t, soon, "ready again", func() bool { return s.get(t, "/readyz").status == http.StatusOK })

	// So is a file that is gone.
	aside := path + ".aside"
	require.NoError(t, os.Rename(path, aside))
	require.Equal(t, http.StatusServiceUnavailable, s.get(t, "/readyz").status)
	require.Equal(t, http.StatusOK, s.get(t, "/healthz").status)
	require.Equal(t, inMiddle, covered())
	require.NoError(t, os.Rename(aside, path))
	s.eventually(t, soon, "ready once more", func() bool { return s.get(t, "/readyz").status == http.StatusOK })
	s.stop(t)
	require.Equal(t, []string{"town.gpkg"}, filesIn(t, filepath.Dir(path)), "one plain file is left")
}

// filesIn lists the names in a folder.
func filesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		// Hierarchies of networks are kept beside a file that was served, in a folder of
		// their own: they may be removed at any time.
		if dataset, ok := strings.CutSuffix(e.Name(), ".hierarchies"); ok && e.IsDir() && slices.Contains(names, dataset) {
			continue
		}
		names = append(names, e.Name())
	}
	return names
}

// Two servers share a file with an import that runs meanwhile: both answer all the
// time, and from the new version when it is there.
func TestImportWhileTwoServe(t *testing.T) {
	t.Parallel()
	path := town(t)
	servers := []*service{serving(t, "--data", path), serving(t, "--data", path)}
	before := servers[0].ask(t, "/v1/dataset")
	require.Equal(t, before.Version, servers[1].ask(t, "/v1/dataset").Version)

	var rows bytes.Buffer
	rows.WriteString("name,lon,lat\n")
	for i := range 200 {
		fmt.Fprintf(&rows, "药店%d,%.4f,30.0042\n", i, 120+float64(i)/12000)
	}
	importing := start(t, nil, "import", "facilities", inFile(t, "pharmacies.csv", rows.String()), "--set", "category=pharmacy", "--data", path)
	for under := true; under; {
		for _, s := range servers {
			require.Equal(t, http.StatusOK, s.get(t, schoolWithin5).status)
		}
		select {
		case <-importing.ended:
			under = false
		default:
		}
	}
	require.Equal(t, exitDone, importing.wait(t), importing.stderr.String())
	for _, s := range servers {
		s.eventually(t, soon, "the imported rows", func() bool { return s.ask(t, "/v1/dataset").Version != before.Version })
		require.Equal(t, before.Counts["facilities"]+200, s.ask(t, "/v1/dataset").Counts["facilities"])
		pharmacies := s.ask(t, "/v1/towns/"+westTown+"/coverage?category=pharmacy&mode=walk&minutes=30&geometry=false")
		require.Equal(t, 1000.0, pharmacies.Features[0].Properties.known(t, "population_covered"))
	}
	servers[0].stop(t)
	require.Equal(t, http.StatusOK, servers[1].get(t, "/readyz").status)
	servers[1].stop(t)
	require.Equal(t, []string{"town.gpkg"}, filesIn(t, filepath.Dir(path)), "one plain file is left")
}

// An import that is interrupted leaves the dataset as it was.
func TestInterruptedImport(t *testing.T) {
	t.Parallel()
	path := town(t)
	before := versionOf(t, path)
	p := start(t, nil, "import", "osm", inFile(t, "osm-town.osm", strings.Replace(townOSM(), "西学堂", "别的学堂", 1)), "--data", path)
	for begin := time.Now(); !strings.Contains(p.stderr.String(), "nodes read"); time.Sleep(time.Millisecond) {
		require.Less(t, time.Since(begin), patience)
	}
	p.signal(t, syscall.SIGINT)
	if p.wait(t) == exitDone {
		require.NotEqual(t, before, versionOf(t, path), "it was done before the signal came")
		return
	}
	require.Contains(t, p.stderr.String(), "context canceled")
	require.Equal(t, before, versionOf(t, path))
	require.Equal(t, []string{"town.gpkg"}, filesIn(t, filepath.Dir(path)))
}
