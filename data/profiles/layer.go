package profiles

import (
	"errors"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// record is one entry of a profile file and the place it was read from.
type record[T any] struct {
	id    string
	value T
	at    place
}

// layer is the content of a set of profile files.
type layer struct {
	modes      []record[geo.Mode]
	circles    []record[geo.Circle]
	sets       []record[geo.RequirementSet]
	categories []record[geo.Category]
	parks      []record[geo.ParkRule]
	landUse    []record[geo.LandUseScheme]
	tables     []record[geo.POITable]
	none       []record[geo.NoFacility]
	words      []record[geo.StatusWord]
	parts      []record[geo.NamePart]
}

// empty reports whether the layer has no record.
func (l *layer) empty() bool {
	return len(l.modes)+len(l.circles)+len(l.sets)+len(l.categories)+len(l.parks)+len(l.landUse)+
		len(l.tables)+len(l.none)+len(l.words)+len(l.parts) == 0
}

// append adds the records of another file to the layer.
func (l *layer) append(o *layer) {
	l.modes = append(l.modes, o.modes...)
	l.circles = append(l.circles, o.circles...)
	l.sets = append(l.sets, o.sets...)
	l.categories = append(l.categories, o.categories...)
	l.parks = append(l.parks, o.parks...)
	l.landUse = append(l.landUse, o.landUse...)
	l.tables = append(l.tables, o.tables...)
	l.none = append(l.none, o.none...)
	l.words = append(l.words, o.words...)
	l.parts = append(l.parts, o.parts...)
}

// under returns the layer with the records of over laid over it.
func (l *layer) under(over *layer) *layer {
	return &layer{
		modes:      overlay(l.modes, over.modes),
		circles:    overlay(l.circles, over.circles),
		sets:       overlay(l.sets, over.sets),
		categories: overlay(l.categories, over.categories),
		parks:      overlay(l.parks, over.parks),
		landUse:    overlay(l.landUse, over.landUse),
		tables:     overlay(l.tables, over.tables),
		none:       overlay(l.none, over.none),
		words:      overlay(l.words, over.words),
		parts:      overlay(l.parts, over.parts),
	}
}

// repeated reports ids that occur twice in a section of the layer.
func (l *layer) repeated() []error {
	var errs []error
	errs = append(errs, repeated(l.modes)...)
	errs = append(errs, repeated(l.circles)...)
	errs = append(errs, repeated(l.sets)...)
	errs = append(errs, repeated(l.categories)...)
	errs = append(errs, repeated(l.parks)...)
	errs = append(errs, repeated(l.landUse)...)
	errs = append(errs, repeated(l.tables)...)
	errs = append(errs, repeated(l.none)...)
	errs = append(errs, repeated(l.words)...)
	return append(errs, repeated(l.parts)...)
}

// profiles checks the layer as a whole and returns its values.
func (l *layer) profiles() (*geo.Profiles, error) {
	if errs := l.check(); len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	p := &geo.Profiles{
		Modes:           values(l.modes),
		Circles:         values(l.circles),
		Categories:      values(l.categories),
		RequirementSets: values(l.sets),
		ParkRules:       values(l.parks),
		LandUseSchemes:  values(l.landUse),
		POITables:       values(l.tables),
		NoFacility:      values(l.none),
		StatusWords:     values(l.words),
		NameParts:       values(l.parts),
	}
	var err error
	p.Version, err = version(p)
	return p, err
}

func overlay[T any](base, over []record[T]) []record[T] {
	out := append([]record[T](nil), base...)
	index := make(map[string]int, len(out))
	for i, r := range out {
		index[r.id] = i
	}
	for _, r := range over {
		if i, ok := index[r.id]; ok {
			out[i] = r
			continue
		}
		out = append(out, r)
	}
	return out
}

func repeated[T any](records []record[T]) []error {
	var errs []error
	first := make(map[string]place, len(records))
	for _, r := range records {
		if r.id == "" {
			continue
		}
		if at, ok := first[r.id]; ok {
			errs = append(errs, r.at.wrong("id", r.id, "must be unique: it stands at "+at.String()+" too"))
			continue
		}
		first[r.id] = r.at
	}
	return errs
}

func values[T any](records []record[T]) []T {
	out := make([]T, len(records))
	for i, r := range records {
		out[i] = r.value
	}
	return out
}
