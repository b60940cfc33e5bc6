package exporter_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/exporter"
	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/geo"
)

var (
	outer  = orb.Ring{{120.5, 30.5}, {120.6, 30.5}, {120.6, 30.6}, {120.5, 30.6}, {120.5, 30.5}}
	hole   = orb.Ring{{120.52, 30.52}, {120.52, 30.54}, {120.54, 30.54}, {120.54, 30.52}, {120.52, 30.52}}
	second = orb.Ring{{121.5, 30.5}, {121.6, 30.5}, {121.6, 30.6}, {121.5, 30.5}}
	ground = orb.MultiPolygon{{outer, hole}, {second}}
	bend   = orb.LineString{{120.5, 30.5}, {120.5000001, 30.5123456}, {120.51, 30.52}}
	apart  = orb.LineString{{119.5, 30.5}, {119.51, 30.52}}
)

// full fills every field of every layer in some row, and leaves those that may be
// unknown unknown in another. Ids are those an import of the source s gives.
func full() *geo.Dataset {
	seat := orb.Point{120.5123456, 30.5654321}
	return &geo.Dataset{
		Units: []geo.Unit{
			{Code: "330411101", Name: "王江泾镇", NameEn: "Wangjiangjing", Level: geo.LevelTown, Type: "镇", Population: geo.Known(91234.5), PopulationYear: 2020, Seat: &seat, Geometry: ground, Source: "s"},
			{Code: "s-3", Name: "<&>\"\\", Level: geo.LevelVillage, Population: geo.Known(0), Geometry: ground[1:], Source: "s"},
		},
		BuiltUps: []geo.BuiltUp{{ID: "s-1", Unit: "330411101", Geometry: ground, Source: "s"}, {ID: "s-2", Geometry: ground[1:], Derived: true, Source: "s"}},
		Facilities: []geo.Facility{
			{ID: "s-a", Name: "九年一贯制学校", Categories: []string{"primary_school", "junior_high"}, Location: orb.Point{120.51, 30.58}, Entrances: []orb.Point{{120.5, 30.55}, {120.55, 30.5}},
				Footprint: ground, AreaM2: geo.Known(1234.5), Status: geo.StatusBuilding, Source: "s",
				Attributes: map[string]any{
					"ownership": "public", "beds": 12.5, "open": true, "shut": false, "tel": "0573", "as text": "12", "status": "an attribute named like a field",
					"类型": "another", "source": "a third", "attribute:x": "a fourth", "small": 1e-300,
				}},
			{ID: "s-b", Categories: []string{"kindergarten"}, Location: orb.Point{120.7654321, 30.1}, AreaM2: geo.Known(0), Source: "s"},
			{ID: "s-c", Categories: []string{"kindergarten"}, Location: orb.Point{-0.0000001, 30.1}, Source: "s"},
		},
		Roads: []geo.RoadSegment{
			{ID: "s-w1-0", Name: "G320", From: math.MaxInt64, To: -7, Geometry: bend, Highway: "residential", OneWay: geo.Backward, OneWayBicycle: geo.Forward, OneWayBicycleStated: true,
				Access: "private", Vehicle: "no", Foot: "yes", Bicycle: "designated", Motor: "destination", Sidewalk: true, MaxSpeedKmh: 48.28032, Surface: "asphalt",
				Bridge: true, Tunnel: true, Level: -2, DurationS: 600.5, FromBarrier: "gate", ToBarrier: "bollard;foot=yes", Source: "s"},
			{ID: "s-w1-1", Geometry: apart, Highway: "footway", OneWay: geo.Forward, OneWayBicycleStated: true, Source: "s"},
		},
		Greenways: []geo.Greenway{
			{ID: "s-1", Name: "北绿道", Geometry: orb.MultiLineString{bend, apart}, Status: geo.StatusPlanned, Grade: "county", Connector: true, Source: "s"},
			{ID: "s-2", Geometry: orb.MultiLineString{bend}, Source: "s"},
		},
		Parks: []geo.Park{
			{ID: "s-1", Name: "中央公园", Geometry: ground, Kind: "garden", Status: geo.StatusClosed, Entrances: []orb.Point{{120.5, 30.55}}, Source: "s"},
			{ID: "s-2", Geometry: ground[1:], Kind: "park", Status: geo.StatusExisting, Source: "s"},
		},
		Parcels: []geo.Parcel{
			{ID: "s-1", Use: "residential", Code: "gbt21010:0702", Geometry: ground, Dwellings: geo.Known(120), Population: geo.Known(333.25), Source: "s"},
			{ID: "s-2", Use: "某种用地", Geometry: ground[1:], Source: "s"},
		},
		Buildings: []geo.Building{
			{ID: "s-1", Use: "apartments", Geometry: orb.Polygon{outer, hole}, Levels: geo.Known(6.5), Dwellings: geo.Known(0), Source: "s"},
			{ID: "s-2", Geometry: orb.Polygon{second}, Source: "s"},
		},
		Barriers: []geo.Barrier{
			{ID: "s-1", Kind: geo.BarrierWater, Geometry: ground, Source: "s"},
			{ID: "s-2", Kind: geo.BarrierRailway, Geometry: orb.MultiLineString{bend, apart}, Source: "s"},
			{ID: "s-3", Kind: geo.BarrierWall, Geometry: bend, Source: "s"},
			{ID: "s-4", Kind: geo.BarrierWater, Geometry: orb.Polygon{outer, hole}, Source: "s"},
		},
		Population: []geo.PopulationCell{
			{ID: "s-1", Geometry: orb.Polygon{outer, hole}, Persons: geo.Known(10.5), Groups: map[string]float64{"60+": 2.5, "0-14": 0, "名 x": 1}, Source: "s"},
			{ID: "s-2", Geometry: orb.Point{120.5, 30.5}, Source: "s"},
			{ID: "s-3", Geometry: orb.MultiPolygon{{second}}, Persons: geo.Known(0), Source: "s"},
		},
	}
}

