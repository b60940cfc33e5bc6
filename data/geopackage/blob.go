package geopackage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// srsWGS84 is the only spatial reference system of a dataset: EPSG 4326, stored
// longitude first, as clause 2.1.3 of the GeoPackage standard asks.
const srsWGS84 = 4326

// The layout of the header of a GeoPackage geometry (OGC 12-128r17, clause
// 2.1.3.1): "GP", version 0, flags, srs_id, envelope, then ISO WKB.
const (
	blobFixed      = 8
	flagLittle     = 0x01
	flagEnvelopeXY = 0x02
	flagEmpty      = 0x10
	flagExtended   = 0x20
)

// envelopeBytes is the length of the envelope by its type: none, XY, XYZ, XYM,
// XYZM.
var envelopeBytes = [...]int{0, 32, 48, 48, 64}

// encodeBlob appends a geometry in GeoPackage form to buf. Everything but a
// point carries its envelope. A nil or empty geometry appends nothing: it is
// stored as NULL.
func encodeBlob(buf *bytes.Buffer, g orb.Geometry) error {
	if geo.EmptyGeometry(g) {
		return nil
	}
	header := [blobFixed + 32]byte{'G', 'P', 0, flagLittle}
	binary.LittleEndian.PutUint32(header[4:], srsWGS84)
	length := blobFixed
	if _, point := g.(orb.Point); !point {
		header[3] |= flagEnvelopeXY
		b := g.Bound()
		for i, v := range [...]float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			binary.LittleEndian.PutUint64(header[blobFixed+8*i:], math.Float64bits(v))
		}
		length += 32
	}
	buf.Write(header[:length])
	return wkb.NewEncoder(buf).Encode(g)
}

// blobHeader is what the header of a stored geometry says.
type blobHeader struct {
	srs      int32
	empty    bool
	bound    orb.Bound
	hasBound bool
	// body is the WKB that follows.
	body []byte
}

// parseHeader reads the header of a geometry, whatever its byte order and
// envelope. It refuses what is no standard GeoPackage geometry.
func parseHeader(blob []byte) (blobHeader, error) {
	var h blobHeader
	if len(blob) < blobFixed || blob[0] != 'G' || blob[1] != 'P' {
		return h, errors.New("a geometry starts with the GeoPackage header GP")
	}
	if blob[2] != 0 {
		return h, fmt.Errorf("the version of the geometry header is 0, not %d", blob[2])
	}
	flags := blob[3]
	kind := int(flags >> 1 & 7)
	if flags&flagExtended != 0 || kind >= len(envelopeBytes) {
		return h, fmt.Errorf("the flags of the geometry header, %#02x, are not of a standard geometry", flags)
	}
	if len(blob) < blobFixed+envelopeBytes[kind] {
		return h, errors.New("the geometry ends inside its envelope")
	}
	var order binary.ByteOrder = binary.BigEndian
	if flags&flagLittle != 0 {
		order = binary.LittleEndian
	}
	h.srs = int32(order.Uint32(blob[4:]))
	h.empty = flags&flagEmpty != 0
	if kind > 0 {
		at := func(i int) float64 { return math.Float64frombits(order.Uint64(blob[blobFixed+8*i:])) }
		h.bound = orb.Bound{Min: orb.Point{at(0), at(2)}, Max: orb.Point{at(1), at(3)}}
		// The envelope of an empty geometry is made of NaN.
		h.hasBound = h.bound.Min[0] <= h.bound.Max[0] && h.bound.Min[1] <= h.bound.Max[1]
	}
	h.body = blob[blobFixed+envelopeBytes[kind]:]
	return h, nil
}

// decodeBlob reads a stored geometry: any byte order, any envelope, Z and M
// dropped. An empty geometry is nil.
func decodeBlob(blob []byte) (orb.Geometry, error) {
	h, err := parseHeader(blob)
	if err != nil {
		return nil, err
	}
	// 0 is the standard's "undefined geographic", which some tools write.
	if h.srs != srsWGS84 && h.srs != 0 {
		return nil, fmt.Errorf("the geometry is in srs %d; it has to be in %d (WGS 84)", h.srs, srsWGS84)
	}
	if h.empty {
		return nil, nil
	}
	return decodeWKB(h.body)
}

// blobBound is the box of a stored geometry; ok is false for an empty one. It
// reads the envelope where there is one.
func blobBound(blob []byte) (bound orb.Bound, ok bool, err error) {
	h, err := parseHeader(blob)
	if err != nil || h.empty {
		return orb.Bound{}, false, err
	}
	if h.hasBound {
		return h.bound, true, nil
	}
	g, err := decodeWKB(h.body)
	if err != nil || g == nil {
		return orb.Bound{}, false, err
	}
	return g.Bound(), true, nil
}
