package analysis

import (
	"context"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Next makes another version of the dataset ready, as [New] does, and takes from a
// what the two have in common: an edit of facilities leaves the joined roads, the
// graphs, the links of homes and the built-up areas as they are, which is nearly
// everything that is dear. What is in common is told by the versions of the layers;
// where they are not known, all is made anew. Both analyses stay good.
func (a *Analysis) Next(ctx context.Context, ds *geo.Dataset) (*Analysis, error) {
	return prepare(ctx, ds, a.profiles, Options{CacheBytes: a.cache.budget, Workers: a.workers, Hierarchies: a.hierarchies}, a)
}

// inherited is what an analysis takes from the version before it.
type inherited struct {
	roads, ground, builtUp, homes, relief bool
}

// inherit tells which parts of before hold for ds.
func inherit(before *Analysis, ds *geo.Dataset) inherited {
	if before == nil || before.ds.Extent != ds.Extent {
		return inherited{}
	}
	same := func(layers ...geo.Layer) bool {
		for _, l := range layers {
			if v := ds.LayerVersions[l]; v == "" || v != before.ds.LayerVersions[l] {
				return false
			}
		}
		return true
	}
	var in inherited
	in.roads = same(geo.LayerRoads)
	in.relief = in.roads && same(geo.LayerElevation)
	in.builtUp = same(geo.LayerUnits, geo.LayerBuiltUp, geo.LayerParcels, geo.LayerBuildings)
	in.ground = in.roads && in.builtUp && same(geo.LayerBarriers)
	in.homes = in.builtUp && same(geo.LayerHomes)
	return in
}

// keep copies into the cache what was computed of the kinds that hold.
func (in inherited) keep(into, from *cache) {
	var prefixes []string
	if in.ground {
		prefixes = append(prefixes, "network ", "contracted ", "table ", "seats ") // seats are the units', which ground implies
		if in.homes {
			prefixes = append(prefixes, "homes ", "places ")
		}
	}
	if in.relief {
		prefixes = append(prefixes, "relief")
	}
	from.mu.Lock()
	defer from.mu.Unlock()
	into.mu.Lock()
	defer into.mu.Unlock()
	for e := from.recent.Back(); e != nil; e = e.Prev() {
		old := e.Value.(*entry)
		if !in.relief && (strings.Contains(old.key, string(geo.NetworkDistanceSlope)) || strings.Contains(old.key, string(geo.NetworkTimeSlope))) {
			continue
		}
		for _, p := range prefixes {
			if strings.HasPrefix(old.key, p) {
				into.put(&entry{key: old.key, bytes: old.bytes, value: old.value, done: old.done})
			}
		}
	}
}
