package isochrone

// piece is a straight piece of street and the costs along it: from (x, y) along v,
// perM2 the inverse of its length squared, 0 for a point. At t, from 0 to 1, the cost
// is min(back + t·along, on - t·along). Its layout is known to the kernels.
type piece struct {
	x, y, vx, vy, perM2 float32
	back, on, along     float32
}

// foot is where on a piece the point nearest to a place is, and how far away, squared.
func (p *piece) foot(x, y float32) (d2, t float32) {
	x, y = x-p.x, y-p.y
	// Products are rounded before they are added up: no processor may fuse the two.
	t = (float32(x*p.vx) + float32(y*p.vy)) * p.perM2
	t = min(1, max(0, t))
	x, y = x-float32(t*p.vx), y-float32(t*p.vy)
	return float32(x*x) + float32(y*y), t
}

// high is the highest cost along a piece: where its two lines meet, or at an end.
func (p *piece) high() float32 { return min((p.back+p.on)/2, p.back+p.along, p.on) }

// measured is the piece with its length known.
func (p piece) measured() piece {
	if m2 := float64(p.vx)*float64(p.vx) + float64(p.vy)*float64(p.vy); m2 > 0 {
		p.perM2 = float32(1 / m2)
	}
	return p
}
