package main

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// smallNetwork is a generated network and its hierarchy.
func smallNetwork(t *testing.T, nodes int) (*network.Graph, *network.Contracted) {
	t.Helper()
	top, err := network.NewTopology(t.Context(), trial.Generated(nodes))
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), trial.Mode(), geo.NetworkTime)
	require.NoError(t, err)
	c, err := g.Contract(t.Context())
	require.NoError(t, err)
	return g, c
}

// What was kept is found again by its network, and by no other; a damaged file is an
// error; files used longest ago go.
func TestHierarchiesAreKeptInAFolder(t *testing.T) {
	folder := &hierarchyFolder{filepath.Join(t.TempDir(), "town.gpkg.hierarchies")}
	g, c := smallNetwork(t, 400)
	key := g.Arcs().Key()
	_, err := folder.Open(key)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoError(t, folder.Save(key, c.Hierarchy()))

	kept, err := folder.Open(key)
	require.NoError(t, err)
	again, err := g.Contracted(kept)
	require.NoError(t, err)
	lanes := trial.Random(g, 3, 5, 1)
	for _, one := range []*network.Contracted{c, again} {
		b, err := one.Batch(t.Context(), lanes, network.To, true)
		require.NoError(t, err)
		f, err := b.Field(2)
		require.NoError(t, err)
		want, err := g.Field(t.Context(), lanes[2], network.To, network.Unreachable)
		require.NoError(t, err)
		for v := range int32(g.Nodes()) {
			cost, source := want.Node(v)
			gotCost, gotSource := f.Node(v)
			require.Equal(t, []any{cost, source}, []any{gotCost, gotSource}, "node %d", v)
		}
		b.Release()
		runtime.GC() // a map that nobody uses may go; one in use may not
	}

	other, _ := smallNetwork(t, 100)
	_, err = folder.Open(other.Arcs().Key())
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoError(t, os.WriteFile(folder.path(key), []byte("not a hierarchy"), 0o644))
	_, err = folder.Open(key)
	require.Error(t, err)
	require.NotErrorIs(t, err, fs.ErrNotExist)

	for i := range keptHierarchies + 3 {
		var k hierarchy.Key
		k[0] = byte(i + 1)
		require.NoError(t, folder.Save(k, c.Hierarchy()))
		old := time.Now().Add(time.Duration(i-1000) * time.Hour)
		require.NoError(t, os.Chtimes(folder.path(k), old, old))
	}
	require.NoError(t, folder.Save(key, c.Hierarchy()))
	left, err := filepath.Glob(filepath.Join(folder.dir, "*.lch"))
	require.NoError(t, err)
	require.Len(t, left, keptHierarchies)
	require.Contains(t, left, folder.path(key), "the newest stays")
	var oldest hierarchy.Key
	oldest[0] = 1
	require.NotContains(t, left, folder.path(oldest))
}

// A dataset in a file has its hierarchies beside it, any other in the user's cache.
func TestWhereHierarchiesAreKept(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	for _, c := range []struct {
		at   place
		want string
	}{
		{place{file: "/data/town.gpkg"}, "/data/town.gpkg.hierarchies"},
		{place{db: "postgres://…"}, filepath.Join(cache, "lifecircle", "hierarchies")},
		{place{}, filepath.Join(cache, "lifecircle", "hierarchies")},
	} {
		f, err := c.at.hierarchyFolder()
		require.NoError(t, err)
		require.Equal(t, c.want, f.dir)
	}
}

// A folder that cannot be written costs time and no answer.
func TestHierarchiesWithoutAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	at := &place{file: file + "/town.gpkg"} // no folder can be made in a file
	h := at.hierarchies(t.Context(), slog.New(slog.DiscardHandler))
	rules, err := at.loadProfiles()
	require.NoError(t, err)
	roads := trial.Generated(100)
	for i := range roads {
		roads[i].ID = fmt.Sprint(i)
	}
	a, err := analysis.New(t.Context(), &geo.Dataset{Roads: roads}, rules, analysis.Options{Hierarchies: h})
	require.NoError(t, err)
	require.NoError(t, a.Contract(t.Context(), "walk", geo.NetworkTime))
}
