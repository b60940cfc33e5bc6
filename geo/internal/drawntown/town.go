// Package drawntown reads towns drawn in characters, so that the world of a test
// can be checked by eye.
//
//	A---B---C
//	|   a   |
//	D---1---E
//
// A capital letter is a node where roads may join, and so is a digit's or a small
// letter's place when a road runs through it. Runs of '-' and '|' are roads; '+' is
// a bend. A small letter is a home, a digit a facility. '~' is water: each one is a
// barrier line of its own, as wide or as high as a character cell, and runs of them
// join. '=' and '"' are bridges, across and along.
//
// A character is [Options.CellM] metres wide and a line as high. The place of the
// first character is at the town's origin; y falls with every line.
package drawntown

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Options place a town. The zero value works.
type Options struct {
	// CellM is the size of a character in metres. Defaults to 50.
	CellM float64
	// Roads sets attributes of roads by the names of their ends: "AB" is the road
	// from A to B. Every road is a residential street otherwise.
	Roads map[string]func(*geo.RoadSegment)
}

// Town is a town as it was drawn.
type Town struct {
	Roads    []geo.RoadSegment
	Barriers []geo.Barrier
	// Nodes, Homes and Facilities are places in degrees, by their character.
	Nodes, Homes, Facilities map[string]orb.Point
	proj                     *crs.LocalTM
	cell                     float64
	rows                     [][]rune
}

// Parse reads a drawing. It panics on a drawing that makes no sense: a test that
// draws one is wrong.
func Parse(drawing string, o Options) *Town {
	if o.CellM == 0 {
		o.CellM = 50
	}
	t := &Town{
		Nodes: map[string]orb.Point{}, Homes: map[string]orb.Point{}, Facilities: map[string]orb.Point{},
		proj: crs.NewLocalTM(orb.Point{120, 30}), cell: o.CellM,
	}
	for line := range strings.SplitSeq(strings.Trim(drawing, "\n"), "\n") {
		t.rows = append(t.rows, []rune(strings.TrimRight(line, " \t")))
	}
	for y, row := range t.rows {
		for x, c := range row {
			p := t.At(float64(x), float64(y))
			switch {
			case c >= 'A' && c <= 'Z':
				t.Nodes[string(c)] = p
			case c >= 'a' && c <= 'z':
				t.Homes[string(c)] = p
			case c >= '0' && c <= '9':
				t.Facilities[string(c)] = p
			case c == '~':
				t.water(x, y)
			}
		}
	}
	for y, row := range t.rows {
		for x, c := range row {
			if isNode(c) {
				t.trace(x, y, 1, 0, o)
				t.trace(x, y, 0, 1, o)
			}
		}
	}
	return t
}

// At is the place of a character in degrees; fractions are between characters.
func (t *Town) At(x, y float64) orb.Point {
	return t.proj.ToGeo(orb.Point{x * t.cell, -y * t.cell})
}

func (t *Town) char(x, y int) rune {
	if y < 0 || y >= len(t.rows) || x < 0 || x >= len(t.rows[y]) {
		return ' '
	}
	return t.rows[y][x]
}

func isNode(c rune) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
}

func isRoad(c rune, dx int) bool {
	if dx != 0 {
		return c == '-' || c == '='
	}
	return c == '|' || c == '"'
}

// trace follows a road from a node until the next one, around bends.
func (t *Town) trace(x, y, dx, dy int, o Options) {
	if !isRoad(t.char(x+dx, y+dy), dx) {
		return
	}
	from, fx, fy := t.char(x, y), x, y
	line := orb.LineString{t.At(float64(x), float64(y))}
	bridge := false
	for {
		x, y = x+dx, y+dy
		c := t.char(x, y)
		switch {
		case c == '=' || c == '"':
			bridge = true
		case isRoad(c, dx):
		case c == '+':
			line = append(line, t.At(float64(x), float64(y)))
			dx, dy = t.turn(x, y, dx)
		case isNode(c):
			line = append(line, t.At(float64(x), float64(y)))
			if x < fx || y < fy && x == fx { // traced from its other end already
				return
			}
			r := geo.RoadSegment{
				ID: fmt.Sprintf("%c%c@%d,%d", from, c, fx, fy), Geometry: line, Highway: "residential", Bridge: bridge, Source: "drawn",
			}
			if f := o.Roads[string(from)+string(c)]; f != nil {
				f(&r)
			}
			t.Roads = append(t.Roads, r)
			return
		default:
			panic(fmt.Sprintf("a road from %c ends at %q in column %d of line %d", from, c, x, y))
		}
	}
}

func (t *Town) turn(x, y, dx int) (int, int) {
	if dx != 0 {
		for _, d := range [2]int{1, -1} {
			if c := t.char(x, y+d); isRoad(c, 0) || isNode(c) {
				return 0, d
			}
		}
	} else {
		for _, d := range [2]int{1, -1} {
			if c := t.char(x+d, y); isRoad(c, 1) || isNode(c) {
				return d, 0
			}
		}
	}
	panic(fmt.Sprintf("the bend in column %d of line %d leads nowhere", x, y))
}

// water draws a cell of water as lines to its neighbours.
func (t *Town) water(x, y int) {
	add := func(x0, y0, x1, y1 float64) {
		t.Barriers = append(t.Barriers, geo.Barrier{
			ID: fmt.Sprintf("water@%d,%d", x, y), Kind: geo.BarrierWater, Source: "drawn",
			Geometry: orb.LineString{t.At(x0, y0), t.At(x1, y1)},
		})
	}
	fx, fy := float64(x), float64(y)
	add(fx-0.5, fy, fx+0.5, fy)
	above, below := t.char(x, y-1), t.char(x, y+1)
	if above == '~' || below == '~' {
		add(fx, fy-0.5, fx, fy+0.5)
	}
	// A bridge carries the road over the water, which flows on beneath it.
	for _, d := range [2]int{-1, 1} {
		if c := t.char(x+d, y); c == '"' {
			add(fx, fy, fx+float64(d), fy)
		}
		if c := t.char(x, y+d); c == '=' {
			add(fx, fy, fx, fy+float64(d))
		}
	}
}
