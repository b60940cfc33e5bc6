package osm

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

var realExtracts = []string{
	"porto.osm.pbf", "heidelberg.osm.pbf", "porto-alegre.osm.pbf", "liechtenstein.osm.pbf",
	"monaco-2026.osm.pbf", "andorra.osm.pbf", "beijing-cau.osm",
}

// amounts lets go-cmp compare amounts by what they say.
var amounts = cmp.Comparer(func(a, b geo.Amount) bool { return a == b })

// Reading twice, with other numbers of goroutines, gives the same dataset and report,
// and the fast path gives the same roads and box.
func TestRealSameTwice(t *testing.T) {
	for _, name := range realExtracts {
		t.Run(name, func(t *testing.T) {
			path := extractPath(t, name)
			d, r, err := Read(t.Context(), path, Options{Classifier: amenities{}, Procs: 1})
			require.NoError(t, err)
			again, r2, err := Read(t.Context(), path, Options{Classifier: amenities{}, Procs: 3})
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(d, again, amounts))
			require.Equal(t, r, r2)
			roads, box, err := ReadRoads(t.Context(), path, Options{})
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(d.Roads, roads))
			require.Equal(t, d.Extent, box)
		})
	}
}

// What must hold of every row, on real data: ids are unique in their layer, places
// are on earth, polygons valid and right-handed, points inside, segments joined.
func TestRealRowsAreSound(t *testing.T) {
	for _, name := range realExtracts {
		t.Run(name, func(t *testing.T) {
			d, _, err := Read(t.Context(), extractPath(t, name), Options{Classifier: amenities{}})
			require.NoError(t, err)
			ids := map[string]bool{}
			unique := func(layer geo.Layer, id string) {
				key := string(layer) + " " + id
				assert.False(t, ids[key], key)
				ids[key] = true
			}
			for i := range d.Units {
				unique(geo.LayerUnits, d.Units[i].Code)
				requireSound(t, d.Units[i].Geometry)
			}
			for i := range d.Facilities {
				f := &d.Facilities[i]
				unique(geo.LayerFacilities, f.ID)
				if f.Footprint != nil {
					requireSound(t, f.Footprint)
					assert.True(t, planar.MultiPolygonContains(f.Footprint, f.Location), f.ID)
					assert.InEpsilon(t, crs.Area(f.Footprint), f.AreaM2.Or(0), 1e-12)
				}
			}
			for i := range d.Parks {
				unique(geo.LayerParks, d.Parks[i].ID)
				requireSound(t, d.Parks[i].Geometry)
			}
			for i := range d.Parcels {
				unique(geo.LayerParcels, d.Parcels[i].ID)
				requireSound(t, d.Parcels[i].Geometry)
			}
			for i := range d.Buildings {
				unique(geo.LayerBuildings, d.Buildings[i].ID)
				requireSound(t, orb.MultiPolygon{d.Buildings[i].Geometry})
			}
			for i := range d.Barriers {
				unique(geo.LayerBarriers, d.Barriers[i].ID)
			}
			places := map[int64]orb.Point{}
			for i := range d.Roads {
				s := &d.Roads[i]
				unique(geo.LayerRoads, s.ID)
				require.GreaterOrEqual(t, len(s.Geometry), 2)
				for k, node := range [...]int64{s.From, s.To} {
					p := s.Geometry[k*(len(s.Geometry)-1)]
					if known, ok := places[node]; ok {
						require.Equal(t, known, p, "node %d of %s", node, s.ID)
					}
					places[node] = p
				}
			}
		})
	}
}

func requireSound(t *testing.T, m orb.MultiPolygon) {
	t.Helper()
	data, err := wkb.Marshal(m)
	require.NoError(t, err)
	_, err = geom.UnmarshalWKB(data) // validates
	require.NoError(t, err)
	require.NotEmpty(t, m)
	for _, p := range m {
		for i, r := range p {
			require.Equal(t, i == 0, r.Orientation() == orb.CCW)
		}
	}
}

