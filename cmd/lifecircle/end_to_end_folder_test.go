package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"
	"github.com/stretchr/testify/require"
)

// folderOrders is in how many orders, drawn by a seed, the five commands are given.
const folderOrders = 6

// The five commands of the README make one dataset of what a planner brings, the same in
// any order, with everything where it belongs.
func TestFolderOfAPlanner(t *testing.T) {
	t.Parallel()
	f, commands, program := makeFolder(t), fiveCommands(t), plain(t)
	path := f.dataset(t, program, commands)
	f.check(t, program, path)

	version := versionOf(t, path)
	r := rand.New(rand.NewPCG(4, 4549))
	for range folderOrders {
		r.Shuffle(len(commands), func(i, j int) { commands[i], commands[j] = commands[j], commands[i] })
		require.Equal(t, version, versionOf(t, f.dataset(t, program, commands)), "%q", commands)
	}
}

// fiveCommands are those of the README, which both languages have alike.
func fiveCommands(t *testing.T) (commands [][]string) {
	t.Helper()
	const from, to = "export LIFECIRCLE_DATA=towns.gpkg\n", "```"
	var blocks []string
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		_, after, ok := strings.Cut(string(content(t, filepath.Join("..", "..", name))), from)
		require.True(t, ok, "%s has no line %q", name, from)
		block, _, _ := strings.Cut(after, to)
		blocks = append(blocks, block)
	}
	require.Equal(t, blocks[0], blocks[1])
	for line := range strings.Lines(blocks[0]) {
		words := strings.Fields(line)
		if len(words) > 1 && words[0] == "bin/lifecircle" && words[1] == "import" {
			commands = append(commands, words[1:])
		}
	}
	require.Len(t, commands, 5)
	return commands
}

// dataset gives the commands in the folder.
func (f *folder) dataset(t *testing.T, program program, commands [][]string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "towns.gpkg")
	for _, c := range commands {
		args := []string{"--data", path}
		for _, word := range c {
			if _, err := os.Stat(f.path(word)); err == nil {
				word = f.path(word)
			}
			args = append(args, word)
		}
		program.done(t, append(args[2:], args[:2]...)...)
	}
	return path
}

// check looks for everything the files hold, within a metre.
func (f *folder) check(t *testing.T, program program, path string) {
	t.Helper()
	const near = 1 // metre
	found := map[string]*geojson.Feature{}
	for _, row := range rowsIn(t, program, path, "facilities") {
		found[row.Properties.MustString("name", "")] = row
	}
	for name, at := range f.places {
		require.Contains(t, found, name)
		p, ok := found[name].Geometry.(orb.Point)
		require.True(t, ok, name)
		require.Less(t, orbgeo.DistanceHaversine(p, at), float64(near), name)
	}
	for name, category := range map[string]string{
		"西塘镇中心小学": "primary_school", "东塘镇第一幼儿园": "kindergarten", "东塘镇公共厕所": "public_toilet", // by the types of Amap
	} {
		require.Equal(t, category, found[name].Properties["category"], name)
	}
	require.Equal(t, "village_clinic", found["塘西村卫生室"].Properties["category"])
	require.InDelta(t, 0.3*2000/3, found["塘西村卫生室"].Properties.MustFloat64("area_m2"), 1e-6, "三分地是二百平方米")
	require.InDelta(t, 2.0, found["塘西村卫生室"].Properties["beds"], 0, "床位数２")

	towns := map[string]*geojson.Feature{}
	for _, row := range rowsIn(t, program, path, "towns") {
		if row.Properties["superseded_by"] == nil {
			towns[row.Properties.MustString("code", "")] = row
		}
	}
	require.Len(t, towns, len(f.corners), "the planner's towns count, not those of the extract")
	for code, corners := range f.corners {
		require.Contains(t, towns, code)
		require.Contains(t, []string{"西塘镇", "东塘镇"}, towns[code].Properties["name"])
		for _, corner := range corners {
			require.Less(t, nearestCorner(towns[code].Geometry, corner), float64(near), code)
		}
	}
	people := 0.0
	for _, row := range rowsIn(t, program, path, "population") {
		people += row.Properties.MustFloat64("persons")
	}
	require.InDelta(t, f.people, people, 1e-3*f.people/1000)
}

func rowsIn(t *testing.T, program program, path, layer string) []*geojson.Feature {
	t.Helper()
	var all geojson.FeatureCollection
	require.NoError(t, json.Unmarshal([]byte(program.done(t, "export", layer, "--data", path).stdout), &all))
	require.NotEmpty(t, all.Features, layer)
	return all.Features
}

// nearestCorner is how far the nearest vertex of an area is.
func nearestCorner(g orb.Geometry, p orb.Point) float64 {
	least := 1e9
	add := func(poly orb.Polygon) {
		for _, ring := range poly {
			for _, q := range ring {
				least = min(least, orbgeo.DistanceHaversine(p, q))
			}
		}
	}
	switch g := g.(type) {
	case orb.Polygon:
		add(g)
	case orb.MultiPolygon:
		for _, poly := range g {
			add(poly)
		}
	}
	return least
}
