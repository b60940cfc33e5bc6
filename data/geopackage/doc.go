// Package geopackage keeps a dataset in one OGC GeoPackage file (OGC 12-128r17,
// version 1.3), with SQLite in pure Go: nothing has to be installed, and QGIS,
// GDAL and every other GIS open, show and edit each layer.
//
// # What is in the file
//
// One table for each layer of [geo.Layers], named like the layer with _ for -:
//
//	units       MULTIPOLYGON     code name name_en level type population population_year
//	                             population_factor seat_lon seat_lat source superseded_by
//	built_up    MULTIPOLYGON     id unit derived source
//	facilities  POINT            id name categories status area_m2 attributes entrances
//	                             footprint source superseded_by
//	roads       LINESTRING       id name highway oneway oneway_bicycle access vehicle foot
//	                             bicycle motor sidewalk max_speed_kmh surface bridge tunnel
//	                             level duration_s from_barrier to_barrier from_node to_node source
//	greenways   MULTILINESTRING  id name status grade connector source
//	parks       MULTIPOLYGON     id name kind status entrances source
//	parcels     MULTIPOLYGON     id use code dwellings population source
//	buildings   POLYGON          id use levels dwellings source
//	barriers    GEOMETRY         id kind source
//	population  GEOMETRY         id cell persons age_groups source superseded_by
//	elevation   POLYGON          id crs x0 y0 dx dy width height base_m samples source
//	homes       POINT            id persons age_groups residential_m2 dwellings street_m town
//	                             village cell parcel grain_m source
//
// and two tables without geometry: lifecircle_meta (key, value: title, notice,
// date, extent as minlon,minlat,maxlon,maxlat) and lifecircle_sources (name, file,
// license, attribution, date, imported_at).
//
// Every table has fid, geom in EPSG:4326, and an R-tree index that triggers keep
// right whatever program edits it (extension gpkg_rtree_index).
//
// # How cells are filled
//
// An empty cell (NULL) means unknown; it is never read as 0. Categories are words
// with commas between them: "primary_school, junior_high". Attributes and age
// groups are JSON objects: {"beds": 120, "ownership": "public"}. Entrances and
// footprint are WKT (MULTIPOINT, MULTIPOLYGON), which QGIS draws with the
// expression geom_from_wkt("entrances"). An empty oneway_bicycle says that
// bicycles follow oneway. Levels, codes, statuses, kinds, amounts and JSON are
// guarded by CHECK constraints, so that QGIS refuses what an import refuses.
//
// # Editing by hand
//
// Of an elevation model every row is a block of samples: the outline of its ground,
// the place of its first sample and the steps to the next in the model's own reference
// system, and a blob of 16-bit decimetres above base_m, deflated (package geo/slope).
//
// A row that is added without an id reads as "<layer>-fid<fid>". A road without
// from_node and to_node joins what ends at exactly the same place. A polygon may
// stand for a multi-polygon, a line for a multi-line; Z and M are dropped, rings
// are turned right-handed, columns of the planner's own are left alone. What
// cannot be understood is not skipped: Load returns a [*CellError] with table,
// fid, column and rule, and a server keeps the dataset it has. A table that was
// saved again in another reference system is an error that names it.
//
// # One file, several programs
//
// The store uses the write-ahead log while it watches or commits, so readers and
// one writer live together; it holds no lock between calls. On media that cannot
// be written, or cannot share memory, it does without. Close leaves one plain
// file when nobody else has it open. A commit is one transaction: after a crash
// the file is as before or as after it. A file that is replaced by another under
// the same name is noticed like an edit.
//
// # A new file
//
// [Make] makes a file that nobody knows until it is complete. SQLite makes its tables, all
// that is small, and the history; the rows of large layers, their keys and their R-trees
// are written page by page (package btree), encoded on all processors, which takes a
// quarter of the processor's time of inserting them. What is in the file is the same, row
// by row, and so is the version.
//
// # Versions
//
// A version is a hash of the stored rows themselves, not of a counter: it changes
// with every edit by whatever program, and is the same for the same content,
// whatever the order of imports, the fids and the clock. Of a layer it is the
// SHA-256 over the sorted SHA-256 of its rows; of the whole over the layers,
// title, notice, date, extent and sources (when they were imported left out).
// SQLite's PRAGMA data_version tells when nothing was committed, and then nothing
// is hashed again.
//
// # History
//
// [Store.Commit] notes each version that it makes in lifecircle_history, and keeps in
// lifecircle_kept what the layers that it changed held before, in the same
// transaction. Neither table is registered, so that no program takes it for a layer.
// Layers are what is kept, each content once under its hash, rather than rows that
// differ or copies of the file: a layer that did not change costs nothing, however
// many versions share it; what is restored depends on no chain of differences; and
// hashing what was restored tells that it is whole, before it is committed. What is
// kept is compressed rather than lying in tables beside the layers, which would take
// four times the room and be shown by other programs.
//
// What an edit in QGIS replaced nobody keeps, since no commit of this package was
// there to do so: the version before such an edit can be restored only as far as its
// layers are the same, which [Store.History] tells. What the edit made is kept at the
// next commit.
//
// What it costs, measured: a version of the demo county (107,000 rows, 24 MB) in which
// every layer changed takes 5.1 MB, one of Porto (107,000 rows, 31 MB) 9.2 MB; an
// import that replaces all of Porto by other rows computes 0.8 s longer (4.1 s rather
// than 3.3 s), mostly on a second processor where there is one; a first import, or one
// of the same content, only hashes its rows as they are written (0.1 to 0.2 s). To
// restore all of Porto takes about as long as to import it.
//
// The rows of a layer come back with their fids, and with columns that the planner
// added; a column that was dropped since stays so. Two contents of a layer that
// differ in such columns alone count as one, of which the first is kept.
package geopackage
