// Package geotiff reads rasters: population counted on cells, elevation, anything
// that is a number per pixel.
//
// # What is read
//
//	container    TIFF 6.0 and BigTIFF, either byte order; the first image of the file
//	layout       strips and tiles; bands interleaved by pixel or one after the other
//	compression  none, LZW, Deflate (Adobe's and the old code), PackBits
//	predictor    none, horizontal differencing, floating point
//	samples      signed and unsigned integers of 8 to 64 bits, floats of 16 to 64
//	place        GeoTIFF 1.1: pixel scale and tiepoint, or a matrix; PixelIsArea and
//	             PixelIsPoint; the code of the reference system
//	missing      GDAL_NODATA, and NaN always
//	scale        GDAL_METADATA scale and offset are applied
//
// Anything else (JPEG, LERC, Zstandard, bit masks, samples of odd widths, images
// turned round, ground control points) is refused by name. Nothing is guessed, and
// no sidecar (.tfw, .aux.xml) is looked at.
//
// # How
//
//	r, err := geotiff.Open(file, size)
//	var b geotiff.Block
//	for i := range r.Blocks() {
//		err := r.Read(ctx, i, band, &b)
//		… b.Values, b.Missing
//	}
//
// A raster is read block by block, in the memory of one block. A [Raster] does not
// change and may be read by several goroutines, each with its own Block.
//
// # Hostile files
//
// No number in a file makes memory before it is checked against the size of the
// file and the limits of [Limits]: an image of 4 billion columns, a tag of 4 GB in a
// file of 1 KB, directories in a circle are each an [*Error] that names the field,
// its value and the rule. What is compressed is let grow only as far as the block
// it has to fill.
//
// # Sources
//
// TIFF Revision 6.0 (Adobe, 1992); TIFF Technical Note 3 (2005) for the
// floating-point predictor; the BigTIFF design (AWare Systems, as in libtiff);
// OGC 19-008r4 GeoTIFF 1.1; the tags 42112 and 42113 as GDAL documents them.
package geotiff
