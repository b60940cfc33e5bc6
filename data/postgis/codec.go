package postgis

import (
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// srid is the spatial reference of every geometry: WGS 84, longitude first.
const srid = 4326

// shape is a Go geometry that stands in a column.
type shape interface {
	// toGeom returns the geometry as it is sent, nil for NULL.
	toGeom() geom.T
	// fromGeom takes what was read, nil for NULL.
	fromGeom(g geom.T) error
}

// geometryCodec carries geometries over the wire as EWKB.
type geometryCodec struct{}

var _ pgtype.Codec = geometryCodec{}

func (geometryCodec) FormatSupported(format int16) bool { return format == pgtype.BinaryFormatCode }

func (geometryCodec) PreferredFormat() int16 { return pgtype.BinaryFormatCode }

func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(shape); !ok || format != pgtype.BinaryFormatCode {
		return nil
	}
	return encodeShape{}
}

func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(shape); !ok || format != pgtype.BinaryFormatCode {
		return nil
	}
	return scanShape{}
}

// DecodeDatabaseSQLValue is of no use here: the store reads through pgx itself.
func (geometryCodec) DecodeDatabaseSQLValue(*pgtype.Map, uint32, int16, []byte) (driver.Value, error) {
	return nil, errors.New("a geometry is read into a geometry")
}

func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (any, error) {
	if src == nil {
		return nil, nil //nolint:nilnil // NULL
	}
	return ewkb.Unmarshal(src)
}

type encodeShape struct{}

func (encodeShape) Encode(value any, buf []byte) ([]byte, error) {
	g := value.(shape).toGeom()
	if g == nil {
		return nil, nil
	}
	b, err := ewkb.Marshal(g, ewkb.NDR)
	if err != nil {
		return nil, fmt.Errorf("encode a geometry: %w", err)
	}
	return append(buf, b...), nil
}

type scanShape struct{}

func (scanShape) Scan(src []byte, target any) error {
	if src == nil {
		return target.(shape).fromGeom(nil)
	}
	g, err := ewkb.Unmarshal(src)
	if err != nil {
		return fmt.Errorf("decode a geometry: %w", err)
	}
	return target.(shape).fromGeom(g)
}
