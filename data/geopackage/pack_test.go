package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// edit opens the file as another program would: with the spatial functions, and
// nothing else of this package.
func edit(t *testing.T, path string) *sql.DB {
	t.Helper()
	s := newSession(path, time.Second, nil)
	require.NoError(t, s.connect(context.Background(), "rw"))
	require.NoError(t, s.conn.Close())
	t.Cleanup(func() { require.NoError(t, s.db.Close()) })
	return s.db
}

func run(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	_, err := db.Exec(query, args...)
	require.NoError(t, err, query)
}

func ints(t *testing.T, db *sql.DB, query string, args ...any) []int64 {
	t.Helper()
	rows, err := db.Query(query, args...)
	require.NoError(t, err, query)
	defer func() { require.NoError(t, rows.Close()) }()
	var out []int64
	for rows.Next() {
		var v int64
		require.NoError(t, rows.Scan(&v))
		out = append(out, v)
	}
	require.NoError(t, rows.Err())
	return out
}

// requireIndex requires that SQLite finds the R-tree sound, and that it finds
// the same rows as looking at each of them.
func requireIndex(t *testing.T, db *sql.DB, table string, r *rand.Rand) {
	t.Helper()
	var verdict string
	require.NoError(t, db.QueryRow("SELECT rtreecheck(?)", "rtree_"+table+"_geom").Scan(&verdict))
	require.Equal(t, "ok", verdict)
	for range 20 {
		x, y, w := r.Float64()*2-1, r.Float64()*2-1, r.Float64()*r.Float64()
		found := ints(t, db, fmt.Sprintf("SELECT id FROM rtree_%s_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ? ORDER BY id", table), x, x+w, y, y+w)
		want := ints(t, db, fmt.Sprintf(`SELECT fid FROM %s WHERE ST_MaxX(geom) >= ? AND ST_MinX(geom) <= ?
  AND ST_MaxY(geom) >= ? AND ST_MinY(geom) <= ? ORDER BY fid`, table), x, x+w, y, y+w)
		// The index holds 32-bit floats rounded outwards, so it may find a row more
		// that misses the window by less than their spacing.
		for _, id := range want {
			_, ok := slices.BinarySearch(found, id)
			require.True(t, ok, "row %d is missing from the index", id)
		}
		const spacing = 1e-6
		loose := ints(t, db, fmt.Sprintf(`SELECT fid FROM %s WHERE ST_MaxX(geom) >= ? AND ST_MinX(geom) <= ?
  AND ST_MaxY(geom) >= ? AND ST_MinY(geom) <= ? ORDER BY fid`, table), x-spacing, x+w+spacing, y-spacing, y+w+spacing)
		for _, id := range found {
			_, ok := slices.BinarySearch(loose, id)
			require.True(t, ok, "row %d is found where it is not", id)
		}
	}
}

func randomRoads(r *rand.Rand, source string, n int) []geo.RoadSegment {
	out := make([]geo.RoadSegment, n)
	for i := range out {
		x, y := r.Float64()*2-1, r.Float64()*2-1
		out[i] = geo.RoadSegment{ID: fmt.Sprintf("%s-%d", source, i), Highway: "path", Source: source,
			Geometry: orb.LineString{{x, y}, {x + r.NormFloat64()/50, y + r.NormFloat64()/50}}}
	}
	return out
}

// The packed index is sound at every size around those at which the tree gets
// another node, slab or level, and stays sound when programs edit the rows.
func TestPackedIndex(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewSource(seed))
	path := filepath.Join(t.TempDir(), "index.gpkg")
	s := open(t, path)
	db := edit(t, path)
	for _, n := range []int{500, 510, 511, 1021, 2601, 2602, 9000, 501} {
		require.NoError(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{Roads: randomRoads(r, "a", n)},
			Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.ReplaceLayer}}))
		requireIndex(t, db, "roads", r)
		require.Equal(t, []int64{int64(n)}, ints(t, db, "SELECT count(*) FROM rtree_roads_geom"))
	}
	for step := range 30 {
		line := blobOf(t, randomRoads(r, "x", 1)[0].Geometry)
		switch step % 5 {
		case 0:
			run(t, db, "INSERT INTO roads (geom, highway) VALUES (?, 'path')", line)
		case 1:
			run(t, db, "UPDATE roads SET geom = ? WHERE fid = (SELECT max(fid) FROM roads)", line)
		case 2:
			run(t, db, "DELETE FROM roads WHERE fid % 7 = ?", step%7)
		case 3:
			run(t, db, "UPDATE roads SET fid = (SELECT max(fid) + 1 FROM roads) WHERE fid = (SELECT min(fid) FROM roads)")
		case 4:
			run(t, db, "UPDATE roads SET geom = NULL WHERE fid = (SELECT min(fid) FROM roads WHERE geom IS NOT NULL)")
		}
	}
	requireIndex(t, db, "roads", r)
	run(t, db, "DELETE FROM roads WHERE geom IS NULL")
	// A source beside the rows that stay: the index is packed out of both.
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{Roads: randomRoads(r, "b", 700)},
		Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.ReplaceSource}, Source: "b"}))
	requireIndex(t, db, "roads", r)
	// A few rows are left to the triggers.
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{Roads: randomRoads(r, "c", 3)},
		Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.ReplaceSource}, Source: "c"}))
	requireIndex(t, db, "roads", r)
	require.Equal(t, ints(t, db, "SELECT count(*) FROM roads"), ints(t, db, "SELECT count(*) FROM rtree_roads_geom"))
}

func TestFloatsAreRoundedOutwards(t *testing.T) {
	for _, v := range []float64{0, 0.1, -0.1, 120.5, -8.61, 180, -180, 1e-40, 120.50000000000001} {
		down, up := floatDown(v), floatUp(v)
		require.LessOrEqual(t, float64(down), v)
		require.GreaterOrEqual(t, float64(up), v)
		require.LessOrEqual(t, up, math.Nextafter32(down, float32(math.Inf(1))))
	}
}
