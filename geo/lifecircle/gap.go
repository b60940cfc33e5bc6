package lifecircle

import "github.com/seed-4611ae28/lifecircle/geo"

// Gap is a connected area of homes that lack something: each misses at least one
// requirement of a set, and from each to each other leads a chain of such homes, none
// farther from the next than [GapOptions.ApartM].
type Gap struct {
	// ID is made of the question and of the homes' IDs: the same homes under the same
	// question have the same ID in every run.
	ID string
	// Homes are indexes into the demand, in the order of the homes' IDs.
	Homes []int32
	// Centre is the home with the most people (or of what is counted in their place); of
	// several the one with the smallest ID.
	Centre int32
	// People, Residential, Dwellings and Street are sums over the homes that know them,
	// unknown where none does. Groups are the people of each [GapQuestion.Groups].
	People, Residential, Dwellings, Street geo.Amount
	Groups                                 []geo.Amount
	// Missing is, per requirement in the question's order, the people who lack it, in the
	// denominator of [Gaps]; unknown where none of them is known.
	Missing []geo.Amount
	// MedianBeyond and P90Beyond say how far beyond the limit what is missing lies, in the
	// units of the costs: the median and the 90th percentile over people. A home counts
	// with the farthest of what it misses. Both are unknown where nobody is known who
	// reaches it at all.
	MedianBeyond, P90Beyond geo.Amount
	// NeverHomes are the homes that cannot reach something they miss, however far; Never
	// their people. They are not in the two figures before.
	NeverHomes int
	Never      geo.Amount
	// Burden is what gaps are ranked by: Σ people × how far beyond the limit as a share of
	// the limit, at most 1; who never gets there counts 1. It is a number of people.
	Burden float64
}

// Gaps are the gaps of an area, the worst first: by burden, then by people, then by ID.
type Gaps struct {
	// Denominator is what people are counted in (see [Completeness]), "" when nothing is
	// known; then homes are grouped all the same, and every amount is unknown.
	Denominator Denominator
	Gaps        []Gap
	// Homes is the number of homes in them; ApartM the distance that was used.
	Homes  int
	ApartM float64
}

// GapQuestion is what is asked of the homes of a demand, in columns of its order.
type GapQuestion struct {
	// Name tells this question from others (unit, circle, set, version of the data): it
	// goes into the gaps' IDs.
	Name string
	// IDs name the homes; they have to differ.
	IDs []string
	// Places are the homes in metres of a plane.
	Places []Place
	// Requirements and Costs are as for [Complete]; a home lacks a requirement that is
	// beyond Limit.
	Requirements []string
	Costs        [][]uint32
	Limit        Limit
	// Groups are people by age group, as far as they are known.
	Groups []Group
}

// Place is a place in metres of a plane.
type Place = [2]float64

// Group is an age group of a demand.
type Group struct {
	Name    string
	Persons []geo.Amount
}

// GapOptions say when homes belong together. The zero value works.
type GapOptions struct {
	// ApartM is the largest distance in a straight line between neighbours in a gap, in
	// metres, itself included. Defaults to 200, as far as a home in a built-up area may
	// stand from its street (no source; not verified).
	ApartM float64
}

const defaultApartM = 200
