// Package migrations holds the steps that make and change the schema of the
// PostGIS store, numbered, as plain SQL, embedded in the binary. Each has a way up
// and a way down, and is tested up, down and up again with data in place. A step
// that has been released is not edited: the next one changes what it made.
//
//	00001_roles.sql    the schema lifecircle, its roles owner, writer and reader
//	00002_layers.sql   one table for each layer, with keys, indexes and constraints
//	00003_changes.sql  what is noted of every change: versions, notifications
//	00004_derived.sql  what an import works out: factors, derived built-up areas, codes of land
//	00005_elevation.sql  elevation models, in blocks
//	00006_history.sql  the versions that the dataset had, and what they held
//	00007_records.sql  reported figures, keys, results by quarter
//	00008_scenarios.sql  saved scenarios
//	00009_hashed_once.sql  a changed row is hashed once, not for each half of its hash
//
// The steps are run by lifecircle migrate, or by [goose] itself.
//
// [goose]: https://github.com/pressly/goose
package migrations

import "embed"

// Files are the steps.
//
//go:embed *.sql
var Files embed.FS
