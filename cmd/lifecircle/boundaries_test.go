package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"github.com/stretchr/testify/require"
)

// boundary is what an extract says of an administrative unit, read by
// paulmach/osm, which the importer does not use.
type boundary struct {
	name string
	// whole is whether the file has all of its ways.
	whole bool
	// population is the tag of the relation, else of the place of its name; "" for
	// neither.
	population string
}

// boundariesOf lists the units of an admin_level by their code.
func boundariesOf(t *testing.T, path, adminLevel string) map[string]boundary {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	ways, places := map[osm.WayID]bool{}, map[string]string{}
	var relations []*osm.Relation
	scanner := osmpbf.New(t.Context(), f, 1)
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osm.Node:
			if o.Tags.Find("place") != "" && o.Tags.Find("population") != "" {
				places[o.Tags.Find("name")] = o.Tags.Find("population")
			}
		case *osm.Way:
			ways[o.ID] = true
		case *osm.Relation:
			if o.Tags.Find("boundary") == "administrative" && o.Tags.Find("admin_level") == adminLevel {
				relations = append(relations, o)
			}
		}
	}
	require.NoError(t, scanner.Err())
	require.NoError(t, scanner.Close())
	out := map[string]boundary{}
	for _, r := range relations {
		b := boundary{name: r.Tags.Find("name"), whole: true, population: r.Tags.Find("population")}
		if b.population == "" {
			b.population = places[b.name]
		}
		for _, m := range r.Members {
			if m.Type == osm.TypeWay && !ways[osm.WayID(m.Ref)] {
				b.whole = false
			}
		}
		out[fmt.Sprintf("osm-r%d", r.ID)] = b
	}
	return out
}