// The segments of every real extract, against a plain second program on top of
// another decoder: maps instead of slabs, one way after the other.
func TestRealRoadsAgreeWithPlainSplit(t *testing.T) {
	for _, name := range realExtracts {
		if filepath.Ext(name) != ".pbf" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			path := extractPath(t, name)
			roads, _, err := ReadRoads(t.Context(), path, Options{})
			require.NoError(t, err)
			var got []string
			for i := range roads {
				s := &roads[i]
				way, _, _ := strings.Cut(strings.TrimPrefix(s.ID, "osm-w"), "-")
				a, b := s.Geometry[0], s.Geometry[len(s.Geometry)-1]
				got = append(got, fmt.Sprintf("%s %s %.7f %.7f %s|%s", way, s.Highway, a, b, strings.Split(s.FromBarrier, ";")[0], strings.Split(s.ToBarrier, ";")[0]))
			}
			want := plainSplit(t, path)
			slices.Sort(got)
			slices.Sort(want)
			require.Empty(t, cmp.Diff(want, got))
		})
	}
}

// plainSplit cuts the roads of a file and writes each segment as the way, the class,
// the places of its ends (two nodes may have become one) and what stands there.
// Segments of no length are left out.
func plainSplit(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	places, barrier, inRelation := map[osm.NodeID]orb.Point{}, map[osm.NodeID]string{}, map[osm.WayID]string{}
	ways := map[osm.WayID]*osm.Way{}
	s := osmpbf.New(t.Context(), f, 1)
	for s.Scan() {
		switch o := s.Object().(type) {
		case *osm.Node:
			places[o.ID] = orb.Point{math.Round(o.Lon*1e7) / 1e7, math.Round(o.Lat*1e7) / 1e7}
			if b := o.Tags.Find("barrier"); b != "" && b != "no" && b != "kerb" {
				barrier[o.ID] = b
			}
		case *osm.Way:
			ways[o.ID] = o
		case *osm.Relation:
			if h := o.Tags.Find("highway"); h != "" && o.Tags.Find("type") == "multipolygon" {
				for _, m := range o.Members {
					if m.Type == osm.TypeWay {
						inRelation[osm.WayID(m.Ref)] = h
					}
				}
			}
		}
	}
	require.NoError(t, s.Err())
	require.NoError(t, s.Close())
	class := func(w *osm.Way) string {
		if w.Tags.Find("route") == "ferry" {
			return "ferry"
		}
		h := w.Tags.Find("highway")
		if h == "" || noRoad[h] {
			h = inRelation[w.ID]
		}
		if noRoad[h] {
			return ""
		}
		return h
	}
	uses := map[osm.NodeID]int{}
	cleaned := map[osm.WayID][][]osm.NodeID{} // runs without gaps and repeats
	for _, w := range ways {
		if class(w) == "" {
			continue
		}
		runs := [][]osm.NodeID{nil}
		for _, n := range w.Nodes {
			last := &runs[len(runs)-1]
			if _, here := places[n.ID]; !here {
				runs = append(runs, nil)
			} else if len(*last) == 0 || (*last)[len(*last)-1] != n.ID {
				*last = append(*last, n.ID)
			}
		}
		cleaned[w.ID] = runs
		for _, run := range runs {
			for i, n := range run {
				uses[n]++
				if i == 0 || i == len(run)-1 || barrier[n] != "" {
					uses[n]++
				}
			}
		}
	}
	var out []string
	for id, runs := range cleaned {
		for _, run := range runs {
			start, moved := 0, false
			for i := 1; i < len(run); i++ {
				moved = moved || places[run[i]] != places[run[i-1]]
				if uses[run[i]] < 2 {
					continue
				}
				if moved {
					out = append(out, fmt.Sprintf("%d %s %.7f %.7f %s|%s", id, class(ways[id]), places[run[start]], places[run[i]], barrier[run[start]], barrier[run[i]]))
				}
				start, moved = i, false
			}
		}
	}
	return out
}

