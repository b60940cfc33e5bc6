package osm

import (
	"bytes"
	"encoding/xml"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
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
			requireSame(t, d, again)
			require.Equal(t, r, r2)
			roads, box, err := ReadRoads(t.Context(), path, Options{})
			require.NoError(t, err)
			requireSame(t, &geo.Dataset{Roads: d.Roads, Extent: d.Extent}, &geo.Dataset{Roads: roads, Extent: box})
		})
	}
}

// requireSame compares datasets; only if they differ does it take the time to say how.
func requireSame(t *testing.T, want, got *geo.Dataset) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		require.Empty(t, cmp.Diff(want, got, amounts))
		require.Fail(t, "the datasets differ")
	}
}

// A file gives the same rows as PBF and as XML, here written by another program.
func TestRealSameAsXML(t *testing.T) {
	for _, name := range []string{"liechtenstein.osm.pbf", "andorra.osm.pbf"} {
		path := extractPath(t, name)
		f, err := os.Open(path)
		require.NoError(t, err)
		all := &osm.OSM{Version: "0.6"}
		s := osmpbf.New(t.Context(), f, 1)
		h, err := s.Header()
		require.NoError(t, err)
		all.Bounds = h.Bounds
		for s.Scan() {
			all.Append(s.Object())
		}
		require.NoError(t, s.Err())
		require.NoError(t, s.Close())
		require.NoError(t, f.Close())
		text, err := xml.Marshal(all)
		require.NoError(t, err)
		text = bytes.ReplaceAll(text, []byte("Bounds"), []byte("bounds")) // the writer's capital
		d, _, err := Read(t.Context(), path, Options{Classifier: amenities{}, Source: "s"})
		require.NoError(t, err)
		got, _, err := Read(t.Context(), save(t, "same.osm", text), Options{Classifier: amenities{}, Source: "s"})
		require.NoError(t, err)
		// The header's time has no place in XML; its box is written with noise below a
		// billionth of a degree.
		require.InDelta(t, d.Extent.Min[0], got.Extent.Min[0], 1e-7)
		got.Extent, got.Date, got.Sources = d.Extent, d.Date, d.Sources
		requireSame(t, d, got)
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
