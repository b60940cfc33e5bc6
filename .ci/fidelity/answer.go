package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/paulmach/orb"
)

// minutes are the limits that are asked for together.
var minutes = [...]float64{5, 15, 30}

// answer is what the server says of one origin.
type answer struct {
	origin   orb.Point
	contours [len(minutes)]contour
}

// contour is one feature of an answer.
type contour struct {
	ground
	// text is the geometry as it was served.
	text json.RawMessage
	// people are those of the answer: by count, as drawn, and the share of difference.
	people, drawn, share *float64
}

// ask asks as a client does, and reads what comes back.
func (t *town) ask(ctx context.Context, origin orb.Point) (*answer, error) {
	at := stepOf(origin)
	url := fmt.Sprintf("/v1/isochrones?lon=%s&lat=%s&mode=walk&minutes=%s", formatSteps(at[0]), formatSteps(at[1]), strings.Trim(strings.ReplaceAll(fmt.Sprint(minutes), " ", ","), "[]"))
	w := httptest.NewRecorder()
	t.handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, url, nil))
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("%s: %d %s", url, w.Code, w.Body)
	}
	var collection struct {
		Features []struct {
			Properties struct {
				Minutes         float64  `json:"minutes"`
				ToleranceM      float64  `json:"tolerance_m"`
				Population      *float64 `json:"population"`
				PopulationDrawn *float64 `json:"population_drawn"`
				DifferenceShare *float64 `json:"population_difference_share"`
			} `json:"properties"`
			Geometry json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &collection); err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	if len(collection.Features) != len(minutes) {
		return nil, fmt.Errorf("%s: %d features, not %d", url, len(collection.Features), len(minutes))
	}
	a := &answer{origin: origin}
	for i, f := range collection.Features {
		if p := &f.Properties; p.Minutes != minutes[i] || p.ToleranceM != toleranceM {
			return nil, fmt.Errorf("%s: feature %d is of %g minutes within %g m", url, i, p.Minutes, p.ToleranceM)
		}
		c := &a.contours[i]
		c.text, c.people, c.drawn, c.share = f.Geometry, f.Properties.Population, f.Properties.PopulationDrawn, f.Properties.DifferenceShare
		if err := c.parse(f.Geometry); err != nil {
			return nil, fmt.Errorf("%s: feature %d: %w", url, i, err)
		}
	}
	return a, nil
}

// parse reads a geometry as it was served.
func (g *ground) parse(text json.RawMessage) error {
	var shape struct {
		Type        string              `json:"type"`
		Coordinates [][][][]json.Number `json:"coordinates"`
	}
	if err := json.Unmarshal(text, &shape); err != nil {
		return err
	}
	if shape.Type != "MultiPolygon" {
		return fmt.Errorf("geometry is a %s, not a MultiPolygon", shape.Type)
	}
	for _, polygon := range shape.Coordinates {
		for k, r := range polygon {
			ring := make([]step, len(r))
			for i, p := range r {
				if len(p) != 2 {
					return fmt.Errorf("a position has %d numbers", len(p))
				}
				for axis, v := range p {
					var err error
					if ring[i][axis], err = parseSteps(v.String()); err != nil {
						return err
					}
				}
			}
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return fmt.Errorf("a ring of %d positions is not closed", len(ring))
			}
			if (area(ring) > 0) != (k == 0) {
				return fmt.Errorf("a ring at %v turns the wrong way", ring[0].degrees())
			}
			g.rings, g.shells = append(g.rings, ring), append(g.shells, k == 0)
		}
	}
	g.index()
	return nil
}
