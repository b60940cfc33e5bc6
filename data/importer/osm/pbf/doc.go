// Package pbf reads OpenStreetMap's binary format (.osm.pbf), block by block and
// column by column.
//
// A file is a row of blobs: a header blob, then data blobs of up to some 8,000
// objects each, deflated. [Open] walks the blob headers once, so that a truncated
// file is refused before anything is read from it; [File.Scan] inflates and
// decodes blocks in a few goroutines and hands them to one function in file order.
// What a block holds is remembered: a second scan for nodes does not inflate the
// blocks that have none.
//
// The columns of a [Block] are reused by the next one; what is to be kept has to
// be copied. There is no object per node or way, which is what makes reading fast.
//
// Nothing in a file is trusted. Every length and every index into the string
// table is checked, a blob over the format's own limits is refused, and each error
// is an [*Error] that names the byte offset of the blob it is about.
//
// Source: the OSM wiki, "PBF Format", with fileformat.proto and osmformat.proto of
// OSM-binary. Blobs that are stored raw or with zlib are read; lzma, lz4 and zstd
// are named in the error.
package pbf
