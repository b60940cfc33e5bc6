package siting

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Unreachable is the cost of a home that reaches nothing.
const Unreachable = network.Unreachable

// Matrix is what homes would pay to reach candidates, in compressed rows: candidate j is
// reached by Home[Start[j]:Start[j+1]] at Cost[Start[j]:Start[j+1]]. A pair that is left
// out is out of reach; of a pair that is given twice the lower cost counts. Homes need no
// order inside a row.
type Matrix struct {
	Start []int
	Home  []int32
	Cost  []uint32
}

// Candidates is the number of rows.
func (m *Matrix) Candidates() int { return max(0, len(m.Start)-1) }

// Problem is a town with its facilities and the places where one could be added.
type Problem struct {
	// Weight is what stands behind each home: persons, dwellings, square metres. Homes of
	// weight 0 want nothing and count for nothing.
	Weight []float64
	// Current is what each home pays to the nearest existing facility, [Unreachable]
	// where there is none; nil when nothing exists.
	Current []uint32
	// Reach is what each home would pay to each candidate.
	Reach Matrix
	// IDs name the candidates: they order them and break ties. They have to differ.
	// Nil: their indexes.
	IDs []string
}

// current is what home i pays today.
func (p *Problem) current(i int32) uint32 {
	if p.Current == nil {
		return Unreachable
	}
	return p.Current[i]
}

// validate names the first thing that is wrong with a problem.
func (p *Problem) validate() error {
	n, m := len(p.Weight), &p.Reach
	for i, w := range p.Weight {
		if !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("weight of home %d is %v: it has to be a number from 0", i, w)
		}
	}
	if p.Current != nil && len(p.Current) != n {
		return fmt.Errorf("current has %d costs: it has to have one for each of %d homes, or be nil", len(p.Current), n)
	}
	if len(m.Home) != len(m.Cost) {
		return fmt.Errorf("reach has %d homes and %d costs: they have to be pairs", len(m.Home), len(m.Cost))
	}
	for j := range m.Candidates() {
		if m.Start[j] < 0 || m.Start[j] > m.Start[j+1] || m.Start[j+1] > len(m.Home) {
			return fmt.Errorf("reach of candidate %d is [%d, %d): it has to lie in the %d pairs", j, m.Start[j], m.Start[j+1], len(m.Home))
		}
	}
	for k, h := range m.Home {
		if h < 0 || int(h) >= n {
			return fmt.Errorf("reach names home %d in pair %d: there are %d homes", h, k, n)
		}
	}
	if p.IDs != nil && len(p.IDs) != m.Candidates() {
		return fmt.Errorf("there are %d IDs: there has to be one for each of %d candidates, or none", len(p.IDs), m.Candidates())
	}
	sorted := slices.Sorted(slices.Values(p.IDs))
	for k := 1; k < len(sorted); k++ {
		if sorted[k] == sorted[k-1] {
			return fmt.Errorf("ID %q is given to two candidates: IDs have to differ", sorted[k])
		}
	}
	return nil
}

// order lists the candidates by their IDs.
func (p *Problem) order() []int32 {
	out := make([]int32, p.Reach.Candidates())
	for j := range out {
		out[j] = int32(j)
	}
	if p.IDs != nil {
		slices.SortFunc(out, func(a, b int32) int { return strings.Compare(p.IDs[a], p.IDs[b]) })
	}
	return out
}

// within lists the pairs of a candidate that are within a limit, in the order given.
func (m *Matrix) within(j int32, limit uint32, f func(home int32, cost uint32)) {
	for k := m.Start[j]; k < m.Start[j+1]; k++ {
		if m.Cost[k] <= limit {
			f(m.Home[k], m.Cost[k])
		}
	}
}
