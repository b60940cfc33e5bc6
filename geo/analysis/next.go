package analysis

import (
	"context"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Next makes another version of the dataset ready, as [New] does, and takes from a
// what the two have in common: an edit of facilities leaves the joined roads, the
// graphs, the links of homes and the built-up areas as they are, and of what was
// computed all that does not hang on a category of the facilities that changed. What is
// in common is told by the versions of the layers; where they are not known, all is made
// anew. Both analyses stay good.
func (a *Analysis) Next(ctx context.Context, ds *geo.Dataset) (*Analysis, error) {
	return prepare(ctx, ds, a.profiles, Options{CacheBytes: a.cache.budget, Workers: a.workers, Hierarchies: a.hierarchies}, a)
}

// Derive makes another version of the dataset ready for a few questions: a scenario, of
// which nobody knows yet whether it will be. It is [Analysis.Next] but for the
// hierarchies of networks, which are taken where they hold and not made anew: they would
// take longer than the questions.
func (a *Analysis) Derive(ctx context.Context, ds *geo.Dataset) (*Analysis, error) {
	return prepare(ctx, ds, a.profiles, Options{CacheBytes: a.cache.budget, Workers: a.workers, Hierarchies: a.hierarchies.only()}, a)
}

// hold is a set of things that an analysis can take from the one before it.
type hold uint16

const (
	// holdRoads: the joined roads. holdGround: and the barriers and built-up areas, and
	// so graphs and links.
	holdRoads hold = 1 << iota
	holdGround
	holdUnits
	holdBuiltUp
	holdHomes
	holdRelief
	holdParks
	holdParcels
	holdGreenways
	// holdFacilities: every facility.
	holdFacilities
	// holdWants: the facilities of a want, while others have changed.
	holdWants
)

// needs says by the beginning of its key what an entry of the cache hangs on; the first
// that fits counts. What is not listed is never kept.
var needs = []struct {
	key   string
	needs hold
}{
	{"network ", holdGround},
	{"contracted ", holdGround},
	{"table ", holdGround},
	{"paths ", holdGround},
	{"seats ", holdGround | holdUnits},
	{"candidates ", holdGround | holdUnits | holdParcels | holdHomes},
	{"homes ", holdGround | holdHomes},
	{"places ", holdGround | holdHomes | holdUnits},
	{"relief", holdRelief},
	{"people ", holdHomes | holdUnits},
	{"demand ", holdHomes | holdUnits | holdBuiltUp},
	{"sheet ", holdHomes | holdUnits | holdBuiltUp},
	{"greenways ", holdGreenways | holdUnits | holdHomes},
	{"radius ", holdParks | holdParcels | holdUnits},
	{"green cover ", holdParks | holdParcels | holdUnits | holdBuiltUp},
	{"park land ", holdParks | holdUnits | holdHomes},
	{"slow ways ", holdGreenways | holdRoads | holdUnits},
	{"chains ", holdGreenways | holdParks | holdUnits},
	{"facilities in ", holdWants | holdUnits},
	{"facilities ", holdWants | holdGround},
	{"chosen ", holdWants},
	{"sorted ", holdWants | holdUnits},
	{"corridors ", holdGround | holdUnits},
	{"set ", holdWants | holdGround | holdHomes | holdUnits | holdBuiltUp},
	{"reach straight_line ", holdWants | holdHomes | holdUnits},
	{"reach ", holdWants | holdGround | holdHomes | holdUnits},
	{"field ", holdWants | holdGround},
	{"group ", holdWants | holdGround | holdHomes | holdUnits},
	{"count ", holdWants | holdGround | holdHomes | holdUnits | holdBuiltUp},
}

// inherit tells which parts of before hold for ds; facilities are told apart.
func inherit(before *Analysis, ds *geo.Dataset) hold {
	if before == nil || before.ds.Extent != ds.Extent {
		return 0
	}
	var h hold
	when := func(what hold, also hold, layers ...geo.Layer) {
		if h&also != also {
			return
		}
		for _, l := range layers {
			if v := ds.LayerVersions[l]; v == "" || v != before.ds.LayerVersions[l] {
				return
			}
		}
		h |= what
	}
	when(holdRoads, 0, geo.LayerRoads)
	when(holdRelief, holdRoads, geo.LayerElevation)
	when(holdUnits, 0, geo.LayerUnits)
	when(holdParks, 0, geo.LayerParks)
	when(holdParcels, 0, geo.LayerParcels)
	when(holdGreenways, 0, geo.LayerGreenways)
	when(holdBuiltUp, holdUnits|holdParcels, geo.LayerBuiltUp, geo.LayerBuildings)
	when(holdGround, holdRoads|holdBuiltUp, geo.LayerBarriers)
	when(holdHomes, holdBuiltUp, geo.LayerHomes)
	when(holdFacilities|holdWants, 0, geo.LayerFacilities)
	return h
}

// keep copies into the cache what was computed and holds.
func (a *Analysis) keep(h hold, before *Analysis, changes *facilityChanges) {
	before.cache.mu.Lock()
	defer before.cache.mu.Unlock()
	a.cache.mu.Lock()
	defer a.cache.mu.Unlock()
	for e := before.cache.recent.Back(); e != nil; e = e.Prev() {
		old := e.Value.(*entry)
		if !h.keeps(old.key) {
			continue
		}
		value := old.value
		if changes != nil {
			var ok bool
			if value, ok = a.follow(changes, old, before.cache); !ok {
				continue
			}
		}
		a.cache.put(&entry{key: old.key, bytes: old.bytes, value: value, done: old.done})
	}
}

// keeps reports whether an entry may be kept, as far as layers tell.
func (h hold) keeps(key string) bool {
	for _, n := range needs {
		if !strings.HasPrefix(key, n.key) {
			continue
		}
		need := n.needs
		if strings.Contains(key, string(geo.NetworkDistanceSlope)) || strings.Contains(key, string(geo.NetworkTimeSlope)) {
			need |= holdRelief
		}
		return h&need == need
	}
	return false
}
