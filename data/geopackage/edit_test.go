package geopackage

import (
	"context"
	"encoding/binary"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// filled makes a file with every layer filled.
func filled(t *testing.T) (path string, s *Store) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "town.gpkg")
	s = open(t, path)
	layers := map[geo.Layer]data.Mode{}
	for _, l := range geo.Layers() {
		layers[l] = data.Append
	}
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: storetest.Full(), Layers: layers}))
	return path, s
}

// What a planner does in QGIS: rows without ids, polygons for multi-polygons,
// columns of one's own.
func TestRowsDrawnByHand(t *testing.T) {
	path, s := filled(t)
	db := edit(t, path)
	square := orb.Polygon{{{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}}
	run(t, db, "ALTER TABLE parks ADD COLUMN remark TEXT")
	run(t, db, "INSERT INTO parks (fid, geom, name, remark) VALUES (77, ?, '新公园', 'mine')", blobOf(t, square))
	run(t, db, "INSERT INTO roads (fid, geom, highway) VALUES (78, ?, 'footway')", blobOf(t, orb.LineString{{1, 1}, {2, 2}}))
	run(t, db, "INSERT INTO roads (fid, geom, highway, id) VALUES (79, ?, 'footway', '')", blobOf(t, orb.MultiLineString{{{1, 1}, {2, 2}}}))
	run(t, db, "INSERT INTO facilities (fid, geom, categories) VALUES (80, ?, ' clinic,,hospital ,')", blobOf(t, orb.Point{1, 1}))
	run(t, db, "UPDATE buildings SET geom = ? WHERE id = 'h2'", blobOf(t, orb.MultiPolygon{square}))
	run(t, db, "UPDATE facilities SET entrances = 'MultiPoint ((1 2),(3 4))', footprint = 'POLYGON ((0 0, 1 0, 1 1, 0 0))' WHERE id = 'osm-n2'")
	run(t, db, "UPDATE facilities SET attributes = '{\"beds\": 12, \"x\": null}' WHERE id = 'osm-n3'")
	run(t, db, "UPDATE lifecircle_meta SET value = 'another title' WHERE key = 'title'")

	d, err := s.Load(context.Background())
	require.NoError(t, err)
	byID := map[string]any{}
	for i := range d.Parks {
		byID[d.Parks[i].ID] = d.Parks[i]
	}
	for i := range d.Roads {
		byID[d.Roads[i].ID] = d.Roads[i]
	}
	for i := range d.Facilities {
		byID[d.Facilities[i].ID] = d.Facilities[i]
	}
	right := orb.Polygon{{{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}}}
	require.Equal(t, geo.Park{ID: "parks-fid77", Name: "新公园", Geometry: orb.MultiPolygon{right}}, byID["parks-fid77"])
	road := geo.RoadSegment{ID: "roads-fid78", Highway: "footway", Geometry: orb.LineString{{1, 1}, {2, 2}}}
	require.Equal(t, road, byID["roads-fid78"])
	road.ID = "roads-fid79"
	require.Equal(t, road, byID["roads-fid79"])
	require.Equal(t, geo.Facility{ID: "facilities-fid80", Categories: []string{"clinic", "hospital"}, Location: orb.Point{1, 1}}, byID["facilities-fid80"])
	require.Equal(t, right, d.Buildings[1].Geometry)
	require.Equal(t, []orb.Point{{1, 2}, {3, 4}}, byID["osm-n2"].(geo.Facility).Entrances)
	require.Equal(t, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, byID["osm-n2"].(geo.Facility).Footprint)
	require.Equal(t, map[string]any{"beds": 12.0}, byID["osm-n3"].(geo.Facility).Attributes)
	require.Equal(t, "another title", d.Title)

	// An import beside them keeps them, and the planner's own column.
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.ReplaceSource}, Source: "s"}))
	d, err = s.Load(context.Background())
	require.NoError(t, err)
	require.Len(t, d.Parks, 1)
	require.Equal(t, []int64{77}, ints(t, db, "SELECT fid FROM parks WHERE remark = 'mine'"))
}

