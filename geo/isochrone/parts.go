package isochrone

// parts are a long street cut into as many stretches as the kernels work on together, all
// of as many pieces: of a street that winds through half a quarter few groups of nodes have
// a use for more than one or two. Their layout is known to the kernels.
type parts struct {
	// Boxes of the stretches in metres from the street's origin, and a bound from below of
	// the cost anywhere on each. What is left over lies nowhere.
	west, south, east, north, low [lanes]float32
	// each is how many pieces a stretch has; the last may have fewer.
	each int32
}

// partsFrom is the number of pieces from which on a street has parts.
const partsFrom = 6

// newParts cuts a street.
func newParts(street []piece) parts {
	p := parts{each: int32((len(street) + lanes - 1) / lanes)}
	for i := range lanes {
		box, low := nowhere, infinite
		for k := min(len(street), i*int(p.each)); k < min(len(street), (i+1)*int(p.each)); k++ {
			g := &street[k]
			box = [4]float32{
				min(box[0], g.x, g.x+g.vx), min(box[1], g.y, g.y+g.vy), max(box[2], g.x, g.x+g.vx), max(box[3], g.y, g.y+g.vy),
			}
			low = min(low, g.back, g.on-g.along)
		}
		p.west[i], p.south[i], p.east[i], p.north[i] = box[0]-tiny, box[1]-tiny, box[2]+tiny, box[3]+tiny
		p.low[i] = low - under
	}
	return p
}

// help reports whether any stretch may help a group of nodes.
func (p *parts) help(n *nodes, g int, s *offered, most2 float32) bool {
	west, south, east, north := n.west[g]+s.dx, n.south[g]+s.dy, n.east[g]+s.dx, n.north[g]+s.dy
	for i := range lanes {
		x := max(0, max(p.west[i]-east, west-p.east[i]))
		y := max(0, max(p.south[i]-north, south-p.north[i]))
		d2 := float32(x*x) + float32(y*y)
		if p.low[i]+float32(sqrt(d2)*s.perM) <= n.dearest[g] && d2 <= most2 {
			return true
		}
	}
	return false
}
