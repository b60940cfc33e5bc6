package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// origins is how many places isochrones are drawn around.
const origins = 20

// requests are the limits in minutes asked for together.
func requests() [][]float64 { return [][]float64{{5, 15, 30}, {15}, {30}} }

// server answers isochrone requests with lifecircle's own handler.
type server struct {
	handler http.Handler
	roads   []geo.RoadSegment
	walkKmh float64
}

// newServers reads an extract as a user's import does, and returns a server that may
// use all processors for a request and one that uses one thread.
func newServers(ctx context.Context, file string) (all, one *server, err error) {
	rules, err := profiles.Load()
	if err != nil {
		return nil, nil, err
	}
	walk, ok := rules.Mode("walk")
	if !ok {
		return nil, nil, fmt.Errorf("no mode %q", "walk")
	}
	ds, _, err := osm.Read(ctx, file, osm.Options{})
	if err != nil {
		return nil, nil, err
	}
	serve := func(workers int) (*server, error) {
		a, err := analysis.New(ctx, ds, rules, analysis.Options{Workers: workers})
		if err != nil {
			return nil, err
		}
		h, err := api.New(api.Options{Provider: alwaysReady{a}, Logger: slog.New(slog.DiscardHandler)})
		return &server{h, ds.Roads, walk.SpeedKmh}, err
	}
	if all, err = serve(0); err != nil {
		return nil, nil, err
	}
	one, err = serve(1)
	return all, one, err
}

// alwaysReady serves one analysis.
type alwaysReady struct{ a *analysis.Analysis }

func (p alwaysReady) Current() api.Analyst { return p.a }
func (p alwaysReady) Err() error           { return nil }

// draw asks the handler as a client would, but for the wire: Valhalla is called
// within its process too. The request is read and the GeoJSON written.
func (s *server) draw(ctx context.Context, minutes []float64, at [2]float64) (drawn, error) {
	url := fmt.Sprintf("/v1/isochrones?lon=%.7f&lat=%.7f&mode=walk&minutes=%s", at[0], at[1], strings.Trim(strings.ReplaceAll(fmt.Sprint(minutes), " ", ","), "[]"))
	var d drawn
	took, err := timed(func() error {
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, url, nil))
		if w.Code != http.StatusOK {
			return fmt.Errorf("%s: %d %s", url, w.Code, w.Body)
		}
		d.GeoJSON = w.Body.Bytes()
		return nil
	})
	d.Took = took
	return d, err
}

func (s *server) drawAll(ctx context.Context, t task) ([]drawn, error) {
	var out []drawn
	for _, minutes := range t.Minutes {
		for _, at := range t.Origins {
			d, err := s.draw(ctx, minutes, at)
			if err != nil {
				return nil, err
			}
			out = append(out, d)
		}
	}
	return out, nil
}

// measureIsochrones draws around the same places with both, lifecircle before and
// after Valhalla, and compares the ground that they draw.
func measureIsochrones(ctx context.Context, r *report, name, file, folder string, v *valhalla) error {
	all, one, err := newServers(ctx, file)
	if err != nil {
		return err
	}
	extract, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	t := task{Runs: runs, Extract: extract, Origins: places(all.roads, origins), Minutes: requests(), SpeedKmh: all.walkKmh}
	// How long each round of each server took: all, one, Valhalla between, all, one.
	var rounds [4][]drawn
	draw := func(at int) error {
		for k, s := range []*server{all, one} {
			if rounds[at+k], err = s.drawAll(ctx, t); err != nil {
				return err
			}
		}
		return nil
	}
	if err := draw(0); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	theirs, prepared, err := v.draw(ctx, t, folder)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		r.leaveOut("Valhalla, "+name, reason(err))
		return nil
	}
	if err := draw(2); err != nil {
		return err
	}
	r.prepared(name, "Valhalla", "extract → tiles", prepared)
	for k, minutes := range t.Minutes {
		part := func(d []drawn) []drawn { return d[k*len(t.Origins) : (k+1)*len(t.Origins)] }
		row := isochroneRow{Town: name, Minutes: minutes, Origins: len(t.Origins),
			Own: typical(part(rounds[0]), part(rounds[2])), OwnOne: typical(part(rounds[1]), part(rounds[3])), Theirs: typical(part(theirs))}
		if err := row.compare(part(rounds[0]), part(theirs)); err != nil {
			return fmt.Errorf("isochrones of %s: %w", minutesInWords(minutes), err)
		}
		r.Isochrones = append(r.Isochrones, row)
		progress("%s, isochrones %s: Valhalla %s, lifecircle %s (%s on one thread)", name, minutesInWords(minutes), inWords(row.Theirs), inWords(row.Own), inWords(row.OwnOne))
	}
	return nil
}

// typical is the median over all origins of the median of each origin's runs, taken
// over all rounds together.
func typical(rounds ...[]drawn) time.Duration {
	var all []time.Duration
	for i := range rounds[0] {
		var took []time.Duration
		for _, d := range rounds {
			took = append(took, d[i].Took...)
		}
		all = append(all, median(took))
	}
	return median(all)
}

// compare notes the sizes of the answers and how the ground of all contours compares.
func (row *isochroneRow) compare(own, theirs []drawn) error {
	for i := range own {
		row.OwnBytes += len(own[i].GeoJSON) / len(own)
		row.TheirBytes += len(theirs[i].GeoJSON) / len(own)
		for _, m := range row.Minutes {
			o, err := overlap(own[i].GeoJSON, theirs[i].GeoJSON, m)
			if err != nil {
				return err
			}
			row.Ground = append(row.Ground, o)
		}
	}
	return nil
}

// places draws n places on roads open to walkers.
func places(roads []geo.RoadSegment, n int) [][2]float64 {
	r := rand.New(rand.NewPCG(1, 1))
	var out [][2]float64
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
