package analysis

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// Slopes says how much of a mode's roads the elevation of a dataset knows.
type Slopes struct {
	// RoadM is the length of the roads that the mode may use, UnknownM that of their
	// parts whose elevation is not known, which count as flat. Both in metres.
	RoadM, UnknownM float64
}

// The reasons why a metric with slopes is refused.
const (
	ReasonNoElevation = "needs elevation, and this dataset has none: lifecircle import elevation FILE.tif brings a digital elevation model"
	ReasonNoSlopeRule = "mode %q has no rule for slopes; /v1/modes lists those that have"
)

// hills is the relief of the roads and their topology with it.
type hills struct {
	relief *slope.Relief
	top    *network.Topology
}

// hills samples the elevation along the roads, once for all modes.
func (a *Analysis) hills(ctx context.Context) (*hills, error) {
	return cached(ctx, a.cache, "relief", func(ctx context.Context) (*hills, int64, error) {
		surface, err := slope.NewSurface(a.ds.Elevation)
		if err != nil {
			return nil, 0, fmt.Errorf("elevation: %w", err)
		}
		h := &hills{}
		if h.relief, err = slope.NewRelief(ctx, surface, a.top.SlopeRoads()); err != nil {
			return nil, 0, err
		}
		h.top = a.top.WithRelief(h.relief)
		return h, h.relief.Bytes() + h.top.PlaneBytes(), nil
	})
}

// topology is what a mode's graph under a metric is made from. A metric with slopes is
// never answered without them: where they cannot be known it is a [FieldError].
func (a *Analysis) topology(ctx context.Context, mode *geo.Mode, metric geo.Metric) (*network.Topology, error) {
	switch {
	case !metric.Slope():
		return a.top, nil
	case len(a.ds.Elevation) == 0:
		return nil, &FieldError{Field: "metric", Value: string(metric), Rule: ReasonNoElevation}
	case mode.Slope == nil:
		return nil, &FieldError{Field: "metric", Value: string(metric), Rule: fmt.Sprintf(ReasonNoSlopeRule, mode.ID)}
	}
	h, err := a.hills(ctx)
	if err != nil {
		return nil, err
	}
	return h.top, nil
}

// slopesOf is what is known of the slopes of a measure, nil for one without.
func (a *Analysis) slopesOf(ctx context.Context, m measure) (*Slopes, error) {
	if !m.metric.Slope() {
		return nil, nil //nolint:nilnil // nothing to tell
	}
	l, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, err
	}
	var s Slopes
	s.RoadM, s.UnknownM, _ = l.Graph().Slopes()
	s.round()
	return &s, nil
}

// round drops the last digits: lengths are summed in the order of the rows, and they
// hang on it.
func (s *Slopes) round() {
	s.RoadM, s.UnknownM = math.Round(s.RoadM*1000)/1000, math.Round(s.UnknownM*1000)/1000
}

// Elevation describes the elevation models of a dataset and what they know of its
// roads, whatever the mode.
type Elevation struct {
	Models []ElevationModel
	// Roads is the number of road segments, RoadsUnknown of those of which some part has
	// no elevation.
	Roads, RoadsUnknown int
	Slopes
}

// ElevationModel is one model: its source, its cell in metres, and its reference system.
type ElevationModel struct {
	Source, CRS string
	CellM       float64
	Blocks      int
}

// elevation is nil in a dataset without.
func (a *Analysis) elevation(ctx context.Context) (*Elevation, error) {
	if len(a.ds.Elevation) == 0 {
		return nil, nil //nolint:nilnil // there is none
	}
	surface, err := slope.NewSurface(a.ds.Elevation)
	if err != nil {
		return nil, fmt.Errorf("elevation: %w", err)
	}
	models, cells := make(map[string]*ElevationModel), surface.CellsM()
	for i := range a.ds.Elevation {
		b := &a.ds.Elevation[i]
		m, ok := models[b.Source]
		if !ok {
			m = &ElevationModel{Source: b.Source, CRS: b.CRS, CellM: cells[b.Source]}
			models[b.Source] = m
		}
		m.Blocks++
	}
	out := &Elevation{}
	for _, source := range slices.Sorted(maps.Keys(models)) {
		out.Models = append(out.Models, *models[source])
	}
	if a.top == nil {
		return out, nil
	}
	h, err := a.hills(ctx)
	if err != nil {
		return nil, err
	}
	out.Roads = a.top.Edges()
	for e := range int32(out.Roads) {
		out.RoadM += a.top.LengthM(e)
		if m := h.relief.UnknownM(e); m > 0 {
			out.UnknownM += m
			out.RoadsUnknown++
		}
	}
	out.round()
	return out, nil
}
