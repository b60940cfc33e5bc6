package greenway

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// once returns the parts of the segments that do not repeat an earlier one of the
// same class, or a built one.
func once(ctx context.Context, segments []segment) ([]stretch, error) {
	var tree rtree.RTreeG[int32]
	for i := range segments {
		lo, hi := segments[i].box(0)
		tree.Insert(lo, hi, int32(i))
	}
	out := make([]stretch, 0, len(segments))
	var repeated [][2]float64
	for i := range segments {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s := &segments[i]
		repeated = repeated[:0]
		lo, hi := s.box(SameM)
		tree.Search(lo, hi, func(_, _ [2]float64, j int32) bool {
			t := &segments[j]
			if t.class == s.class && int(j) < i || t.class == built && s.class != built {
				if from, to, ok := alongside(s, t); ok {
					repeated = append(repeated, [2]float64{from, to})
				}
			}
			return true
		})
		out = appendRest(out, s, repeated)
	}
	return out, nil
}

func (s *segment) box(pad float64) (lo, hi [2]float64) {
	return [2]float64{min(s.pa[0], s.pb[0]) - pad, min(s.pa[1], s.pb[1]) - pad},
		[2]float64{max(s.pa[0], s.pb[0]) + pad, max(s.pa[1], s.pb[1]) + pad}
}

// sameCos is the least cosine between two segments that run the same way.
var sameCos = math.Cos(SameAngle * math.Pi / 180)

// alongside returns the part of s, as fractions, that lies within SameM to the side
// of t, when both run the same way or back. Beyond the ends of t nothing does: so
// the segments of a bending line never repeat each other.
func alongside(s, t *segment) (from, to float64, ok bool) {
	ds := orb.Point{s.pb[0] - s.pa[0], s.pb[1] - s.pa[1]}
	dt := orb.Point{t.pb[0] - t.pa[0], t.pb[1] - t.pa[1]}
	ls, lt := math.Hypot(ds[0], ds[1]), math.Hypot(dt[0], dt[1])
	if ls == 0 || lt == 0 || math.Abs(ds[0]*dt[0]+ds[1]*dt[1]) < sameCos*ls*lt {
		return 0, 0, false
	}
	rel := orb.Point{s.pa[0] - t.pa[0], s.pa[1] - t.pa[1]}
	// Along t, from 0 to lt; and to its side, from -SameM to SameM: both change
	// evenly along s.
	along, alongBy := (rel[0]*dt[0]+rel[1]*dt[1])/lt, (ds[0]*dt[0]+ds[1]*dt[1])/lt
	side, sideBy := (rel[1]*dt[0]-rel[0]*dt[1])/lt, (ds[1]*dt[0]-ds[0]*dt[1])/lt
	from, to = 0, 1
	from, to = clamp(from, to, along, alongBy, 0, lt)
	from, to = clamp(from, to, side, sideBy, -SameM, SameM)
	return from, to, from < to
}

// clamp narrows the fractions to where lo <= start + f·by <= hi.
func clamp(from, to, start, by, lo, hi float64) (float64, float64) {
	if by == 0 {
		if start < lo || start > hi {
			return 1, 0
		}
		return from, to
	}
	f, g := (lo-start)/by, (hi-start)/by
	return max(from, min(f, g)), min(to, max(f, g))
}

// appendRest appends what the repeated parts leave of s.
func appendRest(out []stretch, s *segment, repeated [][2]float64) []stretch {
	slices.SortFunc(repeated, func(p, q [2]float64) int { return cmp.Compare(p[0], q[0]) })
	done := 0.0
	for _, r := range repeated {
		if r[0] > done {
			out = append(out, stretch{segment: s, from: done, to: r[0]})
		}
		done = max(done, r[1])
	}
	if done < 1 {
		out = append(out, stretch{segment: s, from: done, to: 1})
	}
	return out
}
