package importer

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// The figures are those of the file itself (awk over its columns): 1,227 hexagons
// of resolution 9, 812,935 people, 177 hexagons with schools, 5 in which jobs is blank.
func TestPortoAlegreByHexagon(t *testing.T) {
	file := realdata(t, "porto-alegre_hexgrid.csv")
	path := filepath.Join(t.TempDir(), "poa.gpkg")
	store, err := geopackage.Open(context.Background(), path, geopackage.Options{Create: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })

	people, err := Layer(context.Background(), LayerOptions{
		Layer: "population", File: file, Store: store, Map: map[string]string{"h3": "id", "persons": "population"}, Now: noon,
	})
	require.NoError(t, err)
	require.Empty(t, people.Report.Refused)
	require.Equal(t, 1227, people.Report.Accepted)

	schools, err := Layer(context.Background(), LayerOptions{
		Layer: "facilities", File: file, Store: store, Source: "schools", Set: map[string]string{"category": "school"},
		Where: "schools>0", Categories: categories(), Now: noon,
	})
	require.NoError(t, err)
	require.Empty(t, schools.Report.Refused)
	require.Equal(t, 1227, schools.Report.Read)
	require.Equal(t, 177, schools.Report.Accepted)

	jobs, err := Layer(context.Background(), LayerOptions{
		Layer: "facilities", File: file, Source: "jobs", Set: map[string]string{"category": "school"},
		Where: "jobs>=0", Categories: categories(), DryRun: true,
	})
	require.NoError(t, err)
	require.Equal(t, 1227-5, jobs.Report.Accepted)
	require.Contains(t, jobs.Report.Remarks, Finding{What: "left out because jobs is blank (unknown)", Count: 5,
		Examples: []string{"row 71", "row 226", "row 412", "row 431", "row 780"}})

	ds := loaded(t, store)
	sum := 0.0
	for _, p := range ds.Population {
		n, known := p.Persons.Get()
		require.True(t, known)
		sum += n
		polygon, isPolygon := p.Geometry.(orb.Polygon)
		require.True(t, isPolygon)
		// A resolution 9 hexagon has 105,333 m² on average over the world (the H3
		// documentation's table of cell areas); by place it differs by up to some 20 %.
		require.InDelta(t, 105333, crs.Area(polygon), 25000, p.ID)
		require.Equal(t, orb.CCW, polygon[0].Orientation())
	}
	require.Equal(t, 812935.0, sum)
	require.Len(t, ds.Population, 1227)
	require.Len(t, ds.Facilities, 177)
	one := ds.Facilities[0]
	require.Equal(t, []string{"school"}, one.Categories)
	require.Contains(t, one.Attributes, "jobs")
	require.False(t, one.AreaM2.IsKnown())

	// The same import again replaces itself.
	_, err = Layer(context.Background(), LayerOptions{
		Layer: "population", File: file, Store: store, Map: map[string]string{"h3": "id", "persons": "population"}, Now: noon,
	})
	require.NoError(t, err)
	require.Equal(t, ds.LayerVersions[geo.LayerPopulation], loaded(t, store).LayerVersions[geo.LayerPopulation])
}
