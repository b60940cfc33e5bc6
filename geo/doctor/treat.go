package doctor

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// The remedies. None of them drops a row.
const (
	// RemedyGCJ02 and RemedyBD09 turn the facilities of a source into WGS 84.
	RemedyGCJ02 = "gcj02-to-wgs84"
	RemedyBD09  = "bd09-to-wgs84"
	// RemedyRepeated marks rows that repeat another as superseded. Import does so by
	// itself ([geo.Facility.Repeats]): what is needed is that the rows are settled anew.
	RemedyRepeated = "mark-repeated"
	// RemedyNames tidies names ([TidyName]).
	RemedyNames = "tidy-names"
)

// Treatment is what [Treat] did.
type Treatment struct {
	// Dataset has the rows as they are now; it shares what did not change. Marks and
	// homes are those of before: whoever writes it settles them (package importer).
	Dataset *geo.Dataset
	// Layers are those with rows that changed or have to be settled anew.
	Layers []geo.Layer
	Done   []Done
}

// Done is one remedy that was applied.
type Done struct {
	Remedy
	Layer  geo.Layer `json:"layer"`
	Source string    `json:"source,omitempty"`
	// Rows is how many rows changed.
	Rows int `json:"rows"`
}

// Treat applies the remedies of findings to a copy of the dataset that they were made
// of, in the order in which they stand. A finding without a remedy is left alone. A
// remedy that is not known is an error.
func Treat(ctx context.Context, ds *geo.Dataset, findings []Finding) (*Treatment, error) {
	out := *ds
	t := &Treatment{Dataset: &out, Done: []Done{}}
	copied := map[geo.Layer]bool{}
	for i := range findings {
		f := &findings[i]
		if f.Fix == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("treating the dataset: %w", err)
		}
		if !copied[f.Layer] {
			copied[f.Layer] = true
			cloneRows(&out, f.Layer)
			t.Layers = append(t.Layers, f.Layer)
		}
		d := Done{Remedy: *f.Fix, Layer: f.Layer, Source: f.Source}
		switch f.Fix.ID {
		case RemedyGCJ02:
			d.Rows = moveFacilities(&out, f.Source, crs.GCJ02ToWGS84)
		case RemedyBD09:
			d.Rows = moveFacilities(&out, f.Source, crs.BD09ToWGS84)
		case RemedyRepeated:
			d.Rows = f.Count
		case RemedyNames:
			d.Rows = tidyNames(&out, f.Layer, f.Source)
		default:
			return nil, fmt.Errorf("treating the dataset: finding %s asks for the remedy %q, which is not known", f.ID, f.Fix.ID)
		}
		t.Done = append(t.Done, d)
	}
	return t, nil
}

// cloneRows makes the rows of a layer the dataset's own.
func cloneRows(ds *geo.Dataset, layer geo.Layer) {
	switch layer {
	case geo.LayerUnits:
		ds.Units = slices.Clone(ds.Units)
	case geo.LayerFacilities:
		ds.Facilities = slices.Clone(ds.Facilities)
	case geo.LayerRoads:
		ds.Roads = slices.Clone(ds.Roads)
	case geo.LayerGreenways:
		ds.Greenways = slices.Clone(ds.Greenways)
	case geo.LayerParks:
		ds.Parks = slices.Clone(ds.Parks)
	}
}

// moveFacilities moves the facilities of a source, to 1e-7 degrees as all positions
// are.
func moveFacilities(ds *geo.Dataset, source string, to func(orb.Point) orb.Point) int {
	move := func(p orb.Point) orb.Point { return shape.Round7Point(to(p)) }
	n := 0
	for i := range ds.Facilities {
		f := &ds.Facilities[i]
		if f.Source != source {
			continue
		}
		n++
		f.Location = move(f.Location)
		f.Entrances = slices.Clone(f.Entrances)
		for k := range f.Entrances {
			f.Entrances[k] = move(f.Entrances[k])
		}
		f.Footprint = f.Footprint.Clone()
		for _, poly := range f.Footprint {
			for _, ring := range poly {
				for k := range ring {
					ring[k] = move(ring[k])
				}
			}
		}
	}
	return n
}

// tidyNames tidies the names of a layer's rows of a source.
func tidyNames(ds *geo.Dataset, layer geo.Layer, source string) int {
	n := 0
	tidy := func(of string, name *string) {
		if of == source && untidyName(*name) {
			*name = TidyName(*name)
			n++
		}
	}
	switch layer {
	case geo.LayerUnits:
		for i := range ds.Units {
			tidy(ds.Units[i].Source, &ds.Units[i].Name)
		}
	case geo.LayerFacilities:
		for i := range ds.Facilities {
			tidy(ds.Facilities[i].Source, &ds.Facilities[i].Name)
		}
	case geo.LayerRoads:
		for i := range ds.Roads {
			tidy(ds.Roads[i].Source, &ds.Roads[i].Name)
		}
	case geo.LayerGreenways:
		for i := range ds.Greenways {
			tidy(ds.Greenways[i].Source, &ds.Greenways[i].Name)
		}
	case geo.LayerParks:
		for i := range ds.Parks {
			tidy(ds.Parks[i].Source, &ds.Parks[i].Name)
		}
	}
	return n
}
