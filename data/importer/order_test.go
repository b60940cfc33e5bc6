package importer

import (
	"context"
	"fmt"
	"math/rand"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// someImports makes imports of up to five sources whose rows get in each other's
// way: few names, few categories, few codes, all within some 200 m.
func someImports(r *rand.Rand) []data.Write {
	var writes []data.Write
	names := []string{"药店", "镇药店", "王店镇药店 (东)", "小学", ""}
	categories := []string{"pharmacy", "primary_school", "junior_high"}
	at := func() orb.Point { return orb.Point{9 + r.Float64()*0.001, r.Float64() * 0.001} }
	for _, source := range []string{"census", "li.osm", "mine", "osm-old", "zhejiang"}[:2+r.Intn(4)] {
		var rows geo.Dataset
		for i := range r.Intn(8) {
			f := facility(source, fmt.Sprint(i), names[r.Intn(len(names))], at(), categories[r.Intn(3)])
			if r.Intn(3) == 0 {
				f.Categories = append(f.Categories, categories[r.Intn(3)])
			}
			f.Status = []geo.Status{"", geo.StatusExisting, geo.StatusPlanned, geo.StatusClosed}[r.Intn(4)]
			rows.Facilities = append(rows.Facilities, f)
		}
		for i := range r.Intn(4) {
			p := at()
			g := rectangle(p[0], p[1], p[0]+0.0005, p[1]+0.0005)
			level := []geo.Level{geo.LevelTown, geo.LevelCounty}[r.Intn(2)]
			code := []string{"330411101", "330411101000", "330411102", fmt.Sprintf("%s-%d", slug(source), i)}[r.Intn(4)]
			if !slices.ContainsFunc(rows.Units, func(u geo.Unit) bool { return u.Code == code }) {
				rows.Units = append(rows.Units, geo.Unit{Code: code, Name: []string{"王店镇", "镇"}[r.Intn(2)], Level: level, Geometry: g, Source: source})
			}
		}
		for i := range r.Intn(5) {
			p := at()
			cell := geo.PopulationCell{ID: fmt.Sprintf("%s-%d", source, i), Source: source, Persons: geo.Known(float64(i)), Geometry: p}
			if r.Intn(2) == 0 {
				cell.Geometry = rectangle(p[0], p[1], p[0]+0.0002, p[1]+0.0002)[0]
			}
			if r.Intn(3) == 0 {
				cell.Cell, cell.Geometry = "89a90128c2fffff", rectangle(9.0005, 0.0005, 9.0006, 0.0006)[0]
			}
			rows.Population = append(rows.Population, cell)
		}
		w := imported(source, rows)
		if source == "osm-old" { // nothing is recorded of it
			w.Info = nil
		}
		writes = append(writes, w)
	}
	return writes
}

// homesOf are homes that show whose rows counted.
func homesOf(_ context.Context, ds *geo.Dataset) ([]geo.Home, error) {
	var homes []geo.Home
	for _, p := range ds.Population {
		if p.SupersededBy == "" {
			homes = append(homes, geo.Home{ID: "home-" + p.ID, Persons: p.Persons, Source: p.Source})
		}
	}
	slices.SortFunc(homes, func(a, b geo.Home) int { return strings.Compare(a.ID, b.ID) })
	return homes, nil
}

func TestOrderOfImportsDoesNotMatter(t *testing.T) {
	superseded := 0
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Int64().Draw(t, "seed")
		r := rand.New(rand.NewSource(seed))
		writes := someImports(r)
		run := func(order []int) *geo.Dataset {
			store := &memory{}
			for _, i := range order {
				if _, err := Settle(context.Background(), store, writes[i], SettleOptions{MakeHomes: homesOf}); err != nil {
					t.Fatal(err)
				}
			}
			ds, err := store.Load(context.Background())
			if err != nil {
				return &geo.Dataset{}
			}
			return ds
		}
		one := run(r.Perm(len(writes)))
		// The second time, every import is made twice, as when files are refreshed.
		two := run(append(r.Perm(len(writes)), r.Perm(len(writes))...))
		if diff := cmp.Diff(one, two, cmpopts.EquateComparable(geo.Amount{})); diff != "" {
			t.Fatalf("seed %d: two orders, two datasets:\n%s", seed, diff)
		}
		for _, f := range one.Facilities {
			if f.SupersededBy != "" {
				superseded++
			}
		}
	})
	require.Positive(t, superseded, "the imports have to get in each other's way for the test to mean anything")
}

func TestOrderOfImportsDoesNotMatterInAFile(t *testing.T) {
	const seed = 20261122
	r := rand.New(rand.NewSource(seed))
	t.Logf("seed %d", seed)
	for range 4 {
		writes := someImports(r)
		var versions []string
		for range 3 {
			store, err := geopackage.Open(context.Background(), filepath.Join(t.TempDir(), "a.gpkg"), geopackage.Options{Create: true})
			require.NoError(t, err)
			for _, i := range r.Perm(len(writes)) {
				_, err := Settle(context.Background(), store, writes[i], SettleOptions{MakeHomes: homesOf})
				require.NoError(t, err)
			}
			v, err := store.Version(context.Background())
			require.NoError(t, err)
			versions = append(versions, v)
			require.NoError(t, store.Close())
		}
		require.Equal(t, versions[0], versions[1])
		require.Equal(t, versions[0], versions[2])
	}
}
