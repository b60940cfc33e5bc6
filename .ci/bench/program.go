package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// benchImport measures the command that a user types: extract to GeoPackage.
func benchImport(ctx context.Context, t *table, binary, file string) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	n := 0
	d, err := median(3, func() error {
		n++
		out := filepath.Join(dir, fmt.Sprintf("%d.gpkg", n))
		b, err := exec.CommandContext(ctx, binary, "import", "osm", file, "--data", out).CombinedOutput()
		if err != nil {
			return fmt.Errorf("import osm: %w: %s", err, b)
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.row("Porto: `lifecircle import osm` into a GeoPackage", ms(d), "none", "< 5 s")
	return nil
}

// discard is for whoever wants to write a log.
func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// isochroneOrigins is how many seeded places one client asks for, one by one.
const isochroneOrigins = 500

// alwaysReady serves one analysis.
type alwaysReady struct{ a *analysis.Analysis }

func (p alwaysReady) Current() api.Analyst { return p.a }
func (p alwaysReady) Err() error           { return nil }

// benchServer measures isochrone requests at the server: 5, 15 and 30 minutes on
// foot with polygons, GeoJSON written and read by one client, at places on roads
// drawn by a seed. The first round warms what is made on demand, the second is
// measured.
func benchServer(ctx context.Context, t *table, file string) error {
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	ds, _, err := osm.Read(ctx, file, osm.Options{})
	if err != nil {
		return err
	}
	a, err := analysis.New(ctx, ds, rules, analysis.Options{CacheBytes: 64 << 30})
	if err != nil {
		return err
	}
	handler, err := api.New(api.Options{Provider: alwaysReady{a}, Logger: discard()})
	if err != nil {
		return err
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	origins := places(ds.Roads, isochroneOrigins)
	start := time.Now()
	if _, _, err := askAll(ctx, server.URL, origins); err != nil {
		return err
	}
	made := time.Since(start)
	// A server does not carry what the rest of this bench has left.
	debug.FreeOSMemory()
	took, bytes, err := askAll(ctx, server.URL, origins)
	if err != nil {
		return err
	}
	slices.Sort(took)
	at := func(share float64) time.Duration { return took[min(len(took)-1, int(share*float64(len(took))))] }
	t.row(fmt.Sprintf("Porto: isochrone request, 5/15/30 min on foot, p50 / p99 of %d", len(took)),
		fmt.Sprintf("%s / %s", ms(at(0.5)), ms(at(0.99))), "none", "p99 < 20 ms")
	t.note("Isochrones: %d places on roads (seed 1), mean answer %d kB; the first round took %s.",
		len(took), bytes/len(took)/1000, made.Round(time.Second))
	return nil
}

func askAll(ctx context.Context, base string, origins []orb.Point) (took []time.Duration, bytes int, err error) {
	for _, p := range origins {
		url := fmt.Sprintf("%s/v1/isochrones?lon=%.7f&lat=%.7f&mode=walk&minutes=5,15,30", base, p[0], p[1])
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return nil, 0, err
		}
		start := time.Now()
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return nil, 0, err
		}
		n, err := io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if err != nil {
			return nil, 0, err
		}
		if response.StatusCode != http.StatusOK {
			return nil, 0, fmt.Errorf("%s: %s", url, response.Status)
		}
		took = append(took, time.Since(start))
		bytes += int(n)
	}
	return took, bytes, nil
}

// places draws n places on roads open to walkers.
func places(roads []geo.RoadSegment, n int) []orb.Point {
	r := rand.New(rand.NewPCG(1, 1))
	var out []orb.Point
	for len(out) < n {
		switch s := &roads[r.IntN(len(roads))]; s.Highway {
		case "residential", "footway", "tertiary", "secondary", "living_street", "pedestrian", "path", "unclassified":
			if !s.Bridge && !s.Tunnel && s.Access == "" && s.Foot != "no" {
				out = append(out, s.Geometry[0])
			}
		}
	}
	return out
}
