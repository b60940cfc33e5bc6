package geo

import (
	"reflect"
	"slices"
)

// Repeats reports whether two rows of one source say the same in all but their ids:
// the name (which has to be known), categories in any order, place, entrances,
// footprint, status, area and attributes. One of them is then a slip.
func (f *Facility) Repeats(o *Facility) bool {
	return f.Source == o.Source && f.Name != "" && f.Name == o.Name &&
		f.Location == o.Location && f.Status == o.Status && f.AreaM2 == o.AreaM2 &&
		sameSet(f.Categories, o.Categories) && slices.Equal(f.Entrances, o.Entrances) &&
		len(f.Footprint) == len(o.Footprint) && f.Footprint.Equal(o.Footprint) &&
		len(f.Attributes) == len(o.Attributes) && (len(f.Attributes) == 0 || reflect.DeepEqual(f.Attributes, o.Attributes))
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
