package geopackage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// versionFormat is part of every version, so that a change of how content is
// hashed changes them.
const versionFormat = "lifecircle geopackage 1"

// versionBytes is the length of a version before it is written in hexadecimal.
const versionBytes = 16

// versions are the content hashes of one snapshot.
type versions struct {
	whole  string
	layers map[geo.Layer]string
	// rows are the numbers of rows.
	rows map[geo.Layer]int
}

// rowHash is the hash of one row.
type rowHash [sha256.Size]byte

// layerHash hashes the rows of one layer: each by itself, then all of them
// sorted, so that neither the order of the rows nor their fids matter.
type layerHash struct {
	rows []rowHash
	buf  []byte
}

// add hashes the cells of a row as they are stored. An empty text is no text.
func (h *layerHash) add(r *row) {
	h.begin(r.geom.value)
	for i := range r.cells {
		h.cell(r.table, r.fid, i, r.cells[i].value)
	}
	h.end()
}

// addWritten hashes a row that is about to be written, so that it need not be read
// again: its fid, geometry and cells as a record holds them, and as SQLite hands them
// back (no negative zero, truth values as numbers).
func (h *layerHash) addWritten(t *table, values []any) {
	fid := values[0].(int64)
	h.begin(values[1])
	for i, value := range values[2:] {
		switch v := value.(type) {
		case bool:
			value = int64(0)
			if v {
				value = int64(1)
			}
		case float64:
			if v == 0 {
				value = float64(0)
			}
		}
		h.cell(t, fid, i, value)
	}
	h.end()
}

func (h *layerHash) begin(geom any) {
	b := h.buf[:0]
	if blob, ok := geom.([]byte); ok {
		// The envelope repeats what the geometry says, and tools differ in it.
		if head, err := parseHeader(blob); err == nil {
			b = append(b, byte(head.srs), byte(head.srs>>8), byte(head.srs>>16))
			blob = head.body
		}
		b = appendBytes(b, 'g', blob)
	}
	h.buf = b
}

func (h *layerHash) cell(t *table, fid int64, i int, value any) {
	b := h.buf
	if i == 0 && (value == nil || value == "") {
		value = generatedID(t, fid)
	}
	switch v := value.(type) {
	case nil:
		b = append(b, 0)
	case int64:
		b = binary.LittleEndian.AppendUint64(append(b, 'i'), uint64(v))
	case float64:
		b = binary.LittleEndian.AppendUint64(append(b, 'f'), math.Float64bits(v))
	case string:
		if v == "" {
			b = append(b, 0)
		} else {
			b = appendBytes(b, 't', v)
		}
	case []byte:
		b = appendBytes(b, 'b', v)
	default:
		b = appendBytes(b, 'v', fmt.Sprint(v))
	}
	h.buf = b
}

func (h *layerHash) end() { h.rows = append(h.rows, sha256.Sum256(h.buf)) }

func appendBytes[T string | []byte](b []byte, kind byte, v T) []byte {
	return append(binary.LittleEndian.AppendUint32(append(b, kind), uint32(len(v))), v...)
}

// sort sorts the hashes of the rows, unless they are sorted.
func (h *layerHash) sort() {
	compare := func(a, b rowHash) int { return bytes.Compare(a[:], b[:]) }
	if !slices.IsSortedFunc(h.rows, compare) {
		slices.SortFunc(h.rows, compare)
	}
}

// sum is the version of the layer.
func (h *layerHash) sum(l geo.Layer) string {
	h.sort()
	all := sha256.New()
	writeText(all, versionFormat, string(l))
	for i := range h.rows {
		all.Write(h.rows[i][:])
	}
	return hex.EncodeToString(all.Sum(nil)[:versionBytes])
}

// sumAll is the version of the whole: of the layers, and of what is said of the
// dataset and its sources. When a source was imported is not part of it, so that
// the same content imported again has the same version.
func sumAll(layerVersions map[geo.Layer]string, d *geo.Dataset) string {
	all := sha256.New()
	writeText(all, versionFormat, d.Title, d.Notice, d.Date, data.FormatExtent(d.Extent), d.ExtentFrom)
	for _, s := range d.Sources {
		writeText(all, s.Name, s.File, s.License, s.Attribution, s.Date)
	}
	for _, l := range geo.Layers() {
		writeText(all, string(l), layerVersions[l])
	}
	return hex.EncodeToString(all.Sum(nil)[:versionBytes])
}

// writeText hashes texts, each with its length before it.
func writeText(h hash.Hash, texts ...string) {
	for _, s := range texts {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(s)))
		h.Write(length[:])
		h.Write([]byte(s))
	}
}
