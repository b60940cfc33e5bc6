package geopackage

import (
	"database/sql/driver"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"
)

// registerSpatial adds the functions that the triggers of the R-tree extension
// call (OGC 12-128r17, annex F.3): the bounds of a geometry, and whether it is
// empty. Like those of other tools they are NULL for what is no geometry.
func registerSpatial(d *sqlite.Driver) error {
	bounds := map[string]func(orb.Bound) float64{
		"ST_MinX": func(b orb.Bound) float64 { return b.Min[0] },
		"ST_MaxX": func(b orb.Bound) float64 { return b.Max[0] },
		"ST_MinY": func(b orb.Bound) float64 { return b.Min[1] },
		"ST_MaxY": func(b orb.Bound) float64 { return b.Max[1] },
	}
	for name, side := range bounds {
		if err := d.RegisterDeterministicScalarFunction(name, 1,
			func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
				bound, ok := boundOf(args[0])
				if !ok {
					return nil, nil
				}
				return side(bound), nil
			}); err != nil {
			return err
		}
	}
	return d.RegisterDeterministicScalarFunction("ST_IsEmpty", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			blob, isBlob := args[0].([]byte)
			if !isBlob {
				return nil, nil
			}
			_, ok, err := blobBound(blob)
			if err != nil {
				return nil, nil //nolint:nilerr // what is no geometry is neither empty nor not
			}
			if ok {
				return int64(0), nil
			}
			return int64(1), nil
		})
}

func boundOf(v driver.Value) (orb.Bound, bool) {
	blob, isBlob := v.([]byte)
	if !isBlob {
		return orb.Bound{}, false
	}
	bound, ok, err := blobBound(blob)
	return bound, ok && err == nil
}
