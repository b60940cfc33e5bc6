package osm

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// world is a tiny OpenStreetMap file, written by hand. Nodes stand on a grid of
// 0.001 degrees at 120 E, 30 N: about 96 m by 111 m.
type world struct {
	strings.Builder
}

// tagText turns "k=v k=v" into tags; + in a value is a space.
func tagText(text string) string {
	var b strings.Builder
	for _, kv := range strings.Fields(text) {
		k, v, _ := strings.Cut(kv, "=")
		fmt.Fprintf(&b, `<tag k="%s" v="%s"/>`, k, strings.ReplaceAll(v, "+", " "))
	}
	return b.String()
}

// at returns the place of a grid point.
func at(x, y float64) orb.Point {
	p, field := textPlace(fmt.Sprintf("%.7f", 120+x/1000), fmt.Sprintf("%.7f", 30+y/1000))
	if field != "" {
		panic(field)
	}
	return p.point()
}

// n adds a node at a grid point.
func (w *world) n(id int, x, y float64, tags string) *world {
	fmt.Fprintf(&w.Builder, `<node id="%d" lon="%.7f" lat="%.7f">%s</node>`+"\n", id, 120+x/1000, 30+y/1000, tagText(tags))
	return w
}

// w adds a way; refs are the ids of its nodes.
func (w *world) w(id int, refs, tags string) *world {
	fmt.Fprintf(&w.Builder, `<way id="%d">`, id)
	for _, r := range strings.Fields(refs) {
		fmt.Fprintf(&w.Builder, `<nd ref="%s"/>`, r)
	}
	fmt.Fprintf(&w.Builder, "%s</way>\n", tagText(tags))
	return w
}

// r adds a relation; members are like "way:12:outer node:3:label".
func (w *world) r(id int, members, tags string) *world {
	fmt.Fprintf(&w.Builder, `<relation id="%d">`, id)
	for _, m := range strings.Fields(members) {
		f := strings.SplitN(m, ":", 3)
		fmt.Fprintf(&w.Builder, `<member type="%s" ref="%s" role="%s"/>`, f[0], f[1], f[2])
	}
	fmt.Fprintf(&w.Builder, "%s</relation>\n", tagText(tags))
	return w
}

// square adds four nodes (id to id+3) and a closed way round them: id.
func (w *world) square(id int, x, y, size float64, tags string) *world {
	w.n(id, x, y, "").n(id+1, x+size, y, "").n(id+2, x+size, y+size, "").n(id+3, x, y+size, "")
	return w.w(id, fmt.Sprintf("%d %d %d %d %d", id, id+1, id+2, id+3, id), tags)
}

// save writes the file and returns its path.
func (w *world) save(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "world.osm")
	require.NoError(t, os.WriteFile(path, []byte(`<?xml version="1.0"?><osm version="0.6">`+"\n"+w.String()+"</osm>\n"), 0o600))
	return path
}

func (w *world) read(t testing.TB) (*geo.Dataset, *Report) {
	t.Helper()
	d, r, err := Read(t.Context(), w.save(t), Options{Classifier: amenities{}})
	require.NoError(t, err)
	return d, r
}

// amenities is a classifier whose categories are the values of amenity; a park of
// 5,000 m² or more is one too.
type amenities struct{}

func (amenities) Match(tags map[string]string, areaM2 geo.Amount) []string {
	if tags["leisure"] == "park" && areaM2.Or(0) >= 5000 {
		return []string{"park"}
	}
	if v := tags["amenity"]; v != "" {
		return strings.Split(v, ";")
	}
	return nil
}

// extract returns the path of a real extract beside the repository, or skips.
func extractPath(t testing.TB, name string) string {
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
	path := filepath.Join(dir, "..", "shared", "realdata", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real extract: %v", err)
	}
	return path
}

// refusals lists the refusals as text.
func refusals(r *Report) []string {
	var out []string
	for _, f := range r.Refused {
		out = append(out, f.String())
	}
	return out
}

// repairs lists what was repaired, as "count × what".
func repairs(r *Report) []string {
	var out []string
	for _, f := range r.Repaired {
		out = append(out, fmt.Sprintf("%d × %s", f.Count, f.What))
	}
	return out
}
