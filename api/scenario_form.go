package api

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// ScenarioForm is what a scenario changes, as the interface shows it.
type ScenarioForm struct {
	Edits int `json:"edits"`
	// Changes are rows of the dataset by layer and by what became of them.
	Changes []changeForm `json:"changes"`
	// Joints are where new roads meet others; Loose are their ends that meet nothing.
	Joints []jointForm  `json:"joints"`
	Loose  [][2]float64 `json:"loose_ends"`
	// Towns, Circles, Categories and Standards are those that were looked at.
	Towns        []string           `json:"towns"`
	Circles      []string           `json:"circles"`
	Categories   []string           `json:"categories"`
	Standards    []string           `json:"standards"`
	Coverage     []coverageForm     `json:"coverage"`
	Completeness []completenessForm `json:"completeness"`
	Indicators   []differenceForm   `json:"indicators"`
	Features     homesForm          `json:"features"`
	// HomesChanged counts all homes whose verdict changes; features may be cut.
	HomesChanged int `json:"homes_changed"`
	HomesListed  int `json:"homes_listed"`
}

type changeForm struct {
	Layer   geo.Layer `json:"layer"`
	Added   []string  `json:"added"`
	Changed []string  `json:"changed"`
	Removed []string  `json:"removed"`
}

type jointForm struct {
	Road   string     `json:"road"`
	With   string     `json:"with"`
	At     [2]float64 `json:"at"`
	MovedM float64    `json:"moved_m"`
}

type coverageForm struct {
	Town     string `json:"town"`
	Name     string `json:"name"`
	Circle   string `json:"circle"`
	Category string `json:"category"`
	three
	TotalBefore  *float64 `json:"population_total_before"`
	TotalAfter   *float64 `json:"population_total_after"`
	ShareBefore  *float64 `json:"share_before"`
	ShareAfter   *float64 `json:"share_after"`
	ShareChange  *float64 `json:"share_difference"`
	Denominator  string   `json:"denominator,omitempty"`
	ReasonBefore string   `json:"reason_before,omitempty"`
	ReasonAfter  string   `json:"reason_after,omitempty"`
}

// three are the people covered before, after, and the difference.
type three struct {
	Before     *float64 `json:"population_covered_before"`
	After      *float64 `json:"population_covered_after"`
	Difference *float64 `json:"population_covered_difference"`
}

type completenessForm struct {
	Town       string   `json:"town"`
	Name       string   `json:"name"`
	Circle     string   `json:"circle"`
	Before     *float64 `json:"people_complete_before"`
	After      *float64 `json:"people_complete_after"`
	Difference *float64 `json:"people_complete_difference"`
	// Reached are the people who reach each requirement, those that change.
	Reached []reachedForm `json:"people_reached"`
}

type reachedForm struct {
	Requirement string   `json:"requirement"`
	Before      *float64 `json:"before"`
	After       *float64 `json:"after"`
	Difference  *float64 `json:"difference"`
}

type differenceForm struct {
	Unit       string         `json:"unit"`
	Name       string         `json:"name"`
	Standard   string         `json:"standard"`
	Indicator  string         `json:"indicator"`
	Zh         string         `json:"zh"`
	En         string         `json:"en"`
	UnitOf     string         `json:"unit_of_measure"`
	Before     *float64       `json:"value_before"`
	After      *float64       `json:"value_after"`
	Difference *float64       `json:"value_difference"`
	Target     *targetForm    `json:"target"`
	LampBefore indicator.Lamp `json:"lamp_before"`
	LampAfter  indicator.Lamp `json:"lamp_after"`
	WhyBefore  Text           `json:"why_before"`
	WhyAfter   Text           `json:"why_after"`
}

// homesForm are homes as GeoJSON (RFC 7946): people gained and lost.
type homesForm struct {
	Type     string     `json:"type"`
	Features []homeForm `json:"features"`
}

type homeForm struct {
	Type     string `json:"type"`
	Geometry struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	} `json:"geometry"`
	Properties homeProperties `json:"properties"`
}

type homeProperties struct {
	Home     string   `json:"home"`
	Town     string   `json:"town"`
	Circle   string   `json:"circle"`
	Category string   `json:"category"`
	Change   string   `json:"change"`
	New      bool     `json:"new"`
	Persons  *float64 `json:"persons"`
}

// figureTo is an amount as JSON has it, rounded.
func figureTo(a geo.Amount, places int) *float64 {
	v, known := a.Get()
	if !known {
		return nil
	}
	v = round(v, places)
	return &v
}

// less is a - b, unknown where one of them is.
func less(a, b geo.Amount) geo.Amount {
	v, known := b.Get()
	if !known {
		return b
	}
	return a.Plus(geo.Known(-v))
}

func rounded(p [2]float64) [2]float64 {
	return [2]float64{round(p[0], degreePlaces), round(p[1], degreePlaces)}
}

// degreePlaces are those of positions: 1e-7 degrees is a centimetre.
const degreePlaces = 7

