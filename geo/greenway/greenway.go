package greenway

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// Measure measures the greenways of a unit with the given population. Geometry is in
// degrees; greenways are those of the whole dataset, in a stable order. A coordinate
// that is no number is an error that names the greenway, an empty unit is one too.
// It stops with the error of ctx soon after that ends.
//
// The cost is O(n log n) in the segments near the unit and the sides of the unit.
func Measure(ctx context.Context, unit orb.MultiPolygon, population geo.Amount, greenways []geo.Greenway) (Result, error) {
	var res Result
	box := unit.Bound()
	if len(unit) == 0 || box.IsEmpty() || !finite(box.Min) || !finite(box.Max) {
		return res, fmt.Errorf("measuring greenways: the unit has no polygon with finite coordinates")
	}
	if len(greenways) == 0 {
		res.Reason = ReasonNoGreenways
		return res, nil
	}
	tm := crs.NewLocalTM(box.Center())
	segments, err := collect(greenways, box, tm)
	if err != nil {
		return res, err
	}
	stretches, err := once(ctx, segments)
	if err != nil {
		return res, err
	}
	ground := newGround(unit, tm)
	var sum [left]float64
	var inside []stretch
	for i, s := range stretches {
		if i%1024 == 0 && ctx.Err() != nil {
			return res, ctx.Err()
		}
		for _, c := range ground.clip(s) {
			length := c.length()
			sum[c.segment.class] += c.share * length
			if c.share < 1 && c.segment.class == built && length > crossingM {
				res.BorderM += length
			}
			inside = append(inside, c)
		}
	}
	res.LengthM, res.PlannedM, res.ConnectorM = geo.Known(sum[built]), geo.Known(sum[planned]), geo.Known(sum[connector])
	res.KmPer10k, res.Reason = perPeople(sum[built], population)
	res.Built, res.Planned, res.Connectors = draw(inside, built), draw(inside, planned), draw(inside, connector)
	res.Components, res.ComponentsLinked, err = components(ctx, inside)
	return res, err
}

// crossingM is the longest half-counted stretch in metres that is taken for a line
// crossing the border aslant (at more than 6 degrees), not for one along it.
const crossingM = 20 * BorderM

// perPeople returns kilometres per 10,000 people, or why there is no such number.
func perPeople(lengthM float64, population geo.Amount) (geo.Amount, string) {
	people, known := population.Get()
	switch {
	case !known:
		return geo.Unknown(), ReasonNoPopulation
	case !(people > 0):
		return geo.Unknown(), ReasonNobody
	}
	return geo.Known(lengthM / 1000 / (people / 10_000)), ""
}

// draw joins stretches that follow each other on one line.
func draw(stretches []stretch, of class) orb.MultiLineString {
	var out orb.MultiLineString
	var last *stretch
	for i := range stretches {
		s := &stretches[i]
		if s.segment.class != of {
			continue
		}
		from, to := shape.Round7Point(s.at(s.from)), shape.Round7Point(s.at(s.to))
		if from == to {
			continue
		}
		if last != nil && last.segment.line == s.segment.line && out[len(out)-1][len(out[len(out)-1])-1] == from {
			out[len(out)-1] = append(out[len(out)-1], to)
		} else {
			out = append(out, orb.LineString{from, to})
		}
		last = s
	}
	return out
}

func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]-p[0]) && !math.IsNaN(p[1]-p[1])
}
