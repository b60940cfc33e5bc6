package standards

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// form is how a standard is written.
type form struct {
	ID         string       `yaml:"id"`
	Zh         string       `yaml:"zh"`
	En         string       `yaml:"en"`
	Level      geo.Level    `yaml:"level"`
	Issuer     string       `yaml:"issuer"`
	Number     string       `yaml:"number"`
	Date       string       `yaml:"date"`
	File       string       `yaml:"file"`
	Source     string       `yaml:"source"`
	Verified   bool         `yaml:"verified"`
	Note       string       `yaml:"note"`
	Indicators []rowForm    `yaml:"indicators"`
	RollUps    []rollUpForm `yaml:"roll_ups"`
}

type rowForm struct {
	ID       string            `yaml:"id"`
	Zh       string            `yaml:"zh"`
	En       string            `yaml:"en"`
	Kind     indicator.Kind    `yaml:"kind"`
	Class    []indicator.Class `yaml:"class"`
	Level    geo.Level         `yaml:"level"`
	Clause   string            `yaml:"clause"`
	Quote    string            `yaml:"quote"`
	Unit     string            `yaml:"unit"`
	Targets  []targetForm      `yaml:"targets"`
	Params   paramsForm        `yaml:"params"`
	Note     textForm          `yaml:"note"`
	Verified bool              `yaml:"verified"`
}

type textForm struct {
	Zh string `yaml:"zh"`
	En string `yaml:"en"`
}

type targetForm struct {
	Op      indicator.Operator `yaml:"op"`
	Value   float64            `yaml:"value"`
	Year    int                `yaml:"year"`
	Implied bool               `yaml:"implied"`
}

type paramsForm struct {
	Categories    []string          `yaml:"categories"`
	AtLeast       int               `yaml:"at_least"`
	Where         map[string]string `yaml:"where"`
	Circle        string            `yaml:"circle"`
	Set           string            `yaml:"set"`
	Rule          string            `yaml:"rule"`
	Of            string            `yaml:"of"`
	Parts         string            `yaml:"parts"`
	Each          []string          `yaml:"each"`
	Attribute     string            `yaml:"attribute"`
	Per           float64           `yaml:"per"`
	Group         string            `yaml:"group"`
	Layer         string            `yaml:"layer"`
	Class         string            `yaml:"class"`
	Mode          string            `yaml:"mode"`
	Minutes       float64           `yaml:"minutes"`
	ShareOfPeople float64           `yaml:"share_of_people"`
	Beads         int               `yaml:"beads"`
	RuralCircle   string            `yaml:"rural_circle"`
	Decay         string            `yaml:"decay"`
}

type rollUpForm struct {
	ID       string   `yaml:"id"`
	Zh       string   `yaml:"zh"`
	En       string   `yaml:"en"`
	Version  string   `yaml:"version"`
	Of       []string `yaml:"of"`
	Source   string   `yaml:"source"`
	Verified bool     `yaml:"verified"`
}

// standard is what a checked form says.
func (f *form) standard() *indicator.Standard {
	s := &indicator.Standard{
		ID: f.ID, Text: indicator.Text{Zh: f.Zh, En: f.En}, Level: f.Level,
		Issuer: f.Issuer, Number: f.Number, Date: f.Date, File: f.File, Source: f.Source,
		Verified: f.Verified,
	}
	for _, r := range f.Indicators {
		row := indicator.Indicator{
			ID: r.ID, Text: indicator.Text{Zh: r.Zh, En: r.En}, Kind: r.Kind, Class: r.Class,
			Level: r.Level, Clause: r.Clause, Quote: r.Quote, Unit: r.Unit,
			Params: indicator.Params(r.Params), Note: indicator.Text(r.Note), Verified: r.Verified,
		}
		for _, t := range r.Targets {
			row.Targets = append(row.Targets, indicator.Target(t))
		}
		s.Indicators = append(s.Indicators, row)
	}
	for _, r := range f.RollUps {
		s.RollUps = append(s.RollUps, indicator.RollUp{
			ID: r.ID, Text: indicator.Text{Zh: r.Zh, En: r.En}, Version: r.Version, Of: r.Of,
			Source: r.Source, Verified: r.Verified,
		})
	}
	return s
}
