package geotiff

import (
	"fmt"
	"math"
)

// Place says where the pixels of a raster are: coordinates in its reference system,
// x to the east and y to the north whatever the axis order of the registry.
//
//	x = X + XColumn·column + XRow·row
//	y = Y + YColumn·column + YRow·row
//
// Column and row are those of corners: (0, 0) is the outer corner of the first
// pixel, (0.5, 0.5) its centre.
type Place struct {
	X, XColumn, XRow float64
	Y, YColumn, YRow float64
	// Point tells that the file places the centres of its pixels (PixelIsPoint); the
	// transformation above has been brought to corners.
	Point bool
}

// At is the coordinates of a column and a row.
func (p *Place) At(column, row float64) (x, y float64) {
	return p.X + p.XColumn*column + p.XRow*row, p.Y + p.YColumn*column + p.YRow*row
}

// readPlace reads ModelTransformation, or ModelPixelScale with the first
// ModelTiepoint (OGC 19-008r4 clauses 7.4 and B.6); it is nil when there is neither.
func readPlace(d *directory, point bool) (*Place, error) {
	matrix, err := d.floats(tagTransformation)
	if err != nil {
		return nil, err
	}
	pixel, err := d.floats(tagPixelScale)
	if err != nil {
		return nil, err
	}
	tie, err := d.floats(tagTiepoint)
	if err != nil {
		return nil, err
	}
	var p *Place
	switch {
	case pixel != nil && tie != nil:
		p, err = fromScale(pixel, tie)
	case matrix != nil:
		p, err = fromMatrix(matrix)
	case len(tie) > 6:
		return nil, wrong(tagTiepoint.String(), fmt.Sprintf("with %d points", len(tie)/6),
			"ground control points are not read: rectify the raster with gdalwarp")
	default:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if p.Point = point; point {
		p.X, p.Y = p.At(-0.5, -0.5)
	}
	for _, v := range [...]float64{p.X, p.XColumn, p.XRow, p.Y, p.YColumn, p.YRow} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, wrong("transformation", fmt.Sprint(*p), "is finite")
		}
	}
	if p.XColumn*p.YRow-p.XRow*p.YColumn == 0 {
		return nil, wrong("transformation", fmt.Sprint(*p), "gives each pixel an area")
	}
	return p, nil
}

// fromScale: the tiepoint is column, row, 0, x, y, 0; rows run to the south.
func fromScale(pixel, tie []float64) (*Place, error) {
	if len(pixel) < 2 || !(pixel[0] > 0) || !(pixel[1] > 0) {
		return nil, wrong(tagPixelScale.String(), fmt.Sprint(head(pixel)), "is a positive width and a positive height")
	}
	if len(tie) < 6 {
		return nil, wrong(tagTiepoint.String(), fmt.Sprint(head(tie)), "has six numbers")
	}
	return &Place{
		X: tie[3] - tie[0]*pixel[0], XColumn: pixel[0],
		Y: tie[4] + tie[1]*pixel[1], YRow: -pixel[1],
	}, nil
}

// fromMatrix: four rows of four; heights are of no concern.
func fromMatrix(m []float64) (*Place, error) {
	if len(m) != 16 {
		return nil, wrong(tagTransformation.String(), fmt.Sprintf("with %d numbers", len(m)), "has 16")
	}
	return &Place{X: m[3], XColumn: m[0], XRow: m[1], Y: m[7], YColumn: m[4], YRow: m[5]}, nil
}

func head(v []float64) []float64 { return v[:min(len(v), 6)] }
