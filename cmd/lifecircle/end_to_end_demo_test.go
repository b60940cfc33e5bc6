package main

import (
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The demo county in a file: the same seed gives the same dataset, which says of
// itself that it is invented, and is served and read by GDAL like any other.
func TestDemoInAFile(t *testing.T) {
	t.Parallel()
	program := plain(t)
	paths := [2]string{}
	for i := range paths {
		paths[i] = filepath.Join(t.TempDir(), "d.gpkg")
		program.done(t, "demo", "--out", paths[i], "--seed", "7", "--towns", "1")
	}
	version := versionOf(t, paths[0])
	require.Equal(t, version, versionOf(t, paths[1]))

	before := content(t, paths[0])
	o := program.run(t, nil, "demo", "--out", paths[0], "--seed", "8", "--towns", "1")
	require.Equal(t, exitFailed, o.status)
	require.Contains(t, o.stderr, "the file exists")
	require.Equal(t, before, content(t, paths[0]))

	s := program.serving(t, "--data", paths[0])
	dataset := s.ask(t, "/v1/dataset")
	require.Equal(t, version, dataset.Version)
	requireInvented(t, dataset)
	towns := s.ask(t, "/v1/towns").Features
	require.Len(t, towns, 2, "the county seat and one town")
	t.Run("GDAL", func(t *testing.T) { requireCounts(t, paths[0], dataset.Counts) })
	for _, town := range towns {
		green := properties(s.ask(t, "/v1/towns/"+town.ID+"/greenways").Summary)
		people := green.known(t, "population")
		// Rounded to a tenth of a metre, over some thousands of people.
		require.InDelta(t, green.known(t, "length_km")/people*1e4, green.known(t, "km_per_10k"), 1e-4*(1+1e4/people))
		ground := s.ask(t, "/v1/towns/"+town.ID+"/coverage?category=kindergarten&mode=ebike&minutes=5").Features[0]
		require.NotEmpty(t, valid(t, ground.Geometry))
	}
	s.stop(t)
	require.Equal(t, []string{"d.gpkg"}, filesIn(t, filepath.Dir(paths[0])), "one plain file is left")
}

func requireInvented(t *testing.T, dataset collection) {
	t.Helper()
	require.NotNil(t, dataset.Notice)
	require.Contains(t, *dataset.Notice, "虚构")
	require.Contains(t, *dataset.Notice, "Invented")
}

// Without any data there is the demo county.
func TestServeWithoutData(t *testing.T) {
	t.Parallel()
	s := plain(t).serving(t)
	dataset := s.ask(t, "/v1/dataset")
	requireInvented(t, dataset)
	require.Len(t, s.ask(t, "/v1/towns").Features, 6, "the county seat and five towns")
	require.NotNil(t, dataset.Population)

	_, port, err := net.SplitHostPort(strings.TrimPrefix(s.base, "http://"))
	require.NoError(t, err)
	o := plain(t).run(t, nil, "serve", "--addr", "127.0.0.1:"+port)
	require.Equal(t, exitFailed, o.status)
	require.Contains(t, o.stderr, "address already in use")

	s.stop(t)
}
