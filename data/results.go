package data

import (
	"fmt"
	"math"
	"regexp"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// Result is what an indicator was for a unit in a quarter, by which dataset and which
// standards: a point of a trend.
type Result struct {
	// Quarter is the one in which it was taken: "2026Q4" ([QuarterOf]).
	Quarter string
	// TakenAt is a moment in UTC, to the second.
	TakenAt time.Time
	// DatasetVersion and StandardsVersion are hashes of what it was made of.
	DatasetVersion, StandardsVersion string
	Unit, Indicator                  string
	// Value is unknown where the lamp was grey for want of one.
	Value geo.Amount
	Lamp  indicator.Lamp
}

// ResultQuery says which results are wanted. The zero value asks for all.
type ResultQuery struct {
	// Units and Indicators are codes and ids; empty asks for all.
	Units, Indicators []string
}

// china is the time of the People's Republic, by which its quarters and years end; it has
// no summer time (since 1991).
var china = time.FixedZone("UTC+8", 8*60*60)

// QuarterOf is the quarter of a moment, by the time of China: "2026Q4". In this form
// quarters sort as they follow each other.
func QuarterOf(t time.Time) string {
	t = t.In(china)
	return fmt.Sprintf("%04dQ%d", t.Year(), (int(t.Month())-1)/3+1)
}

var quarterPattern = regexp.MustCompile(`^\d{4}Q[1-4]$`)

// Check reports the first thing in a result that no store takes.
func (r *Result) Check() error {
	refuse := func(field, value, rule string) error {
		return fmt.Errorf("result of %s for unit %s: %s is %q: %s", r.Indicator, r.Unit, field, value, rule)
	}
	switch v, known := r.Value.Get(); {
	case !codePattern.MatchString(r.Unit):
		return refuse("unit", r.Unit, ruleCode)
	case !quarterPattern.MatchString(r.Quarter) || r.Quarter != QuarterOf(r.TakenAt):
		return refuse("quarter", r.Quarter, "has to be the quarter of the moment at which it was taken, such as 2026Q4")
	case r.TakenAt.Nanosecond() != 0:
		return refuse("taken at", r.TakenAt.String(), "has to be a moment to the second")
	case known && (math.IsNaN(v) || math.IsInf(v, 0)):
		return refuse("value", number(v), "has to be a finite number")
	case r.Lamp != indicator.Green && r.Lamp != indicator.Yellow && r.Lamp != indicator.Red && r.Lamp != indicator.Grey:
		return refuse("lamp", string(r.Lamp), "has to be green, yellow, red or grey")
	}
	for _, text := range [...]struct{ field, value string }{
		{"indicator", r.Indicator}, {"dataset version", r.DatasetVersion}, {"standards version", r.StandardsVersion},
	} {
		if rule, broken := lineRule(text.value, longestName, true); broken {
			return refuse(text.field, text.value, rule.En)
		}
	}
	return nil
}
