// Package exporter writes a layer of a dataset to a file that other programs read,
// and that package importer reads back to the same rows: properties bear the names
// of the importer's fields.
//
// GeoJSON ([GeoJSON]) is RFC 7946: longitude and latitude in WGS 84 with seven
// decimals (about a centimetre), outer rings counter-clockwise. A row without a place has a
// null geometry. What is unknown is left out, never written as 0. Besides the
// fields, each feature names its source, and, when another row counts instead of
// it, which one (superseded_by); an import passes over both, since it settles them
// itself.
package exporter