// Liechtenstein has eleven municipalities. Eleven more of its neighbours are in the
// file with a part of their border. None states a population; the places of the same
// names do (osmium and ogrinfo tell the same).
func TestRealLiechtenstein(t *testing.T) {
	d, r, err := Read(t.Context(), extractPath(t, "liechtenstein.osm.pbf"), Options{})
	require.NoError(t, err)
	var whole, withPeople []string
	for _, u := range d.Units {
		if u.Level == geo.LevelTown {
			whole = append(whole, u.Name)
			if u.Population.IsKnown() {
				withPeople = append(withPeople, u.Name)
			}
		}
	}
	slices.Sort(whole)
	assert.Equal(t, []string{"Balzers", "Eschen", "Gamprin", "Mauren", "Planken", "Ruggell", "Schaan", "Schellenberg", "Triesen", "Triesenberg", "Vaduz"}, whole)
	refused := 0
	for _, f := range r.Refused {
		if f.Rule == "a boundary needs all of its ways" {
			refused++
		}
	}
	assert.Equal(t, 20, refused, "11 of level 8, 7 of level 6 and 2 of level 4")
	assert.Len(t, withPeople, 11)
	assert.Equal(t, "2015-07-27T21:14:01Z", d.Date)
}

func TestRealBeijing(t *testing.T) {
	d, _, err := Read(t.Context(), extractPath(t, "beijing-cau.osm"), Options{Classifier: amenities{}})
	require.NoError(t, err)
	names := map[string]bool{}
	for _, f := range d.Facilities {
		names[f.Name] = true
	}
	assert.True(t, names["中国农业大学东校区"] || names["中国农业大学"], "%v", names)
	assert.Equal(t, "header", d.ExtentFrom)
}

// gdal runs a program of GDAL, or skips the test.
func gdal(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("GDAL is not installed: %v", err)
	}
	out, err := exec.CommandContext(t.Context(), path, args...).Output()
	require.NoError(t, err, "%s %v", program, args)
	return out
}

// GDAL's OSM driver assembles polygons with GEOS: an independent program. Every unit
// has the area that GDAL's has, and every boundary that GDAL sees is a unit or
// reported.
func TestRealUnitsAgreeWithGDAL(t *testing.T) {
	for name, townLevel := range map[string]int{"liechtenstein.osm.pbf": 8, "monaco-2026.osm.pbf": 8, "andorra.osm.pbf": 7, "beijing-cau.osm": 8} {
		t.Run(name, func(t *testing.T) {
			path := extractPath(t, name)
			d, r, err := Read(t.Context(), path, Options{TownLevel: townLevel})
			require.NoError(t, err)
			reported := map[string]bool{}
			for _, f := range r.Refused {
				if id, ok := strings.CutPrefix(f.Object, "relation "); ok {
					reported["osm-r"+id] = true
				}
				reported[f.Object] = true // villages dropped
			}
			areas := gdalAreas(t, path, "boundary='administrative'")
			ours := map[string]bool{}
			for _, u := range d.Units {
				ours[u.Code] = true
				want, ok := areas[u.Code]
				if assert.True(t, ok, "GDAL does not have %s", u.Code) {
					assert.InEpsilon(t, want.area, crs.Area(u.Geometry), 1e-9, u.Code)
				}
			}
			levels := 0
			for code, g := range areas {
				if _, ok := levelOf(g.level, townLevel); !ok {
					continue
				}
				levels++
				assert.True(t, ours[code] || reported[code], "%s is neither a unit nor reported", code)
			}
			t.Logf("%d units, %d boundaries of their levels in GDAL", len(d.Units), levels)
		})
	}
}

type gdalArea struct {
	area  float64
	level int
}

