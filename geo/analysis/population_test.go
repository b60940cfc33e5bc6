package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// Home a is 100 m from school 1, b 600 m from school 2, and c 100 m. The town w has a
// and b, the town x has c.
const street = `
A-1-a-----------b--B------c-2
`

// pair is two towns on that street.
func pair(t *testing.T) *scene {
	s := draw(t, street)
	s.unit("w", geo.LevelTown, -1, -5, 20, 5)
	s.unit("x", geo.LevelTown, 20, -5, 40, 5)
	return s
}

func (s *scene) town1() *geo.Unit { return &s.Units[0] }
func (s *scene) town2() *geo.Unit { return &s.Units[1] }

func TestPopulationIsTheSumOfHomes(t *testing.T) {
	a := pair(t).people(map[string]float64{"a": 7, "b": 3, "c": 5}).ready()
	require.Equal(t, analysis.Population{Persons: geo.Known(10), From: "homes"}, a.population("w"))
	require.Equal(t, analysis.Population{Persons: geo.Known(15), From: "homes"}, a.population("w,x"))
	require.Equal(t, tally(10, 7), a.cover(analysis.CoverageQuery{Area: "w"}).Coverage.People)
}

func TestHomesAreRescaledToTheOfficialPopulation(t *testing.T) {
	s := pair(t).people(map[string]float64{"a": 7, "b": 3, "c": 5})
	s.home("a").Groups = map[string]float64{"60+": 2}
	s.home("b").Groups = map[string]float64{"60+": 1}
	s.home("c").Groups = map[string]float64{"60+": 1}
	s.town1().Population, s.town1().PopulationYear = geo.Known(25), 2020
	a := s.ready()
	require.Equal(t, analysis.Population{Persons: geo.Known(25), From: "official", Factor: geo.Known(2.5), Year: 2020}, a.population("w"))
	row := a.cover(analysis.CoverageQuery{Area: "w"})
	about(t, tally(25, 17.5), row.Coverage.People)
	require.Empty(t, row.NoPeople)

	// A group is rescaled by the factor of all.
	about(t, tally(7.5, 5), a.cover(analysis.CoverageQuery{Area: "w", Group: "60+"}).Coverage.People)

	// Each town by its own number: x stays as it is.
	require.Equal(t, analysis.Population{Persons: geo.Known(30), From: "mixed"}, a.population("w,x"))
	about(t, tally(30, 22.5), a.cover(analysis.CoverageQuery{Area: "w,x"}).Coverage.People)
	about(t, tally(30, 22.5), a.cover(analysis.CoverageQuery{Area: "all"}).Coverage.People)

	// Completeness counts the same people.
	c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "w", Circle: "c500"})
	require.NoError(t, err)
	require.InDelta(t, 25, c.Completeness.People.Or(-1), 1e-9)
	require.InDelta(t, 17.5, c.Completeness.Reached[0].Or(-1), 1e-9)
}

func TestUnknownPopulationIsUnknownWithAReason(t *testing.T) {
	a := pair(t).people(map[string]float64{"a": -1, "b": -1}).ready()
	p := a.population("w")
	require.False(t, p.Persons.IsKnown())
	require.Empty(t, p.From)
	require.Contains(t, p.Reason, "w")
	row := a.cover(analysis.CoverageQuery{Area: "w"})
	require.Equal(t, lifecircle.Tally{}, row.Coverage.People)
	require.False(t, row.Coverage.Share().IsKnown())
	require.False(t, row.Coverage.UnplacedPeople.IsKnown())
	require.False(t, row.Coverage.EdgePeople.IsKnown())
	require.Contains(t, row.Grey, "no home is known here")
	require.Equal(t, p.Reason, row.NoPeople)
	require.Equal(t, 2, row.Coverage.Homes)

	c, err := a.Completeness(t.Context(), analysis.CompletenessQuery{Area: "w", Circle: "c500"})
	require.NoError(t, err)
	require.NotEmpty(t, c.Grey)
	require.False(t, c.Completeness.People.IsKnown())

	// In a dataset without towns the reason is the dataset's.
	s := draw(t, street).people(map[string]float64{"a": -1, "b": -1, "c": -1})
	require.Equal(t, "the dataset has no population", s.ready().population("all").Reason)
}

func TestWithoutPeopleTheShareIsOfWhatElseIsKnown(t *testing.T) {
	s := pair(t).people(map[string]float64{"a": -1, "b": -1})
	s.home("a").ResidentialM2, s.home("b").ResidentialM2 = geo.Known(300), geo.Known(100)
	row := s.ready().cover(analysis.CoverageQuery{Area: "w"})
	require.Equal(t, lifecircle.Residential, row.Coverage.Denominator())
	require.Equal(t, geo.Known(0.75), row.Coverage.Share())
	require.Empty(t, row.Grey)
	require.NotEmpty(t, row.NoPeople)
}

