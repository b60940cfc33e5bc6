package analysis

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// DefaultGaps is how many gaps are described where a question does not say.
const DefaultGaps = 50

// GapsQuery asks where in an area people lack something, and what.
type GapsQuery struct {
	// Area is a code as [Analysis.Area] takes it.
	Area string
	// Categories are ids or codes: a home lacks something when it does not reach AtLeast
	// (0 reads as 1) distinct facilities of any of them that have the attributes of Where.
	// Without categories it is the circle's requirement set that has to be whole.
	Categories []string
	AtLeast    int
	Where      map[string]string
	// Circle is the id of a circle of homes. Else Mode is the id of a mode, and exactly one
	// of Minutes and Metres is above 0; then Categories are needed.
	Circle          string
	Mode            string
	Minutes, Metres float64
	StraightLine    bool
	Slope           bool
	// Group restricts people to an age group: "" for the one that the categories are for as
	// far as the dataset knows it, [GroupAll] for everybody.
	Group string
	// Count is how many gaps are described, the worst first; 0 reads as [DefaultGaps]. The
	// totals are of all.
	Count int
}

// GapsAnswer is the gaps of an area, the worst first.
type GapsAnswer struct {
	Area *Area
	// Limit is the one used, with the coverage of nothing: Minutes, Metres, Mode, Metric,
	// Circle and Origin are set.
	Limit LimitCoverage
	// Set is the circle's, nil where categories were asked for.
	Set *geo.RequirementSet
	// Requirements are their ids, Facilities how many meet each in the whole dataset, and
	// Unknown how many more may, but lack an attribute that is asked for.
	Requirements []string
	Facilities   []int
	Unknown      []int
	// Categories are those of each requirement.
	Categories [][]string
	// Counted says whose people are counted.
	Counted Counted
	// Groups names the age groups of [Gap.Groups].
	Groups []string
	// Denominator is what people are counted in, "" when nothing is known.
	Denominator lifecircle.Denominator
	// Total are the people (or what is counted) of the area and scope, Lacking those of
	// them in any gap; Homes and GapsTotal the homes and gaps of all.
	Total, Lacking geo.Amount
	Homes          int
	GapsTotal      int
	// ApartM joins homes to a gap, OutlineM is how far a gap is drawn around its homes.
	ApartM, OutlineM float64
	Gaps             []Gap
	// NoPeople and Grey are as in [CompletenessAnswer].
	NoPeople, Grey string
}

// Gap is a gap with what a planner asks of it.
type Gap struct {
	lifecircle.Gap
	// Outline is the ground within [GapsAnswer.OutlineM] of its homes; AreaM2 its area.
	Outline orb.MultiPolygon
	AreaM2  float64
	// MedianBeyond and P90Beyond of the lifecircle.Gap, in metres or seconds.
	MedianBeyondLimit, P90BeyondLimit geo.Amount
	// CentreHome is where the most people of the gap live.
	CentreHome *geo.Home
	// Lacks are the requirements that somebody in the gap lacks, in the set's order.
	Lacks []GapLack
	// Main is the position in Lacks of the one that the path leads to: of those that the
	// centre lacks and can reach the one that most people lack, then the farthest. -1 for
	// none.
	Main int
	// Towns and Villages are the codes of those that its homes lie in.
	Towns, Villages []string
}

// GapLack is a requirement that somebody in a gap lacks.
type GapLack struct {
	// Requirement is a position in [GapsAnswer.Requirements]; People lack it.
	Requirement int
	People      geo.Amount
	// Nearest is what the centre of the gap would have to use: the nearest facility, or of
	// several that are required the last. Nil where the centre cannot reach so many.
	Nearest *Nearest
	// Reason says why there is none.
	Reason string
}
