package shape

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Fault is what is wrong with a polygon: which rule, in which ring, where.
type Fault struct {
	// Polygon counts from 0. Ring is 0 for the outer ring, 1 for the first hole; -1
	// when the fault lies between rings or polygons.
	Polygon, Ring int
	Rule          Rule
	// At is a place at or near the fault, nil when there is none to name.
	At *orb.Point
}

// Rule is a rule that a polygon has to keep.
type Rule string

// The rules, in the order in which they are tried.
const (
	RuleHasRing    Rule = "a polygon has an outer ring"
	RuleFinite     Rule = "coordinates are finite numbers"
	RuleRange      Rule = "longitude lies in [-180, 180] and latitude in [-90, 90]"
	RuleFourPoints Rule = "a ring has at least 4 points"
	RuleClosed     Rule = "a ring ends where it begins"
	RuleArea       Rule = "a ring encloses an area"
	RuleSimple     Rule = "a ring does not cross or touch itself"
	RuleRings      Rule = "the rings of a polygon touch at single points at most, holes lying in the outer ring"
	RulePolygons   Rule = "the polygons of a multipolygon touch at single points at most"
)

// Error names ring, rule and place.
func (f *Fault) Error() string {
	where := fmt.Sprintf("polygon %d", f.Polygon+1)
	switch {
	case f.Rule == RulePolygons:
		where = "multipolygon"
	case f.Ring == 0:
		where += ", outer ring"
	case f.Ring > 0:
		where += fmt.Sprintf(", hole %d", f.Ring)
	}
	if f.At != nil {
		where += fmt.Sprintf(", near lon %.7f, lat %.7f", f.At[0], f.At[1])
	}
	return fmt.Sprintf("%s: broken rule: %s", where, f.Rule)
}

// Validate returns nil when every polygon keeps the rules of OGC Simple Features
// and lies on the Earth (degrees), else a [*Fault] with the first rule broken. The
// direction of rings is not a rule. An empty multipolygon is valid.
// O(n log n) in the number of points, for rings that are no knots.
func Validate(mp orb.MultiPolygon) error {
	for i, p := range mp {
		if len(p) == 0 || len(p[0]) == 0 {
			return &Fault{Polygon: i, Ring: -1, Rule: RuleHasRing}
		}
		for j, r := range p {
			if f := checkRing(r); f != nil {
				f.Polygon, f.Ring = i, j
				return f
			}
		}
	}
	polygons := make([]geom.Polygon, len(mp))
	for i, p := range mp {
		rings := make([]geom.LineString, len(p))
		for j, r := range p {
			rings[j] = toLineString(r)
			if !rings[j].IsSimple() {
				return &Fault{Polygon: i, Ring: j, Rule: RuleSimple, At: selfTouch(r)}
			}
		}
		polygons[i] = geom.NewPolygon(rings)
		if err := polygons[i].Validate(); err != nil {
			return &Fault{Polygon: i, Ring: -1, Rule: RuleRings, At: placeIn(err)}
		}
	}
	if err := geom.NewMultiPolygon(polygons).Validate(); err != nil {
		return &Fault{Ring: -1, Rule: RulePolygons, At: placeIn(err)}
	}
	return nil
}

// checkRing tries the rules that concern single points and the whole ring.
func checkRing(r orb.Ring) *Fault {
	for k := range r {
		p := r[k]
		if math.IsNaN(p[0]) || math.IsNaN(p[1]) || math.IsInf(p[0], 0) || math.IsInf(p[1], 0) {
			return &Fault{Rule: RuleFinite, At: &p}
		}
		if math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
			return &Fault{Rule: RuleRange, At: &p}
		}
	}
	if len(r) < 4 {
		f := &Fault{Rule: RuleFourPoints}
		if len(r) > 0 {
			f.At = &r[0]
		}
		return f
	}
	if r[0] != r[len(r)-1] {
		return &Fault{Rule: RuleClosed, At: &r[len(r)-1]}
	}
	if SignedArea(r) == 0 {
		return &Fault{Rule: RuleArea, At: &r[0]}
	}
	return nil
}

func toLineString(r orb.Ring) geom.LineString {
	flat := make([]float64, 0, 2*len(r))
	for _, p := range r {
		flat = append(flat, p[0], p[1])
	}
	return geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
}

// FaultOf returns the fault that err carries, if any.
func FaultOf(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// placePattern reads the place from an error of simplefeatures, which has no
// accessor for it: "… (at or near {1 2})".
var placePattern = regexp.MustCompile(`at or near \{(\S+) (\S+)\}`)

func placeIn(err error) *orb.Point {
	m := placePattern.FindStringSubmatch(err.Error())
	if m == nil {
		return nil
	}
	x, errX := strconv.ParseFloat(m[1], 64)
	y, errY := strconv.ParseFloat(m[2], 64)
	if errX != nil || errY != nil {
		return nil
	}
	return &orb.Point{x, y}
}
