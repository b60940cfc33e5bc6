package slope

import (
	"context"
	"math"
	"slices"
)

// span finds the elevations of nodes that only bridges and tunnels share: each the
// mean of its neighbours, weighted by the inverse of the length to them, which is the
// straight line on a chain (a discrete harmonic function).
type span struct {
	z []float32
	// index numbers the nodes in the air, of names them.
	index map[int32]int
	of    []int32
	// near lists the neighbours of each: in the air by their number, on the ground by
	// their elevation.
	near [][]strut
}

// strut is the way to a neighbour.
type strut struct {
	weight float64
	air    int // -1 on the ground
	ground float64
}

func newSpan(z []float32) *span { return &span{z: z, index: make(map[int32]int)} }

func (s *span) number(v int32) int {
	n, ok := s.index[v]
	if !ok {
		n = len(s.of)
		s.index[v] = n
		s.of, s.near = append(s.of, v), append(s.near, nil)
	}
	return n
}

// leastM keeps two nodes at one place apart.
const leastM = 0.01

// join adds a road between two nodes, of which one or both are in the air.
func (s *span) join(a, b int32, lengthM float64, airA, airB bool) {
	weight := 1 / max(lengthM, leastM)
	link := func(v, w int32, air bool) {
		k := strut{weight: weight, air: -1}
		if air {
			k.air = s.number(w)
		} else if k.ground = float64(s.z[w]); k.ground != k.ground {
			return // a foot whose elevation is not known holds nothing
		}
		n := s.number(v)
		s.near[n] = append(s.near[n], k)
	}
	if airA {
		link(a, b, airB)
	}
	if airB {
		link(b, a, airA)
	}
}

// settle solves the equations by conjugate gradients (Hestenes and Stiefel 1952), to
// a millimetre; what no foot holds stays unknown.
func (s *span) settle(ctx context.Context) error {
	held := s.held()
	n := len(s.of)
	x, r, p, q := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	first, some := s.footing(held)
	if !some {
		return nil
	}
	for i := range x {
		x[i] = first
	}
	// The residual of A·x = b, A being the Laplacian of the nodes that are held.
	for i := range r {
		if !held[i] {
			continue
		}
		for _, k := range s.near[i] {
			if k.air < 0 {
				r[i] += k.weight * (k.ground - x[i])
			}
		}
	}
	copy(p, r)
	rr := dot(r, r)
	const enough = 1e-18 // of the squared residual: below a micrometre for any bridge
	for step := 0; step < 20*n+100 && rr > enough; step++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := range q {
			q[i] = 0
			if !held[i] {
				continue
			}
			for _, k := range s.near[i] {
				q[i] += k.weight * p[i]
				if k.air >= 0 {
					q[i] -= k.weight * p[k.air]
				}
			}
		}
		alpha := rr / dot(p, q)
		for i := range x {
			x[i] += alpha * p[i]
			r[i] -= alpha * q[i]
		}
		next := dot(r, r)
		for i := range p {
			p[i] = r[i] + next/rr*p[i]
		}
		rr = next
	}
	for i, v := range s.of {
		if held[i] {
			s.z[v] = float32(math.Round(x[i]*1000) / 1000)
		}
	}
	return nil
}

// held tells which nodes hang together with a foot on the ground.
func (s *span) held() []bool {
	held := make([]bool, len(s.of))
	var open []int
	for i, near := range s.near {
		if slices.ContainsFunc(near, func(k strut) bool { return k.air < 0 }) {
			held[i] = true
			open = append(open, i)
		}
	}
	for len(open) > 0 {
		i := open[len(open)-1]
		open = open[:len(open)-1]
		for _, k := range s.near[i] {
			if k.air >= 0 && !held[k.air] {
				held[k.air] = true
				open = append(open, k.air)
			}
		}
	}
	return held
}

// footing is the mean elevation of the feet, from where the search starts; some is
// false when there is none.
func (s *span) footing(held []bool) (meanM float64, some bool) {
	sum, n := 0.0, 0
	for i, near := range s.near {
		for _, k := range near {
			if held[i] && k.air < 0 {
				sum += k.ground
				n++
			}
		}
	}
	return sum / float64(max(n, 1)), n > 0
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
