package postgis_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/postgis"
	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// everything writes the dataset that fills every field.
func everything(t *testing.T, s data.Store) {
	t.Helper()
	write(t, s, storetest.Full())
}

// write makes the dataset all there is.
func write(t *testing.T, s data.Store, rows *geo.Dataset) {
	t.Helper()
	w := data.Write{Rows: rows, Layers: map[geo.Layer]data.Mode{}}
	for _, l := range geo.Layers() {
		w.Layers[l] = data.ReplaceLayer
	}
	require.NoError(t, s.Commit(context.Background(), w))
}

// beforeDerived is the dataset without what the columns of 00004_derived.sql hold.
func beforeDerived() *geo.Dataset {
	d := storetest.Full()
	d.Elevation = nil
	d.Units[0].PopulationFactor, d.BuiltUps[1].Derived, d.Parcels[0].Code = geo.Unknown(), false, ""
	return d
}

func load(t *testing.T, s data.Store) *geo.Dataset {
	t.Helper()
	d, err := s.Load(context.Background())
	require.NoError(t, err)
	return d
}

func stepNames(steps []postgis.Step) (names []string) {
	for _, s := range steps {
		names = append(names, s.Name)
	}
	return names
}

// downTo takes steps back, whatever they drop, the named one being the last.
func downTo(t *testing.T, url, name string) {
	t.Helper()
	for {
		undone, err := postgis.MigrateDown(context.Background(), url, true)
		require.NoError(t, err)
		if undone.Name == name {
			return
		}
	}
}

func TestMigrateUpDownUpWithDataInPlace(t *testing.T) {
	ctx := context.Background()
	url := cluster.Database(t)
	made, err := postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	require.Equal(t, []string{"00001_roles.sql", "00002_layers.sql", "00003_changes.sql", "00004_derived.sql", "00005_elevation.sql", "00006_history.sql", "00007_records.sql", "00008_scenarios.sql", "00009_hashed_once.sql"}, stepNames(made))
	made, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	require.Empty(t, made, "a second time")

	s := open(t, url)
	everything(t, s)
	before := load(t, s)

	// Steps that would drop what somebody brought say so. What is left has the version of
	// the same content in a database that never had more.
	downTo(t, url, "00006_history.sql")
	_, err = postgis.MigrateDown(ctx, url, false)
	require.ErrorContains(t, err, "table lifecircle.elevation has rows, which this step down would drop")
	downTo(t, url, "00005_elevation.sql")
	_, err = postgis.MigrateDown(ctx, url, false)
	require.ErrorContains(t, err, "parcels have codes of a classification, which this step down would drop")
	undone, err := postgis.MigrateDown(ctx, url, true)
	require.NoError(t, err)
	require.Equal(t, "00004_derived.sql", undone.Name)
	_, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	less := beforeDerived()
	fresh := open(t, migrated(t))
	write(t, fresh, less)
	less = load(t, fresh)
	require.NotEqual(t, before.Version, less.Version)
	require.Equal(t, less, load(t, open(t, url)))
	write(t, open(t, url), storetest.Full())
	require.Equal(t, before, load(t, open(t, url)))

	// The one before keeps the rows: taken back and made again, they have the version
	// that they had.
	downTo(t, url, "00003_changes.sql")
	_, err = postgis.Open(ctx, url, postgis.Options{})
	require.ErrorContains(t, err, "the migration 00003_changes.sql is missing: run lifecircle migrate up")
	_, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	require.Equal(t, less, load(t, open(t, url)))

	// The second would drop them, and says so.
	downTo(t, url, "00003_changes.sql")
	_, err = postgis.MigrateDown(ctx, url, false)
	require.ErrorContains(t, err, "table lifecircle.units has rows, which this step down would drop")
	for _, name := range []string{"00002_layers.sql", "00001_roles.sql"} {
		undone, err := postgis.MigrateDown(ctx, url, true)
		require.NoError(t, err)
		require.Equal(t, name, undone.Name)
	}
	_, err = postgis.MigrateDown(ctx, url, true)
	require.ErrorContains(t, err, "no migration was made that could be taken back")
	var left int
	require.NoError(t, connect(t, url).QueryRow(ctx, "SELECT count(*) FROM pg_namespace WHERE nspname = 'lifecircle'").Scan(&left))
	require.Zero(t, left)

	_, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	again := open(t, url)
	everything(t, again)
	require.Equal(t, before, load(t, again))
}

// The query that notes a change computes the hash of a row where it reads the row, and
// not in the aggregate, which uses it twice.
func TestARowIsHashedOnce(t *testing.T) {
	ctx := context.Background()
	db := connect(t, migrated(t))
	where := func() (scan, aggregate string) {
		var source, plan string
		require.NoError(t, db.QueryRow(ctx, "SELECT prosrc FROM pg_proc WHERE proname = 'note_change'").Scan(&source))
		found := regexp.MustCompile(`(?s)count_rows CONSTANT text := ('SELECT.*?hashed');`).FindStringSubmatch(source)
		require.NotNil(t, found, source)
		require.NoError(t, db.QueryRow(ctx, "SELECT format("+found[1]+", 'id, geom', 'parks')").Scan(&source))
		require.NoError(t, db.QueryRow(ctx, "EXPLAIN (VERBOSE, FORMAT JSON) "+strings.Replace(source, "FROM parks", "FROM lifecircle.parks", 1)).Scan(&plan))
		var top []struct {
			Plan struct {
				Output []string
				Plans  []struct{ Output []string }
			}
		}
		require.NoError(t, json.Unmarshal([]byte(plan), &top))
		require.Len(t, top[0].Plan.Plans, 1, plan)
		return strings.Join(top[0].Plan.Plans[0].Output, " "), strings.Join(top[0].Plan.Output, " ")
	}
	scan, _ := where()
	require.Contains(t, scan, "md5(")
	downTo(t, db.Config().ConnString(), "00009_hashed_once.sql")
	scan, aggregate := where()
	require.NotContains(t, scan, "md5(")
	require.Equal(t, 2, strings.Count(aggregate, "md5("))
}

func TestMigrateStatus(t *testing.T) {
	ctx := context.Background()
	url := cluster.Database(t)
	steps, err := postgis.MigrateStatus(ctx, url)
	require.NoError(t, err)
	require.Len(t, steps, 9)
	for _, s := range steps {
		require.False(t, s.Made(), s.Name)
	}
	_, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	_, err = postgis.MigrateDown(ctx, url, false)
	require.NoError(t, err)
	steps, err = postgis.MigrateStatus(ctx, url)
	require.NoError(t, err)
	for i, s := range steps {
		require.Equal(t, i < len(steps)-1, s.Made(), s.Name)
	}
}

func TestTwoMigrateAtOnce(t *testing.T) {
	url := cluster.Database(t)
	var wg sync.WaitGroup
	made := make([][]postgis.Step, 2)
	for i := range made {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var err error
			if made[i], err = postgis.MigrateUp(context.Background(), url); err != nil {
				t.Errorf("one of two: %v", err)
			}
		}()
	}
	wg.Wait()
	require.Len(t, append(made[0], made[1]...), 9, "each step is made once")
}
