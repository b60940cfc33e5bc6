package demo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// town is a unit of level town while it is being made.
type town struct {
	index  int // 0 is the county seat
	row    int
	code   string
	name   string
	ci, cj int       // the corner of the cells at its seat
	seat   orb.Point // the same on the plan
	radius float64   // of its built-up area, before it is frayed
	office orb.Point // longitude and latitude of its government
	// villages are those of the town, communities (社区) first.
	villages []*village
	// built and greens are its cells of built-up and of green land, nearest to the
	// seat first.
	built, greens []int
}

// The spacing of towns: each has about 90 km² of ground, as a town of the plain
// of northern Zhejiang has.
const (
	townWidthM  = 10000.0
	townHeightM = 9000.0
	seatRadiusM = 2700.0
	townRadiusM = 1050.0
	// motorwayEastM is how far east of the county seat the motorway passes.
	motorwayEastM = 3700.0
)

// settle places the county seat and n towns in rows, and draws the lines that cut
// the county: the river south of the seat, the railway north and the motorway east.
func settle(n int, s seed) (*terrain, []*town) {
	total := n + 1
	rows := max(1, int(math.Round(math.Sqrt(float64(total)/1.5))))
	t := &terrain{
		w:  math.Ceil(float64(total)*townWidthM/float64(rows)/cellM) * cellM,
		h:  float64(rows) * townHeightM,
		tm: crs.NewLocalTM(centre),
	}
	t.nx, t.ny = int(t.w/cellM)+2*marginC, int(t.h/cellM)+2*marginC
	for k := range t.phases {
		t.phases[k] = s.of("bend").span(0, 2*math.Pi, k)
	}

	seatRow := rows / 2
	perRow := make([]int, rows)
	for k := range total {
		perRow[k%rows]++
	}
	seatCol := perRow[seatRow] / 2
	seat := newTown(t, s, seatRow, seatCol, perRow[seatRow], true)
	t.drawLines(seat.seat, s.of("lines"))
	towns := []*town{seat}
	for row := range rows {
		for col := range perRow[row] {
			if row == seatRow && col == seatCol {
				continue
			}
			tn := newTown(t, s, row, col, perRow[row], false)
			tn.avoid(t.motorway.base)
			tn.index = len(towns)
			towns = append(towns, tn)
		}
	}
	return t, towns
}

// newTown places a town in its row, on a corner of the cells.
func newTown(t *terrain, s seed, row, col, of int, isSeat bool) *town {
	s = s.of("towns")
	tn := &town{row: row, radius: townRadiusM}
	x := t.w * (float64(col) + 0.5) / float64(of)
	y := townHeightM * (float64(row) + 0.5)
	if isSeat {
		tn.radius = seatRadiusM
	} else {
		x += s.span(-600, 600, row, col, 0)
		y += s.span(-300, 300, row, col, 1)
	}
	tn.ci, tn.cj = int(math.Round((x+marginM)/cellM)), int(math.Round((y+marginM)/cellM))
	tn.seat = corner(tn.ci, tn.cj)
	return tn
}

// avoid moves a town away from the motorway's line, to the nearer side.
func (tn *town) avoid(x float64) {
	const least = 2400
	d := tn.seat[0] - x
	if math.Abs(d) >= least {
		return
	}
	if d < 0 {
		tn.ci = int((x - least + marginM) / cellM)
	} else {
		tn.ci = int((x+least+marginM)/cellM) + 1
	}
	tn.seat = corner(tn.ci, tn.cj)
}

// islandWestM is how far west of the county seat the river widens round an island.
const islandWestM = 6300.0

// drawLines draws river, railway and motorway about the county seat.
func (t *terrain) drawLines(seat orb.Point, s seed) {
	t.river = &line{
		base:  seat[1] - 1450,
		waves: []wave{{380, 7000, s.span(0, 2*math.Pi, 0)}, {60, 2300, s.span(0, 2*math.Pi, 1)}},
		half:  42, bump: 130, bumpAt: seat[0] - islandWestM, bumpSpread: 450,
		bank: 12, clear: 32,
	}
	t.rail = &line{
		base:  seat[1] + 3330,
		waves: []wave{{140, 15000, s.span(0, 2*math.Pi, 2)}},
		half:  8, bank: 12, clear: 28,
	}
	t.motorway = &line{
		upright: true,
		base:    seat[0] + motorwayEastM,
		waves:   []wave{{130, 9500, s.span(0, 2*math.Pi, 3)}},
		half:    22, bank: 14, clear: 34,
	}
	t.lines = []*line{t.river, t.rail, t.motorway}
}

// builtUp reports whether a point of the plan lies in the town's built-up area: a
// disc with a frayed edge.
func (tn *town) builtUp(p orb.Point, s seed) bool {
	dx, dy := p[0]-tn.seat[0], p[1]-tn.seat[1]
	a := math.Atan2(dy, dx)
	s = s.of("fray")
	r := 1 + 0.10*math.Sin(3*a+s.span(0, 2*math.Pi, tn.index, 0)) + 0.06*math.Sin(5*a+s.span(0, 2*math.Pi, tn.index, 1))
	return math.Hypot(dx, dy) < tn.radius*r
}
