package multipolygon

import "math"

// orient tells on which side of the line from a to b the place c lies: 1 left, -1
// right, 0 on it. Exact for places less than 214 degrees apart.
func orient(a, b, c Point) int {
	ux, uy := int64(b.X)-int64(a.X), int64(b.Y)-int64(a.Y)
	vx, vy := int64(c.X)-int64(a.X), int64(c.Y)-int64(a.Y)
	d := ux*vy - uy*vx
	if big(ux) || big(vx) {
		f := float64(ux)*float64(vy) - float64(uy)*float64(vx)
		return sign(f)
	}
	switch {
	case d > 0:
		return 1
	case d < 0:
		return -1
	}
	return 0
}

func big(v int64) bool { return v > math.MaxInt32 || v < math.MinInt32 }

func sign(f float64) int {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}

// within reports whether p, which lies on the line through a and b, lies between
// them, ends excluded.
func within(p, a, b Point) bool {
	return p != a && p != b &&
		p.X >= min(a.X, b.X) && p.X <= max(a.X, b.X) && p.Y >= min(a.Y, b.Y) && p.Y <= max(a.Y, b.Y)
}

// meeting is how two segments meet.
type meeting uint8

const (
	apart   meeting = iota // not at all, or at a common end only
	touch                  // an end of one lies on the other
	crossed                // they cross between their ends
)

// meet tells how the segments ab and cd meet.
func meet(a, b, c, d Point) meeting {
	o1, o2 := orient(a, b, c), orient(a, b, d)
	o3, o4 := orient(c, d, a), orient(c, d, b)
	if o1*o2 < 0 && o3*o4 < 0 {
		return crossed
	}
	if (o1 == 0 && within(c, a, b)) || (o2 == 0 && within(d, a, b)) ||
		(o3 == 0 && within(a, c, d)) || (o4 == 0 && within(b, c, d)) {
		return touch
	}
	return apart
}

// crossing returns where two segments cross that do, rounded to the grid.
func crossing(a, b, c, d Point) Point {
	ux, uy := float64(b.X)-float64(a.X), float64(b.Y)-float64(a.Y)
	vx, vy := float64(d.X)-float64(c.X), float64(d.Y)-float64(c.Y)
	wx, wy := float64(c.X)-float64(a.X), float64(c.Y)-float64(a.Y)
	t := (wx*vy - wy*vx) / (ux*vy - uy*vx)
	return Point{
		X: int32(math.Round(float64(a.X) + t*ux)),
		Y: int32(math.Round(float64(a.Y) + t*uy)),
	}
}
