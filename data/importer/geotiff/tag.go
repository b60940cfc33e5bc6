package geotiff

import "strconv"

// tag is the number of a TIFF tag.
type tag uint16

// The tags that are read.
const (
	tagNewSubfileType  tag = 254
	tagImageWidth      tag = 256
	tagImageLength     tag = 257
	tagBitsPerSample   tag = 258
	tagCompression     tag = 259
	tagPhotometric     tag = 262
	tagFillOrder       tag = 266
	tagStripOffsets    tag = 273
	tagOrientation     tag = 274
	tagSamplesPerPixel tag = 277
	tagRowsPerStrip    tag = 278
	tagStripByteCounts tag = 279
	tagPlanarConfig    tag = 284
	tagPredictor       tag = 317
	tagTileWidth       tag = 322
	tagTileLength      tag = 323
	tagTileOffsets     tag = 324
	tagTileByteCounts  tag = 325
	tagSampleFormat    tag = 339
	tagPixelScale      tag = 33550
	tagTiepoint        tag = 33922
	tagTransformation  tag = 34264
	tagGeoKeys         tag = 34735
	tagGeoText         tag = 34737
	tagMetadata        tag = 42112
	tagNoData          tag = 42113
)

// String is the name that the specifications give the tag.
func (t tag) String() string {
	switch t {
	case tagNewSubfileType:
		return "NewSubfileType"
	case tagImageWidth:
		return "ImageWidth"
	case tagImageLength:
		return "ImageLength"
	case tagBitsPerSample:
		return "BitsPerSample"
	case tagCompression:
		return "Compression"
	case tagPhotometric:
		return "PhotometricInterpretation"
	case tagFillOrder:
		return "FillOrder"
	case tagStripOffsets:
		return "StripOffsets"
	case tagOrientation:
		return "Orientation"
	case tagSamplesPerPixel:
		return "SamplesPerPixel"
	case tagRowsPerStrip:
		return "RowsPerStrip"
	case tagStripByteCounts:
		return "StripByteCounts"
	case tagPlanarConfig:
		return "PlanarConfiguration"
	case tagPredictor:
		return "Predictor"
	case tagTileWidth:
		return "TileWidth"
	case tagTileLength:
		return "TileLength"
	case tagTileOffsets:
		return "TileOffsets"
	case tagTileByteCounts:
		return "TileByteCounts"
	case tagSampleFormat:
		return "SampleFormat"
	case tagPixelScale:
		return "ModelPixelScale"
	case tagTiepoint:
		return "ModelTiepoint"
	case tagTransformation:
		return "ModelTransformation"
	case tagGeoKeys:
		return "GeoKeyDirectory"
	case tagGeoText:
		return "GeoAsciiParams"
	case tagMetadata:
		return "GDAL_METADATA"
	case tagNoData:
		return "GDAL_NODATA"
	}
	return "tag " + strconv.Itoa(int(t))
}
