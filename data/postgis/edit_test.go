package postgis_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/postgis"
	"github.com/seed-4611ae28/lifecircle/geo"
)

const patience = 20 * time.Second

func TestEditsBySQLAreTold(t *testing.T) {
	url := migrated(t)
	s, err := postgis.Open(context.Background(), url, postgis.Options{Poll: time.Hour}) // what is told is all there is
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	everything(t, s)
	before := load(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	changes := s.Watch(ctx)
	told := func(what string) *geo.Dataset {
		t.Helper()
		select {
		case v := <-changes:
			d := load(t, s)
			require.Equal(t, v, d.Version, what)
			return d
		case <-time.After(patience):
			require.Fail(t, "not told", what)
			return nil
		}
	}
	run(t, url, "UPDATE lifecircle.facilities SET geom = ST_SetSRID(ST_MakePoint(120.6, 30.3), 4326) WHERE id = 'osm-n1'")
	d := told("a facility is moved")
	require.Equal(t, orb.Point{120.6, 30.3}, d.Facilities[0].Location)
	require.Equal(t, before.LayerVersions[geo.LayerRoads], d.LayerVersions[geo.LayerRoads])
	require.NotEqual(t, before.LayerVersions[geo.LayerFacilities], d.LayerVersions[geo.LayerFacilities])

	run(t, url, `INSERT INTO lifecircle.facilities (geom, name, categories) VALUES (ST_SetSRID(ST_MakePoint(120.61, 30.3), 4326), '新诊所', '{clinic}')`)
	d = told("one is added without an id")
	require.Len(t, d.Facilities, 4)
	require.Equal(t, "facilities-hand1", d.Facilities[0].ID)
	require.Equal(t, []string{"clinic"}, d.Facilities[0].Categories)

	run(t, url, `DELETE FROM lifecircle.facilities WHERE id LIKE '%hand%'`,
		fmt.Sprintf("UPDATE lifecircle.facilities SET geom = ST_SetSRID(ST_MakePoint(%v, %v), 4326) WHERE id = 'osm-n1'",
			before.Facilities[0].Location[0], before.Facilities[0].Location[1]))
	for told("both are taken back").Version != before.Version {
	}

	run(t, url, "TRUNCATE lifecircle.roads")
	require.Empty(t, told("a table is emptied").Roads)
	run(t, url, "UPDATE lifecircle.meta SET value = 'other' WHERE key = 'title'")
	require.Equal(t, "other", told("the title is changed").Title)

	run(t, url, "UPDATE lifecircle.parks SET name = name") // changes nothing
	select {
	case v := <-changes:
		require.Fail(t, "told of no change", v)
	case <-time.After(300 * time.Millisecond):
	}
}

func TestWatchOutlivesALineThatDrops(t *testing.T) {
	url := migrated(t)
	s, err := postgis.Open(context.Background(), url, postgis.Options{Poll: time.Hour})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	everything(t, s)
	changes := s.Watch(context.Background())
	time.Sleep(300 * time.Millisecond) // let it listen
	run(t, url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lifecircle' AND datname = current_database()",
		"UPDATE lifecircle.parks SET name = 'while the line was down' WHERE id = 'p1'")
	select {
	case <-changes:
		require.Equal(t, "while the line was down", load(t, s).Parks[0].Name)
	case <-time.After(patience):
		require.Fail(t, "not noticed")
	}
}

// TestSumsAreThoseOfTheRows edits rows at random, in transactions that end either
// way, and requires the version that the rows alone give: that of a database whose
// changes are noted from scratch.
func TestSumsAreThoseOfTheRows(t *testing.T) {
	ctx := context.Background()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	url := migrated(t)
	s := open(t, url)
	write(t, s, beforeDerived())
	conn := connect(t, url)
	edits := []string{
		"INSERT INTO lifecircle.homes (geom, persons, source) SELECT ST_SetSRID(ST_MakePoint(120 + g / 7.0, 30), 4326), g / 3.0, 'r' FROM generate_series(1, %d) g",
		"UPDATE lifecircle.homes SET persons = persons + 1.0 / %d",
		"DELETE FROM lifecircle.homes WHERE fid %% %d = 0",
		"UPDATE lifecircle.facilities SET attributes = jsonb_build_object('n', %d)",
		"INSERT INTO lifecircle.parks (name, source) VALUES ('p%d', 'r')",
		"DELETE FROM lifecircle.parks WHERE source = 'r' AND fid %% %d = 0",
		"UPDATE lifecircle.roads SET name = 'road %d' WHERE source = 's'",
		"UPDATE lifecircle.sources SET license = 'l%d'",
	}
	for range 40 {
		tx, err := conn.Begin(ctx)
		require.NoError(t, err)
		for range 1 + r.IntN(3) {
			_, err := tx.Exec(ctx, fmt.Sprintf(edits[r.IntN(len(edits))], 2+r.IntN(9)))
			require.NoError(t, err)
		}
		if r.IntN(4) == 0 {
			_, err := tx.Exec(ctx, "TRUNCATE lifecircle.parks")
			require.NoError(t, err)
		}
		if r.IntN(3) == 0 {
			require.NoError(t, tx.Rollback(ctx))
		} else {
			require.NoError(t, tx.Commit(ctx))
		}
	}
	run(t, url, "TRUNCATE lifecircle.elevation") // the steps after the third would drop it
	kept, err := s.Version(ctx)
	require.NoError(t, err)
	downTo(t, url, "00003_changes.sql")
	_, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	counted, err := s.Version(ctx)
	require.NoError(t, err)
	require.Equal(t, counted, kept)
}

func TestACommitThatWaitsTooLongSaysSo(t *testing.T) {
	ctx := context.Background()
	url := migrated(t)
	s, err := postgis.Open(ctx, url, postgis.Options{LockTimeout: 100 * time.Millisecond})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	tx, err := connect(t, url).Begin(ctx)
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "LOCK TABLE lifecircle.parks IN ACCESS EXCLUSIVE MODE")
	require.NoError(t, err)
	require.ErrorContains(t, s.Commit(ctx, onePark()), "lock timeout")
	require.NoError(t, tx.Rollback(ctx))
	require.NoError(t, s.Commit(ctx, onePark()))
}

func TestAStatementThatReadsTooLongIsEnded(t *testing.T) {
	s, err := postgis.Open(context.Background(), migrated(t), postgis.Options{ReadTimeout: 300 * time.Millisecond})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	require.ErrorContains(t, postgis.ExecThroughReader(s, "SELECT pg_sleep(20)"), "statement timeout")
}

func onePark() data.Write {
	ring := orb.Ring{{120, 30}, {120.001, 30}, {120.001, 30.001}, {120, 30}}
	return data.Write{Rows: &geo.Dataset{Parks: []geo.Park{{ID: "one", Geometry: orb.MultiPolygon{{ring}}, Source: "w"}}},
		Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.ReplaceSource}, Source: "w"}
}
