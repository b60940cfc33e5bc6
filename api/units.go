package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// place is a unit, or several, with the figures that its feature shows.
type place struct {
	area       *analysis.Area
	population analysis.Population
	areaM2     geo.Amount
}

// placeOf resolves a code and looks its figures up.
func placeOf(q *question, code string) (*place, error) {
	area, err := q.analyst.Area(code)
	if err != nil {
		return nil, err
	}
	p := &place{area: area, population: q.analyst.Population(area)}
	units := area.Units
	if len(units) == 0 {
		units = []*geo.Unit{{Code: area.Code, Name: area.Name, Level: area.Level, Geometry: area.Geometry}}
	}
	sum := 0.0
	for _, u := range units {
		sum += q.analyst.UnitAreaM2(u)
	}
	if sum > 0 {
		p.areaM2 = geo.Known(sum)
	}
	return p, nil
}

// answerUnits lists the units, of one level where one is named.
func answerUnits(ctx context.Context, q *question) (func(e *encoder), error) {
	return writePlaces(ctx, q, q.analyst.Units(geo.Level(q.values.String("level"))))
}

// answerTowns lists the towns, or the rectangle of the data where there are none.
func answerTowns(ctx context.Context, q *question) (func(e *encoder), error) {
	units := q.analyst.Units(geo.LevelTown)
	if len(units) > 0 {
		return writePlaces(ctx, q, units)
	}
	all, err := placeOf(q, "all")
	if err != nil {
		return nil, err
	}
	return writeCollection(q, []*place{all}), nil
}

// answerTown describes one town, or a cluster of towns.
func answerTown(_ context.Context, q *question) (func(e *encoder), error) {
	p, err := placeOf(q, areaCode(q))
	if err != nil {
		return nil, err
	}
	if p.area.Level != geo.LevelTown && !p.area.DataBox {
		return nil, notATown(p.area)
	}
	return func(e *encoder) {
		e.beginObject()
		e.key("type")
		e.str("Feature")
		e.key("id")
		e.str(p.area.Code)
		e.frame(q, nil)
		e.key("properties")
		e.beginObject()
		e.placeProperties(q, p)
		e.endFeature(func() { e.geometry(p.area.Geometry) })
	}, nil
}

// notATown names the level that a unit has and where it is to be asked for.
func notATown(a *analysis.Area) *Problem {
	level := string(a.Level)
	if level == "" {
		level = "several levels"
	}
	p := &Problem{Status: http.StatusBadRequest, Kind: kindInvalidParameter, Parameter: "code", Value: clip(a.Code),
		Title: Text{En: "Wrong level", Zh: "层级不符"},
		Rule:  Text{En: "a unit of level town", Zh: "town 层级的单元"},
		Extra: map[string]any{"level": level, "level_needed": string(geo.LevelTown)}}
	p.Detail = Text{
		En: fmt.Sprintf("unit %q is of level %s; %s takes units of level town. Use /v1/units?level=%s for it", p.Value, level, pathTown, level),
		Zh: fmt.Sprintf("单元 %q 的层级为 %s；%s 只接受 town 层级的单元，请改用 /v1/units?level=%s", p.Value, level, pathTown, level)}
	if a.Level == "" {
		p.Detail = Text{
			En: fmt.Sprintf("units %q are of several levels; %s takes units of level town", p.Value, pathTown),
			Zh: fmt.Sprintf("单元 %q 分属多个层级；%s 只接受 town 层级的单元", p.Value, pathTown)}
	}
	return p
}

func writePlaces(ctx context.Context, q *question, units []*geo.Unit) (func(e *encoder), error) {
	places := make([]*place, 0, len(units))
	for _, u := range units {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := placeOf(q, u.Code)
		if err != nil {
			return nil, err
		}
		places = append(places, p)
	}
	return writeCollection(q, places), nil
}

func writeCollection(q *question, places []*place) func(e *encoder) {
	return func(e *encoder) {
		e.beginCollection(q, nil)
		e.beginFeatures()
		for _, p := range places {
			e.beginFeature(p.area.Code)
			e.placeProperties(q, p)
			if q.values.Bool("geometry") {
				e.endFeature(func() { e.geometry(p.area.Geometry) })
			} else {
				e.endFeature(nil)
			}
		}
		e.endCollection()
	}
}

func (e *encoder) placeProperties(q *question, p *place) {
	var unit geo.Unit
	if len(p.area.Units) == 1 {
		unit = *p.area.Units[0]
	}
	e.key("code")
	e.str(p.area.Code)
	e.key("name")
	e.strOrNull(p.area.Name)
	e.key("name_en")
	e.strOrNull(unit.NameEn)
	e.key("level")
	e.strOrNull(string(p.area.Level))
	e.key("type")
	e.strOrNull(unit.Type)
	e.population(q, p.population)
	e.key("area_km2")
	if m2, known := p.areaM2.Get(); known {
		e.number(m2/1e6, 6)
	} else {
		e.null()
	}
	if unit.Seat != nil {
		e.key("seat")
		e.position(*unit.Seat)
	}
	if p.area.DataBox {
		e.key("data_box")
		e.boolean(true)
	}
}

// population writes the number of residents and where it comes from.
func (e *encoder) population(q *question, p analysis.Population) {
	e.key("population")
	e.amount(p.Persons, peoplePlaces)
	e.key("population_from")
	e.strOrNull(p.From)
	if p.Year != 0 {
		e.key("population_year")
		e.integer(p.Year)
	}
	e.key("population_factor")
	e.amount(p.Factor, sharePlaces)
	if !p.Persons.IsKnown() {
		e.key("population_reason")
		reason := translated(p.Reason).in(q.lang)
		if reason == "" {
			reason = noPopulation().in(q.lang)
		}
		e.str(reason)
	}
}

// position writes a place as [longitude, latitude].
func (e *encoder) position(p orb.Point) {
	e.before()
	e.buf = e.appendPoint(e.buf, p)
}
