package oracle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// publicNodes are the nodes of the network that everybody may use, each with a link
// that is at the node.
func (e *edgeTable) publicNodes() map[int32]network.Link {
	nodes := map[int32]network.Link{}
	for i := range e.roads {
		edge := int32(i)
		if !e.g.Usable(edge) || e.private[i] {
			continue
		}
		from, to := e.g.Topology().Ends(edge)
		if _, own := e.own[[2]int32{edge, 0}]; !own {
			nodes[from] = network.Link{Edge: edge}
		}
		if _, own := e.own[[2]int32{edge, 1}]; !own {
			nodes[to] = network.Link{Edge: edge, Offset: e.cost[i]}
		}
	}
	return nodes
}

// write writes the network and the places as pandana reads them, in metres of the
// plane. An edge that ends at a closed barrier leads nowhere else and is left out.
func (e *edgeTable) write(t *testing.T, dir string, nodes map[int32]network.Link, homes []cell) {
	plane := e.g.Topology().Projection()
	var edges, places, points strings.Builder
	edges.WriteString("from,to,metres\n")
	for i := range e.roads {
		edge := int32(i)
		_, cutFrom := e.own[[2]int32{edge, 0}]
		_, cutTo := e.own[[2]int32{edge, 1}]
		if !e.g.Usable(edge) || e.private[i] || cutFrom || cutTo {
			continue
		}
		from, to := e.g.Topology().Ends(edge)
		// A quarter of a millimetre more, which is dropped again: pandana cuts off what is
		// less than a thousandth, and 0.001 is no binary fraction.
		fmt.Fprintf(&edges, "%d,%d,%.5f\n", from, to, (float64(e.cost[i])+0.25)/1000)
	}
	points.WriteString("id,x,y\n")
	for v, l := range nodes {
		road := e.roads[l.Edge].Geometry
		p := road[0]
		if l.Offset > 0 {
			p = road[len(road)-1]
		}
		xy := plane.ToPlane(p)
		fmt.Fprintf(&points, "%d,%.6f,%.6f\n", v, xy[0], xy[1])
	}
	places.WriteString("id,x,y,schools\n")
	for i, h := range homes {
		xy := plane.ToPlane(h.at)
		fmt.Fprintf(&places, "%d,%.6f,%.6f,%d\n", i, xy[0], xy[1], h.schools)
	}
	for name, text := range map[string]string{"edges.csv": edges.String(), "nodes.csv": points.String(), "places.csv": places.String()} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
}

// explain follows the share of people within the circle from pandana's way of counting
// to ours, one difference at a time, and says how many people each moves.
func explain(t *testing.T, e *edgeTable, homes []cell, theirs, snapped func(i int) bool) {
	steps := []struct {
		what string
		in   func(i int) bool
	}{
		{"pandana", theirs},
		{"ours, homes and schools snapped to pandana's nodes", snapped},
		{"ours, with links to the nearest point of each street, legs free", linked(t, e, homes, 1e-6)},
		{"ours, legs counted once", linked(t, e, homes, 1)},
		{"ours as it ships, legs counted twice", linked(t, e, homes, mode(t, "walk").LegFactor)},
	}
	all := 0.0
	for _, h := range homes {
		all += h.persons
	}
	var shares []float64
	for k, s := range steps {
		sum, moved, cells := 0.0, 0.0, 0
		for i, h := range homes {
			in := s.in(i)
			if in {
				sum += h.persons
			}
			if k > 0 && in != steps[k-1].in(i) {
				moved += h.persons
				cells++
			}
		}
		shares = append(shares, sum/all)
		if k == 1 {
			require.Zero(t, cells, "snapped alike, the same cells are within the circle")
			report(t, finding{oracle: "engine", data: "Porto Alegre, people within 1,000 m of a school, snapped alike", compared: len(homes), what: "cells",
				largest: fmt.Sprintf("0 (%.4f %% of the people on both sides)", 100*sum/all), tolerance: "0"})
			continue
		}
		if k > 1 {
			except(t, "engine", "Porto Alegre", "%s: %.3f %% of the people (pandana %.3f %%); %d cells with %s people change sides against the step before", s.what, 100*sum/all, 100*shares[0], cells, grouped(int(moved)))
		}
	}
}

// linked tells which cells are within the circle by our rule, with legs that count a
// number of times.
func linked(t *testing.T, e *edgeTable, homes []cell, legFactor float64) func(i int) bool {
	walk := *mode(t, "walk")
	walk.LegFactor = legFactor
	g, err := e.g.Topology().Graph(t.Context(), &walk, geo.NetworkDistance)
	require.NoError(t, err)
	l := network.NewLinker(g, network.NewGround(e.g.Topology(), nil, nil))
	var sources []network.Source
	for i, h := range homes {
		if h.schools > 0 {
			sources = append(sources, network.Source{ID: int32(i), Links: l.Links(nil, h.at, false)})
		}
	}
	field := fieldOf(t, g, sources, network.To)
	in := make([]bool, len(homes))
	for i, h := range homes {
		in[i] = field.Cost(l.Links(nil, h.at, true)) <= g.Units(circleM)
	}
	return func(i int) bool { return in[i] }
}
