// Package postgis keeps a dataset in PostgreSQL with PostGIS, for teams: planners
// edit the tables in QGIS or SQL, and every server that watches the database
// answers from the new state a moment later.
//
// # What is in the database
//
// The schema lifecircle, made by the steps of package migrations, which
// [Migrate] takes: one table for each layer of [geo.Layers] (built_up for
// built-up), named and filled like the tables of the embedded file (package
// geopackage), but with the types of PostgreSQL: categories are an array of text,
// attributes and age_groups jsonb, a unit's seat, a facility's footprint and the
// entrances of facilities and parks geometries beside geom. Everything is in
// EPSG:4326. NULL means unknown and is never read as 0. Beside the layers stand
// meta, sources, and changes, in which triggers note every change; and history, kept
// and history_keep, in which commits note the versions.
//
// Constraints refuse by hand what an import refuses: another reference system, an
// area that is not valid, a place off the globe, an amount below zero, a status or
// a code in other words, an id that is taken.
//
// # Who may do what
//
// Three roles that cannot log in: lifecircle_owner owns everything and changes the
// schema, lifecircle_writer changes rows, lifecircle_reader reads. A login is made
// a member of one. A server needs the reader only; its connections are read-only
// whatever their role ([Store] writes through another pool, opened by the first
// [Store.Commit]).
//
// # Versions
//
// Each row counts with a hash of its columns; triggers keep the sums of each layer
// as changes are made, by whatever program. A version is a hash of these sums and
// of what meta and sources say (not of when a source was imported): the same
// content has the same version whatever the order of imports, and asking for it
// reads no row of any layer. [Store.Load] reads again only the layers whose
// version is another than at its last time.
//
// # The first rows
//
// A layer that never had a row is filled without its indexes and its trigger, which are
// made anew, and the sums reckoned, from all rows in the same transaction: a first import
// takes half the time. Whoever looks at that layer meanwhile waits until it is done; it is
// filled as any other where somebody looks at it already, where the login does not own the
// table, or where somebody has added what would be lost.
//
// # History
//
// [Store.Commit] notes each version that it makes in the table history, and keeps in
// the table kept what the layers that it changed held before, in the same
// transaction: a binary COPY of the rows, compressed on the way, each content once
// under the layer's version. A layer that did not change costs nothing. Both tables
// have no triggers and count in no version; [Store.Restore] writes through the
// triggers like any commit, so the sums stay right and every server is told. Restoring
// and pruning need the writer's role, looking the reader's.
//
// What it costs, measured: a version of Porto (107,000 rows) in which every row changed
// takes 8.4 MB; the time of its commit, which triggers and indexes make up, differs by
// less than from one commit to the next. Asking for the history takes milliseconds.
//
// What an edit in SQL replaced nobody keeps; history tells who made it, when, and
// which versions it left incomplete. What the edit made is kept at the next commit.
//
// # One database, several programs
//
// A load is one snapshot (REPEATABLE READ), a commit one transaction that sees one
// state, and commits of this package wait for each other. An edit in SQL of the very
// rows that a commit replaces makes it begin again, and then the edits wait. A change
// is told on the channel lifecircle (NOTIFY); should the line drop, the watch connects
// again and looks for itself.
//
// # Geometry
//
// orb inside, go-geom at this edge: pgx hands EWKB to and fro through the codec
// of this package, coordinates to the last bit.
package postgis
