package hierarchy_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// BenchmarkContract makes the hierarchies of generated towns; it reports the steps and
// bytes a node of each, and its levels: the length of the longest way up.
func BenchmarkContract(b *testing.B) {
	for _, side := range []int{183, 500} {
		for _, directed := range []bool{false, true} {
			g := town(side, directed, 1)
			b.Run(fmt.Sprintf("nodes=%d/directed=%t", g.Nodes(), directed), func(b *testing.B) {
				var h *hierarchy.Hierarchy
				for b.Loop() {
					var err error
					if h, err = hierarchy.Contract(context.Background(), g, hierarchy.Options{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(h.Out))/float64(h.Nodes()), "steps/node")
				b.ReportMetric(float64(h.Bytes())/float64(h.Nodes()), "B/node")
				b.ReportMetric(float64(levels(h)), "levels")
			})
		}
	}
}

// BenchmarkOpen opens the file of a town's hierarchy: mapping, checksum and checks.
func BenchmarkOpen(b *testing.B) {
	g := town(500, true, 1)
	h, err := hierarchy.Contract(context.Background(), g, hierarchy.Options{})
	if err != nil {
		b.Fatal(err)
	}
	path, key := filepath.Join(b.TempDir(), "town"), g.Key()
	if err := h.Save(path, key); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(h.Bytes()))
	for b.Loop() {
		_, c, err := hierarchy.Open(path, key)
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func levels(h *hierarchy.Hierarchy) uint32 {
	level := make([]uint32, h.Nodes())
	most := uint32(0)
	for p := range level {
		for _, a := range h.Out[h.Start[p]:h.Start[p+1]] {
			level[p] = max(level[p], level[a.To]+1)
		}
		most = max(most, level[p]+1)
	}
	return most
}
