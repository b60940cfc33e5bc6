package lifecircle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

func TestVillages(t *testing.T) {
	limit := lifecircle.Limit{Cost: 1000}
	seated, seatless := lifecircle.Village{Code: "v", Seat: true}, lifecircle.Village{Code: "v"}
	unknown := func(cost uint32) household { return people(-1, cost).in(1) }
	land := func(m2 float64, cost uint32) household { h := unknown(cost); h.land = m2; return h }
	for _, c := range []struct {
		name    string
		village lifecircle.Village
		seat    uint32
		homes   []household
		want    lifecircle.Tally
	}{
		{"its seat is reached, its people are not", seated, 1000, []household{people(9, far).in(1)}, tally(1, 1)},
		{"its people are reached, its seat is not", seated, 1001, []household{people(9, 0).in(1)}, tally(1, 0)},
		{"a seat without a link", seated, none, []household{people(9, 0).in(1)}, tally(1, 0)},
		{"a seat and no home", seated, 0, nil, tally(1, 1)},
		{"no seat, exactly half of the people", seatless, 0, []household{people(5, 1000).in(1), people(5, far).in(1)}, tally(1, 1)},
		{"no seat, less than half", seatless, 0, []household{people(4, 0).in(1), people(5, far).in(1)}, tally(1, 0)},
		{"people count, not homes", seatless, 0, []household{people(9, 0).in(1), people(1, far).in(1), people(1, far).in(1)}, tally(1, 1)},
		{"people without a link are not reached", seatless, 0, []household{people(4, 0).in(1), people(5, 0).without().in(1)}, tally(1, 0)},
		{"homes of no village count for none", seatless, 0, []household{people(4, far).in(1), people(50, 0)}, tally(1, 0)},
		{"neither seat nor homes", seatless, 0, nil, lifecircle.Tally{}},
		{"nobody lives there", seatless, 0, []household{people(0, 0).in(1)}, lifecircle.Tally{}},
		{"nothing known of its homes", seatless, 0, []household{unknown(0)}, lifecircle.Tally{}},
		{"no people known, half of the land", seatless, 0, []household{land(300, 0), land(300, far)}, tally(1, 1)},
		{"no people known, less land", seatless, 0, []household{land(300, 0), land(301, far)}, tally(1, 0)},
		{
			"square metres are not weighed against people", seatless, 0,
			[]household{people(10, 0).in(1), land(5000, far)}, tally(1, 1),
		},
	} {
		d, costs := demand(c.homes, c.village)
		require.Equal(t, c.want, lifecircle.Cover(d, costs, []uint32{c.seat}, limit).Villages, c.name)
	}
}

func TestVillagesAreJudgedEachByItsOwn(t *testing.T) {
	// The first knows people, the second only dwellings, the third has a seat.
	house := func(n float64, cost uint32) household { h := people(-1, cost).in(2); h.dwellings = n; return h }
	d, costs := demand(
		[]household{people(10, 0).in(1), people(1, far).in(1), house(2, far), house(1, 0)},
		lifecircle.Village{Code: "a"}, lifecircle.Village{Code: "b"}, lifecircle.Village{Code: "c", Seat: true},
	)
	c := lifecircle.Cover(d, costs, []uint32{none, none, 1000}, lifecircle.Limit{Cost: 1000})
	require.Equal(t, tally(3, 2), c.Villages)
}
