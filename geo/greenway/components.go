package greenway

import (
	"context"
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// components counts the clusters of built stretches that come within JoinM of each
// other, first alone and then with connectors as links.
func components(ctx context.Context, stretches []stretch) (alone, linked int, err error) {
	var tree rtree.RTreeG[int]
	parts := make([]segment, len(stretches))
	parent := make([]int, len(stretches))
	for i, s := range stretches {
		parent[i] = i
		parts[i] = segment{class: s.segment.class,
			pa: between(s.segment.pa, s.segment.pb, s.from), pb: between(s.segment.pa, s.segment.pb, s.to)}
		if parts[i].class != planned {
			lo, hi := parts[i].box(0)
			tree.Insert(lo, hi, i)
		}
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	join := func(use func(class) bool) error {
		for i := range parts {
			if i%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if !use(parts[i].class) {
				continue
			}
			lo, hi := parts[i].box(JoinM)
			tree.Search(lo, hi, func(_, _ [2]float64, j int) bool {
				if j < i && use(parts[j].class) {
					if a, b := root(i), root(j); a != b && gap(&parts[i], &parts[j]) <= JoinM {
						parent[a] = b
					}
				}
				return true
			})
		}
		return nil
	}
	count := func() int {
		roots := map[int]bool{}
		for i := range parts {
			if parts[i].class == built {
				roots[root(i)] = true
			}
		}
		return len(roots)
	}
	if err := join(func(c class) bool { return c == built }); err != nil {
		return 0, 0, err
	}
	alone = count()
	if err := join(func(c class) bool { return c == built || c == connector }); err != nil {
		return 0, 0, err
	}
	return alone, count(), nil
}

// gap is the distance between two segments in the plane.
func gap(s, t *segment) float64 {
	if turn(s.pa, s.pb, t.pa)*turn(s.pa, s.pb, t.pb) < 0 && turn(t.pa, t.pb, s.pa)*turn(t.pa, t.pb, s.pb) < 0 {
		return 0
	}
	return min(toSegment(s.pa, t), toSegment(s.pb, t), toSegment(t.pa, s), toSegment(t.pb, s))
}

func turn(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

func toSegment(p orb.Point, s *segment) float64 {
	dx, dy := s.pb[0]-s.pa[0], s.pb[1]-s.pa[1]
	f := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		f = max(0, min(1, ((p[0]-s.pa[0])*dx+(p[1]-s.pa[1])*dy)/l))
	}
	return math.Hypot(p[0]-s.pa[0]-f*dx, p[1]-s.pa[1]-f*dy)
}
