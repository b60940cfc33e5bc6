package analysis_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// edits change one row of a layer, in a dataset whose slices are its own.
var edits = map[geo.Layer]func(r *rand.Rand, d *geo.Dataset){
	geo.LayerFacilities: func(r *rand.Rand, d *geo.Dataset) {
		d.Facilities = slices.Clone(d.Facilities)
		i := r.IntN(len(d.Facilities))
		f := &d.Facilities[i]
		switch r.IntN(5) {
		case 0: // another one of its kind, which may come first, last or between two
			next := *f
			next.ID = fmt.Sprint("new ", r.IntN(1e9))
			if r.IntN(2) == 0 {
				next.ID = fmt.Sprint("A", r.IntN(1e9))
			}
			d.Facilities = append(d.Facilities, next)
			f = &d.Facilities[len(d.Facilities)-1]
		case 1:
			if len(d.Facilities) > 3 {
				d.Facilities = slices.Delete(d.Facilities, i, i+1)
			}
			return
		case 2:
			f.Status = geo.StatusClosed
			return
		case 3:
			f.Categories = slices.Clone(d.Facilities[r.IntN(len(d.Facilities))].Categories)
			return
		}
		f.Location = orb.Point{townCentre[0] + (r.Float64()-0.5)/300, townCentre[1] + (r.Float64()-0.5)/300}
	},
	geo.LayerRoads: func(r *rand.Rand, d *geo.Dataset) {
		d.Roads = slices.Clone(d.Roads)
		i := r.IntN(len(d.Roads))
		switch r.IntN(4) {
		case 0: // a path from one end of a road to somewhere else
			end := d.Roads[r.IntN(len(d.Roads))].Geometry
			d.Roads = append(d.Roads, geo.RoadSegment{ID: fmt.Sprint("path ", r.IntN(1e9)), Highway: "path", Bridge: r.IntN(2) == 0,
				Geometry: orb.LineString{d.Roads[i].Geometry[0], end[len(end)-1]}})
		case 1:
			d.Roads[i].OneWay = geo.Forward
		case 2:
			d.Roads[i].Access = "private"
		default:
			if len(d.Roads) > 3 {
				d.Roads = slices.Delete(d.Roads, i, i+1)
			}
		}
	},
	geo.LayerBarriers: func(r *rand.Rand, d *geo.Dataset) {
		a, b := (r.Float64()-0.5)/300, (r.Float64()-0.5)/300
		d.Barriers = append(slices.Clone(d.Barriers), geo.Barrier{ID: fmt.Sprint("x", len(d.Barriers)), Kind: geo.BarrierWater,
			Geometry: orb.LineString{{townCentre[0] + a, townCentre[1] + b}, {townCentre[0] + b, townCentre[1] - a}}})
	},
	geo.LayerHomes: func(r *rand.Rand, d *geo.Dataset) {
		d.Homes = slices.Clone(d.Homes)
		d.Homes[r.IntN(len(d.Homes))].Persons = geo.Known(float64(r.IntN(50)))
	},
	geo.LayerUnits: func(r *rand.Rand, d *geo.Dataset) {
		d.Units = slices.Clone(d.Units)
		d.Units[r.IntN(len(d.Units))].Seat = &orb.Point{townCentre[0] + (r.Float64()-0.5)/300, townCentre[1]}
	},
	geo.LayerBuiltUp: func(r *rand.Rand, d *geo.Dataset) {
		x := townCentre[0] + r.Float64()/500
		box := orb.Bound{Min: orb.Point{townCentre[0] - 0.002, townCentre[1] - 0.002}, Max: orb.Point{x, townCentre[1] + 0.002}}
		d.BuiltUps = []geo.BuiltUp{{ID: "b", Unit: "e", Geometry: orb.MultiPolygon{box.ToPolygon()}}}
	},
	geo.LayerElevation: func(r *rand.Rand, d *geo.Dataset) {
		d.Elevation = slices.Clone(d.Elevation)
		d.Elevation[0].DX *= 1 + r.Float64()/10
	},
	geo.LayerParks: func(r *rand.Rand, d *geo.Dataset) {
		if len(d.Parks) > 0 {
			i := r.IntN(len(d.Parks))
			d.Parks = slices.Delete(slices.Clone(d.Parks), i, i+1)
		}
	},
}

// version gives a dataset the versions of a store: any two that differ, differ.
func version(d *geo.Dataset, n int, changed geo.Layer) {
	versions := map[geo.Layer]string{}
	for _, l := range geo.Layers() {
		versions[l] = d.LayerVersions[l]
		if l == changed || versions[l] == "" {
			versions[l] = fmt.Sprint(l, n)
		}
	}
	d.LayerVersions, d.Version = versions, fmt.Sprint("version ", n)
}

// An analysis made out of the version before it answers as one made from nothing.
func TestNextAnswersAsNew(t *testing.T) {
	for _, hilly := range []bool{true, false} {
		t.Run(fmt.Sprintf("hilly=%t", hilly), func(t *testing.T) { nextAnswersAsNew(t, hilly) })
	}
}

func nextAnswersAsNew(t *testing.T, hilly bool) {
	ctx := context.Background()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 3))
	town := newRandomTown(t, r)
	ds := town.Dataset
	if !hilly { // edits of roads are followed up where there are no slopes
		ds.Elevation = nil
	}
	version(ds, 0, "")
	// Hierarchies are on their way all the while: they may not change an answer.
	a, err := analysis.New(ctx, ds, town.profiles, analysis.Options{Hierarchies: hierarchies(t, nil)})
	require.NoError(t, err)
	askAll(t, a)
	contractAll(t, a)
	layers := append(sortedLayers(), geo.LayerFacilities, geo.LayerFacilities, geo.LayerFacilities)
	for n := 1; n <= 4*len(layers); n++ {
		l := layers[r.IntN(len(layers))]
		if n <= len(layers) {
			l = layers[n-1] // each at least once
		}
		if l == geo.LayerElevation && !hilly {
			continue
		}
		next := *ds
		edits[l](r, &next)
		what := string(l)
		version(&next, n, l)
		if r.IntN(4) == 0 { // two layers at once
			edits[geo.LayerFacilities](r, &next)
			next.LayerVersions[geo.LayerFacilities] = fmt.Sprint("also ", n)
			what += " and facilities"
		}
		fresh, err := analysis.New(ctx, &next, town.profiles, analysis.Options{})
		require.NoError(t, err)
		after, err := a.Next(ctx, &next)
		require.NoError(t, err)
		same(t, askAll(t, fresh), askAll(t, after), fmt.Sprintf("edit %d, of %s", n, what))
		if r.IntN(2) == 0 { // else the next edit is one more of the same dataset
			a, ds = after, &next
		}
	}
}

func sortedLayers() (out []geo.Layer) {
	for l := range edits {
		out = append(out, l)
	}
	slices.Sort(out)
	return out
}

// Without versions nothing is known to be the same.
func TestNextWithoutVersionsTakesNothing(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(7, 3))
	town := newRandomTown(t, r)
	town.LayerVersions = nil
	a, err := analysis.New(ctx, town.Dataset, town.profiles, analysis.Options{})
	require.NoError(t, err)
	askAll(t, a)
	next := *town.Dataset
	edits[geo.LayerRoads](r, &next)
	edits[geo.LayerHomes](r, &next)
	next.Version = "another"
	fresh, err := analysis.New(ctx, &next, town.profiles, analysis.Options{})
	require.NoError(t, err)
	a, err = a.Next(ctx, &next)
	require.NoError(t, err)
	same(t, askAll(t, fresh), askAll(t, a), "all anew")
}
