package standards

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo"
)

var (
	standardID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	rowID      = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)+$`)
	slug       = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
)

// checker gathers what is wrong with one document.
type checker struct {
	*document
	profiles *geo.Profiles
	errs     []error
}

// check returns all that is wrong with a document, names that lead nowhere in the
// profiles included.
func check(d *document, p *geo.Profiles) error {
	c := &checker{document: d, profiles: p}
	f := &d.form
	c.match("id", f.ID, standardID, "must be lower-case letters, digits and -")
	c.stated("zh", f.Zh)
	c.stated("en", f.En)
	c.level("level", f.Level)
	c.stated("issuer", f.Issuer)
	c.date("date", f.Date)
	c.stated("source", f.Source)
	for _, key := range []string{"number", "file", "note"} {
		c.filled(key)
	}
	c.present("verified")
	if len(f.Indicators) == 0 {
		c.bad("indicators", "", "must hold at least one row")
	}
	first := map[string]string{}
	for i := range f.Indicators {
		path := fmt.Sprintf("indicators[%d]", i)
		c.unique(path, f.Indicators[i].ID, first)
		c.row(path, &f.Indicators[i])
	}
	c.rounds()
	clear(first)
	for i := range f.RollUps {
		path := fmt.Sprintf("roll_ups[%d]", i)
		c.unique(path, f.RollUps[i].ID, first)
		c.rollUp(path, &f.RollUps[i])
	}
	return errors.Join(c.errs...)
}

func (c *checker) bad(path string, value any, rule string) {
	c.errs = append(c.errs, c.wrong(path, value, rule))
}

// stated checks a text that has to be there.
func (c *checker) stated(path, value string) {
	if strings.TrimSpace(value) == "" {
		c.bad(path, value, "must be stated")
	}
}

// filled checks a text that may be left out but not be blank.
func (c *checker) filled(path string) {
	if node := c.node(path); node != nil && strings.TrimSpace(node.Value) == "" {
		c.bad(path, node.Value, "must not be blank")
	}
}

func (c *checker) present(path string) {
	if !c.states(path) {
		c.errs = append(c.errs, c.fault(path, "is missing"))
	}
}

func (c *checker) match(path, value string, form *regexp.Regexp, rule string) {
	if !form.MatchString(value) {
		c.bad(path, value, rule)
	}
}

func (c *checker) level(path string, l geo.Level) {
	if !l.Valid() {
		c.bad(path, string(l), "must be province, prefecture, county, town or village")
	}
}

// below checks a level of units inside the one that is judged.
func (c *checker) below(path string, part, whole geo.Level) {
	c.level(path, part)
	levels := geo.Levels()
	if part.Valid() && whole.Valid() && slices.Index(levels, part) <= slices.Index(levels, whole) {
		c.bad(path, string(part), fmt.Sprintf("must be narrower than the row's level, %s", whole))
	}
}

// date checks a year, a month or a day in ISO 8601.
func (c *checker) date(path, value string) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, value); err == nil {
			return
		}
	}
	c.bad(path, value, `must be a date like "2023-12-29"`)
}

// unique checks that no record before has the id; first remembers where each stands.
func (c *checker) unique(path, id string, first map[string]string) {
	if at, ok := first[id]; ok {
		c.bad(path+".id", id, fmt.Sprintf("must be unique: it stands at %s:%d too", c.name, c.line(at)))
		return
	}
	first[id] = path
}

// words checks a list of distinct, non-blank texts.
func (c *checker) words(path string, list []string) {
	for i, w := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		if strings.TrimSpace(w) == "" {
			c.bad(at, w, "must not be blank")
		}
		if slices.Contains(list[:i], w) {
			c.bad(at, w, "stands there twice")
		}
	}
}
