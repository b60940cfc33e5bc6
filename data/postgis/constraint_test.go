package postgis_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// What an import refuses, a constraint refuses by hand.
func TestConstraints(t *testing.T) {
	url := migrated(t)
	conn := connect(t, url)
	const square = "ST_GeomFromText('MULTIPOLYGON(((120 30, 120.1 30, 120.1 30.1, 120 30)))', 4326)"
	for _, c := range []struct{ code, constraint, statement string }{
		{"22023", "", "INSERT INTO lifecircle.parks (geom) VALUES (ST_Transform(" + square + ", 4549))"},
		{"22023", "", "INSERT INTO lifecircle.parks (geom) VALUES (ST_GeomFromText('POINT(120 30)', 4326))"},
		{"23514", "units_code_check", "INSERT INTO lifecircle.units (code, level) VALUES ('OSM-1', 'town')"},
		{"23502", "", "INSERT INTO lifecircle.units (level) VALUES ('town')"},
		{"23514", "units_level_check", "INSERT INTO lifecircle.units (code, level) VALUES ('1', 'canton')"},
		{"23514", "units_population_check", "INSERT INTO lifecircle.units (code, level, population) VALUES ('1', 'town', -1)"},
		{"23514", "units_population_check", "INSERT INTO lifecircle.units (code, level, population) VALUES ('1', 'town', 'NaN')"},
		{"23514", "units_population_check", "INSERT INTO lifecircle.units (code, level, population) VALUES ('1', 'town', 'Infinity')"},
		{"23514", "units_geom_valid", "INSERT INTO lifecircle.units (code, level, geom) VALUES ('1', 'town', ST_GeomFromText('MULTIPOLYGON(((0 0, 1 1, 1 0, 0 1, 0 0)))', 4326))"},
		{"23514", "facilities_geom_on_the_globe", "INSERT INTO lifecircle.facilities (geom) VALUES (ST_SetSRID(ST_MakePoint(30, 120), 4326))"},
		{"23514", "facilities_geom_on_the_globe", "INSERT INTO lifecircle.facilities (geom) VALUES (ST_SetSRID(ST_MakePoint('NaN', 1), 4326))"},
		{"23502", "", "INSERT INTO lifecircle.facilities (name) VALUES ('nowhere')"},
		{"23514", "facilities_status_check", "INSERT INTO lifecircle.facilities (geom, status) VALUES (ST_SetSRID(ST_MakePoint(1, 1), 4326), 'open')"},
		{"23514", "facilities_categories_check", "INSERT INTO lifecircle.facilities (geom, categories) VALUES (ST_SetSRID(ST_MakePoint(1, 1), 4326), '{Klinik}')"},
		{"23514", "facilities_attributes_check", "INSERT INTO lifecircle.facilities (geom, attributes) VALUES (ST_SetSRID(ST_MakePoint(1, 1), 4326), '[1]')"},
		{"23514", "facilities_footprint_valid", "INSERT INTO lifecircle.facilities (geom, footprint) VALUES (ST_SetSRID(ST_MakePoint(1, 1), 4326), ST_GeomFromText('MULTIPOLYGON(((0 0, 1 1, 1 0, 0 1, 0 0)))', 4326))"},
		{"23502", "", "INSERT INTO lifecircle.roads (geom) VALUES (ST_GeomFromText('LINESTRING(1 1, 2 2)', 4326))"},
		{"23514", "roads_oneway_check", "INSERT INTO lifecircle.roads (geom, highway, oneway) VALUES (ST_GeomFromText('LINESTRING(1 1, 2 2)', 4326), 'path', 2)"},
		{"23514", "barriers_kind_check", "INSERT INTO lifecircle.barriers (geom, kind) VALUES (" + square + ", 'hedge')"},
		{"23514", "barriers_geom_kind", "INSERT INTO lifecircle.barriers (geom, kind) VALUES (ST_SetSRID(ST_MakePoint(1, 1), 4326), 'wall')"},
		{"23514", "population_geom_kind", "INSERT INTO lifecircle.population (geom) VALUES (ST_GeomFromText('LINESTRING(1 1, 2 2)', 4326))"},
		{"23514", "homes_persons_check", "INSERT INTO lifecircle.homes (geom, persons) VALUES (ST_SetSRID(ST_MakePoint(1, 1), 4326), -1)"},
	} {
		_, err := conn.Exec(context.Background(), c.statement)
		var e *pgconn.PgError
		require.True(t, errors.As(err, &e), "%s: %v", c.statement, err)
		require.Equal(t, c.code, e.Code, "%s: %v", c.statement, err)
		require.Equal(t, c.constraint, e.ConstraintName, c.statement)
	}
	for _, good := range []string{
		"INSERT INTO lifecircle.parks (geom) VALUES (" + square + ")",
		"INSERT INTO lifecircle.parks (name) VALUES ('not drawn yet')",
		"INSERT INTO lifecircle.units (code, level, source) VALUES ('33', 'province', 'a'), ('33', 'province', 'b')",
		"INSERT INTO lifecircle.roads (geom, highway) VALUES (ST_GeomFromText('LINESTRING(1 1, 1 1)', 4326), 'path')",
		"INSERT INTO lifecircle.barriers (geom, kind) VALUES (ST_GeomFromText('LINESTRING(1 1, 2 2)', 4326), 'wall')",
		"INSERT INTO lifecircle.facilities (geom, categories) VALUES (ST_SetSRID(ST_MakePoint(1, 1), 4326), '{clinic,primary_school}')",
	} {
		run(t, url, good)
	}
	load(t, open(t, url))
}

// The importer repairs or refuses areas that are not valid; should one reach the
// store all the same, the refusal names row and reason.
func TestAnInvalidAreaIsNamed(t *testing.T) {
	s := open(t, migrated(t))
	bow := orb.Ring{{120, 30}, {120.1, 30.1}, {120.1, 30}, {120, 30.1}, {120, 30}}
	w := onePark()
	w.Rows.Parks = append(w.Rows.Parks, geo.Park{ID: "bow", Geometry: orb.MultiPolygon{{bow}}, Source: "w"})
	err := s.Commit(context.Background(), w)
	var refused *data.RefusedError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, geo.LayerParks, refused.Layer)
	require.Equal(t, 1, refused.Row)
	require.Equal(t, "bow", refused.ID)
	require.Equal(t, "geometry", refused.Field)
	require.Contains(t, refused.Rule, "Self-intersection")
	_, err = s.Load(context.Background())
	require.ErrorIs(t, err, data.ErrEmpty)
}
