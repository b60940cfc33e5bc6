package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/doctor"
)

// The demo county is well. A copy of it whose facilities stand where a web map has them,
// with a line copied and blanks in a name, as somebody may have edited it in QGIS, is
// not; the repairs make the good one of it again, in one commit.
func TestDoctorOfTheDemo(t *testing.T) {
	t.Parallel()
	program, path := plain(t), filepath.Join(t.TempDir(), "d.gpkg")
	program.done(t, "demo", "--out", path, "--towns", "2")
	version := versionOf(t, path)
	o := program.run(t, nil, "doctor", "--data", path, "--json")
	require.Equal(t, exitDone, o.status, o.stdout)
	require.Empty(t, o.stderr)
	healthy := diagnosis(t, o.stdout)
	require.Equal(t, version, healthy.Dataset.Version)
	require.Equal(t, map[doctor.Severity]int{doctor.Serious: 0, doctor.Warning: 0, doctor.Note: len(healthy.Findings)}, healthy.Counts)

	var good []geo.Facility
	rewrite(t, path, func(ds *geo.Dataset) map[geo.Layer]data.Mode {
		good = append(good, ds.Facilities...)
		for i := range ds.Facilities {
			webMap(&ds.Facilities[i])
		}
		copied := ds.Facilities[0]
		copied.ID += "-copy"
		ds.Facilities = append(ds.Facilities, copied)
		ds.Facilities[1].Name = "\u3000" + ds.Facilities[1].Name + " "
		return map[geo.Layer]data.Mode{geo.LayerFacilities: data.ReplaceLayer}
	})
	ill := versionOf(t, path)
	o = program.run(t, nil, "doctor", "--data", path)
	require.Equal(t, exitFailed, o.status)
	require.Contains(t, o.stderr, "1 serious finding(s) stand")
	first := strings.Index(o.stdout, "严重 SERIOUS  shifted-source  [facilities: demo]")
	require.Greater(t, first, 0)
	require.Less(t, first, strings.Index(o.stdout, "说明 NOTE"), "worst first")
	require.Contains(t, o.stdout, "GCJ-02")
	require.Contains(t, o.stdout, "合计 · In all: 1 严重 serious, 1 注意 warnings")
	require.Equal(t, ill, versionOf(t, path), "looking changes nothing")

	o = program.run(t, nil, "doctor", "--data", path, "--fix", "--json")
	require.Equal(t, exitDone, o.status, o.stderr)
	d := diagnosis(t, o.stdout)
	var done []string
	for _, f := range d.Fixed {
		done = append(done, f.ID)
	}
	require.ElementsMatch(t, []string{doctor.RemedyGCJ02, doctor.RemedyRepeated, doctor.RemedyNames}, done)
	require.Equal(t, healthy.Findings, d.Findings, "what is left is what was there before")
	require.Equal(t, versionOf(t, path), d.Dataset.Version)

	rewrite(t, path, func(ds *geo.Dataset) map[geo.Layer]data.Mode {
		require.Len(t, ds.Facilities, len(good)+1, "no row is dropped")
		k := 0
		for _, f := range ds.Facilities {
			if strings.HasSuffix(f.ID, "-copy") {
				require.Equal(t, good[0].ID, f.SupersededBy)
				continue
			}
			w := good[k]
			k++
			require.InDeltaSlice(t, w.Location[:], f.Location[:], 1.5e-7)
			w.Location, w.Entrances, w.Footprint = f.Location, f.Entrances, f.Footprint
			require.Equal(t, w, f)
		}
		return nil
	})
	again := program.run(t, nil, "doctor", "--data", path, "--fix")
	require.Equal(t, exitDone, again.status)
	require.Contains(t, again.stdout, "Nothing that can safely be repaired unasked")
	require.Equal(t, d.Dataset.Version, versionOf(t, path), "there is nothing to repair, and nothing is written")
}

// A dataset that cannot be read fails, and what makes no sense is bad usage.
func TestDoctorFails(t *testing.T) {
	t.Parallel()
	absent := filepath.Join(t.TempDir(), "absent.gpkg")
	for _, c := range []struct {
		status int
		says   string
		args   []string
	}{
		{exitUsage, "name the dataset: --data", []string{"doctor"}},
		{exitUsage, "unknown command", []string{"doctor", "surplus"}},
		{exitFailed, "absent.gpkg", []string{"doctor", "--data", absent, "--fix"}},
		{exitFailed, "no-such-folder", []string{"doctor", "--data", absent, "--profiles", filepath.Join(t.TempDir(), "no-such-folder")}},
	} {
		o := lifecircle(t, c.args...)
		require.Equal(t, c.status, o.status, o.stderr)
		require.Contains(t, o.stderr, c.says)
		require.Empty(t, o.stdout)
	}
	require.Empty(t, filesIn(t, filepath.Dir(absent)))
}

// A small town out of an extract: what it lacks is told with what is grey for it.
func TestDoctorOfATown(t *testing.T) {
	t.Parallel()
	o := lifecircle(t, "doctor", "--data", town(t), "--json")
	require.Equal(t, exitDone, o.status, o.stderr)
	d := diagnosis(t, o.stdout)
	ids := map[string]doctor.Finding{}
	for _, f := range d.Findings {
		ids[f.ID+" "+string(f.Layer)] = f
	}
	require.Contains(t, ids["layer-missing greenways"].EffectEn, "grey")
	require.Equal(t, eastTown, ids["town-no-population units"].Places[0].ID)
	require.Equal(t, 2, ids["town-no-seat units"].Count)
	for _, s := range doctor.Severities() {
		n := 0
		for _, f := range d.Findings {
			if f.Severity == s {
				n++
			}
		}
		require.Equal(t, n, d.Counts[s], s)
	}
}

func diagnosis(t *testing.T, text string) (d doctorReport) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &d), text)
	require.NotNil(t, d.Findings)
	require.NotNil(t, d.Fixed)
	return d
}

// rewrite changes a dataset past the importer, as another program may.
func rewrite(t *testing.T, path string, change func(*geo.Dataset) map[geo.Layer]data.Mode) {
	t.Helper()
	store, err := geopackage.Open(t.Context(), path, geopackage.Options{})
	require.NoError(t, err)
	ds, err := store.Load(t.Context())
	require.NoError(t, err)
	if layers := change(ds); layers != nil {
		require.NoError(t, store.Commit(t.Context(), data.Write{Rows: ds, Layers: layers}))
	}
	require.NoError(t, store.Close())
}

// webMap moves a facility to where Amap would show it.
func webMap(f *geo.Facility) {
	f.Location = crs.GCJ02FromWGS84(f.Location)
	f.Entrances = append([]orb.Point(nil), f.Entrances...)
	for i := range f.Entrances {
		f.Entrances[i] = crs.GCJ02FromWGS84(f.Entrances[i])
	}
	f.Footprint = f.Footprint.Clone()
	for _, poly := range f.Footprint {
		for _, ring := range poly {
			for i := range ring {
				ring[i] = crs.GCJ02FromWGS84(ring[i])
			}
		}
	}
}
