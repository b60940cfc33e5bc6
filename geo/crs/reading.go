package crs

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// Reading is how the numbers of a file are to be read: in which system, and which
// comes first.
type Reading struct {
	System *System
	// NorthFirst: the file has northing before easting, or latitude before longitude.
	NorthFirst bool
	// Known says how that is known, for a report.
	Known string
	// Notes are what somebody should know who relies on it.
	Notes []string
}

// Plain reports whether the numbers are longitude and latitude already.
func (r *Reading) Plain() bool { return r.System.geographic() && !r.NorthFirst }

// ToWGS84 turns a position as it stands in the file into longitude and latitude in
// degrees of WGS 84. One that cannot be of the system is an error: a wrong place
// would not be seen again.
func (r *Reading) ToWGS84(p orb.Point) (orb.Point, error) {
	q := p
	if r.NorthFirst {
		q[0], q[1] = p[1], p[0]
	}
	if !r.System.Holds(q) {
		e := r.System.extent
		return p, fmt.Errorf("x %s, y %s cannot be in %s, which runs from %s to %s east and from %s to %s north%s",
			plain(p[0]), plain(p[1]), r.System, plain(e.Min[0]), plain(e.Max[0]), plain(e.Min[1]), plain(e.Max[1]), r.order())
	}
	return r.System.ToWGS84(q), nil
}

func (r *Reading) order() string {
	if !r.NorthFirst {
		return ""
	}
	if r.System.Projected {
		return "; northing comes first in the file"
	}
	return "; latitude comes first in the file"
}

// String is the reading on one line, for a report.
func (r *Reading) String() string {
	return r.System.String() + ", " + r.Known + r.order()
}

// The words that settle which axis comes first, after the system and a comma.
const (
	eastFirst  = "east-first"
	northFirst = "north-first"
)

// Question is the error of a file that can be read in several ways: what has to be
// known, and the answers that [Choose] takes.
type Question struct {
	// Why says what was found and why that does not settle it.
	Why     string
	Answers []Answer
}

// Answer is one answer to a Question.
type Answer struct {
	// Name is what Choose takes ("epsg:4549", "epsg:4326,north-first").
	Name string
	// Means is what would follow from it.
	Means string
}

// Error asks the question with its answers.
func (q *Question) Error() string {
	var b strings.Builder
	b.WriteString("which reference system? " + q.Why)
	for i, a := range q.Answers {
		b.WriteString([]string{": ", "; "}[min(i, 1)] + a.Name + " (" + a.Means + ")")
	}
	return b.String()
}

// candidate is one way to read a box.
type candidate struct {
	system *System
	north  bool
}

// answers lists candidates with the place where each puts the middle of the box.
func answers(list []candidate, box orb.Bound) []Answer {
	mixed := false
	for _, c := range list {
		mixed = mixed || c.north != list[0].north
	}
	out := make([]Answer, 0, len(list))
	for _, c := range list {
		a := Answer{Name: c.system.ID}
		middle := box.Center()
		if c.north {
			a.Name += "," + northFirst
			middle[0], middle[1] = middle[1], middle[0]
		} else if mixed || (c.system.EPSG != 3857 && within(box, c.system.extent) && within(turned(box), c.system.extent)) {
			a.Name += "," + eastFirst
		}
		place := c.system.ToWGS84(middle)
		a.Means = fmt.Sprintf("%s: the middle lies at %.4f°E %.4f°N", c.system.En, place[0], place[1])
		out = append(out, a)
	}
	return out
}
