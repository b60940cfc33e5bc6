package lifecircle_test

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// far is a cost beyond every limit of these tests, none that of a home from which
// nothing is reached.
const (
	far  = 5000
	none = lifecircle.Unlinked
)

// household is a home as a table of a test writes it. Amounts below 0 are unknown.
type household struct {
	persons, land, dwellings, street float64
	cost                             uint32
	unplaced                         bool
	edgeM, grainM                    float64
	// village is 1 for the first, 0 for none.
	village int
	cell    uint64
}

// people is a household of which only the persons are known.
func people(n float64, cost uint32) household {
	return household{persons: n, land: -1, dwellings: -1, street: -1, cost: cost, edgeM: 1e6}
}

func (h household) in(village int) household { h.village = village; return h }

func (h household) at(edgeM float64) household { h.edgeM = edgeM; return h }

func (h household) without() household { h.unplaced, h.cost = true, none; return h }

// demand puts households into columns.
func demand(homes []household, villages ...lifecircle.Village) (*lifecircle.Demand, []uint32) {
	d := &lifecircle.Demand{Villages: villages}
	var costs []uint32
	for _, h := range homes {
		d.Persons = append(d.Persons, amount(h.persons))
		d.Residential = append(d.Residential, amount(h.land))
		d.Dwellings = append(d.Dwellings, amount(h.dwellings))
		d.Street = append(d.Street, amount(h.street))
		d.Connected = append(d.Connected, !h.unplaced)
		d.EdgeM = append(d.EdgeM, h.edgeM)
		d.GrainM = append(d.GrainM, h.grainM)
		d.Village = append(d.Village, int32(h.village-1))
		d.Cell = append(d.Cell, h.cell)
		costs = append(costs, h.cost)
	}
	return d, costs
}

func amount(v float64) geo.Amount {
	if v < 0 {
		return geo.Unknown()
	}
	return geo.Known(v)
}

func tally(total, covered float64) lifecircle.Tally {
	return lifecircle.Tally{Total: geo.Known(total), Covered: geo.Known(covered)}
}
