package api

import (
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// figure is one named figure of an answer: a text where isText, else an amount. The
// features of coverage, the rows of the table and its CSV are written from the same
// list, so that they have the same names in the same order.
type figure struct {
	name   string
	text   string
	isText bool
	amount geo.Amount
	places int
	// optional figures are left out of JSON when they are unknown, because they do
	// not apply: a limit in metres has no minutes.
	optional bool
}

func word(name, text string) figure { return figure{name: name, text: text, isText: true} }

func amountOf(name string, a geo.Amount, places int) figure {
	return figure{name: name, amount: a, places: places}
}

// figuresOf lists the figures of the coverage within one limit.
func figuresOf(lang Lang, area *analysis.Area, category string, l *analysis.LimitCoverage) []figure {
	c := &l.Coverage
	count := func(n int) geo.Amount {
		if l.Grey != "" {
			return geo.Unknown()
		}
		return geo.Known(float64(n))
	}
	grain, tolerance := geo.Unknown(), geo.Unknown()
	if c.Homes > 0 {
		grain = geo.Known(c.GrainM)
	}
	if l.AreaM2.IsKnown() {
		tolerance = geo.Known(l.ToleranceM)
	}
	minutes, metres := amountOf("minutes", l.Minutes, limitPlaces), amountOf("metres", l.Metres, limitPlaces)
	seats, seatsCovered := amountOf("seats_total", c.Seats.Total, 0), amountOf("seats_covered", c.Seats.Covered, 0)
	for _, f := range []*figure{&minutes, &metres, &seats, &seatsCovered} {
		f.optional = true
	}
	return []figure{
		word("unit", area.Code), word("name", area.Name), word("category", category), word("circle", l.Circle),
		minutes, metres, word("mode", l.Mode), word("metric", string(l.Metric)), word("origin", string(l.Origin)),
		amountOf("population_total", c.People.Total, peoplePlaces),
		amountOf("population_covered", c.People.Covered, peoplePlaces),
		amountOf("population_share", c.People.Share(), sharePlaces),
		amountOf("residential_m2", c.Residential.Total, areaPlaces),
		amountOf("residential_covered_m2", c.Residential.Covered, areaPlaces),
		amountOf("dwellings_total", c.Dwellings.Total, peoplePlaces),
		amountOf("dwellings_covered", c.Dwellings.Covered, peoplePlaces),
		amountOf("villages_total", c.Villages.Total, 0),
		amountOf("villages_covered", c.Villages.Covered, 0),
		amountOf("street_m", c.Street.Total, lengthPlaces),
		amountOf("street_covered_m", c.Street.Covered, lengthPlaces),
		seats, seatsCovered,
		word("denominator", string(c.Denominator())), amountOf("share", c.Share(), sharePlaces),
		amountOf("area_m2", l.AreaM2, areaPlaces),
		amountOf("facilities", count(l.Facilities), 0),
		amountOf("facilities_inside", count(l.FacilitiesInside), 0),
		amountOf("unplaced_facilities", count(l.UnplacedFacilities), 0),
		amountOf("unplaced_population", c.UnplacedPeople, peoplePlaces),
		amountOf("edge_population", c.EdgePeople, peoplePlaces),
		amountOf("homes", count(c.Homes), 0),
		amountOf("homes_covered", count(c.HomesCovered), 0),
		amountOf("homes_unplaced", count(c.HomesUnplaced), 0),
		slopeUnknown(l.Slopes),
		amountOf("grain_m", grain, lengthPlaces),
		amountOf("tolerance_m", tolerance, lengthPlaces),
		word("reason", coverageReason(lang, l)),
	}
}

// coverageReason says why a headline figure is unknown, "" when all are known.
func coverageReason(lang Lang, l *analysis.LimitCoverage) string {
	c := &l.Coverage
	switch {
	case l.Grey != "":
		return translated(l.Grey).in(lang)
	case c.Denominator() == "":
		return noDenominator().in(lang)
	case !c.Share().IsKnown():
		return emptyDenominator().in(lang)
	case l.NoPeople != "" && !c.Seats.Total.IsKnown():
		return translated(l.NoPeople).in(lang)
	case !c.People.Total.IsKnown() && !c.Seats.Total.IsKnown():
		return noPopulation().in(lang)
	}
	return ""
}

// figures writes the members of an object that is open.
func (e *encoder) figures(list []figure) {
	for i := range list {
		f := &list[i]
		if f.optional && !f.amount.IsKnown() {
			continue
		}
		e.key(f.name)
		if f.isText {
			e.strOrNull(f.text)
		} else {
			e.amount(f.amount, f.places)
		}
	}
}

// names lists the columns of a table of figures.
func names(list []figure) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].name
	}
	return out
}

// cells writes the figures as cells of a spreadsheet; what is unknown is empty.
func cells(list []figure) []string {
	out := make([]string, len(list))
	for i := range list {
		f := &list[i]
		if f.isText {
			out[i] = harmless(f.text)
		} else if v, known := f.amount.Get(); known {
			out[i] = strconv.FormatFloat(round(v, f.places), 'f', -1, 64)
		}
	}
	return out
}

// harmless puts an apostrophe before a text that a spreadsheet would take for a
// formula and run (OWASP, CSV Injection).
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