func profiles() []geo.Category {
	return []geo.Category{{ID: "kindergarten"}, {ID: "primary_school"}, {ID: "junior_high"}}
}

// back exports a layer and imports it again.
func back(t *testing.T, ds *geo.Dataset, layer string) *importer.Result {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, exporter.GeoJSON(context.Background(), &buf, ds, geo.Layer(layer)))
	file := filepath.Join(t.TempDir(), "s.geojson")
	require.NoError(t, os.WriteFile(file, buf.Bytes(), 0o600))
	r, err := importer.Layer(context.Background(), importer.LayerOptions{Layer: layer, File: file, DryRun: true, Categories: profiles()})
	require.NoError(t, err, "%v\n%s", r.Report.Refused, buf.String())
	require.Empty(t, r.Report.Refused)
	require.Empty(t, r.Report.Repaired)
	return r
}

func rows(ds *geo.Dataset, l geo.Layer) any {
	return map[geo.Layer]any{
		geo.LayerUnits: ds.Units, geo.LayerBuiltUp: ds.BuiltUps, geo.LayerFacilities: ds.Facilities, geo.LayerRoads: ds.Roads,
		geo.LayerGreenways: ds.Greenways, geo.LayerParks: ds.Parks, geo.LayerParcels: ds.Parcels, geo.LayerBuildings: ds.Buildings,
		geo.LayerBarriers: ds.Barriers, geo.LayerPopulation: ds.Population,
	}[l]
}

func TestEveryFieldComesBack(t *testing.T) {
	for _, l := range geo.Layers() {
		if l == geo.LayerHomes || l == geo.LayerElevation { // made, not imported; a raster (see TestElevationThereAndBack)
			continue
		}
		t.Run(string(l), func(t *testing.T) {
			want := rows(full(), l)
			r := back(t, full(), string(l))
			if diff := cmp.Diff(want, rows(r.Settlement.Dataset, l), cmpopts.EquateComparable(geo.Amount{})); diff != "" {
				t.Fatalf("exported and imported (-was +is):\n%s", diff)
			}
			for _, f := range r.Report.Remarks {
				require.NotContains(t, f.What, "columns not used", "every property is a field")
			}
			// The rows above fill every field that a row has; a field that geo gains
			// later fails here until it is exported too.
			v := reflect.ValueOf(want)
			for i := range v.Type().Elem().NumField() {
				field := v.Type().Elem().Field(i).Name
				filled := false
				for j := range v.Len() {
					filled = filled || !v.Index(j).Field(i).IsZero()
				}
				switch field {
				case "SupersededBy", "Cell", "PopulationFactor": // settled by an import; of hexagons, tested below
				default:
					require.True(t, filled, "no row fills %s", field)
				}
			}
		})
	}
}

