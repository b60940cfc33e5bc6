package sweep

import (
	"context"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// BenchmarkFields computes 16 fields at a time on generated towns, five times in turn as
// an analysis of 72 categories would, after a search with a queue of buckets for one
// such field in the same loop. It reports what the fastest of each took, for whatever
// else the machine does slows down the longer one more: milliseconds a field, and how many
// times as long the search took (x).
func BenchmarkFields(b *testing.B) {
	for _, town := range []struct {
		name          string
		side, sources int
	}{{"nodes=75k", 274, 303}, {"nodes=1M", 1000, 500}} {
		b.Run(town.name, func(b *testing.B) {
			ctx := context.Background()
			g := generate(town.side)
			h, err := hierarchy.Contract(ctx, g, hierarchy.Options{})
			require.NoError(b, err)
			n := h.Nodes()
			r := rand.New(rand.NewPCG(7, 1))
			all := make([][]Start, Lanes)
			for lane := range all {
				for s := range town.sources {
					all[lane] = append(all[lane], Start{Position: r.Uint32N(uint32(n)), Source: int32(s)})
				}
			}
			var rows Rows
			unit := make([]uint32, n)
			for p, v := range h.Node { // a hundred units, in rows of ten
				x, y := int(v)%town.side*10/town.side, int(v)/town.side*10/town.side
				unit[p] = uint32(10*y + x)
			}
			counts := make([][Lanes]uint32, 100)
			var limits Limits
			for lane := range limits {
				limits[lane] = 15 * 60_000
			}
			count := func(from, to int) {
				if err := Count(rows.Cost[from:to], unit[from:to], limits, counts); err != nil {
					b.Error(err)
				}
			}
			for _, way := range []struct {
				name string
				q    Query
			}{
				{"costs", Query{}},
				{"winners", Query{Winners: true}},
				{"costs+counts", Query{Ready: count}},
				{"portable/costs", Query{kernel: portable(false)}},
				{"portable/winners", Query{Winners: true, kernel: portable(true)}},
			} {
				b.Run(way.name, func(b *testing.B) {
					s := newBuckets(g)
					way.q.Starts = all
					var fields, searches []time.Duration
					for lane := 0; b.Loop(); lane = (lane + 1) % Lanes {
						began := time.Now()
						s.search(h, all[lane])
						searches = append(searches, time.Since(began))
						for range 5 {
							began = time.Now()
							require.NoError(b, rows.Sweep(ctx, h, way.q))
							fields = append(fields, time.Since(began))
						}
						s.compare(b, h, &rows, lane)
					}
					field, search := float64(slices.Min(fields))/Lanes, float64(slices.Min(searches))
					b.ReportMetric(0, "ns/op")
					b.ReportMetric(field/1e6, "ms/field")
					b.ReportMetric(search/1e6, "ms/search")
					b.ReportMetric(search/field, "x")
				})
			}
			b.Run("gather", func(b *testing.B) { benchmarkGather(b, r, &rows) })
		})
	}
}

// benchmarkGather makes rows of 100,000 places of two links each.
func benchmarkGather(b *testing.B, r *rand.Rand, rows *Rows) {
	n := uint32(len(rows.Cost))
	const places = 100_000
	p := Places{Start: []uint32{0}}
	for i := range uint32(places) { // in the order of the sweep, as good callers have them
		for range 2 {
			at := uint32(uint64(i) * uint64(n) / places)
			p.Links = append(p.Links, Link{at, r.Uint32N(1000), min(n-1, at+r.Uint32N(50)), r.Uint32N(1000)})
		}
		p.Start = append(p.Start, uint32(len(p.Links)))
	}
	var out Rows
	out.Reset(places, false)
	for b.Loop() {
		require.NoError(b, p.Gather(rows, 0, &out))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/places, "ns/place")
}

// generate makes a town of square blocks of which a third of the streets are missing,
// about as many streets a junction as towns have, of very different lengths; costs are
// milliseconds of walking.
func generate(side int) hierarchy.Graph {
	r := rand.New(rand.NewPCG(7, uint64(side)))
	arcs := make(network, side*side)
	for v := range arcs {
		for k, next := range []int{v + 1, v + side} {
			if k == 0 && next%side == 0 || next >= len(arcs) || r.Float64() > 0.68 {
				continue
			}
			c := uint32(max(1, math.Exp(4.3+0.75*r.NormFloat64())/1.2*1000))
			arcs[v] = append(arcs[v], hierarchy.Arc{To: uint32(next), Cost: c})
			arcs[next] = append(arcs[next], hierarchy.Arc{To: uint32(v), Cost: c})
		}
	}
	return arcs.graph()
}

// buckets is the search that sweeps are measured by: a queue of buckets (Dial 1969) and
// labels of a cost and a source, as package network has it.
type buckets struct {
	g      hierarchy.Graph
	labels []uint64
	rows   [][]uint32
	shift  uint
}

func newBuckets(g hierarchy.Graph) *buckets {
	var sum, most uint64
	for _, a := range g.Arcs {
		sum += uint64(a.Cost)
		most = max(most, uint64(a.Cost))
	}
	s := &buckets{g: g, labels: make([]uint64, g.Nodes())}
	s.shift = uint(bits.Len64(sum / uint64(len(g.Arcs)) / 8))
	s.rows = make([][]uint32, 1<<bits.Len64(most>>s.shift+1))
	return s
}

func (s *buckets) search(h *hierarchy.Hierarchy, starts []Start) {
	for v := range s.labels {
		s.labels[v] = 1<<64 - 1
	}
	labels, rows, shift := s.labels, s.rows, s.shift
	mask := uint32(len(rows) - 1)
	pending := 0
	for _, x := range starts { // all at a cost of 0
		v := h.Node[x.Position]
		labels[v] = min(labels[v], uint64(x.Source))
		rows[0] = append(rows[0], v)
		pending++
	}
	for turn := uint32(0); pending > 0; turn++ {
		k := turn & mask
		for i := 0; i < len(rows[k]); i++ {
			v := rows[k][i]
			pending--
			l := labels[v]
			if uint32(l>>32)>>shift != turn {
				continue
			}
			for _, a := range s.g.Arcs[s.g.Start[v]:s.g.Start[v+1]] {
				next := l + uint64(a.Cost)<<32
				if next >= labels[a.To] {
					continue
				}
				labels[a.To] = next
				j := uint32(next>>32) >> shift & mask
				rows[j] = append(rows[j], a.To)
				pending++
			}
		}
		rows[k] = rows[k][:0]
	}
}

// compare holds a lane to the search, of which it is the field.
func (s *buckets) compare(b *testing.B, h *hierarchy.Hierarchy, rows *Rows, lane int) {
	for p, v := range h.Node {
		cost, source := uint32(hierarchy.None), int32(-1)
		if l := s.labels[v]; l != 1<<64-1 {
			cost, source = uint32(l>>32), int32(uint32(l))
		}
		if rows.Cost[p][lane] != cost || len(rows.Winner) > 0 && Source(rows.Winner[p][lane]) != source {
			b.Fatalf("node %d in lane %d: %d from %d, it is %d from %d", v, lane, rows.Cost[p][lane], Source(rows.Winner[p][lane]), cost, source)
		}
	}
}
