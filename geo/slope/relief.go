package slope

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Relief is the elevations along roads. It is immutable and safe for concurrent use.
type Relief struct {
	// The stations of road e are z[start[e]:start[e+1]], two or more.
	start   []uint32
	z       []float32
	lengthM []float64
}

// Roads are joined road segments, as [network.Topology] has them: Ends are the nodes
// of segment e, numbered from 0 to Nodes - 1, LengthM its length in metres.
type Roads struct {
	Segments []geo.RoadSegment
	Nodes    int
	Ends     func(e int32) (from, to int32)
	LengthM  func(e int32) float64
}

// NewRelief samples a surface along roads. A bridge, a tunnel or a ferry goes straight
// between its ends. An end that no road on the ground shares (a viaduct in several
// segments) has no ground of its own: it lies where the straight way between the
// ground at the far ends puts it, in general at the mean of its neighbours weighted by
// the inverse of their distance. A viaduct that nowhere comes to the ground is unknown.
//
// O(stations), and of the nodes in the air n times the number of the longest chain
// of them.
func NewRelief(ctx context.Context, s *Surface, roads Roads) (*Relief, error) {
	r := &Relief{start: make([]uint32, 1, len(roads.Segments)+1), lengthM: make([]float64, len(roads.Segments))}
	ends, err := endElevations(ctx, s, &roads)
	if err != nil {
		return nil, err
	}
	for e := range roads.Segments {
		if e&0xfff == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("sampling the elevation of roads: %w", ctx.Err())
		}
		road := &roads.Segments[e]
		r.lengthM[e] = roads.LengthM(int32(e))
		a, b := roads.Ends(int32(e))
		switch {
		case aloft(road):
			r.z = append(r.z, ends[a], ends[b])
		default:
			r.z = s.profile(r.z, road.Geometry, r.lengthM[e])
		}
		r.start = append(r.start, uint32(len(r.z)))
	}
	return r, nil
}

// aloft reports whether a road does not follow the ground.
func aloft(r *geo.RoadSegment) bool { return r.Bridge || r.Tunnel || r.Highway == "ferry" }

// endElevations are the elevations of the nodes at which bridges and tunnels end.
func endElevations(ctx context.Context, s *Surface, roads *Roads) ([]float32, error) {
	const notAsked, onGround, inAir = 0, 1, 2
	state := make([]uint8, roads.Nodes)
	at := make(map[int32]orb.Point)
	for e := range roads.Segments {
		if r := &roads.Segments[e]; aloft(r) {
			a, b := roads.Ends(int32(e))
			state[a], state[b] = inAir, inAir
			at[a], at[b] = r.Geometry[0], r.Geometry[len(r.Geometry)-1]
		}
	}
	for e := range roads.Segments {
		if !aloft(&roads.Segments[e]) {
			a, b := roads.Ends(int32(e))
			for _, v := range [2]int32{a, b} {
				if state[v] == inAir {
					state[v] = onGround
				}
			}
		}
	}
	z := make([]float32, roads.Nodes)
	sag := newSpan(z)
	for v, p := range at {
		if z[v] = float32(math.NaN()); state[v] == onGround {
			z[v] = float32(s.Elevation(p))
		}
	}
	for e := range roads.Segments {
		if !aloft(&roads.Segments[e]) {
			continue
		}
		a, b := roads.Ends(int32(e))
		if a != b && (state[a] == inAir || state[b] == inAir) {
			sag.join(a, b, roads.LengthM(int32(e)), state[a] == inAir, state[b] == inAir)
		}
	}
	if err := sag.settle(ctx); err != nil {
		return nil, fmt.Errorf("laying bridges over the ground: %w", err)
	}
	return z, nil
}

// Stations are the elevations of road e at equally spaced stations from its first
// vertex to its last, in metres, NaN where they are not known; there are two or more.
// They must not be changed.
func (r *Relief) Stations(e int32) []float32 { return r.z[r.start[e]:r.start[e+1]] }

// EachPiece calls f for every piece of road e between two stations, with the parts of
// its length between which it lies (0 to 1) and its grade in the direction of the
// geometry, NaN when it is not known.
func (r *Relief) EachPiece(e int32, f func(from, to, grade float64)) {
	z := r.Stations(e)
	n := float64(len(z) - 1)
	pieceM := r.lengthM[e] / n
	for i := 1; i < len(z); i++ {
		grade := float64(z[i]) - float64(z[i-1])
		if pieceM > 0 {
			grade /= pieceM
		} else if grade == grade {
			grade = 0
		}
		f(float64(i-1)/n, float64(i)/n, grade)
	}
}

// UnknownM is how many metres of road e lie between stations of which one or both are
// not known.
func (r *Relief) UnknownM(e int32) float64 {
	sum := 0.0
	r.EachPiece(e, func(from, to, grade float64) {
		if grade != grade {
			sum += (to - from) * r.lengthM[e]
		}
	})
	return sum
}

// Bytes is the memory it takes.
func (r *Relief) Bytes() int64 { return int64(4*len(r.start) + 4*len(r.z) + 8*len(r.lengthM)) }
