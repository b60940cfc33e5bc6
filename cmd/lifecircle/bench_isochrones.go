package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// benchOrigins is how many places isochrones are asked for at.
const benchOrigins = 100

// oneAnalysis serves an analysis that never changes.
type oneAnalysis struct{ a *analysis.Analysis }

func (p oneAnalysis) Current() api.Analyst { return p.a }
func (p oneAnalysis) Err() error           { return nil }

// isochrones measures the answer to a request, without a network between. The first
// round makes what is made on demand.
func (f *benchFigures) isochrones(ctx context.Context, a *analysis.Analysis, roads []geo.RoadSegment) error {
	handler, err := api.New(api.Options{Provider: oneAnalysis{a}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	origins := walkedPlaces(roads, benchOrigins)
	took := make([]time.Duration, len(origins))
	for range 2 {
		for i, p := range origins {
			path := fmt.Sprintf("/v1/isochrones?lon=%.7f&lat=%.7f&mode=walk&minutes=5,15,30", p[0], p[1])
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
			if err != nil {
				return err
			}
			var answer discarded
			start := time.Now()
			handler.ServeHTTP(&answer, request)
			took[i] = time.Since(start)
			if answer.status != http.StatusOK && answer.status != 0 {
				return fmt.Errorf("%s: status %d", path, answer.status)
			}
		}
	}
	slices.Sort(took)
	f.IsochroneMS, f.IsochroneP99MS = inMS(took[len(took)/2]), inMS(took[len(took)*99/100])
	return nil
}

// walkedPlaces draws n ends of roads that walkers use, always the same.
func walkedPlaces(roads []geo.RoadSegment, n int) []orb.Point {
	var ends []orb.Point
	for i := range roads {
		switch s := &roads[i]; s.Highway {
		case "residential", "footway", "tertiary", "secondary", "living_street", "pedestrian", "path", "unclassified":
			if !s.Bridge && !s.Tunnel && s.Access == "" && s.Foot != "no" {
				ends = append(ends, s.Geometry[0])
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	var out []orb.Point
	for len(ends) > 0 && len(out) < n {
		out = append(out, ends[r.IntN(len(ends))])
	}
	return out
}

// discarded is an answer that nobody reads.
type discarded struct {
	header http.Header
	status int
}

func (d *discarded) Header() http.Header {
	if d.header == nil {
		d.header = make(http.Header)
	}
	return d.header
}

func (d *discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d *discarded) WriteHeader(status int)      { d.status = status }
