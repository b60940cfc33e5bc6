// Package profiles holds what says how a dataset is to be judged: modes of travel,
// life circles, requirement sets, facility categories, park rules, classifications of
// land, and how the rows of POI tables are read.
//
// They are data, not code. The YAML files beside this one are built into the binary;
// [Load] reads those, [LoadWith] lays the files of a directory over them: a record with
// the id of a shipped one replaces it whole, any other is added. Every record names its
// source and whether somebody has checked it against that source; most numbers here come
// from secondary sources and say verified: false.
//
// The form of a file is published as a JSON Schema, schema/profiles.schema.json
// (draft 2020-12), which editors understand. Loading is strict on its own: an unknown key
// or a wrong value is an error that names file, line, field, value and rule; so is a
// reference to a mode, set or category that does not exist once everything is merged.
//
// # From tags to categories
//
// A [Matcher] is the categories' tag rules made fast. It tells which categories an
// OpenStreetMap feature belongs to: all that match, in the order of the profiles, then
// the generic ones (school, clinic, hospital, social_facility) of families in which no
// specific category matched. A feature that matches nothing costs one map look-up per
// tag.
//
// # From rows of tables to categories
//
// A [Classifier] does the same for a row of any table, from what the row has: its own
// category, the type code or text of a POI table, tags, a name; the first that tells a
// category decides. The rules are data: amap and names of the categories, the table of
// types (poi_table.yaml), and the words that tell a status, a part of a place, or no
// facility at all (poi_words.yaml).
//
// # Measures
//
// Metres, seconds, square metres and km/h, as the key's suffix says. Nothing here knows
// coordinates.
package profiles