// What an import refuses, the table refuses too.
func TestTableRefusesWhatAnImportRefuses(t *testing.T) {
	path, _ := filled(t)
	db := edit(t, path)
	for _, query := range []string{
		"UPDATE units SET level = 'canton' WHERE code = 'osm-r42'",
		"UPDATE units SET level = NULL WHERE code = 'osm-r42'",
		"UPDATE units SET code = 'A B' WHERE code = 'osm-r42'",
		"UPDATE units SET code = '' WHERE code = 'osm-r42'",
		"UPDATE units SET code = '330411101' WHERE code = 'osm-r42'",
		"UPDATE units SET population = -1 WHERE code = 'osm-r42'",
		"UPDATE units SET seat_lon = 181 WHERE code = 'osm-r42'",
		"UPDATE facilities SET status = 'open' WHERE id = 'osm-n1'",
		"UPDATE facilities SET attributes = '{beds' WHERE id = 'osm-n1'",
		"UPDATE facilities SET categories = 'Clinic' WHERE id = 'osm-n1'",
		"UPDATE facilities SET id = 'osm-n2' WHERE id = 'osm-n1'",
		"UPDATE roads SET highway = '' WHERE id = 'osm-w1-0'",
		"UPDATE roads SET highway = NULL WHERE id = 'osm-w1-0'",
		"UPDATE roads SET oneway = 2 WHERE id = 'osm-w1-0'",
		"UPDATE roads SET level = 200 WHERE id = 'osm-w1-0'",
		"UPDATE barriers SET kind = 'hedge' WHERE id = 'w1'",
		"UPDATE population SET persons = -0.5 WHERE id = 'c1'",
		"UPDATE population SET age_groups = '60+' WHERE id = 'c1'",
		"UPDATE homes SET grain_m = -1 WHERE id = 'm1'",
	} {
		_, err := db.Exec(query)
		require.ErrorContains(t, err, "constraint failed", query)
	}
	for _, query := range []string{
		"UPDATE units SET population = NULL, superseded_by = 'x' WHERE code = '330411101'",
		"UPDATE facilities SET status = '', categories = NULL, attributes = NULL WHERE id = 'osm-n1'",
		"UPDATE roads SET id = NULL",
		"UPDATE homes SET age_groups = NULL, persons = NULL",
	} {
		run(t, db, query)
	}
}

// What is broken in a cell is named by table, fid, column and rule.
func TestBrokenCellsAreNamed(t *testing.T) {
	for _, c := range []struct {
		name, query string
		args        []any
		want        CellError
	}{
		{"no geometry at all", "UPDATE roads SET geom = X'00' WHERE fid = 2", nil,
			CellError{"roads", 2, "geom", "a geometry starts with the GeoPackage header GP"}},
		{"a point for a road", "UPDATE roads SET geom = ? WHERE fid = 2", []any{orb.Point{1, 1}},
			CellError{"roads", 2, "geom", "has to be a line, not a Point"}},
		{"two lines for a road", "UPDATE roads SET geom = ? WHERE fid = 2", []any{orb.MultiLineString{{{1, 1}, {2, 2}}, {{3, 3}, {4, 4}}}},
			CellError{"roads", 2, "geom", "has to be one line, not 2: split the row into one for each"}},
		{"a home without a place", "UPDATE homes SET geom = NULL WHERE fid = 1", nil,
			CellError{"homes", 1, "geom", "the row has no point"}},
		{"a line for a park", "UPDATE parks SET geom = ? WHERE fid = 1", []any{orb.LineString{{1, 1}, {2, 2}}},
			CellError{"parks", 1, "geom", "has to be a polygon or several, not a LineString"}},
		{"two polygons for a building", "UPDATE buildings SET geom = ? WHERE fid = 1",
			[]any{orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, {{{2, 2}, {3, 2}, {3, 3}, {2, 2}}}}},
			CellError{"buildings", 1, "geom", "has to be one polygon, not 2: split the row into one for each"}},
		{"words for people", "UPDATE population SET persons = 'many' WHERE fid = 3", nil,
			CellError{"population", 3, "persons", "has to hold a number"}},
		{"a list for attributes", "UPDATE facilities SET attributes = '[1]' WHERE fid = 1", nil,
			CellError{"facilities", 1, "attributes", "has to hold a JSON object: json: cannot unmarshal array into Go value of type map[string]interface {}"}},
		{"a list in attributes", "UPDATE facilities SET attributes = '{\"a\":[1]}' WHERE fid = 1", nil,
			CellError{"facilities", 1, "attributes", "member \"a\" has to be a text, a number or a truth value"}},
		{"words for entrances", "UPDATE facilities SET entrances = 'LINESTRING(0 0,1 1)' WHERE fid = 1", nil,
			CellError{"facilities", 1, "entrances", "has to hold WKT of a MULTIPOINT, not of a LineString"}},
	} {
		path, s := filled(t)
		if len(c.args) == 1 {
			c.args[0] = blobOf(t, c.args[0].(orb.Geometry))
		}
		run(t, edit(t, path), c.query, c.args...)
		_, err := s.Load(context.Background())
		var cell *CellError
		require.ErrorAs(t, err, &cell, c.name)
		require.Equal(t, c.want, *cell, c.name)
		require.ErrorContains(t, err, c.want.Table)
		_, err = s.Version(context.Background())
		require.NoError(t, err, "a version needs no understanding: %s", c.name)
	}
}

