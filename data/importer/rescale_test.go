package importer

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
)

func TestTownsWhoseFiguresDisagreeAreNamed(t *testing.T) {
	town := func(code string, official geo.Amount) geo.Unit {
		return geo.Unit{Code: code, Name: "镇" + code, Level: geo.LevelTown, Population: official, Source: "census"}
	}
	rows := geo.Dataset{Units: []geo.Unit{
		town("half", geo.Known(500)), town("less", geo.Known(499)), town("twice", geo.Known(2000)), town("more", geo.Known(2001)),
		town("unknown", geo.Unknown()), town("nobody", geo.Known(10)),
		{Code: "county", Level: geo.LevelCounty, Population: geo.Known(1), Source: "census"},
	}}
	made := func(context.Context, *geo.Dataset) ([]geo.Home, error) {
		var out []geo.Home
		for _, code := range []string{"half", "less", "twice", "more", "unknown", "county"} {
			out = append(out, geo.Home{ID: code + "1", Town: code, Location: orb.Point{120, 30}, Persons: geo.Known(600)},
				geo.Home{ID: code + "2", Town: code, Location: orb.Point{120, 30}, Persons: geo.Known(400)},
				geo.Home{ID: code + "3", Town: code, Location: orb.Point{120, 30}})
		}
		return out, nil
	}
	s, err := Settle(context.Background(), nil, imported("census", rows), SettleOptions{MakeHomes: made, DryRun: true})
	require.NoError(t, err)
	require.Equal(t, []string{"less 镇less: 1000 people by place, 499 official, 0.50 times", "more 镇more: 1000 people by place, 2001 official, 2.00 times"},
		finding(t, s.Remarks, "are not its official residents").Examples)
}

// The factor is stored with the town, follows every import, and is none where nothing
// is rescaled: no official number, no people, or an official number of OpenStreetMap's
// beside people of the user's.
func TestFactorsAreStoredAndFollowTheImports(t *testing.T) {
	ctx := context.Background()
	s, err := geopackage.Open(ctx, filepath.Join(t.TempDir(), "s.gpkg"), geopackage.Options{Create: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	factors := func() map[string]geo.Amount {
		t.Helper()
		out := map[string]geo.Amount{}
		for _, u := range loaded(t, s).Units {
			out[u.Code+" "+u.Source] = u.PopulationFactor
		}
		return out
	}
	commit := func(layer, source, text string, change ...func(*LayerOptions)) {
		t.Helper()
		o := LayerOptions{Layer: layer, File: inFile(t, "a.geojson", text), Store: s, Source: source, Now: noon, CRS: "wgs84", MakeHomes: func(ctx context.Context, ds *geo.Dataset) ([]geo.Home, error) {
			r, err := homes.Make(ctx, ds, homes.Options{})
			if err != nil {
				return nil, err
			}
			return r.Homes, nil
		}}
		for _, c := range change {
			c(&o)
		}
		_, err := Layer(ctx, o)
		require.NoError(t, err)
	}
	at := func(lon string) string { return `{"type":"Point","coordinates":[` + lon + `,30.55]}` }
	const west = `{"type":"Polygon","coordinates":[[[120.4,30.5],[120.5,30.5],[120.5,30.6],[120.4,30.6],[120.4,30.5]]]}`
	commit("towns", "census", collection(square+`|{"code":"330411101","population":500}`, west+`|{"code":"330411102"}`))
	require.Equal(t, map[string]geo.Amount{"330411101 census": geo.Unknown(), "330411102 census": geo.Unknown()}, factors(), "nobody lives there yet")

	commit("population", "people", collection(at("120.55")+`|{"persons":300}`, at("120.56")+`|{"persons":100}`, at("120.45")+`|{"persons":70}`))
	require.Equal(t, map[string]geo.Amount{"330411101 census": geo.Known(1.25), "330411102 census": geo.Unknown()}, factors(), "an import of people tells it to towns that are there")

	commit("population", "people", collection(at("120.55")+`|{"persons":800}`))
	require.Equal(t, geo.Known(0.625), factors()["330411101 census"])
	commit("towns", "census", collection(square+`|{"code":"330411101","population":200,"population_factor":7}`, west+`|{"code":"330411102","population":10}`))
	require.Equal(t, map[string]geo.Amount{"330411101 census": geo.Known(0.25), "330411102 census": geo.Unknown()}, factors(), "a factor in a file is not believed")

	// A town that another source describes better has none; OpenStreetMap's number does
	// not rescale the user's people.
	commit("towns", "register", collection(square+`|{"code":"330411101"}`), func(o *LayerOptions) { o.Attribution = "© OpenStreetMap contributors" })
	require.Equal(t, geo.Known(0.25), factors()["330411101 census"])
	require.Equal(t, geo.Unknown(), factors()["330411101 register"])
	commit("towns", "census", collection(west+`|{"code":"330411102"}`))
	commit("towns", "register", collection(square+`|{"code":"330411101","population":400}`), func(o *LayerOptions) { o.Attribution = "© OpenStreetMap contributors" })
	require.Equal(t, geo.Unknown(), factors()["330411101 register"])
}
