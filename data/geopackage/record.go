package geopackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// record collects the values of rows that are about to be written, in the order
// of the columns. What is unknown or empty becomes NULL, never 0 or ”.
type record struct {
	values []any
	shapes bytes.Buffer
	// bound is the box of the last geometry, some whether it had one.
	bound orb.Bound
	some  bool
	err   error
}

// clear makes the record ready for the next rows. The values handed out before
// are no longer valid.
func (w *record) clear() {
	w.values = w.values[:0]
	w.shapes.Reset()
}

// shape writes the geometry, which is the first value of a row.
func (w *record) shape(g orb.Geometry) {
	start := w.shapes.Len()
	if err := encodeBlob(&w.shapes, g); err != nil && w.err == nil {
		w.err = err
	}
	blob := w.shapes.Bytes()[start:]
	if w.some = len(blob) > 0; !w.some {
		w.values = append(w.values, nil)
		return
	}
	w.bound = g.Bound()
	w.values = append(w.values, blob[:len(blob):len(blob)])
}

func (w *record) text(s string) {
	if s == "" {
		w.values = append(w.values, nil)
		return
	}
	w.values = append(w.values, s)
}

func (w *record) amount(a geo.Amount) {
	if v, known := a.Get(); known {
		w.values = append(w.values, v)
		return
	}
	w.values = append(w.values, nil)
}

// measure writes a number that is 0 when it is not known.
func (w *record) measure(v float64) {
	if v == 0 {
		w.values = append(w.values, nil)
		return
	}
	w.values = append(w.values, v)
}

// number writes a whole number that is 0 when it is not known.
func (w *record) number(v int64) {
	if v == 0 {
		w.values = append(w.values, nil)
		return
	}
	w.values = append(w.values, v)
}

// integer writes a whole number, 0 included.
func (w *record) integer(v int64) { w.values = append(w.values, v) }

func (w *record) boolean(b bool) { w.values = append(w.values, b) }

// list writes words with commas between them, as people do.
func (w *record) list(words []string) { w.text(strings.Join(words, ", ")) }

// point writes longitude and latitude into two columns.
func (w *record) point(p *orb.Point) {
	if p == nil {
		w.values = append(w.values, nil, nil)
		return
	}
	w.values = append(w.values, p[0], p[1])
}

// points writes positions as WKT, which QGIS draws with geom_from_wkt.
func (w *record) points(ps []orb.Point) {
	if len(ps) == 0 {
		w.text("")
		return
	}
	w.text(wkt.MarshalString(orb.MultiPoint(ps)))
}

// footprint writes a second geometry of a row as WKT.
func (w *record) footprint(m orb.MultiPolygon) {
	if len(m) == 0 {
		w.text("")
		return
	}
	w.text(wkt.MarshalString(m))
}

// object writes a map as a JSON object, its keys sorted.
func object[V any](w *record, m map[string]V) {
	if len(m) == 0 {
		w.text("")
		return
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil && w.err == nil {
		w.err = fmt.Errorf("encode %d members as JSON: %w", len(m), err)
	}
	w.text(strings.TrimSuffix(b.String(), "\n"))
}