// A table that a tool saved again has lost its constraints; the rules hold all
// the same.
func TestTablesSavedAgain(t *testing.T) {
	t.Run("rows twice", func(t *testing.T) {
		path, s := filled(t)
		db := edit(t, path)
		run(t, db, "DROP INDEX parks_key")
		run(t, db, "UPDATE parks SET id = 'p1'")
		_, err := s.Load(context.Background())
		var refused *data.RefusedError
		require.ErrorAs(t, err, &refused)
		require.Equal(t, "p1", refused.Value)
		require.Equal(t, data.RuleUnique, refused.Rule)
	})
	t.Run("in another reference system", func(t *testing.T) {
		path, s := filled(t)
		run(t, edit(t, path), "UPDATE gpkg_geometry_columns SET srs_id = -1 WHERE table_name = 'greenways'")
		_, err := s.Load(context.Background())
		require.ErrorContains(t, err, "table greenways is in srs_id -1")
		require.ErrorContains(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{Date: "2025"}}), "table greenways")
	})
	t.Run("a geometry in another reference system", func(t *testing.T) {
		path, s := filled(t)
		blob := blobOf(t, orb.Point{1, 1})
		binary.LittleEndian.PutUint32(blob[4:], 3857)
		run(t, edit(t, path), "UPDATE homes SET geom = ? WHERE fid = 2", blob)
		_, err := s.Load(context.Background())
		require.ErrorContains(t, err, "table homes, fid 2, column geom: the geometry is in srs 3857")
	})
	t.Run("not registered", func(t *testing.T) {
		path, s := filled(t)
		run(t, edit(t, path), "DELETE FROM gpkg_geometry_columns WHERE table_name = 'homes'")
		_, err := s.Load(context.Background())
		require.ErrorContains(t, err, "table homes is not registered")
	})
	t.Run("with a column less and other names", func(t *testing.T) {
		path, s := filled(t)
		db := edit(t, path)
		run(t, db, "DROP TABLE parks")
		run(t, db, "DROP TABLE rtree_parks_geom")
		run(t, db, "CREATE TABLE parks (ogc_fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, shape POLYGON, name TEXT, id TEXT)")
		run(t, db, "UPDATE gpkg_geometry_columns SET column_name = 'shape' WHERE table_name = 'parks'")
		square := orb.Polygon{{{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}}}
		run(t, db, "INSERT INTO parks VALUES (5, ?, 'x', NULL)", blobOf(t, square))
		d, err := s.Load(context.Background())
		require.NoError(t, err)
		want := geo.Park{ID: "parks-fid5", Name: "x", Geometry: orb.MultiPolygon{square}}
		require.Equal(t, []geo.Park{want}, d.Parks)
		// The next commit brings what is missing: columns, key and index.
		more := geo.Park{ID: "q", Kind: "garden", Geometry: orb.MultiPolygon{square}, Source: "s"}
		require.NoError(t, s.Commit(context.Background(), data.Write{Rows: &geo.Dataset{Parks: []geo.Park{more}},
			Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append}}))
		d, err = s.Load(context.Background())
		require.NoError(t, err)
		require.Equal(t, []geo.Park{want, more}, d.Parks)
		require.Equal(t, []int64{5, 6}, ints(t, db, "SELECT id FROM rtree_parks_shape ORDER BY id"))
	})
}

// A layer whose table is missing reads as empty, and gets one when it is written.
func TestMissingTable(t *testing.T) {
	path, s := filled(t)
	db := edit(t, path)
	run(t, db, "DROP TABLE parks")
	run(t, db, "DROP TABLE rtree_parks_geom")
	run(t, db, "DELETE FROM gpkg_geometry_columns WHERE table_name = 'parks'")
	run(t, db, "DELETE FROM gpkg_contents WHERE table_name = 'parks'")
	d, err := s.Load(context.Background())
	require.NoError(t, err)
	require.Empty(t, d.Parks)
	require.Len(t, d.Homes, 2)
	require.NoError(t, s.Commit(context.Background(), data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append}}))
	d, err = s.Load(context.Background())
	require.NoError(t, err)
	require.Equal(t, storetest.Full().Parks, d.Parks)
}
