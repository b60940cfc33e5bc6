package api

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// indicatorForm is a row of a document as JSON.
type indicatorForm struct {
	ID    string            `json:"id"`
	Zh    string            `json:"zh"`
	En    string            `json:"en"`
	Kind  indicator.Kind    `json:"kind"`
	Class []indicator.Class `json:"class"`
	Level geo.Level         `json:"level"`
	// Clause is where the document says it, Quote its own words.
	Clause string `json:"clause"`
	Quote  string `json:"quote,omitempty"`
	Unit   string `json:"unit"`
	// Target is the last of Targets, which are by year: null where the document gives no
	// number, and Note then says why.
	Target   *targetForm  `json:"target"`
	Targets  []targetForm `json:"targets"`
	Params   *paramsForm  `json:"params"`
	Note     *Text        `json:"note"`
	Verified bool         `json:"verified"`
}

func formOfIndicator(in *indicator.Indicator) indicatorForm {
	f := indicatorForm{ID: in.ID, Zh: in.Zh, En: in.En, Kind: in.Kind, Class: some(in.Class), Level: in.Level, Clause: in.Clause, Quote: in.Quote,
		Unit: in.Unit, Targets: []targetForm{}, Params: formOfParams(&in.Params), Note: formOfText(in.Note), Verified: in.Verified}
	for i := range in.Targets {
		f.Targets = append(f.Targets, *formOfTarget(&in.Targets[i]))
	}
	if n := len(f.Targets); n > 0 {
		f.Target = &f.Targets[n-1]
	}
	return f
}

// targetForm is a target as JSON.
type targetForm struct {
	Op    indicator.Operator `json:"op"`
	Value float64            `json:"value"`
	// Year is the one by the end of which it shall be met, null when none is named.
	Year *int `json:"year"`
	// Implied marks a number that the document means without writing it.
	Implied bool   `json:"implied"`
	Text    string `json:"text"`
}

func formOfTarget(t *indicator.Target) *targetForm {
	if t == nil {
		return nil
	}
	f := &targetForm{Op: t.Op, Value: t.Value, Implied: t.Implied, Text: t.String()}
	if t.Year != 0 {
		f.Year = &t.Year
	}
	return f
}

// paramsForm is what a kind reads, as JSON; what is not set is left out.
type paramsForm struct {
	Categories    []string          `json:"categories,omitempty"`
	AtLeast       int               `json:"at_least,omitempty"`
	Where         map[string]string `json:"where,omitempty"`
	Circle        string            `json:"circle,omitempty"`
	RuralCircle   string            `json:"rural_circle,omitempty"`
	Set           string            `json:"set,omitempty"`
	Rule          string            `json:"rule,omitempty"`
	Of            string            `json:"of,omitempty"`
	Parts         string            `json:"parts,omitempty"`
	Each          []string          `json:"each,omitempty"`
	Attribute     string            `json:"attribute,omitempty"`
	Per           float64           `json:"per,omitempty"`
	Group         string            `json:"group,omitempty"`
	Layer         string            `json:"layer,omitempty"`
	Class         string            `json:"class,omitempty"`
	Mode          string            `json:"mode,omitempty"`
	Minutes       float64           `json:"minutes,omitempty"`
	ShareOfPeople float64           `json:"share_of_people,omitempty"`
	Beads         int               `json:"beads,omitempty"`
	Decay         string            `json:"decay,omitempty"`
}

func formOfParams(p *indicator.Params) *paramsForm {
	return &paramsForm{Categories: p.Categories, AtLeast: p.AtLeast, Where: p.Where, Circle: p.Circle, RuralCircle: p.RuralCircle,
		Set: p.Set, Rule: p.Rule, Of: p.Of, Parts: p.Parts, Each: p.Each, Attribute: p.Attribute, Per: p.Per, Group: p.Group,
		Layer: p.Layer, Class: p.Class, Mode: p.Mode, Minutes: p.Minutes, ShareOfPeople: p.ShareOfPeople, Beads: p.Beads, Decay: p.Decay}
}

// rollUpForm is a roll-up of a document as JSON.
type rollUpForm struct {
	ID       string   `json:"id"`
	Zh       string   `json:"zh"`
	En       string   `json:"en"`
	Version  string   `json:"version,omitempty"`
	Of       []string `json:"of"`
	Source   string   `json:"source,omitempty"`
	Verified bool     `json:"verified"`
}

func formOfRollUp(r *indicator.RollUp) rollUpForm {
	return rollUpForm{ID: r.ID, Zh: r.Zh, En: r.En, Version: r.Version, Of: some(r.Of), Source: r.Source, Verified: r.Verified}
}

// formOfText is a text as JSON, nil when it says nothing.
func formOfText(t indicator.Text) *Text {
	if t == (indicator.Text{}) {
		return nil
	}
	return &Text{En: t.En, Zh: t.Zh}
}
