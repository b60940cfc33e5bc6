package isochrone

// boxes are streets as boxes with their lowest costs, a whole number of words of them.
// Padding has no cost.
type boxes struct {
	west, south, east, north, low []float32
}

func (b *boxes) add(box [4]float32) {
	b.west, b.south, b.east, b.north = append(b.west, box[0]), append(b.south, box[1]), append(b.east, box[2]), append(b.north, box[3])
	b.low = append(b.low, infinite)
}

// ask is a box of ground, with what is asked of the streets around it. Its layout is
// known to the kernels.
type ask struct {
	west, south, east, north float32
	perM                     float32
	// bound is the highest cost that matters, most2 the square of the longest leg, near2
	// that of how far away streets are asked for.
	bound, most2, near2 float32
}

// siftGo finds the streets that may serve the ground within the bound: it sets least
// to a bound from below of the cost by each, infinite where none is short enough, and
// a bit in mask for each that may and is near. It returns the lowest of the bounds.
func siftGo(b *boxes, q *ask, least []float32, mask []uint64) (lowest float32) {
	lowest = infinite
	for i := range b.low {
		x := max(0, max(b.west[i]-q.east, q.west-b.east[i]))
		y := max(0, max(b.south[i]-q.north, q.south-b.north[i]))
		d2 := float32(x*x) + float32(y*y)
		if least[i] = b.low[i] + float32(sqrt(d2)*q.perM); d2 > q.most2 {
			least[i] = infinite
		}
		if i%word == 0 {
			mask[i/word] = 0
		}
		if least[i] <= q.bound && d2 <= q.near2 {
			mask[i/word] |= 1 << (i % word)
		}
		lowest = min(lowest, least[i])
	}
	return lowest
}

// pickGo sets a bit in mask for each number that is no more than a bound.
func pickGo(least []float32, bound float32, mask []uint64) {
	for i, v := range least {
		if i%word == 0 {
			mask[i/word] = 0
		}
		if v <= bound {
			mask[i/word] |= 1 << (i % word)
		}
	}
}
