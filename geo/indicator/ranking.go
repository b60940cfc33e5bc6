package indicator

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// Scorecard is one standard for one unit.
type Scorecard struct {
	Standard *Standard
	Area     *analysis.Area
	// Rows are the standard's rows of the unit's level, in the order of the document.
	Rows    []Row
	RollUps []RollUpRow
}

// RollUpRow is a roll-up (十个一) for one unit.
type RollUpRow struct {
	RollUp *RollUp
	// Met, Missed and Unknown are the ids of its rows that are green, that miss their
	// target, and that show no lamp; together they are RollUp.Of.
	Met, Missed, Unknown []string
	// Lamp is green when all are met, red when one misses, grey otherwise.
	Lamp Lamp
	Why  Text
}

// Ranking lists the units of one level by one indicator, or by a whole standard.
type Ranking struct {
	Standard *Standard
	// Indicator is nil for the whole standard.
	Indicator *Indicator
	// Places are the units, the best first; those that cannot be ranked come last, with
	// rank 0.
	Places []Place
	// Common are the ids of the indicators that every ranked unit has a lamp for, by
	// which they are ranked; Left are those left out for want of a lamp somewhere.
	Common, Left []string
}

// Place is one unit in a ranking.
type Place struct {
	Unit, Name string
	// Rank counts from 1; equal units share a rank, and the next one is by as many lower.
	// 0 is not ranked.
	Rank int
	// Value is the indicator's; of a whole standard the share of Common that is green, in %.
	Value geo.Amount
	Lamp  Lamp
	// Green, Yellow, Red and Grey count the unit's lamps, of all rows of its level.
	Green, Yellow, Red, Grey int
}
