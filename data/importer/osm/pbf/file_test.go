package pbf

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"github.com/stretchr/testify/require"
)

// extracts returns the paths of the real .osm.pbf files beside the repository, or
// skips the test.
func extracts(t *testing.T) []string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		require.NotEqual(t, dir, filepath.Dir(dir), "no go.mod above the test")
		dir = filepath.Dir(dir)
	}
	pattern := filepath.Join(dir, "..", "shared", "realdata", "*.osm.pbf")
	list, err := filepath.Glob(pattern)
	require.NoError(t, err)
	if len(list) == 0 {
		t.Skipf("no real extracts at %s", pattern)
	}
	return list
}

func scanAll(t *testing.T, path string, procs int) (f *File, nodes []osm.Node, ways []osm.Way, relations []osm.Relation) {
	t.Helper()
	r, err := os.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	info, err := r.Stat()
	require.NoError(t, err)
	f, err = Open(r, info.Size())
	require.NoError(t, err)
	tags := func(b *Block, pairs []uint32) (out osm.Tags) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, osm.Tag{Key: string(b.Strings[pairs[i]]), Value: string(b.Strings[pairs[i+1]])})
		}
		return out
	}
	require.NoError(t, f.Scan(t.Context(), Nodes|Ways|Relations, procs, func(b *Block) error {
		from := 0
		for i, id := range b.Nodes.ID {
			n := osm.Node{ID: osm.NodeID(id), Lon: float64(b.Nodes.Lon[i]) / 1e9, Lat: float64(b.Nodes.Lat[i]) / 1e9}
			n.Tags = tags(b, b.Nodes.Tags[from:b.Nodes.TagEnd[i]])
			from = b.Nodes.TagEnd[i]
			nodes = append(nodes, n)
		}
		from, ref := 0, 0
		for i, id := range b.Ways.ID {
			w := osm.Way{ID: osm.WayID(id), Tags: tags(b, b.Ways.Tags[from:b.Ways.TagEnd[i]])}
			for _, n := range b.Ways.Refs[ref:b.Ways.RefEnd[i]] {
				w.Nodes = append(w.Nodes, osm.WayNode{ID: osm.NodeID(n)})
			}
			from, ref = b.Ways.TagEnd[i], b.Ways.RefEnd[i]
			ways = append(ways, w)
		}
		from, ref = 0, 0
		for i, id := range b.Relations.ID {
			r := osm.Relation{ID: osm.RelationID(id), Tags: tags(b, b.Relations.Tags[from:b.Relations.TagEnd[i]])}
			for ; ref < b.Relations.MemberEnd[i]; ref++ {
				types := [...]osm.Type{osm.TypeNode, osm.TypeWay, osm.TypeRelation}
				r.Members = append(r.Members, osm.Member{
					Type: types[b.Relations.Type[ref]], Ref: b.Relations.Ref[ref], Role: string(b.Strings[b.Relations.Role[ref]]),
				})
			}
			from = b.Relations.TagEnd[i]
			relations = append(relations, r)
		}
		return nil
	}))
	return f, nodes, ways, relations
}

// Every object of every real extract reads as another decoder reads it.
func TestScanAgreesWithPaulmach(t *testing.T) {
	for _, path := range extracts(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f, nodes, ways, relations := scanAll(t, path, 2)
			r, err := os.Open(path)
			require.NoError(t, err)
			defer func() { require.NoError(t, r.Close()) }()
			s := osmpbf.New(t.Context(), r, 2)
			h, err := s.Header()
			require.NoError(t, err)
			require.Equal(t, h.ReplicationTimestamp, f.Header.Replication)
			require.Equal(t, h.WritingProgram, f.Header.Program)
			require.Equal(t, h.Bounds != nil, f.Header.HasBox)
			if h.Bounds != nil {
				require.InDelta(t, h.Bounds.MinLon, float64(f.Header.Left)/1e9, 1e-9)
				require.InDelta(t, h.Bounds.MaxLat, float64(f.Header.Top)/1e9, 1e-9)
			}
			n, w, rel := 0, 0, 0
			for s.Scan() {
				switch o := s.Object().(type) {
				case *osm.Node:
					g := nodes[n]
					// The other decoder multiplies by 1e-9, which is off by an ulp.
					if g.ID != o.ID || !near(g.Lon, o.Lon) || !near(g.Lat, o.Lat) || !sameTags(g.Tags, o.Tags) {
						t.Fatalf("node %d: got %+v, want %+v", n, g, o)
					}
					n++
				case *osm.Way:
					g := ways[w]
					if g.ID != o.ID || !sameTags(g.Tags, o.Tags) || len(g.Nodes) != len(o.Nodes) {
						t.Fatalf("way %d: got %+v, want %+v", w, g, o)
					}
					for i := range g.Nodes {
						require.Equal(t, o.Nodes[i].ID, g.Nodes[i].ID)
					}
					w++
				case *osm.Relation:
					g := relations[rel]
					if g.ID != o.ID || !sameTags(g.Tags, o.Tags) || len(g.Members) != len(o.Members) {
						t.Fatalf("relation %d: got %+v, want %+v", rel, g, o)
					}
					for i := range g.Members {
						if g.Members[i].Type != o.Members[i].Type || g.Members[i].Ref != o.Members[i].Ref || g.Members[i].Role != o.Members[i].Role {
							t.Fatalf("relation %d, member %d: got %+v, want %+v", o.ID, i, g.Members[i], o.Members[i])
						}
					}
					rel++
				}
			}
			require.NoError(t, s.Err())
			require.NoError(t, s.Close())
			require.Equal(t, []int{n, w, rel}, []int{len(nodes), len(ways), len(relations)})
		})
	}
}

func near(a, b float64) bool { return a-b < 1e-12 && b-a < 1e-12 }

func sameTags(a, b osm.Tags) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// A scan for nodes after one for ways skips blocks, and gives the same nodes.
func TestScanAgainSkipsBlocks(t *testing.T) {
	path := extracts(t)[0]
	f, nodes, _, _ := scanAll(t, path, 1)
	n, blocks := 0, 0
	require.NoError(t, f.Scan(t.Context(), Nodes, 3, func(b *Block) error {
		blocks++
		for _, id := range b.Nodes.ID {
			require.Equal(t, int64(nodes[n].ID), id)
			n++
		}
		require.Empty(t, b.Ways.ID)
		return nil
	}))
	require.Equal(t, len(nodes), n)
	require.Less(t, blocks, f.Blocks(), "no block was skipped")
}

func TestScanStops(t *testing.T) {
	path := extracts(t)[0]
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)

	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	err = f.Scan(ctx, Nodes, 2, func(*Block) error { calls++; cancel(); return nil })
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, calls)

	err = f.Scan(t.Context(), Nodes, 2, func(*Block) error { return fs.ErrInvalid })
	require.ErrorIs(t, err, fs.ErrInvalid)
}
