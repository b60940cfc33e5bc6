package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// SeatTime is how long a trip from the seat of a unit takes.
type SeatTime struct {
	// Minutes is unknown where there is no way: Reason says why.
	Minutes geo.Amount
	Reason  string
	// To is the id of the facility, or the code of the unit, that the minutes lead to.
	To string
}

// Why there is no time from a seat.
const (
	ReasonNoSeat    = "the seat is not known"
	ReasonNoLink    = "the seat has no link to the network"
	ReasonNoWay     = "no way leads there"
	ReasonNoTargets = "the data holds no facility of these categories"
)

// SeatToFacility answers the minutes from the seat of a unit to the nearest facility of
// the categories, wherever it lies.
func (a *Analysis) SeatToFacility(ctx context.Context, code, mode string, categories []string) (*SeatTime, error) {
	unit, m, err := a.seatOf(code, mode)
	if err != nil {
		return nil, err
	}
	w, err := a.wanted(categories, 1, nil)
	if err != nil {
		return nil, err
	}
	at, l, reason, err := a.seatLinks(ctx, unit, m)
	if err != nil || reason != "" {
		return &SeatTime{Reason: reason}, err
	}
	chosen := a.choose(w)
	if len(chosen.index) == 0 {
		return &SeatTime{Reason: ReasonNoTargets}, nil
	}
	costs, err := a.costsOf(ctx, m, w)
	if err != nil {
		return nil, fmt.Errorf("nearest %v of the seat of %s: %w", w.categories, code, err)
	}
	cost := costs.Cost(at)
	if cost == network.Unreachable {
		return &SeatTime{Reason: ReasonNoWay}, nil
	}
	out := &SeatTime{Minutes: geo.Known(l.Graph().Value(cost) / 60)}
	if f, ok := costs.(*network.Field); ok {
		if _, source := f.At(at); source >= 0 {
			out.To = a.facilityOf(source).ID
		}
	}
	return out, nil
}

// SeatToParts answers the minutes from the seat of a unit to the seat of each of its
// units of a level, by code.
func (a *Analysis) SeatToParts(ctx context.Context, code, mode string, level geo.Level) ([]SeatTime, error) {
	unit, m, err := a.seatOf(code, mode)
	if err != nil {
		return nil, err
	}
	parts := a.PartsOf(areaFor([]*geo.Unit{unit}), level)
	at, l, reason, err := a.seatLinks(ctx, unit, m)
	if err != nil {
		return nil, err
	}
	out := make([]SeatTime, len(parts))
	for i, p := range parts {
		out[i] = SeatTime{To: p.Code, Reason: reason}
	}
	if reason != "" || len(parts) == 0 {
		return out, nil
	}
	field, err := l.Graph().Field(ctx, []network.Source{{ID: 0, Links: at}}, network.From, network.Unreachable)
	if err != nil {
		return nil, fmt.Errorf("from the seat of %s: %w", code, err)
	}
	for i, p := range parts {
		out[i].Minutes, out[i].Reason = arrive(l, field, unit.Seat, p.Seat)
	}
	return out, nil
}

// arrive is the minutes to a seat from the seat that a field begins at, or why there
// are none.
func arrive(l *network.Linker, field *network.Field, from, seat *orb.Point) (minutes geo.Amount, reason string) {
	if seat == nil {
		return geo.Unknown(), ReasonNoSeat
	}
	if *seat == *from {
		// The seat of the whole may be that of the part.
		return geo.Known(0), ""
	}
	links := l.Links(nil, *seat, false)
	if len(links) == 0 {
		return geo.Unknown(), ReasonNoLink
	}
	cost := field.Cost(links)
	if cost == network.Unreachable {
		return geo.Unknown(), ReasonNoWay
	}
	return geo.Known(l.Graph().Value(cost) / 60), ""
}

// PeopleTime is within how many minutes a share of the people of an area (0 to 1) is of
// the nearest facility of the categories; unknown where that share cannot get there.
func (a *Analysis) PeopleTime(ctx context.Context, code, mode string, categories []string, share float64) (*SeatTime, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	found, ok := a.profiles.Mode(mode)
	if !ok {
		return nil, &FieldError{Field: "mode", Value: mode, Rule: "is no mode; /v1/modes lists them", Missing: true}
	}
	m := measure{mode: found, metric: geo.NetworkTime}
	w, err := a.wanted(categories, 1, nil)
	if err != nil {
		return nil, err
	}
	d, err := a.demandOf(ctx, area, geo.OriginAll, "")
	if err != nil {
		return nil, err
	}
	if d.noPeople != "" {
		return &SeatTime{Reason: d.noPeople}, nil
	}
	r, err := a.reachOf(ctx, m, w)
	if err != nil {
		return nil, err
	}
	if len(r.chosen.index) == 0 {
		return &SeatTime{Reason: ReasonNoTargets}, nil
	}
	n, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, err
	}
	columns, homes, _ := r.pick(d)
	order, total := make([]int, len(homes)), 0.0
	for i := range homes {
		order[i] = i
		total += columns.Persons[i].Or(0)
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Or(cmp.Compare(homes[x], homes[y]), cmp.Compare(x, y)) })
	sum := 0.0
	for _, i := range order {
		if !columns.Connected[i] || homes[i] == network.Unreachable {
			continue
		}
		// A billionth of slack: sums of fractions are not exact.
		if sum += columns.Persons[i].Or(0); sum >= share*total*(1-1e-9) {
			return &SeatTime{Minutes: geo.Known(n.Graph().Value(homes[i]) / 60)}, nil
		}
	}
	return &SeatTime{Reason: ReasonNoWay}, nil
}

func (a *Analysis) seatOf(code, mode string) (*geo.Unit, measure, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, measure{}, err
	}
	if len(area.Units) != 1 {
		return nil, measure{}, &FieldError{Field: "unit", Value: code, Rule: "has to be one unit: a cluster has no seat"}
	}
	m, ok := a.profiles.Mode(mode)
	if !ok {
		return nil, measure{}, &FieldError{Field: "mode", Value: mode, Rule: "is no mode; /v1/modes lists them", Missing: true}
	}
	return area.Units[0], measure{mode: m, metric: geo.NetworkTime}, nil
}

// seatLinks are the links of a unit's seat as a place that one leaves, or the reason why
// there are none.
func (a *Analysis) seatLinks(ctx context.Context, unit *geo.Unit, m measure) ([]network.Link, *network.Linker, string, error) {
	if unit.Seat == nil {
		return nil, nil, ReasonNoSeat, nil
	}
	l, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, nil, "", err
	}
	links, err := a.unitLinks(ctx, l)
	if err != nil {
		return nil, nil, "", err
	}
	if len(links[unit.Code]) == 0 {
		return nil, l, ReasonNoLink, nil
	}
	return links[unit.Code], l, "", nil
}
