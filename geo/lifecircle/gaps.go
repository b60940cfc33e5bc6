package lifecircle

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// FindGaps groups the homes that lack something into gaps. Homes where it is known that
// nobody lives (in the denominator that counts) are left out; homes of which nothing is
// known stay in and add to no figure. The order of the homes changes nothing. It fails when
// columns are of unlike length or IDs repeat. O(n log n), as long as no great number of
// homes stands within [GapOptions.ApartM].
func FindGaps(d *Demand, q *GapQuestion, o GapOptions) (*Gaps, error) {
	if o.ApartM <= 0 {
		o.ApartM = defaultApartM
	}
	if err := q.validate(d.Len()); err != nil {
		return nil, fmt.Errorf("finding gaps: %w", err)
	}
	amounts, kind := d.Headline()
	out := &Gaps{Denominator: kind, ApartM: o.ApartM}
	var outside []int32
	for i := range amounts {
		n, known := amounts[i].Get()
		if d.lacksAny(q, i) && !(known && n <= 0) {
			outside = append(outside, int32(i))
		}
	}
	slices.SortFunc(outside, func(a, b int32) int { return strings.Compare(q.IDs[a], q.IDs[b]) })
	for k := 1; k < len(outside); k++ {
		if q.IDs[outside[k]] == q.IDs[outside[k-1]] {
			return nil, fmt.Errorf("finding gaps: two homes have the ID %q: IDs have to differ", q.IDs[outside[k]])
		}
	}
	out.Homes = len(outside)
	for _, members := range linked(outside, q.Places, o.ApartM) {
		out.Gaps = append(out.Gaps, d.gap(q, amounts, members))
	}
	slices.SortFunc(out.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Burden, a.Burden), cmp.Compare(b.People.Or(0), a.People.Or(0)), strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

func (q *GapQuestion) validate(homes int) error {
	if len(q.IDs) != homes || len(q.Places) != homes {
		return fmt.Errorf("there are %d IDs and %d places for %d homes", len(q.IDs), len(q.Places), homes)
	}
	if len(q.Costs) != len(q.Requirements) {
		return fmt.Errorf("there are costs for %d of %d requirements", len(q.Costs), len(q.Requirements))
	}
	for r, name := range q.Requirements {
		if len(q.Costs[r]) != homes {
			return fmt.Errorf("requirement %q has %d costs for %d homes", name, len(q.Costs[r]), homes)
		}
	}
	for _, g := range q.Groups {
		if len(g.Persons) != homes {
			return fmt.Errorf("group %q has %d numbers for %d homes", g.Name, len(g.Persons), homes)
		}
	}
	return nil
}

func (d *Demand) lacksAny(q *GapQuestion, home int) bool {
	for r := range q.Costs {
		if !d.covered(home, q.Costs[r], q.Limit) {
			return true
		}
	}
	return false
}

// gap sums up the homes of one gap, in the order of their IDs.
func (d *Demand) gap(q *GapQuestion, amounts []geo.Amount, members []int32) Gap {
	g := Gap{
		ID: gapID(q, members), Homes: members, Centre: members[0],
		People: sumOf(d.Persons, members), Residential: sumOf(d.Residential, members),
		Dwellings: sumOf(d.Dwellings, members), Street: sumOf(d.Street, members),
	}
	for _, c := range q.Groups {
		g.Groups = append(g.Groups, sumOf(c.Persons, members))
	}
	for r := range q.Requirements {
		lacking := slices.DeleteFunc(slices.Clone(members), func(i int32) bool { return d.covered(int(i), q.Costs[r], q.Limit) })
		g.Missing = append(g.Missing, sumOf(amounts, lacking))
	}
	var beyond []weighted
	var never []int32
	for _, i := range members {
		if amounts[i].Or(0) > amounts[g.Centre].Or(0) {
			g.Centre = i
		}
		excess, reached := d.beyond(q, int(i))
		if !reached {
			never = append(never, i)
		}
		n, known := amounts[i].Get()
		if !known {
			continue
		}
		if reached {
			beyond = append(beyond, weighted{excess, n})
		}
		g.Burden += n * share(excess, q.Limit.Cost, reached)
	}
	g.NeverHomes, g.Never = len(never), sumOf(amounts, never)
	g.MedianBeyond, g.P90Beyond = quantile(beyond, 0.5), quantile(beyond, 0.9)
	return g
}

// beyond is how far beyond the limit the farthest lies of what a home misses; false when
// it cannot reach it at all.
func (d *Demand) beyond(q *GapQuestion, home int) (excess uint32, reached bool) {
	for r := range q.Costs {
		if d.covered(home, q.Costs[r], q.Limit) {
			continue
		}
		if !d.Connected[home] || q.Costs[r][home] == Unlinked {
			return 0, false
		}
		excess = max(excess, q.Costs[r][home]-q.Limit.Cost)
	}
	return excess, true
}

// share is an excess as a share of the limit, at most 1.
func share(excess, limit uint32, reached bool) float64 {
	if !reached || excess >= limit {
		return 1
	}
	return float64(excess) / float64(limit)
}

// sumOf is the sum of what is known, unknown where nothing is.
func sumOf(amounts []geo.Amount, members []int32) geo.Amount {
	sum := geo.Unknown()
	for _, i := range members {
		if v, ok := amounts[i].Get(); ok {
			sum = geo.Known(sum.Or(0) + v)
		}
	}
	return sum
}

// weighted is a value and how much it counts.
type weighted struct {
	value  uint32
	weight float64
}

// quantile is the smallest value that, with all below it, has at least a part q of the
// weight; unknown where nothing has a weight.
func quantile(list []weighted, q float64) geo.Amount {
	slices.SortStableFunc(list, func(a, b weighted) int { return cmp.Compare(a.value, b.value) })
	total := 0.0
	for _, w := range list {
		total += w.weight
	}
	sum := 0.0
	for _, w := range list {
		if sum += w.weight; sum > 0 && sum >= q*total-1e-9*math.Abs(total) {
			return geo.Known(float64(w.value))
		}
	}
	return geo.Unknown()
}

// gapID is a hash of the question and the homes: the first 64 bits of SHA-256 (FIPS 180-4)
// over every text after its length.
func gapID(q *GapQuestion, members []int32) string {
	h := sha256.New()
	put := func(s string) {
		_ = binary.Write(h, binary.LittleEndian, uint64(len(s)))
		_, _ = h.Write([]byte(s))
	}
	put(q.Name)
	for _, i := range members {
		put(q.IDs[i])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