// formOfScenario is the part of an answer that is not by standards.
func formOfScenario(a *scenario.Answer, lang Lang) *ScenarioForm {
	f := &ScenarioForm{Changes: []changeForm{}, Joints: []jointForm{}, Loose: [][2]float64{}, Towns: some(a.Areas), Circles: some(a.Circles),
		Categories: some(a.Categories), Standards: []string{}, Coverage: []coverageForm{}, Completeness: []completenessForm{}, Indicators: []differenceForm{},
		Features: homesForm{Type: "FeatureCollection", Features: []homeForm{}}, HomesChanged: a.AllHomes, HomesListed: len(a.Homes)}
	for i := range a.Changes.Layers {
		c := &a.Changes.Layers[i]
		f.Changes = append(f.Changes, changeForm{c.Layer, some(c.Added), some(c.Changed), some(c.Removed)})
	}
	for i := range a.Changes.Joints {
		j := &a.Changes.Joints[i]
		f.Joints = append(f.Joints, jointForm{j.Road, j.With, rounded(j.At), round(j.MovedM, lengthPlaces)})
	}
	for _, p := range a.Changes.Loose {
		f.Loose = append(f.Loose, rounded(p))
	}
	for i := range a.Coverage {
		f.Coverage = append(f.Coverage, formOfCoverageChange(&a.Coverage[i], lang))
	}
	for i := range a.Completeness {
		f.Completeness = append(f.Completeness, formOfCompletenessChange(&a.Completeness[i]))
	}
	for i := range a.Homes {
		f.Features.Features = append(f.Features.Features, formOfHome(&a.Homes[i]))
	}
	return f
}

func formOfCoverageChange(c *scenario.CoverageChange, lang Lang) coverageForm {
	x, y := &c.Before.Coverage, &c.After.Coverage
	return coverageForm{Town: c.Before.Area.Code, Name: c.Before.Area.Name, Circle: c.Before.Circle, Category: c.Before.Category,
		three: three{Before: figureTo(x.People.Covered, peoplePlaces), After: figureTo(y.People.Covered, peoplePlaces),
			Difference: figureTo(less(y.People.Covered, x.People.Covered), peoplePlaces)},
		TotalBefore: figureTo(x.People.Total, peoplePlaces), TotalAfter: figureTo(y.People.Total, peoplePlaces),
		ShareBefore: figureTo(x.Share(), sharePlaces), ShareAfter: figureTo(y.Share(), sharePlaces),
		ShareChange: figureTo(less(y.Share(), x.Share()), sharePlaces), Denominator: string(y.Denominator()),
		ReasonBefore: coverageReason(lang, &c.Before.LimitCoverage), ReasonAfter: coverageReason(lang, &c.After.LimitCoverage)}
}

func formOfCompletenessChange(c *scenario.CompletenessChange) completenessForm {
	before, after := c.Before.Coverage.People.Covered, c.After.Coverage.People.Covered
	f := completenessForm{Town: c.Before.Area.Code, Name: c.Before.Area.Name, Circle: c.Before.Circle.ID, Before: figureTo(before, peoplePlaces),
		After: figureTo(after, peoplePlaces), Difference: figureTo(less(after, before), peoplePlaces), Reached: []reachedForm{}}
	for i := range min(len(c.Before.Parts), len(c.After.Parts)) {
		if x, y := &c.Before.Parts[i], &c.After.Parts[i]; x.Coverage != y.Coverage {
			p, q := x.Coverage.People.Covered, y.Coverage.People.Covered
			f.Reached = append(f.Reached, reachedForm{x.Requirement.ID, figureTo(p, peoplePlaces), figureTo(q, peoplePlaces), figureTo(less(q, p), peoplePlaces)})
		}
	}
	return f
}

func formOfHome(h *scenario.HomeChange) homeForm {
	f := homeForm{Type: "Feature", Properties: homeProperties{Home: h.Home.ID, Town: h.Unit, Circle: h.Circle, Category: h.Category,
		Change: "lost", New: h.New, Persons: figureTo(h.Persons, peoplePlaces)}}
	if h.Gained {
		f.Properties.Change = "gained"
	}
	f.Geometry.Type, f.Geometry.Coordinates = "Point", rounded(h.Home.Location)
	return f
}

func formOfDifference(card *indicator.Scorecard, d *indicator.Difference) differenceForm {
	in := d.After.Indicator
	return differenceForm{Unit: card.Area.Code, Name: card.Area.Name, Standard: card.Standard.ID, Indicator: in.ID, Zh: in.Zh, En: in.En, UnitOf: in.Unit,
		Before: figureOrNull(d.Before.Value), After: figureOrNull(d.After.Value), Difference: figureOrNull(less(d.After.Value, d.Before.Value)),
		Target: formOfTarget(d.After.Target), LampBefore: d.Before.Lamp, LampAfter: d.After.Lamp,
		WhyBefore: Text{Zh: d.Before.Why.Zh, En: d.Before.Why.En}, WhyAfter: Text{Zh: d.After.Why.Zh, En: d.After.Why.En}}
}
