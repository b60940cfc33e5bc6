package shape

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// selfTouch returns a place where a closed ring crosses, touches or retraces
// itself, nil if it finds none. It sweeps over the segments in order of their
// western ends.
func selfTouch(r orb.Ring) *orb.Point {
	n := len(r) - 1
	order := make([]int, 0, n)
	for i := range n {
		if r[i] != r[i+1] {
			order = append(order, i)
		}
	}
	west := func(i int) float64 { return min(r[i][0], r[i+1][0]) }
	east := func(i int) float64 { return max(r[i][0], r[i+1][0]) }
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(west(a), west(b)) })
	var active []int
	for _, i := range order {
		kept := active[:0]
		for _, j := range active {
			if east(j) < west(i) {
				continue
			}
			kept = append(kept, j)
			if p := meet(r[i], r[i+1], r[j], r[j+1]); p != nil {
				return p
			}
		}
		kept = append(kept, i)
		active = kept
	}
	return nil
}

// meet returns where two segments of a ring meet, not counting the joint of two
// that follow each other.
func meet(a, b, c, d orb.Point) *orb.Point {
	if max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return nil
	}
	oc, od := turn(a, b, c), turn(a, b, d)
	oa, ob := turn(c, d, a), turn(c, d, b)
	if oc == 0 && od == 0 {
		// On one line: a true overlap holds an end of one inside the other.
		for _, p := range []struct{ p, s, t orb.Point }{{c, a, b}, {d, a, b}, {a, c, d}, {b, c, d}} {
			if p.p != p.s && p.p != p.t && within(p.p, p.s, p.t) {
				return &p.p
			}
		}
		if (a == c && b == d) || (a == d && b == c) {
			return &a
		}
	}
	joint := b == c || a == d
	switch {
	case joint:
		return nil
	case oc == 0 && within(c, a, b):
		return &c
	case od == 0 && within(d, a, b):
		return &d
	case oa == 0 && within(a, c, d):
		return &a
	case ob == 0 && within(b, c, d):
		return &b
	case (oc > 0) != (od > 0) && (oa > 0) != (ob > 0):
		t := oa / (oa - ob)
		return &orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
	}
	return nil
}

func turn(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// within reports whether p, known to be on the line of s and t, is between them.
func within(p, s, t orb.Point) bool {
	return p[0] >= min(s[0], t[0]) && p[0] <= max(s[0], t[0]) &&
		p[1] >= min(s[1], t[1]) && p[1] <= max(s[1], t[1])
}
