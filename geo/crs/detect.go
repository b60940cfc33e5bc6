package crs

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// Choose returns the reading that a person asks for: a name that [Parse] knows,
// and after a comma, if need be, east-first or north-first (for degrees: longitude
// or latitude first). Without that, the sample shows which axis comes first: where
// only one order lies in the system, it is that one; where both do, the error is a
// *[Question]; where neither does, east comes first and no position will be held.
func Choose(name string, s *Sample) (*Reading, error) {
	name, order, said := strings.Cut(name, ",")
	system, err := Parse(name)
	if err != nil {
		return nil, err
	}
	r := &Reading{System: system, Known: "as asked for"}
	if said {
		switch strings.ToLower(strings.TrimSpace(order)) {
		case eastFirst:
		case northFirst:
			r.NorthFirst = true
		default:
			return nil, fmt.Errorf("reference system %q: the order of axes is %s or %s, not %q", name, eastFirst, northFirst, order)
		}
		return r, nil
	}
	if s.Empty() || s.Projected() != system.Projected {
		return r, nil // every position will be refused, with the reason
	}
	return r, r.orient(s)
}

// Detect returns the reading of a file of which nobody said anything: from the
// reference that the file carries (a .prj or a code, "" for none: see [Recognise])
// and from the size of its numbers.
//
//   - A reference is believed if the numbers lie in it, in either order of axes.
//   - Numbers up to 180 are degrees of WGS 84 or CGCS2000. That they might be of
//     GCJ-02 cannot be seen and is said in a note.
//   - Eastings with a zone number in front (25 500 000 …) are the CGCS2000 grid of
//     that zone. Grids of Xian 1980 look alike, which a note says too.
//   - Any other metres are ambiguous as a rule, and the error is a *[Question].
//
// Northing before easting, and latitude before longitude, are seen where only that
// lies in China.
func Detect(s *Sample, reference string) (*Reading, error) {
	if reference != "" {
		system, err := Recognise(reference)
		if err != nil {
			return nil, err
		}
		return declared(system, s)
	}
	if s.Projected() {
		return bySize(s)
	}
	r := &Reading{System: degrees(4326), Known: "by the size of its numbers"}
	if err := r.orient(s); err != nil {
		return nil, err
	}
	r.offsetNote(s)
	return r, nil
}

// declared is the reading of a file that names its system.
func declared(system *System, s *Sample) (*Reading, error) {
	r := &Reading{System: system, Known: "as the file says"}
	switch {
	case s.Empty():
		return r, nil
	case s.Projected() != system.Projected:
		return nil, contradiction(system, s)
	case system.Projected && !within(s.metres, system.extent) && !within(turned(s.metres), system.extent):
		return nil, contradiction(system, s)
	case system.Projected && within(s.metres, system.extent):
		return r, nil // files that name their system have east first by their formats
	}
	if err := r.orient(s); err != nil {
		return nil, err
	}
	if system.EPSG == 4326 {
		r.offsetNote(s)
	}
	return r, nil
}

// contradiction asks what to make of numbers that are not of the system named.
func contradiction(system *System, s *Sample) error {
	q := &Question{Why: fmt.Sprintf("the file says %s, but its coordinates (%s) do not lie in it", system, s)}
	if s.Projected() {
		q.Answers = answers(candidates(s.metres), s.metres)
	} else {
		q.Answers = answers([]candidate{{system: degrees(4326)}, {system: gcj02System()}, {system: bd09System()}}, s.degrees)
	}
	return q
}

// swappedChina is the box of China, islands included, with latitude first.
var swappedChina = orb.Bound{Min: orb.Point{3, 73}, Max: orb.Point{54, 136}}

// orient finds out which axis comes first.
func (r *Reading) orient(s *Sample) error {
	box, e := s.bound(), r.System.extent
	east, north := within(box, e), within(turned(box), e)
	both := []candidate{{system: r.System}, {system: r.System, north: true}}
	switch {
	case r.System.EPSG == 3857: // both orders always fit, and no program writes northing first
	case r.System.Projected && east && north:
		return &Question{Why: fmt.Sprintf("the coordinates (%s) lie in %s whichever axis comes first", s, r.System), Answers: answers(both, box)}
	case !r.System.geographic():
		r.NorthFirst = north && !east
	case s.Swapped > 0:
		r.NorthFirst = s.Degrees == 0 || within(box, swappedChina)
	case s.Degrees > 0 && within(box, swappedChina):
		// 40 80 is in Xinjiang with latitude first, and in the Arctic with longitude first.
		return &Question{
			Why:     fmt.Sprintf("the coordinates (%s) are degrees that lie in China if latitude comes first, and in the far north if longitude does", s),
			Answers: answers(both, box),
		}
	}
	return nil
}

// offsetNote warns of what degrees in China can be, and do not show.
func (r *Reading) offsetNote(s *Sample) {
	box := s.degrees
	if r.NorthFirst {
		box = turned(box)
	}
	if s.Degrees+s.Swapped > 0 && gcj02Extent.Intersects(box) {
		r.Notes = append(r.Notes, "coordinates alone do not show whether degrees are WGS 84 or GCJ-02 (Amap, Tencent) or BD-09 (Baidu), "+
			"which lie some 300 m to 1.5 km beside it: if they come from such a map, name gcj02 or bd09")
	}
}

// bySize is the reading of metres without a word about them.
func bySize(s *Sample) (*Reading, error) {
	list := candidates(s.metres)
	if len(list) == 1 {
		r := &Reading{System: list[0].system, NorthFirst: list[0].north, Known: "by the size of its numbers"}
		if r.System.EPSG != 3857 {
			r.Notes = append(r.Notes, "zone numbers look the same on CGCS2000, Xian 1980 and Beijing 1954; CGCS2000 was taken, "+
				"and if it is another the places are off by tens of metres to more than 100 m")
		}
		return r, nil
	}
	q := &Question{Why: fmt.Sprintf("the coordinates (%s) are metres, and fit %d systems", s, len(list)), Answers: answers(list, s.metres)}
	switch first, last := zones(s.metres); {
	case len(list) == 0 && first >= 13 && first != last:
		q.Why = fmt.Sprintf("the coordinates (%s) are metres, with zone numbers from %d to %d: a file holds one zone, so it has to be split", s, first, last)
	case len(list) == 0:
		q.Why = fmt.Sprintf("the coordinates (%s) are metres of a system that their size does not give away (a local grid has to be converted to CGCS2000 first)", s)
	case !numbered(list[0].system):
		q.Why = fmt.Sprintf("the coordinates (%s) are metres without a zone number, and nothing says the central meridian", s)
	}
	return nil, q
}
