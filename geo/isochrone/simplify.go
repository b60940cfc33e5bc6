package isochrone

// simplify keeps as few points of a closed contour as windows allow: a chord may
// replace the stretch between two cuts when it crosses every grid edge in between
// inside that edge's window, in the same direction. It then runs through the same
// cells as the contour did, straight through each of them, so that rings stay simple
// and apart, holes in their shells, and every limit within the next. All tests are
// on integers. A spike is kept, and with it the cuts before and after.
//
// The farthest cut that can be reached is kept each time, as in Imai and Iri,
// Polygonal approximations of a curve (1988), on the wedge of directions that pass
// all windows so far. O(n) for contours whose chords are short.
func simplify(ring []cut, keep func(p [2]int32)) {
	keep(ring[0].at)
	for from := 0; from < len(ring); {
		if ring[from].spiked {
			keep(ring[from].tip)
			from++
		} else {
			from = farthest(ring, from)
		}
		if from < len(ring) {
			keep(ring[from].at)
		}
	}
}

// maxChord bounds how many cuts a chord looks ahead.
const maxChord = 200

// farthest is the last cut that a chord from a cut can reach; len(ring) stands for
// the first one again.
func farthest(ring []cut, from int) int {
	a := ring[from].at
	var left, right vector // of the wedge; once there is one
	last := from + 1
	for k := from + 1; k <= min(len(ring), from+maxChord); k++ {
		q := &ring[k%len(ring)]
		if !ahead(a, q) {
			break
		}
		p, l, r := to(a, q.at), to(a, q.left), to(a, q.right)
		if k == from+1 {
			if left, right = l, r; q.spiked {
				break
			}
			continue
		}
		if right.cross(p) >= 0 && p.cross(left) >= 0 {
			last = k
		}
		if l.cross(left) > 0 {
			left = l
		}
		if right.cross(r) > 0 {
			right = r
		}
		if right.cross(left) < 0 || q.spiked {
			break
		}
	}
	return last
}

// ahead reports whether a chord from a would cross the cut's grid edge in the
// direction in which the contour does.
func ahead(a [2]int32, q *cut) bool {
	switch q.way {
	case north:
		return a[1] < q.at[1]
	case south:
		return a[1] > q.at[1]
	case west:
		return a[0] > q.at[0]
	default:
		return a[0] < q.at[0]
	}
}

type vector struct{ x, y int64 }

func to(a, b [2]int32) vector { return vector{int64(b[0]) - int64(a[0]), int64(b[1]) - int64(a[1])} }

// cross is positive when w points to the left of v.
func (v vector) cross(w vector) int64 { return v.x*w.y - v.y*w.x }
