package greenway

import (
	"context"
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// forest joins stretches into clusters that hang together.
type forest struct {
	parts  []segment
	parent []int
	tree   rtree.RTreeG[int]
}

func newForest(stretches []stretch) *forest {
	f := &forest{parts: make([]segment, len(stretches)), parent: make([]int, len(stretches))}
	for i, s := range stretches {
		f.parent[i] = i
		f.parts[i] = segment{class: s.segment.class,
			pa: between(s.segment.pa, s.segment.pb, s.from), pb: between(s.segment.pa, s.segment.pb, s.to)}
		if f.parts[i].class != planned {
			lo, hi := f.parts[i].box(0)
			f.tree.Insert(lo, hi, i)
		}
	}
	return f
}

// root is the stretch that stands for the cluster of stretch i.
func (f *forest) root(i int) int {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// join joins the stretches of the classes that come within JoinM of each other.
func (f *forest) join(ctx context.Context, use func(class) bool) error {
	for i := range f.parts {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !use(f.parts[i].class) {
			continue
		}
		lo, hi := f.parts[i].box(JoinM)
		f.tree.Search(lo, hi, func(_, _ [2]float64, j int) bool {
			if j < i && use(f.parts[j].class) {
				if a, b := f.root(i), f.root(j); a != b && gap(&f.parts[i], &f.parts[j]) <= JoinM {
					f.parent[a] = b
				}
			}
			return true
		})
	}
	return nil
}

// count counts the clusters with a built stretch.
func (f *forest) count() int {
	roots := map[int]bool{}
	for i := range f.parts {
		if f.parts[i].class == built {
			roots[f.root(i)] = true
		}
	}
	return len(roots)
}

func isBuilt(c class) bool       { return c == built }
func isBuiltOrLink(c class) bool { return c == built || c == connector }

// components counts the clusters of built stretches that come within JoinM of each
// other, first alone and then with connectors as links.
func components(ctx context.Context, stretches []stretch) (alone, linked int, err error) {
	f := newForest(stretches)
	if err := f.join(ctx, isBuilt); err != nil {
		return 0, 0, err
	}
	alone = f.count()
	if err := f.join(ctx, isBuiltOrLink); err != nil {
		return 0, 0, err
	}
	return alone, f.count(), nil
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
