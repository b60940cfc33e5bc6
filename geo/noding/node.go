package noding

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// DefaultToleranceM is how far an end may lie from what it was meant to meet: a hand
// that draws on a map of 1:2000 misses by half a millimetre.
const DefaultToleranceM = 1.0

// Options are those of [Node].
type Options struct {
	// ToleranceM is in metres; 0 is [DefaultToleranceM], a negative one joins only
	// what meets exactly.
	ToleranceM float64
}

// Node returns the lines with the vertices put in at which they meet, in the order
// of lines, and what it did. A line has as many vertices as before or more; its ends
// may have moved by the tolerance. A line with fewer than two points or with a
// position that is not finite is an error that names it. The time is n log n for
// lines that cross seldom.
func Node(ctx context.Context, lines []Line, o Options) ([]orb.LineString, *Report, error) {
	for i := range lines {
		if len(lines[i].Points) < 2 {
			return nil, nil, fmt.Errorf("noding: line %d has %d points, a line needs 2", i, len(lines[i].Points))
		}
		for _, p := range lines[i].Points {
			if math.IsNaN(p[0]+p[1]) || math.IsInf(p[0]+p[1], 0) {
				return nil, nil, fmt.Errorf("noding: line %d has the position %v", i, p)
			}
		}
	}
	report := &Report{}
	if len(lines) == 0 {
		return nil, report, nil
	}
	switch {
	case o.ToleranceM == 0:
		o.ToleranceM = DefaultToleranceM
	case o.ToleranceM < 0:
		o.ToleranceM = 0
	}
	s := newSheet(lines)
	s.gatherEnds(o.ToleranceM, report)
	if err := s.dropEnds(ctx, o.ToleranceM, report); err != nil {
		return nil, nil, fmt.Errorf("noding: %w", err)
	}
	if err := s.cross(ctx, o.ToleranceM, report); err != nil {
		return nil, nil, fmt.Errorf("noding: %w", err)
	}
	out := s.drawn()
	report.look(s, out, o.ToleranceM)
	return out, report, nil
}
