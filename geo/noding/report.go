package noding

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Report is what noding did, and what a person should look at. Places are degrees,
// lengths metres. Its lists are in the order of their places.
type Report struct {
	// Crossings is how many places got a common vertex because lines cross there.
	Crossings int `json:"crossings"`
	// Joined are the ends that were moved.
	Joined []Joint `json:"joined"`
	// Dangling are ends that meet nothing although another line is within some
	// tolerances: see [Near].
	Dangling []Near `json:"dangling"`
	// Overshot are crossings beyond which a line ends soon, probably drawn too far.
	Overshot []Near `json:"overshot"`
	// LeftAlone are crossings of lines that do not meet: bridges, tunnels, other
	// levels, motorways.
	LeftAlone []orb.Point `json:"left_alone"`
	// Islands are the parts that hang together with nothing else, but for the
	// largest.
	Islands []Island `json:"islands"`
}

// Joint is an end that was moved onto another end or line.
type Joint struct {
	From orb.Point `json:"from"`
	To   orb.Point `json:"to"`
	ByM  float64   `json:"by_m"`
	// What was joined, in words.
	What string `json:"what"`
}

// Near is a place and how far from it something is.
type Near struct {
	At    orb.Point `json:"at"`
	AwayM float64   `json:"away_m"`
}

// Island is a part of the network.
type Island struct {
	// At is its first vertex from the west.
	At      orb.Point `json:"at"`
	Lines   int       `json:"lines"`
	LengthM float64   `json:"length_m"`
}

func (r *Report) joined(from, to orb.Point, by float64, what string) {
	r.Joined = append(r.Joined, Joint{from, to, by, what})
}

func (r *Report) overshot(at orb.Point, stub float64) {
	r.Overshot = append(r.Overshot, Near{at, stub})
}

func (r *Report) leftAlone(at orb.Point) { r.LeftAlone = append(r.LeftAlone, at) }

// danglingReach is within how many tolerances another line makes a free end one to
// look at: the end of a lane is no fault, that next to a road probably is.
const danglingReach = 10

// look finds what a person should see in the finished network.
func (r *Report) look(s *sheet, lines []orb.LineString, tolerance float64) {
	r.findDangling(s, tolerance)
	r.findIslands(lines, s.order)
	slices.SortFunc(r.Joined, func(a, b Joint) int { return cmp.Or(comparePoints(a.From, b.From), comparePoints(a.To, b.To)) })
	near := func(a, b Near) int { return cmp.Or(comparePoints(a.At, b.At), cmp.Compare(a.AwayM, b.AwayM)) }
	slices.SortFunc(r.Dangling, near)
	slices.SortFunc(r.Overshot, near)
	slices.SortFunc(r.LeftAlone, comparePoints)
}

func (r *Report) findDangling(s *sheet, tolerance float64) {
	met := s.counts()
	for _, cuts := range s.cuts {
		for _, c := range cuts {
			met[c.vertex.at]++
		}
	}
	tree := s.index()
	reach := danglingReach * tolerance
	for _, e := range s.sortedEnds() {
		v := s.at(e)
		if met[v.at] > 1 {
			continue
		}
		p, best := v.plane, reach
		found := false
		tree.Search([2]float64{p[0] - reach, p[1] - reach}, [2]float64{p[0] + reach, p[1] + reach}, func(_, _ [2]float64, g segment) bool {
			if g.line == e.line {
				return true
			}
			a, b := s.ends(g)
			q, _ := nearest(p, a.plane, b.plane)
			if d := distance(p, q); d <= best {
				best, found = d, true
			}
			return true
		})
		if found {
			r.Dangling = append(r.Dangling, Near{v.at, best})
		}
	}
}

func (r *Report) findIslands(lines []orb.LineString, order []int32) {
	parent := make([]int, len(lines))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[orb.Point]int{}
	for i, l := range lines {
		for _, p := range l {
			if f, seen := first[p]; seen {
				parent[find(i)] = find(f)
			} else {
				first[p] = i
			}
		}
	}
	parts := map[int]*Island{}
	for _, k := range order {
		l, i := lines[k], find(int(k))
		p := parts[i]
		if p == nil {
			p = &Island{At: l[0]}
			parts[i] = p
		}
		p.Lines++
		p.LengthM += crs.Length(l)
		for _, q := range l {
			if comparePoints(q, p.At) < 0 {
				p.At = q
			}
		}
	}
	for _, p := range parts {
		r.Islands = append(r.Islands, *p)
	}
	slices.SortFunc(r.Islands, func(a, b Island) int { return cmp.Or(cmp.Compare(b.LengthM, a.LengthM), comparePoints(a.At, b.At)) })
	if len(r.Islands) > 0 {
		r.Islands = r.Islands[1:]
	}
}
