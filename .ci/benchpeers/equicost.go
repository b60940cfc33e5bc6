package main

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
)

// equicostRow is what pgRouting's own way of asking for the nearest of many makes of a
// question that the virtual node answers rightly.
type equicostRow struct {
	Town  string
	Limit uint32
	// Reached is how many nodes are within the limit, Lost how many of them are
	// missing from the answer, Wrong how many are there with another cost.
	Reached, Lost, Wrong int
	// WorstMM is the largest error of a wrong cost.
	WorstMM float64
}

// equicost asks with equicost := true, so that nobody has to take its being left out
// on trust.
func equicost(ctx context.Context, conn *pgx.Conn, limit uint32, right []float64) (equicostRow, error) {
	e := equicostRow{Limit: limit}
	got, err := readByNode(ctx, conn, len(right), `SELECT node, min(agg_cost) FROM pgr_drivingDistance(
		'SELECT id, source, target, cost FROM edges WHERE source >= 0', (SELECT array_agg(node) FROM facilities), $1, directed := false, equicost := true) GROUP BY node`, reachOf(limit))
	if err != nil {
		return e, fmt.Errorf("equicost: %w", err)
	}
	e.count(right, got)
	return e, nil
}

// count compares an answer with the right one; infinite is not reached.
func (e *equicostRow) count(right, got []float64) {
	for v, c := range right {
		if c > farMM {
			continue
		}
		e.Reached++
		switch {
		case got[v] > farMM:
			e.Lost++
		case got[v] != c:
			e.Wrong++
			e.WorstMM = max(e.WorstMM, math.Abs(got[v]-c))
		}
	}
}
