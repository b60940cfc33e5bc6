package postgis_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/postgis"
)

func oneReport() []data.ReportedValue {
	return []data.ReportedValue{{Unit: "330411101", Indicator: "XZ-36", Value: 1, Year: 2025, Source: "统计局", At: "2026-01-02T03:04:05Z", By: "王工"}}
}

// A reader reads figures and results, and no hash of a key; a writer adds, and takes
// nothing away.
func TestWhoMayKeepRecords(t *testing.T) {
	ctx := context.Background()
	address := migrated(t)
	writer := open(t, as(t, address, "lc_clerk", "lifecircle_writer"))
	_, err := writer.AddReported(ctx, oneReport())
	require.NoError(t, err)
	key, _, err := data.NewKey("王工", data.RoleAdmin, time.Now())
	require.NoError(t, err)
	require.NoError(t, writer.AddKey(ctx, key))
	require.NoError(t, writer.RevokeKey(ctx, key.ID, time.Now()))
	at := time.Date(2026, 5, 6, 0, 0, 0, 0, time.UTC)
	result := data.Result{Quarter: "2026Q2", TakenAt: at, DatasetVersion: "d", StandardsVersion: "s", Unit: "330411101", Indicator: "XZ-36", Lamp: "grey"}
	require.NoError(t, writer.AddResults(ctx, []data.Result{result, result}))

	reader := open(t, as(t, address, "lc_looker", "lifecircle_reader"))
	all, err := reader.Reported(ctx, data.ReportedQuery{})
	require.NoError(t, err)
	require.Len(t, all, 1)
	got, err := reader.Results(ctx, data.ResultQuery{})
	require.NoError(t, err)
	require.Equal(t, []data.Result{result}, got)
	_, err = reader.RecordsVersion(ctx)
	require.NoError(t, err)
	_, err = reader.Keys(ctx)
	require.ErrorIs(t, err, data.ErrReadOnly)
	require.ErrorContains(t, err, "GRANT lifecircle_writer to this login")
	_, err = reader.AddReported(ctx, oneReport())
	require.ErrorIs(t, err, data.ErrReadOnly)
	require.ErrorIs(t, reader.RevokeKey(ctx, key.ID, at), data.ErrReadOnly)

	clerk := connect(t, as(t, address, "lc_clerk2", "lifecircle_writer"))
	for _, statement := range []string{
		"UPDATE lifecircle.reported SET value = 2", "DELETE FROM lifecircle.reported", "TRUNCATE lifecircle.reported",
		"DELETE FROM lifecircle.keys", "UPDATE lifecircle.keys SET role = 'admin'", "UPDATE lifecircle.records_version SET version = 'x'",
	} {
		_, err := clerk.Exec(ctx, statement)
		require.ErrorContains(t, err, "permission denied", statement)
	}
}

// What somebody does with psql has another version, and what people have reported is
// not dropped by a slip of the hand.
func TestRecordsAndSQL(t *testing.T) {
	ctx := context.Background()
	url := migrated(t)
	s := open(t, url)
	before, err := s.RecordsVersion(ctx)
	require.NoError(t, err)
	run(t, url, "INSERT INTO lifecircle.reported (unit, indicator, value, year, source) VALUES ('330411101', 'XZ-36', 1, 2025, 'x')")
	after, err := s.RecordsVersion(ctx)
	require.NoError(t, err)
	require.NotEqual(t, before, after)
	all, err := s.Reported(ctx, data.ReportedQuery{})
	require.NoError(t, err)
	require.NoError(t, data.CheckReported(0, &all[0].ReportedValue))

	downTo(t, url, "00008_scenarios.sql")
	_, err = postgis.MigrateDown(ctx, url, false)
	require.ErrorContains(t, err, "table lifecircle.reported has rows, which this step down would drop")
	undone, err := postgis.MigrateDown(ctx, url, true)
	require.NoError(t, err)
	require.Equal(t, "00007_records.sql", undone.Name)
	_, err = postgis.MigrateUp(ctx, url)
	require.NoError(t, err)
	all, err = open(t, url).Reported(ctx, data.ReportedQuery{})
	require.NoError(t, err)
	require.Empty(t, all)
}

// Records do not wait for an import.
func TestRecordsDuringAnImport(t *testing.T) {
	ctx := context.Background()
	url := migrated(t)
	conn := connect(t, url)
	tx, err := conn.Begin(ctx)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = tx.Exec(ctx, "LOCK TABLE lifecircle.history, lifecircle.units, lifecircle.meta IN SHARE ROW EXCLUSIVE MODE")
	require.NoError(t, err)
	soon, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	_, err = open(t, url).AddReported(soon, oneReport())
	require.NoError(t, err)
}

// Saved scenarios are read by readers, kept by writers, and not rewritten; a step down
// that would drop them says so, and what is made again is empty.
func TestScenariosAndSQL(t *testing.T) {
	ctx := context.Background()
	address := migrated(t)
	writer := open(t, as(t, address, "lc_planner", "lifecircle_writer"))
	sc := data.Scenario{ID: "0badcafe", Name: "东桥", Author: "王工", By: "王工", DatasetVersion: "d", Body: []byte(`{"edits":[]}`), Created: time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)}
	before, err := writer.RecordsVersion(ctx)
	require.NoError(t, err)
	require.NoError(t, writer.AddScenario(ctx, sc))
	require.NoError(t, writer.MarkScenario(ctx, sc.ID, &data.ScenarioApplied{At: sc.Created, By: "x", Before: "a", After: "b"}))
	after, err := writer.RecordsVersion(ctx)
	require.NoError(t, err)
	require.NotEqual(t, before, after)
	clerk := connect(t, as(t, address, "lc_planner2", "lifecircle_writer"))
	_, err = clerk.Exec(ctx, "UPDATE lifecircle.scenarios SET body = '{}'")
	require.ErrorContains(t, err, "permission denied")
	reader := open(t, as(t, address, "lc_onlooker", "lifecircle_reader"))
	all, err := reader.Scenarios(ctx)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.ErrorIs(t, reader.DeleteScenario(ctx, sc.ID), data.ErrReadOnly)
	_, err = connect(t, address).Exec(ctx, "UPDATE lifecircle.scenarios SET body = 'no'")
	require.ErrorContains(t, err, "invalid input syntax for type json")

	downTo(t, address, "00009_hashed_once.sql")
	_, err = postgis.MigrateDown(ctx, address, false)
	require.ErrorContains(t, err, "table lifecircle.scenarios has rows, which this step down would drop")
	undone, err := postgis.MigrateDown(ctx, address, true)
	require.NoError(t, err)
	require.Equal(t, "00008_scenarios.sql", undone.Name)
	_, err = postgis.Open(ctx, address, postgis.Options{})
	require.ErrorContains(t, err, "00008_scenarios.sql is missing")
	_, err = postgis.MigrateUp(ctx, address)
	require.NoError(t, err)
	all, err = open(t, address).Scenarios(ctx)
	require.NoError(t, err)
	require.Empty(t, all)
	require.NoError(t, open(t, address).AddScenario(ctx, sc))
}