func TestOfficialPopulationWithoutPeopleAtHomesIsSharedOut(t *testing.T) {
	for name, set := range map[string]func(h *geo.Home, n float64){
		"dwellings":   func(h *geo.Home, n float64) { h.Dwellings = geo.Known(n) },
		"residential": func(h *geo.Home, n float64) { h.ResidentialM2 = geo.Known(n) },
		"street":      func(h *geo.Home, n float64) { h.StreetM = geo.Known(n) },
	} {
		s := pair(t).people(map[string]float64{"a": -1, "b": -1})
		s.town1().Population = geo.Known(100)
		set(s.home("a"), 3)
		set(s.home("b"), 1)
		a := s.ready()
		require.Equal(t, analysis.Population{Persons: geo.Known(100), From: "official"}, a.population("w"), name)
		about(t, tally(100, 75), a.cover(analysis.CoverageQuery{Area: "w"}).Coverage.People)
	}

	// Of two that are known, dwellings say more of people than land does.
	s := pair(t).people(map[string]float64{"a": -1, "b": -1})
	s.town1().Population = geo.Known(100)
	s.home("a").Dwellings, s.home("a").ResidentialM2 = geo.Known(1), geo.Known(900)
	s.home("b").Dwellings, s.home("b").ResidentialM2 = geo.Known(3), geo.Known(100)
	about(t, tally(100, 25), s.ready().cover(analysis.CoverageQuery{Area: "w"}).Coverage.People)
}

func TestOfficialPopulationOfWhichNobodyKnowsWhere(t *testing.T) {
	s := pair(t).people(map[string]float64{"a": -1, "b": -1})
	s.town1().Population = geo.Known(100)
	a := s.ready()
	require.Equal(t, geo.Known(100), a.population("w").Persons)
	row := a.cover(analysis.CoverageQuery{Area: "w"})
	require.Equal(t, lifecircle.Tally{}, row.Coverage.People, "not 0 of 100")
	require.Contains(t, row.Grey, "an official population is given for w")

	// Homes whose people are known to be none cannot be scaled to a hundred.
	s = pair(t).people(map[string]float64{"a": 0, "b": 0})
	s.town1().Population = geo.Known(100)
	a = s.ready()
	require.Equal(t, geo.Known(100), a.population("w").Persons)
	require.Equal(t, lifecircle.Tally{}, a.cover(analysis.CoverageQuery{Area: "w"}).Coverage.People)
}

func TestAPartsPeopleDoNotPassForAll(t *testing.T) {
	// Of the town w nothing is known. What is known of x is no figure of both.
	s := pair(t).people(map[string]float64{"a": -1, "b": -1, "c": 5})
	for _, id := range []string{"a", "b", "c"} {
		s.home(id).ResidentialM2 = geo.Known(100)
	}
	a := s.ready()
	require.Equal(t, tally(5, 5), a.cover(analysis.CoverageQuery{Area: "x"}).Coverage.People)
	p := a.population("w,x")
	require.False(t, p.Persons.IsKnown())
	require.Contains(t, p.Reason, "known for w")
	require.Empty(t, p.From)
	row := a.cover(analysis.CoverageQuery{Area: "w,x"})
	require.Equal(t, lifecircle.Tally{}, row.Coverage.People)
	require.Equal(t, p.Reason, row.NoPeople)
	require.Equal(t, tally(300, 200), row.Coverage.Residential)

	// Neither is what is known of one town's old people that of both.
	s = pair(t)
	s.home("c").Groups = map[string]float64{"60+": 4}
	a = s.ready()
	require.Equal(t, tally(4, 4), a.cover(analysis.CoverageQuery{Area: "x", Group: "60+"}).Coverage.People)
	row = a.cover(analysis.CoverageQuery{Area: "w,x", Group: "60+"})
	require.Equal(t, lifecircle.Tally{}, row.Coverage.People)
	require.Contains(t, row.NoPeople, `nothing is known of the age group "60+" in w`)

	// Nor is a number of all residents, shared out, one of the old.
	s = pair(t).people(map[string]float64{"a": -1, "b": -1})
	s.home("c").Groups = map[string]float64{"60+": 4}
	s.town1().Population = geo.Known(100)
	s.home("a").Dwellings = geo.Known(3)
	row = s.ready().cover(analysis.CoverageQuery{Area: "w", Group: "60+"})
	require.Equal(t, lifecircle.Tally{}, row.Coverage.People)
	require.Contains(t, row.NoPeople, "60+")

	// A town where nobody lives, by its official number, takes nothing away.
	s = pair(t).people(map[string]float64{"a": -1, "b": -1})
	s.town1().Population = geo.Known(0)
	require.Equal(t, tally(10, 10), s.ready().cover(analysis.CoverageQuery{Area: "w,x"}).Coverage.People)
}

func TestGroupsThatNobodyKnowsAreRefused(t *testing.T) {
	s := pair(t)
	s.home("a").Groups = map[string]float64{"60+": 1, "0-14": 2}
	_, err := s.ready().Coverage(t.Context(), analysis.CoverageQuery{Area: "w", Categories: []string{"school"}, Circle: "c500", Group: "old"})
	refused(t, err, "group", "[0-14 60+]")
}

func TestTheUsersPeopleOutrankANumberOfOpenStreetMap(t *testing.T) {
	s := pair(t)
	s.Sources = []geo.SourceInfo{{Name: "map", License: "ODbL-1.0", Attribution: "© OpenStreetMap contributors"}, {Name: "census"}}
	s.town1().Population, s.town1().Source = geo.Known(999), "map"
	for i := range s.Homes {
		s.Homes[i].Source = "census"
	}
	require.Equal(t, analysis.Population{Persons: geo.Known(20), From: "homes"}, s.ready().population("w"))

	s.town1().Source = "census"
	require.Equal(t, "official", s.ready().population("w").From)
}
