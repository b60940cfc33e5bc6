package lifecircle_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

func TestCompleteness(t *testing.T) {
	//          school  clinic  at the limit of 1000
	// a  10        0    1000   complete
	// b  20      999    1001   lacks the clinic
	// c   5     far     none   lacks both
	// d   3        -       -   has no link, lacks both
	homes := []household{people(10, 0), people(20, 0), people(5, 0).at(50), people(3, 0).without()}
	for i, cell := range []uint64{7, 7, 2, 7} {
		homes[i].cell = cell
	}
	d, _ := demand(homes)
	costs := [][]uint32{{0, 999, far, 0}, {1000, 1001, none, 0}}
	c := lifecircle.Complete(d, []string{"school", "clinic"}, costs, lifecircle.Limit{Cost: 1000, ReachM: 60})
	require.Empty(t, cmp.Diff(lifecircle.Completeness{
		Denominator: lifecircle.People, People: geo.Known(38), Complete: geo.Known(10),
		MeanMissing:  geo.Known((20*1 + 5*2 + 3*2) / 38.0),
		Requirements: []string{"school", "clinic"}, Reached: []geo.Amount{geo.Known(30), geo.Known(10)},
		Unplaced: geo.Known(3), Edge: geo.Known(5), Homes: 4,
		Cells: []lifecircle.Cell{
			{Index: 2, People: geo.Known(5), Complete: geo.Known(0), Reached: []geo.Amount{geo.Known(0), geo.Known(0)}, Homes: 1},
			{Index: 7, People: geo.Known(33), Complete: geo.Known(10), Reached: []geo.Amount{geo.Known(30), geo.Known(10)}, Homes: 3},
		},
	}, c, exactly))
}

func TestCellsOfUnknownHomesAreUnknown(t *testing.T) {
	known, unknown := people(10, 0), people(-1, 0)
	known.cell, unknown.cell = 1, 2
	d, costs := demand([]household{known, unknown})
	c := lifecircle.Complete(d, []string{"school"}, [][]uint32{costs}, lifecircle.Limit{Cost: 1000})
	require.Equal(t, geo.Known(10), c.People)
	require.Equal(t, 2, c.Homes)
	require.Empty(t, cmp.Diff([]lifecircle.Cell{
		{Index: 1, People: geo.Known(10), Complete: geo.Known(10), Reached: []geo.Amount{geo.Known(10)}, Homes: 1},
		{Index: 2, Reached: []geo.Amount{{}}, Homes: 1},
	}, c.Cells, exactly))

	// Where nothing is known there is no figure at all, and no cell.
	d, costs = demand([]household{unknown})
	c = lifecircle.Complete(d, []string{"school"}, [][]uint32{costs}, lifecircle.Limit{Cost: 1000})
	require.Empty(t, cmp.Diff(lifecircle.Completeness{
		Requirements: []string{"school"}, Reached: []geo.Amount{{}}, Homes: 1,
	}, c, exactly))
}

func TestWithoutCells(t *testing.T) {
	d, costs := demand([]household{people(10, 0)})
	d.Cell = nil
	c := lifecircle.Complete(d, []string{"school"}, [][]uint32{costs}, lifecircle.Limit{Cost: 1000})
	require.Equal(t, geo.Known(10), c.Complete)
	require.Empty(t, c.Cells)
}

// exactly compares amounts by value and by whether they are known.
var exactly = cmp.Comparer(func(a, b geo.Amount) bool { return a == b })
