package standards

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// Years that a document may speak of; others are a slip of the pen.
const firstYear, lastYear = 1949, 2100

var classes = []indicator.Class{
	indicator.Spatial, indicator.Attributed, indicator.Counted, indicator.Tabular,
	indicator.ReportedBy, indicator.Documentary,
}

// row checks one indicator.
func (c *checker) row(path string, r *rowForm) {
	c.match(path+".id", r.ID, rowID, "must be capitals, a hyphen, letters and digits: XZ-36")
	c.stated(path+".zh", r.Zh)
	c.stated(path+".en", r.En)
	c.stated(path+".clause", r.Clause)
	c.stated(path+".unit", r.Unit)
	c.level(path+".level", r.Level)
	c.filled(path + ".quote")
	c.present(path + ".verified")
	if len(r.Class) == 0 {
		c.bad(path+".class", "", "must name at least one class")
	}
	for i, class := range r.Class {
		at := fmt.Sprintf("%s.class[%d]", path, i)
		if !slices.Contains(classes, class) {
			c.bad(at, string(class), "must be SP, SP+A, CNT, A, R or Q")
		}
		if slices.Contains(r.Class[:i], class) {
			c.bad(at, string(class), "stands there twice")
		}
	}
	if c.states(path + ".note") {
		c.stated(path+".note.zh", r.Note.Zh)
		c.stated(path+".note.en", r.Note.En)
	}
	reading := readingOf(r.Kind)
	if reading == nil {
		c.bad(path+".kind", string(r.Kind), "is no kind: must be one of "+kindNames())
	} else {
		if said := reading.units(r); said != "" && strings.TrimSpace(r.Unit) != "" {
			c.bad(path+".unit", r.Unit, said)
		}
		c.params(path, r, reading)
	}
	c.targets(path, r, reading)
}

// targets checks the numbers of a row. A row without any has a note that says why.
func (c *checker) targets(path string, r *rowForm, reading *reading) {
	if len(r.Targets) == 0 && !c.states(path+".note") {
		c.bad(path+".targets", "", "is empty: a row without a target needs a note that says why")
	}
	if len(r.Targets) == 0 && c.states(path+".targets") {
		c.bad(path+".targets", "", "is empty: leave it out")
	}
	for i, t := range r.Targets {
		at := fmt.Sprintf("%s.targets[%d]", path, i)
		switch {
		case !t.Op.Valid():
			c.bad(at+".op", string(t.Op), "must be >=, <=, >, < or =")
		case reading != nil && !slices.Contains(reading.ops, t.Op):
			c.bad(at+".op", string(t.Op), fmt.Sprintf("does not fit %s: must be one of %s", r.Kind, listed(reading.ops)))
		}
		if !c.states(at + ".value") {
			c.present(at + ".value")
		} else if said := r.unfitValue(t.Value); said != "" {
			c.bad(at+".value", t.Value, said)
		}
		if c.states(at+".year") && (t.Year < firstYear || t.Year > lastYear) {
			c.bad(at+".year", t.Year, fmt.Sprintf("must be from %d to %d", firstYear, lastYear))
		}
		if i > 0 && t.Year <= r.Targets[i-1].Year {
			c.bad(at+".year", t.Year, fmt.Sprintf("must be later than that of the target before it (%d)", r.Targets[i-1].Year))
		}
	}
	if len(r.Targets) > 1 && r.Targets[0].Year == 0 {
		c.bad(path+".targets[0].year", 0, "must be stated where there are several targets")
	}
}

func listed(ops []indicator.Operator) string {
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = string(op)
	}
	return strings.Join(names, ", ")
}

// rollUp checks a named list of rows.
func (c *checker) rollUp(path string, r *rollUpForm) {
	c.match(path+".id", r.ID, slug, "must be lower-case letters, digits, _ and -")
	c.stated(path+".zh", r.Zh)
	c.stated(path+".en", r.En)
	c.stated(path+".version", r.Version)
	c.stated(path+".source", r.Source)
	c.present(path + ".verified")
	if len(r.Of) == 0 {
		c.bad(path+".of", "", "must name at least one row")
	}
	c.words(path+".of", r.Of)
	c.sameLevel(path+".of", r.Of)
}

// sameLevel checks that rows exist and judge units of one level: a town's and a county's
// row do not add up.
func (c *checker) sameLevel(path string, ids []string) {
	var first *rowForm
	for i, id := range ids {
		r := c.find(id)
		at := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case r == nil:
			c.bad(at, id, "is no row of this standard")
		case first == nil:
			first = r
		case r.Level != first.Level:
			c.bad(at, id, fmt.Sprintf("judges units of level %s, %s those of level %s: they do not add up", r.Level, first.ID, first.Level))
		}
	}
}

// find is the row of an id, nil when there is none.
func (c *checker) find(id string) *rowForm {
	for i := range c.form.Indicators {
		if c.form.Indicators[i].ID == id {
			return &c.form.Indicators[i]
		}
	}
	return nil
}
