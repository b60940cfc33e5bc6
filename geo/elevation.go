package geo

import "github.com/paulmach/orb"

// ElevationBlock is a rectangle of a digital elevation model as its file gave it:
// nothing is resampled. The blocks of one source and grid fit together without gaps
// of their own.
type ElevationBlock struct {
	// ID is unique in a dataset: "dem-r256c0" begins at row 256, column 0 of its file.
	ID string
	// Geometry is the outline of the ground, WGS 84.
	Geometry orb.Polygon
	// CRS is the reference system of the grid as [crs.Parse] takes it.
	CRS string
	// X0, Y0 is the place of the first sample (the middle of its cell), DX and DY are
	// the steps from a column and a row to the next, in units of CRS, east and north.
	// DY is below 0 where rows run to the south.
	X0, Y0, DX, DY float64
	// Width and Height are the columns and rows.
	Width, Height int
	// BaseM is what the samples count from, in metres above the model's own zero.
	BaseM float64
	// Samples are Width x Height numbers by row, in decimetres above BaseM, packed by
	// [slope.Pack]. What is missing is missing, never 0.
	Samples []byte
	Source  string
}
