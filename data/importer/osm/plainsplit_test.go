package osm

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"github.com/stretchr/testify/require"
)

// The segments of every real extract, against a plain second program on top of
// another decoder: maps instead of slabs, one way after the other.
func TestRealRoadsAgreeWithPlainSplit(t *testing.T) {
	for _, name := range realExtracts {
		if filepath.Ext(name) != ".pbf" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			path := extractPath(t, name)
			roads, _, err := ReadRoads(t.Context(), path, Options{})
			require.NoError(t, err)
			var got []string
			for i := range roads {
				s := &roads[i]
				way, _, _ := strings.Cut(strings.TrimPrefix(s.ID, "osm-w"), "-")
				a, b := s.Geometry[0], s.Geometry[len(s.Geometry)-1]
				got = append(got, fmt.Sprintf("%s %s %.7f %.7f %s|%s", way, s.Highway, a, b, strings.Split(s.FromBarrier, ";")[0], strings.Split(s.ToBarrier, ";")[0]))
			}
			want := plainSplit(t, path)
			slices.Sort(got)
			slices.Sort(want)
			require.Empty(t, cmp.Diff(want, got))
		})
	}
}

// plainSplit cuts the roads of a file and writes each segment as the way, the class,
// the places of its ends (two nodes may have become one) and what stands there.
// Segments of no length are left out.
func plainSplit(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	places, barrier, inRelation := map[osm.NodeID]orb.Point{}, map[osm.NodeID]string{}, map[osm.WayID]string{}
	ways := map[osm.WayID]*osm.Way{}
	s := osmpbf.New(t.Context(), f, 1)
	for s.Scan() {
		switch o := s.Object().(type) {
		case *osm.Node:
			places[o.ID] = orb.Point{math.Round(o.Lon*1e7) / 1e7, math.Round(o.Lat*1e7) / 1e7}
			if b := o.Tags.Find("barrier"); b != "" && b != "no" && b != "kerb" {
				barrier[o.ID] = b
			}
		case *osm.Way:
			ways[o.ID] = o
		case *osm.Relation:
			if h := o.Tags.Find("highway"); h != "" && o.Tags.Find("type") == "multipolygon" {
				for _, m := range o.Members {
					if m.Type == osm.TypeWay {
						inRelation[osm.WayID(m.Ref)] = h
					}
				}
			}
		}
	}
	require.NoError(t, s.Err())
	require.NoError(t, s.Close())
	class := func(w *osm.Way) string {
		if w.Tags.Find("route") == "ferry" {
			return "ferry"
		}
		h := w.Tags.Find("highway")
		if h == "" || noRoad[h] {
			h = inRelation[w.ID]
		}
		if noRoad[h] {
			return ""
		}
		return h
	}
	uses := map[osm.NodeID]int{}
	cleaned := map[osm.WayID][][]osm.NodeID{} // runs without gaps and repeats
	for _, w := range ways {
		if class(w) == "" {
			continue
		}
		runs := [][]osm.NodeID{nil}
		for _, n := range w.Nodes {
			last := &runs[len(runs)-1]
			if _, here := places[n.ID]; !here {
				runs = append(runs, nil)
			} else if len(*last) == 0 || (*last)[len(*last)-1] != n.ID {
				*last = append(*last, n.ID)
			}
		}
		cleaned[w.ID] = runs
		for _, run := range runs {
			for i, n := range run {
				uses[n]++
				if i == 0 || i == len(run)-1 || barrier[n] != "" {
					uses[n]++
				}
			}
		}
	}
	var out []string
	for id, runs := range cleaned {
		for _, run := range runs {
			start, moved := 0, false
			for i := 1; i < len(run); i++ {
				moved = moved || places[run[i]] != places[run[i-1]]
				if uses[run[i]] < 2 {
					continue
				}
				if moved {
					out = append(out, fmt.Sprintf("%d %s %.7f %.7f %s|%s", id, class(ways[id]), places[run[start]], places[run[i]], barrier[run[start]], barrier[run[i]]))
				}
				start, moved = i, false
			}
		}
	}
	return out
}
