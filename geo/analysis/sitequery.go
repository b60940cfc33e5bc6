package analysis

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// DefaultSites is how many facilities are added where a question does not say.
const DefaultSites = 3

// SitesQuery asks where to add facilities when those that exist stay.
type SitesQuery struct {
	// Area is a code as [Analysis.Area] takes it: whose people are served.
	Area string
	// Categories are ids or codes, Where attributes, as for [CoverageQuery]: what exists and
	// what is added.
	Categories []string
	Where      map[string]string
	// Circle, or Mode with one of Minutes and Metres, is the limit.
	Circle          string
	Mode            string
	Minutes, Metres float64
	StraightLine    bool
	Slope           bool
	// Group restricts people to an age group, as in [GapsQuery].
	Group string
	// Objective defaults to [siting.ObjectiveMCLP].
	Objective siting.Objective
	// Count is how many are added at most; 0 reads as [DefaultSites]. LSCP does not read it.
	Count int
	// Candidates defaults to [CandidateNodes], with At or Places to [CandidateList]: places,
	// and places with ids of the asker's, which have to differ ("" for that of At).
	Candidates CandidateKind
	At         []orb.Point
	Places     []Candidate
	// Avoid lists land uses on which nothing is sited; nil reads as [DefaultAvoid]. Water that
	// is a barrier is avoided always, and so are AvoidAreas, valid polygons in degrees.
	Avoid      []string
	AvoidAreas []orb.MultiPolygon
}

// SitesAnswer is a choice of sites and what it is worth.
type SitesAnswer struct {
	Area *Area
	// Limit is the one used, as in [GapsAnswer].
	Limit      LimitCoverage
	Categories []string
	// Answer is the choice: its Value, Bound and Gap in the denominator's unit; for the
	// p-median times metres or seconds. CapCost is in metres or seconds in Cap.
	Answer *siting.Answer
	Cap    geo.Amount
	// Counted says whose people are counted.
	Counted Counted
	// Denominator is what is counted: people, else what a share would be of.
	Denominator lifecircle.Denominator
	// Covered are those within the limit today, CoveredAfter with all sites; Beyond those
	// whom no candidate brings within it (p-median: who reach nothing even then).
	Total, Covered, CoveredAfter, Beyond geo.Amount
	// Facilities exist in the whole dataset, Unknown more may count but lack an attribute.
	Facilities, Unknown int
	Sites               []Site
	// Candidates were weighed, out of CandidatesAll; Forbidden lie on ground to be avoided,
	// Drawn of them in the asker's areas and on no other such ground, Far
	// are out of reach of everybody who gains by one, Unplaced have no link. SquareM is the
	// side of the squares of which each was left one candidate, 0 where all were weighed.
	Kind                                                       CandidateKind
	Candidates, CandidatesAll, Forbidden, Drawn, Far, Unplaced int
	SquareM                                                    float64
	Avoid                                                      []string
	// NoPeople and Grey are as in [CompletenessAnswer].
	NoPeople, Grey string
}

// Site is a chosen candidate, the one that gains most after those before it.
type Site struct {
	Candidate
	// Gained are those it brings within the limit and that none before it does; Homes how
	// many homes. For the p-median they are those for whom something gets nearer, and Saved
	// is their sum of metres or seconds.
	Gained geo.Amount
	Homes  int
	Saved  geo.Amount
	// Road is the name of the street it would stand at, "" where it has none; Town and
	// Village are the units it lies in, nil for none.
	Road          string
	Town, Village *geo.Unit
}

// complete fills in what a question leaves out, and refuses what makes no sense.
func (q *SitesQuery) complete() error {
	if q.Objective == "" {
		q.Objective = siting.ObjectiveMCLP
	}
	switch q.Objective {
	case siting.ObjectiveMCLP, siting.ObjectiveLSCP, siting.ObjectivePMedian:
	default:
		return &FieldError{Field: "objective", Value: string(q.Objective), Rule: "has to be mclp, lscp or pmedian"}
	}
	if q.Count <= 0 {
		q.Count = DefaultSites
	}
	switch {
	case q.Candidates == "" && len(q.At)+len(q.Places) > 0:
		q.Candidates = CandidateList
	case q.Candidates == "":
		q.Candidates = CandidateNodes
	case q.Candidates != CandidateList && len(q.At) > 0:
		return &FieldError{Field: "at", Value: placeID(q.At[0]), Rule: "names the candidates itself; leave out candidates"}
	}
	if n := len(q.At) + len(q.Places); q.Candidates == CandidateList && n > MaxCandidates {
		return &FieldError{Field: "at", Value: fmt.Sprint(n), Rule: fmt.Sprintf("takes at most %d places", MaxCandidates)}
	}
	if q.Avoid == nil {
		q.Avoid = DefaultAvoid()
	}
	return nil
}
