package importer

import (
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// The shapes of geometry that a layer takes. A multi-part geometry goes with its
// parts.
const (
	shapePoint   = "point"
	shapeLine    = "line"
	shapePolygon = "polygon"
)

// table is what the importer knows of one layer.
type table struct {
	layer  geo.Layer
	shapes []string
	fields []Field
	// prefixes are families of fields whose name is made by the user:
	// "group:60+", "attribute:beds".
	prefixes []string
	// keepsColumns: columns that are no field become attributes of the row.
	keepsColumns bool
	build        func(*builder, *row)
}

// The prefixes of fields that the user names.
const (
	groupPrefix     = "group:"
	attributePrefix = "attribute:"
)

// notImported are columns that an export writes for its reader's sake. An import
// settles them itself: the source is the import's, marks and factors follow from all sources.
var notImported = []string{"source", "superseded_by", "population_factor"}

// tables lists the layers, in the order of the documentation.
func tables() []table {
	return []table{
		{layer: geo.LayerUnits, shapes: []string{shapePolygon}, fields: unitFields(), build: (*builder).unit},
		{layer: geo.LayerBuiltUp, shapes: []string{shapePolygon}, fields: builtUpFields(), build: (*builder).builtUp},
		{
			layer: geo.LayerFacilities, shapes: []string{shapePoint, shapePolygon}, fields: facilityFields(),
			prefixes: []string{attributePrefix}, keepsColumns: true, build: (*builder).facility,
		},
		{layer: geo.LayerRoads, shapes: []string{shapeLine}, fields: roadFields(), build: (*builder).road},
		{layer: geo.LayerGreenways, shapes: []string{shapeLine}, fields: greenwayFields(), build: (*builder).greenway},
		{layer: geo.LayerParks, shapes: []string{shapePolygon}, fields: parkFields(), build: (*builder).park},
		{layer: geo.LayerParcels, shapes: []string{shapePolygon}, fields: parcelFields(), build: (*builder).parcel},
		{layer: geo.LayerBuildings, shapes: []string{shapePolygon}, fields: buildingFields(), build: (*builder).building},
		{layer: geo.LayerBarriers, shapes: []string{shapeLine, shapePolygon}, fields: barrierFields(), build: (*builder).barrier},
		{
			layer: geo.LayerPopulation, shapes: []string{shapePoint, shapePolygon}, fields: populationFields(),
			prefixes: []string{groupPrefix}, build: (*builder).population,
		},
	}
}

// Towns is the name under which units of level town are imported and exported.
const Towns = "towns"

// LayerNames lists the names that import and export understand.
func LayerNames() []string {
	names := []string{string(geo.LayerUnits), Towns}
	for _, t := range tables()[1:] {
		names = append(names, string(t.layer))
	}
	return names
}

// ParseLayer reads the name of a layer as it stands on the command line: the
// layer, and the level that its units are of ("" for any).
func ParseLayer(name string) (geo.Layer, geo.Level, error) {
	switch {
	case name == Towns:
		return geo.LayerUnits, geo.LevelTown, nil
	case name == ReportedName:
		return "", "", usagef("layer reported: reported figures are no layer; import reported takes them; the layers are %s",
			strings.Join(LayerNames(), ", "))
	case !slices.Contains(LayerNames(), name):
		return "", "", usagef("layer %q is unknown; the layers are %s", name, strings.Join(LayerNames(), ", "))
	}
	return geo.Layer(name), "", nil
}

func tableOf(l geo.Layer) (table, bool) {
	for _, t := range tables() {
		if t.layer == l {
			return t, true
		}
	}
	return table{}, false
}

// Fields lists the fields of a layer, those that tell its place last. It is empty
// for a layer that cannot be imported.
func Fields(l geo.Layer) []Field {
	t, ok := tableOf(l)
	if !ok {
		return nil
	}
	return append(slices.Clone(t.fields), placeFields()...)
}

// FieldOf returns the name of the field that a column of this name is read as
// without --map, "" when it is none. Age groups and attributes keep their prefix.
func FieldOf(l geo.Layer, column string) string {
	t, ok := tableOf(l)
	if !ok {
		return ""
	}
	for _, p := range t.prefixes {
		if len(column) > len(p) && strings.HasPrefix(column, p) {
			return column
		}
	}
	best, field := -1, ""
	for _, f := range Fields(l) {
		if m := f.match(columnKey(column)); m >= 0 && (best < 0 || m < best) {
			best, field = m, f.Name
		}
	}
	if field == "" && slices.Contains(t.prefixes, groupPrefix) {
		if group, ok := ageGroup(column); ok {
			return groupPrefix + group
		}
	}
	if field == "" && t.keepsColumns {
		return attributeOf(column)
	}
	return field
}

// NotImported reports whether a column of this name is passed over by every
// import, though it is no field.
func NotImported(column string) bool {
	return slices.ContainsFunc(notImported, func(n string) bool { return columnKey(n) == columnKey(column) })
}

func fieldNames(t table) string {
	var names []string
	for _, f := range Fields(t.layer) {
		names = append(names, f.Name)
	}
	for _, p := range t.prefixes {
		names = append(names, p+"NAME")
	}
	return strings.Join(names, ", ")
}
