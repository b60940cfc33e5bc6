package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/geopackage"
)

// Two small towns side by side, with a street every 100 metres or so: the west town
// with 1,000 people and a school in its south-west corner, the east town of which
// nobody says how many live there.
//
//	+-----------+-----------+ 30.0085
//	| # # # # # | # # # # # |
//	| # # # # # | # # # # # |     # blocks with a house each
//	| # # # # # | # # # # # |
//	| S # # # # | # # # # # |     S osm-n9001, the school
//	+-----------+-----------+ 29.9995
//	119.9995  120.0085    120.0175
const (
	westTown = "osm-r1"
	eastTown = "osm-r2"
	school   = "osm-n9001"
)

// townOSM is the two towns as OpenStreetMap XML.
func townOSM() string {
	var b strings.Builder
	b.WriteString(`<osm version="0.6"><bounds minlon="119.9995" minlat="29.9995" maxlon="120.0175" maxlat="30.0085"/>` + "\n")
	const columns, rows = 18, 9
	node := func(x, y int) int { return 1 + y*columns + x }
	for y := range rows {
		for x := range columns {
			fmt.Fprintf(&b, `<node id="%d" lon="%.4f" lat="%.4f"/>`, node(x, y), 120+float64(x)/1000, 30+float64(y)/1000)
		}
	}
	corners := map[int][2]string{
		8001: {"119.9995", "29.9995"}, 8002: {"120.0085", "29.9995"}, 8003: {"120.0175", "29.9995"},
		8004: {"120.0175", "30.0085"}, 8005: {"120.0085", "30.0085"}, 8006: {"119.9995", "30.0085"},
	}
	for id := 8001; id <= 8006; id++ {
		fmt.Fprintf(&b, `<node id="%d" lon="%s" lat="%s"/>`, id, corners[id][0], corners[id][1])
	}
	b.WriteString(`<node id="9001" lon="120.0001" lat="30.0001"><tag k="amenity" v="school"/><tag k="name" v="西学堂"/></node>` + "\n")
	house := 0
	for y := range rows - 1 {
		for x := range columns - 1 {
			for i, corner := range [][2]float64{{.4, .4}, {.6, .4}, {.6, .6}, {.4, .6}} {
				fmt.Fprintf(&b, `<node id="%d" lon="%.4f" lat="%.4f"/>`, 10001+4*house+i, 120+(float64(x)+corner[0])/1000, 30+(float64(y)+corner[1])/1000)
			}
			house++
		}
	}
	way := func(id int, nodes []int, tags ...string) {
		fmt.Fprintf(&b, `<way id="%d">`, id)
		for _, n := range nodes {
			fmt.Fprintf(&b, `<nd ref="%d"/>`, n)
		}
		for i := 0; i < len(tags); i += 2 {
			fmt.Fprintf(&b, `<tag k="%s" v="%s"/>`, tags[i], tags[i+1])
		}
		b.WriteString("</way>\n")
	}
	for y := range rows {
		var nodes []int
		for x := range columns {
			nodes = append(nodes, node(x, y))
		}
		way(1+y, nodes, "highway", "residential")
	}
	for x := range columns {
		var nodes []int
		for y := range rows {
			nodes = append(nodes, node(x, y))
		}
		way(101+x, nodes, "highway", "residential")
	}
	for h := range house {
		first := 10001 + 4*h
		way(1001+h, []int{first, first + 1, first + 2, first + 3, first}, "building", "house")
	}
	way(501, []int{8002, 8005})
	way(502, []int{8005, 8006, 8001, 8002})
	way(503, []int{8002, 8003, 8004, 8005})
	way(504, []int{8001, 8003, 8004, 8006, 8001}, "landuse", "residential")
	relation := func(id int, name, population string, ways ...int) {
		fmt.Fprintf(&b, `<relation id="%d">`, id)
		for _, w := range ways {
			fmt.Fprintf(&b, `<member type="way" ref="%d" role="outer"/>`, w)
		}
		fmt.Fprintf(&b, `<tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/><tag k="name" v="%s"/>%s</relation>`+"\n", name, population)
	}
	relation(1, "西镇", `<tag k="population" v="1000"/>`, 501, 502)
	relation(2, "东镇", "", 501, 503)
	b.WriteString("</osm>\n")
	return b.String()
}

// town makes a dataset of the two towns.
func town(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "town.gpkg")
	done(t, "import", "osm", inFile(t, "osm-town.osm", townOSM()), "--data", path)
	return path
}

// versionOf is the version of a dataset's content.
func versionOf(t *testing.T, path string) string {
	t.Helper()
	store, err := geopackage.Open(t.Context(), path, geopackage.Options{})
	require.NoError(t, err)
	version, err := store.Version(t.Context())
	require.NoError(t, err)
	require.NoError(t, store.Close())
	return version
}
