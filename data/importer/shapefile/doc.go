// Package shapefile reads ESRI Shapefiles: the shapes (.shp), the table of
// attributes beside them (.dbf), and what says how to read both (.prj, .cpg).
//
// The formats are those of the "ESRI Shapefile Technical Description" of July 1998
// and of dBASE III+, with the language driver byte and the field types that later
// dBASE and FoxPro versions added where GIS programs write them.
//
// Files are read from front to back in one pass, after a pass over the table that
// finds its encoding. No length in a file is believed before the bytes it promises
// have arrived: memory grows with what is read, never with what is claimed.
//
// The .shx is not needed, since shapes are read in order; if there is one, its
// count has to agree.
package shapefile
