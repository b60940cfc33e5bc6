// Package data is the door to datasets: the [Store] interface, which the
// embedded GeoPackage file and PostGIS both implement, and (in data/storetest)
// the one conformance suite that every store passes.
//
// A store keeps rows, and what they were in earlier versions ([HistoryEntry]); it
// judges nothing. Beside the dataset it keeps [Records]: figures that people report, the
// keys of those who may write, results by quarter, saved scenarios. Nothing in geo or api knows which
// store is behind. The rooms beside it:
//
//	data/geopackage  the embedded store: one .gpkg file, which QGIS opens and edits
//	data/importer    OpenStreetMap, GeoJSON and CSV into a store
//	data/profiles    modes, circles, categories, requirement sets, park rules
//	data/demo        a synthetic county, made from a seed
package data
