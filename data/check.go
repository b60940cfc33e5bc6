package data

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Check reports the first thing in w that no store takes: a write that cannot be
// carried out as asked, or a row that breaks a rule (a [*RefusedError]). Every
// store calls it before it writes, so all of them refuse the same rows. What
// needs the rows already stored (an id that another row has) is the store's to
// find.
//
// It is linear in the number of positions and rows.
func (w *Write) Check() error {
	for l, mode := range w.Layers {
		if !l.Valid() {
			return fmt.Errorf("write layer %q: no such layer", l)
		}
		if mode < ReplaceSource || mode > ReplaceLayer {
			return fmt.Errorf("write layer %s: mode %d is unknown", l, mode)
		}
		if mode == ReplaceSource && w.Source == "" {
			return fmt.Errorf("write layer %s: replacing the rows of a source needs its name", l)
		}
	}
	if len(w.Layers) > 0 && w.Rows == nil {
		return errors.New("write: layers are named, but there are no rows")
	}
	for l := range w.Drop {
		if _, written := w.Layers[l]; !written {
			return fmt.Errorf("drop rows of layer %q: it is not written", l)
		}
	}
	for l := range w.Marks {
		if !Markable(l) {
			return fmt.Errorf("mark rows of layer %q: its rows cannot be superseded", l)
		}
	}
	if w.Info != nil && w.Info.Name == "" {
		return errors.New("write: the description of a source needs the source's name")
	}
	for _, l := range geo.Layers() {
		if _, written := w.Layers[l]; written {
			if err := w.checkLayer(l); err != nil {
				return err
			}
		}
	}
	return nil
}

// Markable reports whether rows of the layer carry a SupersededBy.
func Markable(l geo.Layer) bool {
	return l == geo.LayerUnits || l == geo.LayerFacilities || l == geo.LayerPopulation
}

// The rules that a row can break, in the words a planner reads.
const (
	ruleCode   = "a code is made of a-z, 0-9 and -"
	ruleSlug   = "a category is made of a-z, 0-9, _ and -"
	ruleAmount = "has to be 0 or more"
	ruleText   = "text is UTF-8 without a zero byte"
	// RuleUnique is the rule that a second row with the same id breaks.
	RuleUnique = "is used by another row"
)

var (
	codePattern = regexp.MustCompile(`^[a-z0-9-]+$`)
	slugPattern = regexp.MustCompile(`^[a-z0-9_-]+$`)
)

// rowCheck looks at the fields of one row and keeps the first refusal.
type rowCheck struct {
	write *Write
	layer geo.Layer
	mode  Mode
	row   int
	id    string
	err   error
}

func (c *rowCheck) refuse(field, value, rule string) {
	if c.err == nil {
		c.err = &RefusedError{Layer: c.layer, Row: c.row, ID: c.id, Field: field, Value: value, Rule: rule}
	}
}

// begin checks what every row has: an id under the given field name, and a source.
func (c *rowCheck) begin(row int, idField, id, source string) {
	c.row, c.id = row, id
	if id == "" {
		c.refuse(idField, id, "is missing")
	}
	if c.mode == ReplaceSource && source != c.write.Source {
		c.refuse("source", source, fmt.Sprintf("has to be %q, the source that is written", c.write.Source))
	}
	c.text(idField, id)
	c.text("source", source)
}

func (c *rowCheck) text(field, value string) {
	if !utf8.ValidString(value) || strings.IndexByte(value, 0) >= 0 {
		c.refuse(field, value, ruleText)
	}
}

func (c *rowCheck) amount(field string, a geo.Amount) {
	if v, known := a.Get(); known && v < 0 {
		c.refuse(field, number(v), ruleAmount)
	}
}

// measure checks a plain number, which is 0 when it is not known.
func (c *rowCheck) measure(field string, v float64) {
	if !geo.Known(v).IsKnown() || v < 0 {
		c.refuse(field, number(v), ruleAmount)
	}
}

func (c *rowCheck) groups(groups map[string]float64) {
	for name, v := range groups {
		c.text("groups", name)
		c.measure("groups."+name, v)
	}
}

func (c *rowCheck) status(s geo.Status) {
	if !s.Valid() {
		c.refuse("status", string(s), "has to be existing, building, planned or closed")
	}
}

func (c *rowCheck) oneOf(field, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		c.refuse(field, value, "has to be one of "+strings.Join(allowed, ", "))
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// Empty reports whether a dataset has no row of any layer.
func Empty(d *geo.Dataset) bool {
	for _, l := range geo.Layers() {
		if d.Count(l) > 0 {
			return false
		}
	}
	return true
}
