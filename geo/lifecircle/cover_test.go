package lifecircle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

func TestExactlyAtTheLimitIsInside(t *testing.T) {
	d, costs := demand([]household{people(3, 1000), people(5, 1001), people(7, 0)})
	c := lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1000})
	require.Equal(t, tally(15, 10), c.People)
	require.Equal(t, 3, c.Homes)
	require.Equal(t, 2, c.HomesCovered)
	require.Equal(t, geo.Known(10.0/15), c.Share())

	c = lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 999})
	require.Equal(t, tally(15, 7), c.People)
	c = lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1001})
	require.Equal(t, tally(15, 15), c.People)
}

func TestWhatIsNotKnownIsNotZero(t *testing.T) {
	// Nothing is known of anything.
	nothing := household{persons: -1, land: -1, dwellings: -1, street: -1}
	d, costs := demand([]household{nothing, nothing})
	c := lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1000, ReachM: 1})
	require.Equal(t, lifecircle.Coverage{Homes: 2, HomesCovered: 2}, c)
	require.Equal(t, lifecircle.Denominator(""), c.Denominator())
	require.False(t, c.Share().IsKnown())

	// No home at all.
	d, costs = demand(nil)
	require.Equal(t, lifecircle.Coverage{}, lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1000}))

	// One home's people are known, the other's are not: the sum is of what is known.
	d, costs = demand([]household{people(4, far), nothing})
	c = lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1000})
	require.Equal(t, tally(4, 0), c.People)
	require.Equal(t, geo.Known(0), c.Share(), "nobody covered is 0, not unknown")
	require.False(t, c.Residential.Total.IsKnown())

	// Nobody lives here, and that is known: no share, and no 0 either.
	d, costs = demand([]household{people(0, 0)})
	c = lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1000})
	require.Equal(t, tally(0, 0), c.People)
	require.Equal(t, lifecircle.People, c.Denominator())
	require.False(t, c.Share().IsKnown())
}

func TestTheFirstKnownDenominatorGivesTheShare(t *testing.T) {
	// One home within the limit has 1 of everything, one beyond it 2, 3, 4 and 5.
	near, beyond := household{1, 1, 1, 1, 0, false, 1e6, 0, 0, 0}, household{1, 2, 3, 4, far, false, 1e6, 0, 0, 0}
	limit := lifecircle.Limit{Cost: 1000}
	for _, c := range []struct {
		want  lifecircle.Denominator
		share float64
		hide  func(h *household)
	}{
		{lifecircle.People, 1.0 / 2, func(*household) {}},
		{lifecircle.Residential, 1.0 / 3, func(h *household) { h.persons = -1 }},
		{lifecircle.Dwellings, 1.0 / 4, func(h *household) { h.land = -1 }},
		{lifecircle.Street, 1.0 / 5, func(h *household) { h.dwellings = -1 }},
	} {
		c.hide(&near)
		c.hide(&beyond)
		d, costs := demand([]household{near, beyond})
		got := lifecircle.Cover(d, costs, nil, limit)
		require.Equal(t, c.want, got.Denominator())
		require.Equal(t, geo.Known(c.share), got.Share(), c.want)
		all := lifecircle.Complete(d, []string{"only"}, [][]uint32{costs}, limit)
		require.Equal(t, c.want, all.Denominator)
		require.Equal(t, geo.Known(c.share), all.Complete.Ratio(all.People), c.want)
	}
}

func TestUnplacedPeopleStayInTheTotal(t *testing.T) {
	// A cost that was left at 0 does not make an unlinked home a covered one.
	lost := people(10, 0).without()
	lost.cost = 0
	d, costs := demand([]household{people(30, 0), people(5, far), lost, people(2, 0).without()})
	c := lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1000})
	require.Equal(t, tally(47, 30), c.People)
	require.Equal(t, geo.Known(12), c.UnplacedPeople)
	require.Equal(t, 2, c.HomesUnplaced)
	require.Equal(t, 1, c.HomesCovered)

	// Connected to a part of the network from which nothing is reached: placed.
	d, costs = demand([]household{people(30, none)})
	c = lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: lifecircle.Unlinked - 1})
	require.Equal(t, tally(30, 0), c.People)
	require.Equal(t, geo.Known(0), c.UnplacedPeople)
}

func TestPeopleNearerToTheEdgeThanTheLimitAreReported(t *testing.T) {
	d, costs := demand([]household{people(1, 0).at(0), people(2, far).at(299), people(4, 0).at(300), people(8, 0).at(301)})
	c := lifecircle.Cover(d, costs, nil, lifecircle.Limit{Cost: 1000, ReachM: 300})
	require.Equal(t, geo.Known(3), c.EdgePeople, "covered or not, and not those just as far as the limit")
	require.Equal(t, tally(15, 13), c.People, "they are counted like all others")
}

func TestTheWidestGrainIsTold(t *testing.T) {
	a, b := people(1, 0), people(1, 0)
	a.grainM, b.grainM = 50, 400
	d, costs := demand([]household{a, b, a})
	require.Equal(t, 400.0, lifecircle.Cover(d, costs, nil, lifecircle.Limit{}).GrainM)
	require.Equal(t, 400.0, lifecircle.Complete(d, nil, nil, lifecircle.Limit{}).GrainM)
}

func TestSeats(t *testing.T) {
	c := lifecircle.CoverSeats([]uint32{1000, 1001, none}, lifecircle.Limit{Cost: 1000})
	require.Equal(t, lifecircle.Coverage{Seats: tally(3, 1)}, c)
	require.Equal(t, lifecircle.Seats, c.Denominator())
	require.Equal(t, geo.Known(1.0/3), c.Share())
	require.Equal(t, lifecircle.Coverage{}, lifecircle.CoverSeats(nil, lifecircle.Limit{Cost: 1000}))
}

func TestGroupsAreColumns(t *testing.T) {
	// A question about one age group brings the group's persons. A home whose groups
	// are not known is no home without old people.
	all := []household{people(10, 0), people(20, far), people(30, 0)}
	old := []household{people(4, 0), people(1, far), people(-1, 0)}
	limit := lifecircle.Limit{Cost: 1000}
	d, costs := demand(all)
	require.Equal(t, tally(60, 40), lifecircle.Cover(d, costs, nil, limit).People)
	d, costs = demand(old)
	require.Equal(t, tally(5, 4), lifecircle.Cover(d, costs, nil, limit).People)
}
