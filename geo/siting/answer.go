package siting

// Objective is what a choice of sites is judged by.
type Objective string

// The objectives.
const (
	ObjectiveMCLP    Objective = "mclp"
	ObjectiveLSCP    Objective = "lscp"
	ObjectivePMedian Objective = "pmedian"
)

// Answer is a choice of sites and what it is worth.
type Answer struct {
	Objective Objective
	// Sites are the chosen candidates, each the one that gains most after those before
	// it. Sites that would gain nobody anything are left out, so there may be fewer than
	// were asked for.
	Sites []Site
	// Value is the objective. MCLP: the weight that comes within the limit and is not
	// today. LSCP: the number of sites. P-median: the sum of weight times cost.
	Value float64
	// Bound is what no choice can pass: an upper bound for MCLP, else a lower one.
	Bound float64
	// Gap is |Bound - Value| as a share of the larger of the two, 0 when both are 0.
	Gap float64
	// Optimal tells that no other choice is better (by more than [Options.Tolerance]).
	Optimal bool
	// Demand is the weight of all homes; Before is the objective without any site (MCLP
	// and LSCP: the weight within the limit today).
	Demand, Before float64
	// Beyond are the homes with a weight that are not within the limit today and that no
	// candidate brings there (MCLP, LSCP), or that reach nothing even with the sites
	// (p-median); by index, ascending.
	Beyond []int32
	// CapCost is, for the p-median, what a home pays that reaches nothing or pays more.
	CapCost uint32
	// Work is the number of steps taken.
	Work int64
}

// Site is a chosen candidate.
type Site struct {
	// Candidate is the index of the candidate.
	Candidate int
	// Gain is what it adds to the sites before it. MCLP, LSCP: the weight that comes
	// within the limit. P-median: weight times cost saved.
	Gain float64
	// Homes are those that it gains something for, by index, ascending.
	Homes []int32
}

// gapOf is the gap between a bound and a value.
func gapOf(bound, value float64) float64 {
	larger := max(bound, value)
	if larger <= 0 || bound == value {
		return 0
	}
	return max(bound-value, value-bound) / larger
}
