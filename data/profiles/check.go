package profiles

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

var (
	idForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	codeForm = regexp.MustCompile(`^[A-Z][0-9]{2}$`)
)

// maxSpeedKmh is above any speed on a road: more is a slip of the pen.
const maxSpeedKmh = 300

// checker gathers what is wrong with one record.
type checker struct {
	at   place
	errs []error
}

func (c *checker) wrong(key string, value any, rule string) {
	c.errs = append(c.errs, c.at.wrong(key, value, rule))
}

// common checks what every record has.
func (c *checker) common(id, zh, en string, p geo.Provenance) {
	if !idForm.MatchString(id) {
		c.wrong("id", id, "must be lower-case letters, digits, _ and -")
	}
	for _, t := range []struct{ key, value string }{{"zh", zh}, {"en", en}, {"source", p.Source}} {
		if strings.TrimSpace(t.value) == "" {
			c.wrong(t.key, t.value, "must be stated")
		}
	}
	if !c.at.states("verified") {
		c.errs = append(c.errs, c.at.missing("verified"))
	}
}

// positive checks a finite number above 0.
func (c *checker) positive(key string, v float64) bool {
	if v > 0 && !math.IsInf(v, 0) {
		return true
	}
	c.wrong(key, v, "must be greater than 0 and finite")
	return false
}

// positiveIfStated checks a number that may be left out.
func (c *checker) positiveIfStated(key string, v float64) {
	if v != 0 || c.at.states(key) {
		c.positive(key, v)
	}
}

func (c *checker) speed(key string, v float64) {
	if c.positive(key, v) && v > maxSpeedKmh {
		c.wrong(key, v, fmt.Sprintf("must be at most %d km/h", maxSpeedKmh))
	}
}

// words checks a list of distinct, non-blank texts.
func (c *checker) words(key string, list []string) {
	for i, w := range list {
		if strings.TrimSpace(w) == "" {
			c.wrong(fmt.Sprintf("%s[%d]", key, i), w, "must not be blank")
		}
		if slices.Contains(list[:i], w) {
			c.wrong(fmt.Sprintf("%s[%d]", key, i), w, "stands there twice")
		}
	}
}

// check returns everything that is wrong with the merged records.
func (l *layer) check() []error {
	var errs []error
	modes := known(l.modes)
	sets := known(l.sets)
	categories := known(l.categories)
	for _, r := range l.modes {
		errs = append(errs, checkMode(r)...)
	}
	for _, r := range l.circles {
		errs = append(errs, checkCircle(r, modes, sets)...)
	}
	for _, r := range l.sets {
		errs = append(errs, checkSet(r, categories)...)
	}
	codes := map[string]place{}
	for _, r := range l.categories {
		errs = append(errs, checkCategory(r, codes)...)
	}
	for _, r := range l.parks {
		errs = append(errs, checkParkRule(r)...)
	}
	for _, r := range l.landUse {
		errs = append(errs, checkLandUse(r)...)
	}
	errs = append(errs, l.checkPOI(categories)...)
	return errs
}

func known[T any](records []record[T]) map[string]bool {
	ids := make(map[string]bool, len(records))
	for _, r := range records {
		ids[r.id] = true
	}
	return ids
}
