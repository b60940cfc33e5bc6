// Package importer brings files into a dataset: one layer at a time from the
// files that planners have ([Layer]); and it is the one door through which every import, that of
// OpenStreetMap too, reaches a store ([Settle]). Reading OpenStreetMap itself is
// the work of the package osm below.
//
// # A file becomes rows
//
//	file -> Reader -> Record -> condition -> mapping -> row -> check -> dataset
//
// A [Reader] turns a format into records: a row number, a geometry if the format
// has one, and values by column. The table of formats chooses it by the file's
// extension; another format is another Reader and a line in that table. What
// follows is the same for all of them:
//
//   - the condition (--where) keeps the records for which it holds. It compares
//     columns as they stand in the file: field op value, with = != < <= > >=, joined
//     by and. A blank is unknown and fails every comparison; column = "" asks for it;
//   - the mapping sorts columns into the fields of the layer: what --map says, then
//     columns named like a field or a synonym of it, Chinese ones included. --set
//     gives a field one value. [Fields] lists the fields of a layer, which are also
//     the properties that an export writes. Columns of facilities that are no field
//     become attributes;
//   - values are read strictly. Units of area and of people are understood in a header
//     (面积(亩), 人口(万人)) and beside a number (12公顷), full-width digits are digits,
//     and commas part thousands where they can be nothing else (1,234,567). "1,234",
//     "12 m" and "91%" of a number that is no share are no numbers. A blank is
//     unknown, never 0;
//   - geometry is repaired where there is one obvious repair (a ring left open or
//     turned the wrong way) and refused otherwise: crossing itself, out of range,
//     with longitude and latitude swapped, in projected metres.
//
// A facility that does not state its category is told one by its type in a POI table,
// by tags or by its name ([profiles.Classifier]); one that no rule places is counted in
// the report by reason. Rows of a POI table that name one place twice are kept and
// marked (see builder.repeats).
//
// Every row that is refused is in the [Report] with row, field, value and rule. It
// does not stop the import, unless that is strict. If no row is left, the import
// fails.
//
// # Rows and their sources
//
// Every row carries the source it came from. An import replaces the rows of the
// same layer and source; it can append to them, or clear the layer first. The id of
// a row is the source, a hyphen, and what the file calls it or its row number: it
// depends on the file alone, so two sources never take each other's rows.
//
// # Land use
//
// Codes of a land-use classification are read in the one that [LayerOptions].Scheme
// names, and are a question where none is named: the same digits mean different land
// in each. With a classification, one file of parcels makes three layers in one
// commit and under one source: parcels, parks (parcels whose code is a park) and
// built-up areas (parcels that the land survey calls city or town). They say the same
// of the same ground, so they come and go together; rows of parks and built-up areas
// that were imported by themselves are never replaced by made ones.
//
// # People and age groups
//
// Columns are age groups by the ages in their names (60岁及以上人口, 0-14); a raster of
// people may have rasters of age groups beside it ([LayerOptions].Groups). Groups are
// kept as given, spread over homes with their row's people and rescaled with them;
// where they are more than the people, the report says so.
//
// # Imports settle
//
// What depends on several sources (whose unit counts, which facility is named
// twice, whose people are counted, where the homes are) is worked out anew at each
// import from all rows: see [Settle]. The order of imports does not matter.
// A source is the user's unless its licence or attribution names OpenStreetMap.
package importer
