package importer

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// builder turns rows into the rows of a layer, and keeps the account.
type builder struct {
	table  table
	source string
	// level, when not "", is the level that every unit has to be of.
	level  geo.Level
	report *Report
	// reference is what the coordinates of the file are in.
	reference *reference
	rows      *geo.Dataset
	// ids tells which row of the file took an id; stored are the ids that the
	// dataset has already, when rows are appended; base is added to the number of a
	// row that has to make its own id.
	ids    map[string]int
	stored map[string]bool
	base   int
	lines  []roadRow
	// land reads what parcels are used for.
	land *land
	// classifier tells the categories of facilities that do not state them, nil for
	// none; spots are what it knows of the facilities, in their order.
	classifier *profiles.Classifier
	spots      []spot
	cells      map[string]int
}

// add makes the rows of one record, or refuses it.
func (b *builder) add(rec Record, r *row) {
	if r.refusal == nil {
		b.reference.columnsOf(r, b.table.layer, rec.Geometry)
	}
	if r.refusal == nil {
		b.locate(r, rec.Geometry)
	}
	if r.refusal == nil {
		b.table.build(b, r)
	}
	if r.refusal != nil {
		b.report.Refused = append(b.report.Refused, *r.refusal)
		return
	}
	where := fmt.Sprintf("row %d", r.n)
	if r.unplaced != "" {
		note(&b.report.Unplaced, r.unplaced, strings.TrimSpace(where+" "+clip(r.text("name"))))
		return
	}
	b.report.Accepted++
	for _, repair := range []struct {
		done bool
		what string
	}{
		{r.repairs.closed, "ring closed"},
		{r.repairs.turned, "ring turned round (outer rings run counter-clockwise, holes clockwise)"},
		{r.repairs.repeated, "position repeated in a row dropped"},
	} {
		if repair.done {
			note(&b.report.Repaired, repair.what, where)
		}
	}
}

func (b *builder) remark(r *row, what string) {
	note(&b.report.Remarks, what, fmt.Sprintf("row %d", r.n))
}

// id is the row's identity in the dataset: the source, a hyphen, and what the file
// says or the row's number. A file that already says it in full is taken at its
// word, so that an export comes back under the same ids. The id never depends on
// what else is in the dataset.
func (b *builder) id(r *row) string {
	id := r.text(fieldID)
	if id == "" {
		return b.claim(r, fieldID, b.source+"-"+strconv.Itoa(r.n+b.base))
	}
	if !strings.HasPrefix(id, b.source+"-") {
		id = b.source + "-" + id
	}
	return b.claim(r, fieldID, id)
}

// code is the code of a unit; one that has none gets one from source and row.
func (b *builder) code(r *row) string {
	code := r.text(fieldCode)
	if code == "" {
		code = slug(b.source) + "-" + strconv.Itoa(r.n+b.base)
	}
	return b.claim(r, fieldCode, code)
}

// claim refuses an id that another row has.
func (b *builder) claim(r *row, field, id string) string {
	if first, taken := b.ids[id]; taken {
		r.refuse(field, id, fmt.Sprintf("row %d repeats row %d: each row has its own %s", r.n, first, field))
	} else if b.stored[id] {
		r.refuse(field, id, fmt.Sprintf("is in the dataset already under source %s, to which this import is appended", b.source))
	}
	if r.refusal == nil {
		b.ids[id] = r.n
	}
	return id
}

// slug is the source as the beginning of a unit's code.
func slug(source string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r == '_', r == ' ', r == '.':
			return '-'
		}
		return -1
	}, strings.ToLower(source))
	if strings.Trim(s, "-") != "" && len([]rune(source)) == len(s) {
		return s
	}
	h := fnv.New32a()
	h.Write([]byte(source))
	return strings.Trim(s+"-", "-") + fmt.Sprintf("u%08x", h.Sum32())
}

// parts lists the single polygons of a ground.
func parts(g orb.Geometry) []orb.Polygon { return asMultiPolygon(g) }