func TestHexagonsComeBack(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.csv")
	require.NoError(t, os.WriteFile(file, []byte("h3,persons\n89a90128c2fffff,5\n8031fffffffffff,7\n"), 0o600))
	r, err := importer.Layer(context.Background(), importer.LayerOptions{Layer: "population", File: file, DryRun: true})
	require.NoError(t, err)
	want := r.Settlement.Dataset
	got := back(t, want, "population").Settlement.Dataset
	if diff := cmp.Diff(want.Population, got.Population, cmpopts.EquateComparable(geo.Amount{})); diff != "" {
		t.Fatal(diff)
	}
}

func TestTownsAreUnitsOfLevelTown(t *testing.T) {
	r := back(t, full(), "towns")
	require.Len(t, r.Settlement.Dataset.Units, 1)
	require.Equal(t, "330411101", r.Settlement.Dataset.Units[0].Code)
}

func TestGeoJSONIsRFC7946(t *testing.T) {
	ds := &geo.Dataset{
		Units: []geo.Unit{{Code: "a", Level: geo.LevelTown, Source: "osm", SupersededBy: "mine"}},
		Parks: []geo.Park{{ID: "p", Geometry: orb.MultiPolygon{{
			{{120.123456789, 30}, {120.1, 30.1}, {120.2, 30.1}, {120.123456789, 30}}, // clockwise
			{{120.13, 30.05}, {120.14, 30.05}, {120.14, 30.06}, {120.13, 30.05}},     // counter-clockwise
		}}}},
		Facilities: []geo.Facility{{ID: "f", Location: orb.Point{-0.00000001, 1e-7}}},
	}
	for layer, want := range map[geo.Layer]string{
		geo.LayerUnits:      "\n" + `{"type":"Feature","geometry":null,"properties":{"code":"a","level":"town","source":"osm","superseded_by":"mine"}}`,
		geo.LayerParks:      "\n" + `{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[120.1234568,30],[120.2,30.1],[120.1,30.1],[120.1234568,30]],[[120.13,30.05],[120.14,30.06],[120.14,30.05],[120.13,30.05]]]]},"properties":{"id":"p"}}`,
		geo.LayerFacilities: "\n" + `{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0.0000001]},"properties":{"id":"f"}}`,
		geo.LayerRoads:      "",
	} {
		var buf bytes.Buffer
		require.NoError(t, exporter.GeoJSON(context.Background(), &buf, ds, layer))
		require.True(t, json.Valid(buf.Bytes()))
		require.Equal(t, "{\"type\":\"FeatureCollection\",\"features\":["+want, strings.TrimSuffix(buf.String(), "\n]}\n"))
	}
	require.Equal(t, orb.CW, ds.Parks[0].Geometry[0][0].Orientation(), "the dataset stays as it is")
}

func TestExportErrors(t *testing.T) {
	var buf bytes.Buffer
	err := exporter.GeoJSON(context.Background(), &buf, full(), "schools")
	require.ErrorContains(t, err, `layer "schools" is unknown; the layers are units, towns`)
	ds := &geo.Dataset{Facilities: []geo.Facility{{ID: "f", Location: orb.Point{math.NaN(), 1}}}}
	require.ErrorContains(t, exporter.GeoJSON(context.Background(), &buf, ds, geo.LayerFacilities), "row f: a coordinate is not a finite number")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, exporter.GeoJSON(ctx, &buf, full(), geo.LayerUnits), context.Canceled)
	_, err = exporter.FormatNamed("shp")
	require.EqualError(t, err, `format "shp" cannot be written; what can is geojson`)
	f, err := exporter.FormatNamed("GeoJSON")
	require.NoError(t, err)
	require.Equal(t, "application/geo+json", f.MediaType)
}
