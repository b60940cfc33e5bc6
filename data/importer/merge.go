package importer

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// merged is the dataset as it is after a write, before marks and homes.
type merged struct {
	ds *geo.Dataset
	// kept counts, for the layers that can be marked, the rows at the front that
	// were in the store before and are not written.
	keptUnits, keptFacilities, keptPopulation int
}

// merge applies the write to what is stored, in memory. Rows are copied where
// marks will be set, and shared otherwise; homes are left out when they are not
// written, as they are made anew.
func merge(old *geo.Dataset, w *data.Write) *merged {
	in := w.Rows
	if in == nil {
		in = &geo.Dataset{}
	}
	ds := *old
	m := &merged{ds: &ds}
	ds.Version, ds.LayerVersions = "", nil
	ds.Units, m.keptUnits = mergeRows(w, geo.LayerUnits, old.Units, in.Units, func(u *geo.Unit) string { return u.Source })
	ds.BuiltUps, _ = mergeRows(w, geo.LayerBuiltUp, old.BuiltUps, in.BuiltUps, func(b *geo.BuiltUp) string { return b.Source })
	ds.Facilities, m.keptFacilities = mergeRows(w, geo.LayerFacilities, old.Facilities, in.Facilities, func(f *geo.Facility) string { return f.Source })
	ds.Roads, _ = mergeRows(w, geo.LayerRoads, old.Roads, in.Roads, func(r *geo.RoadSegment) string { return r.Source })
	ds.Greenways, _ = mergeRows(w, geo.LayerGreenways, old.Greenways, in.Greenways, func(g *geo.Greenway) string { return g.Source })
	ds.Parks, _ = mergeRows(w, geo.LayerParks, old.Parks, in.Parks, func(p *geo.Park) string { return p.Source })
	ds.Parcels, _ = mergeRows(w, geo.LayerParcels, old.Parcels, in.Parcels, func(p *geo.Parcel) string { return p.Source })
	ds.Buildings, _ = mergeRows(w, geo.LayerBuildings, old.Buildings, in.Buildings, func(b *geo.Building) string { return b.Source })
	ds.Barriers, _ = mergeRows(w, geo.LayerBarriers, old.Barriers, in.Barriers, func(b *geo.Barrier) string { return b.Source })
	ds.Population, m.keptPopulation = mergeRows(w, geo.LayerPopulation, old.Population, in.Population, func(p *geo.PopulationCell) string { return p.Source })
	ds.Elevation, _ = mergeRows(w, geo.LayerElevation, old.Elevation, in.Elevation, func(b *geo.ElevationBlock) string { return b.Source })
	ds.Homes, _ = mergeRows(w, geo.LayerHomes, old.Homes, in.Homes, func(h *geo.Home) string { return h.Source })
	ds.Sources = mergeSources(old.Sources, w.Info)
	return m
}

func mergeRows[T any](w *data.Write, l geo.Layer, old, in []T, source func(*T) string) (rows []T, kept int) {
	mode, written := w.Layers[l]
	if len(old) == 0 && written && !data.Markable(l) {
		return slices.Clip(in), 0
	}
	rows = make([]T, 0, len(old)+len(in))
	for i := range old {
		if !written || mode == data.Append || (mode == data.ReplaceSource && source(&old[i]) != w.Source) {
			rows = append(rows, old[i])
		}
	}
	kept = len(rows)
	if written {
		rows = append(rows, in...)
	}
	return rows, kept
}

func mergeSources(old []geo.SourceInfo, info *geo.SourceInfo) []geo.SourceInfo {
	var out []geo.SourceInfo
	for _, s := range old {
		if info == nil || s.Name != info.Name {
			out = append(out, s)
		}
	}
	if info != nil {
		out = append(out, *info)
	}
	return out
}

// key is what tells the rows of a layer apart: the id, for units the code and the
// source, since two sources may describe one unit.
type key struct{ id, source string }

// keysOf passes over the keys of a layer.
func keysOf(ds *geo.Dataset, l geo.Layer) iter.Seq[key] {
	return func(yield func(key) bool) {
		switch l {
		case geo.LayerUnits:
			eachKey(ds.Units, func(u *geo.Unit) key { return key{u.Code, u.Source} }, yield)
		case geo.LayerBuiltUp:
			eachKey(ds.BuiltUps, func(b *geo.BuiltUp) key { return key{b.ID, b.Source} }, yield)
		case geo.LayerFacilities:
			eachKey(ds.Facilities, func(f *geo.Facility) key { return key{f.ID, f.Source} }, yield)
		case geo.LayerRoads:
			eachKey(ds.Roads, func(r *geo.RoadSegment) key { return key{r.ID, r.Source} }, yield)
		case geo.LayerGreenways:
			eachKey(ds.Greenways, func(g *geo.Greenway) key { return key{g.ID, g.Source} }, yield)
		case geo.LayerParks:
			eachKey(ds.Parks, func(p *geo.Park) key { return key{p.ID, p.Source} }, yield)
		case geo.LayerParcels:
			eachKey(ds.Parcels, func(p *geo.Parcel) key { return key{p.ID, p.Source} }, yield)
		case geo.LayerBuildings:
			eachKey(ds.Buildings, func(b *geo.Building) key { return key{b.ID, b.Source} }, yield)
		case geo.LayerBarriers:
			eachKey(ds.Barriers, func(b *geo.Barrier) key { return key{b.ID, b.Source} }, yield)
		case geo.LayerPopulation:
			eachKey(ds.Population, func(p *geo.PopulationCell) key { return key{p.ID, p.Source} }, yield)
		case geo.LayerElevation:
			eachKey(ds.Elevation, func(b *geo.ElevationBlock) key { return key{b.ID, b.Source} }, yield)
		}
	}
}

func eachKey[T any](rows []T, keyOf func(*T) key, yield func(key) bool) {
	for i := range rows {
		if !yield(keyOf(&rows[i])) {
			return
		}
	}
}

// checkKeys finds rows of the written layers that have the same key as one that was there.
// Among themselves [data.Write.Check] has compared them.
func (m *merged) checkKeys(old *geo.Dataset, layers map[geo.Layer]data.Mode) error {
	for _, l := range geo.Layers() {
		if _, written := layers[l]; !written || old.Count(l) == 0 {
			continue
		}
		sources := make(map[key]string, m.ds.Count(l))
		for k := range keysOf(m.ds, l) {
			id := key{id: k.id}
			if l == geo.LayerUnits {
				id.source = k.source
			}
			if other, twice := sources[id]; twice {
				return fmt.Errorf("%s %q: two rows have this id, of the sources %q and %q; import one of them under another --source", l, k.id, other, k.source)
			}
			sources[id] = k.source
		}
	}
	return nil
}

// layersOf copies the layers of a write, so that the caller's map stays as it is.
func layersOf(w *data.Write) map[geo.Layer]data.Mode {
	out := map[geo.Layer]data.Mode{}
	maps.Copy(out, w.Layers)
	return out
}