// gdalAreas returns what GDAL makes of the polygons that meet the condition, by the
// ids of this package.
func gdalAreas(t *testing.T, path, where string) map[string]gdalArea {
	t.Helper()
	out := filepath.Join(t.TempDir(), "polygons.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", out, path, "multipolygons", "-where", where)
	data, err := os.ReadFile(out)
	require.NoError(t, err)
	all, err := geojson.UnmarshalFeatureCollection(data)
	require.NoError(t, err)
	areas := map[string]gdalArea{}
	for _, f := range all.Features {
		id := "osm-w" + f.Properties.MustString("osm_way_id", "")
		if v := f.Properties.MustString("osm_id", ""); v != "" {
			id = "osm-r" + v
		}
		level := 0
		for _, c := range f.Properties.MustString("admin_level", "") {
			level = 10*level + int(c-'0')
		}
		areas[id] = gdalArea{crs.Area(f.Geometry), level}
	}
	return areas
}

// Buildings, land and parks have the areas that GDAL gives them. Where they differ,
// it is one of the few outlines that cross themselves, which GDAL leaves as they are.
func TestRealAreasAgreeWithGDAL(t *testing.T) {
	for _, name := range []string{"monaco-2026.osm.pbf", "liechtenstein.osm.pbf", "beijing-cau.osm"} {
		t.Run(name, func(t *testing.T) {
			path := extractPath(t, name)
			d, r, err := Read(t.Context(), path, Options{})
			require.NoError(t, err)
			ours := map[string]float64{}
			for _, b := range d.Buildings {
				id := b.ID
				if strings.Count(id, "-") == 2 {
					id = id[:strings.LastIndex(id, "-")]
				}
				ours[id] += crs.Area(orb.MultiPolygon{b.Geometry})
			}
			for _, p := range d.Parks {
				ours[p.ID] = crs.Area(p.Geometry)
			}
			for _, p := range d.Parcels {
				ours[p.ID] = crs.Area(p.Geometry)
			}
			theirs := gdalAreas(t, path, "(building IS NOT NULL AND building <> 'no') OR landuse IN ('residential','commercial','retail','industrial') OR leisure IN ('park','garden','common')")
			compared, off := 0, 0
			for id, g := range theirs {
				if a, ok := ours[id]; ok {
					compared++
					if math.Abs(a-g.area) > 1e-6*g.area {
						off++
						t.Logf("%s: %.3f m² here, %.3f m² in GDAL", id, a, g.area)
					}
				}
			}
			crossing := 0
			for _, f := range r.Repaired {
				if strings.HasPrefix(f.What, "an outline that crosses") {
					crossing = f.Count
				}
			}
			assert.LessOrEqual(t, off, crossing)
			assert.GreaterOrEqual(t, float64(compared), 0.995*float64(len(ours)), "rows that GDAL has too")
			t.Logf("%d of %d rows compared (GDAL has %d), %d differ", compared, len(ours), len(theirs), off)
		})
	}
}

// A dense extract and a large network are read in well under a second and a half.
func TestRealIsFast(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("counting coverage slows reading down")
	}
	for _, name := range []string{"porto.osm.pbf", "monaco-2026.osm.pbf"} {
		path := extractPath(t, name)
		best := time.Hour // the best of three: other work on the machine only adds time
		for range 3 {
			runtime.GC()
			start := time.Now()
			_, _, err := Read(t.Context(), path, Options{Classifier: amenities{}})
			require.NoError(t, err)
			best = min(best, time.Since(start))
		}
		t.Logf("%s: %v", name, best)
		assert.Less(t, best, 1500*time.Millisecond, name)
	}
}

func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"porto.osm.pbf", "monaco-2026.osm.pbf"} {
		path := extractPath(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _, err := Read(b.Context(), path, Options{Classifier: amenities{}})
				require.NoError(b, err)
			}
		})
	}
}

func BenchmarkReadRoads(b *testing.B) {
	path := extractPath(b, "porto.osm.pbf")
	b.ReportAllocs()
	for b.Loop() {
		_, _, err := ReadRoads(b.Context(), path, Options{})
		require.NoError(b, err)
	}
}
