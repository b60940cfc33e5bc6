package trial_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// A network of a size is always the same, has about so many nodes, most of which hang
// together, and its edges take as long as a walk of some 95 m does.
func TestGenerated(t *testing.T) {
	roads := trial.Generated(10_000)
	if !reflect.DeepEqual(roads, trial.Generated(10_000)) {
		t.Error("two networks of one size differ")
	}
	top, err := network.NewTopology(context.Background(), roads)
	if err != nil {
		t.Fatal(err)
	}
	g, err := top.Graph(context.Background(), trial.Mode(), geo.NetworkTime)
	if err != nil {
		t.Fatal(err)
	}
	if n := g.Nodes(); n < 9_000 || n > 10_000 {
		t.Errorf("%d nodes, want about 10,000", n)
	}
	sources := trial.EveryNth(g, 2_000)
	field, err := g.Field(context.Background(), sources, network.To, network.Unreachable)
	if err != nil {
		t.Fatal(err)
	}
	reached, sum := 0, 0.0
	for v := range int32(g.Nodes()) {
		if c, _ := field.Node(v); c != network.Unreachable {
			reached++
			sum += g.Value(c)
		}
	}
	if share := float64(reached) / float64(g.Nodes()); share < 0.9 {
		t.Errorf("%.2f of the nodes reached, want most", share)
	}
	// Five facilities on 100 by 100 nodes: some 25 blocks to the nearest, a block of
	// about 95 m at 1.2 m/s and detours.
	if mean := sum / float64(reached); mean < 1000 || mean > 6000 {
		t.Errorf("mean time %.0f s, want some 25 blocks' worth", mean)
	}
}

// Facilities drawn stand on nodes that an edge leads to, as many as asked, and a seed
// draws the same ones again.
func TestRandom(t *testing.T) {
	top, err := network.NewTopology(context.Background(), trial.Generated(400))
	if err != nil {
		t.Fatal(err)
	}
	g, err := top.Graph(context.Background(), trial.Mode(), geo.NetworkTime)
	if err != nil {
		t.Fatal(err)
	}
	drawn := trial.Random(g, 3, 7, 11)
	if !reflect.DeepEqual(drawn, trial.Random(g, 3, 7, 11)) || reflect.DeepEqual(drawn, trial.Random(g, 3, 7, 12)) {
		t.Error("a seed has to draw the same facilities, another one others")
	}
	for c, sources := range drawn {
		if len(sources) != 7 {
			t.Errorf("category %d has %d facilities, want 7", c, len(sources))
		}
		for _, s := range sources {
			if !g.Usable(s.Links[0].Edge) {
				t.Errorf("category %d: a facility stands on edge %d, which the mode may not use", c, s.Links[0].Edge)
			}
		}
	}
}
