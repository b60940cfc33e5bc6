package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// asked is one limit of a question, resolved.
type asked struct {
	measure
	// value is in metres or seconds; minutes and metres are as shown.
	value           float64
	minutes, metres geo.Amount
	circle          *geo.Circle
	origin          geo.Origin
}

// limitsOf resolves the limits of a coverage question: those of a circle, or of a
// mode with minutes or metres. They come ascending, without repeats.
func (a *Analysis) limitsOf(circle, mode string, minutes, metres []float64, straight, slope bool) ([]asked, error) {
	if circle != "" {
		if mode != "" || len(minutes) > 0 || len(metres) > 0 || straight || slope {
			return nil, &FieldError{Field: "circle", Value: circle, Rule: "brings its own mode and limit; leave out mode, minutes and metres"}
		}
		one, err := a.circleLimit(circle)
		if err != nil {
			return nil, err
		}
		return []asked{one}, nil
	}
	switch {
	case len(minutes) > 0 && len(metres) > 0:
		return nil, &FieldError{Field: "metres", Value: fmt.Sprint(metres), Rule: "give minutes or metres, not both"}
	case len(minutes) == 0 && len(metres) == 0:
		return nil, &FieldError{Field: "circle", Value: "", Rule: "name a circle, or a mode with minutes or metres"}
	case straight && slope:
		return nil, &FieldError{Field: "metric", Value: string(geo.StraightLine), Rule: "a straight line has no slopes"}
	case straight && len(minutes) > 0:
		return nil, &FieldError{Field: "minutes", Value: fmt.Sprint(minutes), Rule: "a straight line is measured in metres"}
	}
	for field, list := range map[string][]float64{"minutes": minutes, "metres": metres} {
		for _, v := range list {
			if !(v > 0) || math.IsInf(v, 1) {
				return nil, &FieldError{Field: field, Value: fmt.Sprint(v), Rule: "a limit is a number above 0"}
			}
		}
	}
	m := measure{metric: geo.StraightLine}
	if !straight {
		found, ok := a.profiles.Mode(mode)
		if !ok {
			return nil, &FieldError{Field: "mode", Value: mode, Rule: "is no mode; /v1/modes lists them", Missing: true}
		}
		m.mode, m.metric = found, geo.NetworkDistance
		if len(minutes) > 0 {
			m.metric = geo.NetworkTime
		}
		if slope {
			m.metric = m.metric.WithSlope()
		}
	} else if found, ok := a.profiles.Mode(mode); ok {
		m.mode = found
	}
	var out []asked
	for _, v := range minutes {
		out = append(out, asked{measure: m, value: v * 60, minutes: geo.Known(v), origin: geo.OriginAll})
	}
	for _, v := range metres {
		out = append(out, asked{measure: m, value: v, metres: geo.Known(v), origin: geo.OriginAll})
	}
	slices.SortFunc(out, func(x, y asked) int { return cmp.Compare(x.value, y.value) })
	return slices.CompactFunc(out, func(x, y asked) bool { return x.value == y.value }), nil
}

func (a *Analysis) circleLimit(id string) (asked, error) {
	c, ok := a.profiles.Circle(id)
	if !ok {
		return asked{}, &FieldError{Field: "circle", Value: id, Rule: "is no circle; /v1/circles lists them", Missing: true}
	}
	if !c.Available {
		return asked{}, &FieldError{Field: "circle", Value: id, Rule: "cannot be answered yet: " + c.Why}
	}
	m, ok := a.profiles.Mode(c.Mode)
	if !ok && c.Metric != geo.StraightLine {
		return asked{}, fmt.Errorf("circle %q names the mode %q, which no profile describes", id, c.Mode)
	}
	out := asked{measure: measure{mode: m, metric: c.Metric}, value: c.Limit(), circle: c, origin: c.Origin, minutes: geo.Known(c.Minutes)}
	if !c.Metric.Timed() {
		out.metres = geo.Known(c.LimitM)
	}
	if out.origin == "" {
		out.origin = geo.OriginAll
	}
	return out, nil
}

// limit is the asked limit as the counting rule needs it.
func (l *asked) limit(g *network.Graph) lifecircle.Limit {
	out := lifecircle.Limit{ReachM: l.value}
	if g != nil {
		out.Cost = g.Units(l.value)
		if l.metric.Timed() {
			out.ReachM = l.value * max(g.TopSpeedKmh(), l.mode.TopSpeedKmh()) / 3.6
		}
		out.ReachM *= g.Gain()
		return out
	}
	out.Cost = uint32(min(l.value*1000+0.5, lifecircle.Unlinked-1))
	return out
}

// oneLimit resolves the one limit of a question about homes.
func (a *Analysis) oneLimit(circle, mode string, minutes, metres float64, straight, slope bool) (asked, error) {
	list := func(v float64) []float64 {
		if v == 0 {
			return nil
		}
		return []float64{v}
	}
	limits, err := a.limitsOf(circle, mode, list(minutes), list(metres), straight, slope)
	if err != nil {
		return asked{}, err
	}
	if limits[0].origin == geo.OriginSeat {
		return asked{}, &FieldError{Field: "circle", Value: circle, Rule: "starts at a seat; this is asked of the homes of an area"}
	}
	return limits[0], nil
}

// described is the limit as answers name it.
func (l *asked) described() LimitCoverage {
	out := LimitCoverage{Minutes: l.minutes, Metres: l.metres, Mode: l.modeID(), Metric: l.metric, Origin: l.origin}
	if l.circle != nil {
		out.Circle = l.circle.ID
	}
	return out
}
