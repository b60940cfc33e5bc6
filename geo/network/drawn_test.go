package network_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// A cell is 50 m. Legs count twice.

func TestCostIsLegPlusNetworkPlusLeg(t *testing.T) {
	// Home a is 50 m below the street, facility 1 50 m above it, 200 m apart along it.
	w := build(t, `
      1
A---------B
  a
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantCost("a", 100+200+100, "1")
}

func TestHomeAndFacilityOnOneEdgeAreComparedAlongIt(t *testing.T) {
	w := build(t, `
A---a---1---B
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantCost("a", 200, "1")

	// Off the ends of the drawn stretch the same holds mid-edge, without any node
	// between the two.
	w = build(t, `
  a   1
A---------B
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantCost("a", 100+200+100, "1")
}

func TestLongEdgeWithoutJunctionIsCutAtTheMetre(t *testing.T) {
	w := build(t, `
A1---------------------------------------B
                        a
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantCost("a", 100+23*50, "1")
	limit := w.graph.Units(100 + 23*50)
	f := w.field(network.To, limit+2, "1")
	c, _ := f.At(w.links(w.town.At(24, 1), true))
	require.LessOrEqual(t, c, limit+2)
	c, _ = f.At(w.links(w.town.At(24.1, 1), true))
	require.Equal(t, uint32(network.Unreachable), c, "5 m farther is outside")
}

func TestRiverWithoutABridge(t *testing.T) {
	// 1 is 200 m from a as the crow flies; the only bridge is far to the east.
	const river = `
A----1----------B
                |
~~~~~~~~~~~~~~~~"~~
                |
C----a----------D
`
	w := build(t, river, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantCost("a", 11*50+4*50+11*50, "1")
	w = build(t, `
A----1----------B

~~~~~~~~~~~~~~~~~~~

C----a----------D
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantUnreachable("a", "1")
}

func TestLegCrossesNoBarrier(t *testing.T) {
	// The street on the other bank is nearer, but nobody steps across the river.
	w := build(t, `
A----1-----B
~~~~~~~~~~~~
     a
 
 
C----2-----D
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantUnreachable("a", "1")
	w.wantCost("a", 2*150, "2")
}

func TestStubPathMustNotLowerCoverage(t *testing.T) {
	// A path that ends next to the home but leads nowhere is one link among several.
	const without = `
A---------------1
|
B  a
`
	w := build(t, without, drawntown.Options{}, walking(), geo.NetworkDistance)
	before, _ := w.cost("a", "1")
	w = build(t, `
A---------------1
|
B  a
  P-Q
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	after, _ := w.cost("a", "1")
	require.LessOrEqual(t, after, before)
}

func TestOneWayLoop(t *testing.T) {
	// A -> B -> C -> D -> A. From a to 1 with the traffic is 100 m, back is round the block.
	oneWay := func(r *geo.RoadSegment) { r.OneWay = geo.Forward }
	against := func(r *geo.RoadSegment) { r.OneWay = geo.Backward }
	roads := map[string]func(*geo.RoadSegment){
		"Aa": oneWay, "a1": oneWay, "1B": oneWay, "BC": oneWay, "DC": against, "AD": against,
	}
	const loop = `
A-a-1-B
|     |
D-----C
`
	w := build(t, loop, drawntown.Options{Roads: roads}, driving(), geo.NetworkDistance)
	w.wantCost("a", 100, "1")

	const other = `
A-1-a-B
|     |
D-----C
`
	roads = map[string]func(*geo.RoadSegment){
		"A1": oneWay, "1a": oneWay, "aB": oneWay, "BC": oneWay, "DC": against, "AD": against,
	}
	w = build(t, other, drawntown.Options{Roads: roads}, driving(), geo.NetworkDistance)
	w.wantCost("a", 100+100+300+100+100, "1")
	w = build(t, other, drawntown.Options{Roads: roads}, walking(), geo.NetworkDistance)
	w.wantCost("a", 100, "1") // one-way streets do not bind who walks

	roads["1a"] = func(r *geo.RoadSegment) {
		r.OneWay, r.OneWayBicycle, r.OneWayBicycleStated = geo.Forward, geo.BothWays, true
	}
	w = build(t, other, drawntown.Options{Roads: roads}, cycling(), geo.NetworkDistance)
	w.wantCost("a", 100, "1") // oneway:bicycle=no lifts it for bicycles
}

func TestGatedEstateIsNoShortCut(t *testing.T) {
	private := func(r *geo.RoadSegment) { r.Access = "private" }
	roads := map[string]func(*geo.RoadSegment){"AB": private, "Bb": private, "bC": private, "BC": private}
	// The estate street A-B-C would save the way round by D and E.
	const estate = `
a-----A--B--C-----1
      |     |
      D-----E
`
	w := build(t, estate, drawntown.Options{Roads: roads}, walking(), geo.NetworkDistance)
	w.wantCost("a", 300+100+300+100+300, "1") // round by D and E

	// A trip may start inside …
	const resident = `
2-A--b--C-1
  |     |
  D-----E
`
	roads = map[string]func(*geo.RoadSegment){"Ab": private, "bC": private}
	w = build(t, resident, drawntown.Options{Roads: roads}, walking(), geo.NetworkDistance)
	w.wantCost("b", 150+100, "1")
	w.wantCost("b", 150+100, "2")

	// … or end inside, and both in one estate.
	const inside = `
a-A--1--b-C
  |       |
  D-------E
`
	roads = map[string]func(*geo.RoadSegment){"A1": private, "1b": private, "bC": private}
	w = build(t, inside, drawntown.Options{Roads: roads}, walking(), geo.NetworkDistance)
	w.wantCost("a", 100+150, "1")
	w.wantCost("b", 150, "1")
}

func TestGates(t *testing.T) {
	gate := func(kind string) map[string]func(*geo.RoadSegment) {
		return map[string]func(*geo.RoadSegment){
			"aG": func(r *geo.RoadSegment) { r.ToBarrier = kind },
			"G1": func(r *geo.RoadSegment) { r.FromBarrier = kind },
		}
	}
	const street = `
a-----G-----1
`
	w := build(t, street, drawntown.Options{Roads: gate("gate")}, walking(), geo.NetworkDistance)
	w.wantCost("a", 600, "1") // a gate without an access tag is open on foot
	w = build(t, street, drawntown.Options{Roads: gate("bollard")}, driving(), geo.NetworkDistance)
	w.wantUnreachable("a", "1")
	w = build(t, street, drawntown.Options{Roads: gate("bollard;motor_vehicle=yes")}, driving(), geo.NetworkDistance)
	w.wantCost("a", 600, "1")
	w = build(t, street, drawntown.Options{Roads: gate("gate;foot=no")}, walking(), geo.NetworkDistance)
	w.wantUnreachable("a", "1")
	w = build(t, street, drawntown.Options{Roads: gate("wall")}, walking(), geo.NetworkDistance)
	w.wantUnreachable("a", "1")
}

func TestGateForResidentsClosesWhatLiesBehindIt(t *testing.T) {
	private := map[string]func(*geo.RoadSegment){
		"AG": func(r *geo.RoadSegment) { r.ToBarrier = "gate;access=private" },
		"HC": func(r *geo.RoadSegment) { r.FromBarrier = "gate;access=private" },
	}
	w := build(t, `
a-----A-G--b--H-C-----1
      |         |
      D---------E
`, drawntown.Options{Roads: private}, walking(), geo.NetworkDistance)
	w.wantCost("a", 300+100+500+100+300, "1") // round the estate, not through it
	w.wantCost("b", 150+100+300, "1")         // but out of it
}

func TestTwoComponents(t *testing.T) {
	w := build(t, `
A--a--B      C--1--D
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantUnreachable("a", "1")
	require.NotEmpty(t, w.links(w.town.Homes["a"], true), "a is connected, to a part without a facility")
	require.InDelta(t, 0.5, w.graph.SmallShare(), 1e-6)
}

func TestHomeWithNoLink(t *testing.T) {
	w := build(t, `
A--1--B





   a
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	require.Empty(t, w.links(w.town.Homes["a"], true))
	w.wantUnreachable("a", "1")
	require.InDelta(t, 300, w.linker.NearestM(w.town.Homes["a"], 1000), 0.01)
}

func TestBridgesAndTunnelsJoinOnlyAtSharedNodes(t *testing.T) {
	// The bridge C-D passes over the street A-B in the drawing's middle, and nobody
	// is linked to it.
	w := build(t, `
     C
     "
A-a--"--1-B
     "
     "
     "
     "
     D-2
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	w.wantUnreachable("a", "2")
}

func TestNoLinksOnBridgesTunnelsMotorways(t *testing.T) {
	for name, set := range map[string]func(*geo.RoadSegment){
		"bridge": func(r *geo.RoadSegment) { r.Bridge = true },
		"tunnel": func(r *geo.RoadSegment) { r.Tunnel = true },
		"motorway": func(r *geo.RoadSegment) {
			r.Highway, r.Foot = "motorway", "yes"
		},
	} {
		w := build(t, `
A----B-----C
   a
`, drawntown.Options{Roads: map[string]func(*geo.RoadSegment){"AB": set}}, walking(), geo.NetworkDistance)
		links := w.links(w.town.Homes["a"], true)
		require.Len(t, links, 1, name)
		require.InDelta(t, 0, crs.Distance(w.graph.Place(links[0]), w.town.Nodes["B"]), 0.01, name)
	}
}

func TestWalkingTable(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(*geo.RoadSegment)
		open bool
	}{
		{"residential", func(*geo.RoadSegment) {}, true},
		{"steps", func(r *geo.RoadSegment) { r.Highway = "steps" }, true},
		{"motorway", func(r *geo.RoadSegment) { r.Highway = "motorway" }, false},
		{"trunk", func(r *geo.RoadSegment) { r.Highway = "trunk" }, false},
		{"trunk with foot=yes", func(r *geo.RoadSegment) { r.Highway, r.Foot = "trunk", "yes" }, true},
		{"trunk with a sidewalk", func(r *geo.RoadSegment) { r.Highway, r.Sidewalk = "trunk", true }, true},
		{"foot=no", func(r *geo.RoadSegment) { r.Foot = "no" }, false},
		{"access=no, foot=yes", func(r *geo.RoadSegment) { r.Access, r.Foot = "no", "yes" }, true},
		{"access=no", func(r *geo.RoadSegment) { r.Access = "no" }, false},
		{"ferry", func(r *geo.RoadSegment) { r.Highway, r.DurationS = "ferry", 600 }, false},
		{"a class of no mode", func(r *geo.RoadSegment) { r.Highway = "raceway" }, false},
	} {
		w := build(t, "\na--A--B--1\n", drawntown.Options{Roads: map[string]func(*geo.RoadSegment){"AB": c.set}}, walking(), geo.NetworkDistance)
		cost, _ := w.cost("a", "1")
		require.Equal(t, c.open, cost != network.Unreachable, c.name)
	}
}

func TestCyclingAndDrivingTables(t *testing.T) {
	for _, c := range []struct {
		name string
		mode *geo.Mode
		set  func(*geo.RoadSegment)
		open bool
	}{
		{"no steps by bicycle", cycling(), func(r *geo.RoadSegment) { r.Highway = "steps" }, false},
		{"no motorway by bicycle", cycling(), func(r *geo.RoadSegment) { r.Highway, r.Bicycle = "motorway", "yes" }, false},
		{"footway by bicycle", cycling(), func(r *geo.RoadSegment) { r.Highway = "footway" }, false},
		{"footway, bicycle=designated", cycling(), func(r *geo.RoadSegment) { r.Highway, r.Bicycle = "footway", "designated" }, true},
		{"bicycle=dismount", cycling(), func(r *geo.RoadSegment) { r.Bicycle = "dismount" }, false},
		{"one-way against by bicycle", cycling(), func(r *geo.RoadSegment) { r.OneWay = geo.Backward }, false},
		{"no footway by car", driving(), func(r *geo.RoadSegment) { r.Highway = "footway" }, false},
		{"no cycleway by car", driving(), func(r *geo.RoadSegment) { r.Highway = "cycleway" }, false},
		{"motorway by car", driving(), func(r *geo.RoadSegment) { r.Highway = "motorway" }, true},
		{"one-way against by car", driving(), func(r *geo.RoadSegment) { r.OneWay = geo.Backward }, false},
		{"motor_vehicle=no", driving(), func(r *geo.RoadSegment) { r.Motor = "no" }, false},
		{"vehicle=no", driving(), func(r *geo.RoadSegment) { r.Vehicle = "no" }, false},
	} {
		w := build(t, "\na--A--B--1\n", drawntown.Options{Roads: map[string]func(*geo.RoadSegment){"AB": c.set}}, c.mode, geo.NetworkDistance)
		cost, _ := w.cost("a", "1")
		require.Equal(t, c.open, cost != network.Unreachable, c.name)
	}
}

func TestFerryNeedsADuration(t *testing.T) {
	m := walking()
	m.Ferries = true
	ferry := func(seconds float64) drawntown.Options {
		return drawntown.Options{Roads: map[string]func(*geo.RoadSegment){"AB": func(r *geo.RoadSegment) { r.Highway, r.DurationS = "ferry", seconds }}}
	}
	w := build(t, "\na--A--B--1\n", ferry(600), m, geo.NetworkTime)
	w.wantCost("a", 150+600+150, "1") // 1 m/s on foot: metres and seconds are one
	w = build(t, "\na--A--B--1\n", ferry(0), m, geo.NetworkTime)
	w.wantUnreachable("a", "1")
}

func TestDrivingSpeeds(t *testing.T) {
	// 600 m at 20 m/s, legs of 0 m; a posted limit holds against the class's speed,
	// and the factor against both.
	set := func(kmh float64) drawntown.Options {
		return drawntown.Options{Roads: map[string]func(*geo.RoadSegment){"a1": func(r *geo.RoadSegment) { r.Highway, r.MaxSpeedKmh = "primary", kmh }}}
	}
	w := build(t, "\na-----------1\n", set(0), driving(), geo.NetworkTime)
	w.wantCost("a", 30, "1")
	w = build(t, "\na-----------1\n", set(36), driving(), geo.NetworkTime)
	w.wantCost("a", 60, "1")
	m := driving()
	m.SpeedFactor = 0.5
	w = build(t, "\na-----------1\n", set(36), m, geo.NetworkTime)
	w.wantCost("a", 120, "1")
}

func TestTheWinningFacilityIsTold(t *testing.T) {
	w := build(t, `
1----a--2----3
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	c, id := w.cost("a", "1", "2", "3")
	require.Equal(t, int32(1), id)
	require.InDelta(t, 150000, float64(c), drawnMM)

	// Of two at one cost the first wins, whatever the order of the search.
	w = build(t, `
1---a---2
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	c1, id1 := w.cost("a", "1", "2")
	c2, id2 := w.cost("a", "2", "1")
	require.Equal(t, c1, c2)
	require.Equal(t, []int32{0, 0}, []int32{id1, id2})
}

func TestKDistinctFacilities(t *testing.T) {
	w := build(t, `
1--2--a-----3
`, drawntown.Options{}, walking(), geo.NetworkDistance)
	for k, metres := range []float64{150, 300, 300} {
		kf, err := w.graph.KField(t.Context(), w.sources(network.To, "1", "2", "3"), network.To, network.Unreachable, k+1)
		require.NoError(t, err)
		c, n := kf.At(w.links(w.town.Homes["a"], true))
		require.Equal(t, k+1, n)
		require.InDelta(t, metres*1000, float64(c), drawnMM)
	}
	kf, err := w.graph.KField(t.Context(), w.sources(network.To, "1", "2"), network.To, network.Unreachable, 3)
	require.NoError(t, err)
	c, n := kf.At(w.links(w.town.Homes["a"], true))
	require.Equal(t, 2, n)
	require.Equal(t, uint32(network.Unreachable), c)
}
