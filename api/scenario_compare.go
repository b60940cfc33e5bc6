package api

import (
	"context"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// comparedForm is one scenario among others.
type comparedForm struct {
	savedForm
	// Reason says why it is not compared, null when it is.
	Reason       *string `json:"reason"`
	HomesChanged int     `json:"homes_changed"`
}

// sideForm is what one scenario makes of a figure.
type sideForm struct {
	Scenario   string         `json:"scenario"`
	After      *float64       `json:"after"`
	Difference *float64       `json:"difference"`
	Lamp       indicator.Lamp `json:"lamp,omitempty"`
}

type comparedCoverage struct {
	Town     string     `json:"town"`
	Circle   string     `json:"circle"`
	Category string     `json:"category"`
	Before   *float64   `json:"population_covered_before"`
	Sides    []sideForm `json:"scenarios"`
}

type comparedIndicator struct {
	Unit      string         `json:"unit"`
	Standard  string         `json:"standard"`
	Indicator string         `json:"indicator"`
	Zh        string         `json:"zh"`
	En        string         `json:"en"`
	Before    *float64       `json:"value_before"`
	Lamp      indicator.Lamp `json:"lamp_before"`
	Sides     []sideForm     `json:"scenarios"`
}

// answerCompare sets saved scenarios side by side. Each is asked for whatever it changes,
// so that a figure that it does not list is as before.
func answerCompare(ctx context.Context, q *question) (func(e *encoder), error) {
	saved, err := savedScenarios(ctx, q.records, q.values.Strings("ids")...)
	if err != nil {
		return nil, err
	}
	list := []comparedForm{}
	forms := map[string]*ScenarioForm{}
	var ids []string
	for i := range saved {
		f, _, reason, err := evaluateSaved(ctx, q, &saved[i], true)
		if err != nil {
			return nil, err
		}
		one := comparedForm{savedForm: formOfSaved(&saved[i], q)}
		if f == nil {
			text := reason.in(q.lang)
			one.Reason = &text
		} else {
			one.HomesChanged = f.HomesChanged
			forms[saved[i].ID] = f
			ids = append(ids, saved[i].ID)
		}
		list = append(list, one)
	}
	coverage, indicators := compareCoverage(ids, forms), compareIndicators(ids, forms)
	return func(e *encoder) {
		e.beginObject()
		e.frame(q, nil)
		e.key("scenarios")
		e.any(list)
		e.key("coverage")
		e.any(coverage)
		e.key("indicators")
		e.any(indicators)
		e.endObject()
	}, nil
}

// compareCoverage lists every cell of the table that a scenario changes.
func compareCoverage(ids []string, forms map[string]*ScenarioForm) []comparedCoverage {
	out := []comparedCoverage{}
	at := map[[3]string]int{}
	for n, id := range ids {
		for i := range forms[id].Coverage {
			c := &forms[id].Coverage[i]
			key := [3]string{c.Town, c.Circle, c.Category}
			k, known := at[key]
			if !known {
				k = len(out)
				at[key] = k
				out = append(out, comparedCoverage{Town: c.Town, Circle: c.Circle, Category: c.Category, Before: c.Before, Sides: unchanged(ids, c.Before, "")})
			}
			out[k].Sides[n].After, out[k].Sides[n].Difference = c.After, c.Difference
		}
	}
	slices.SortFunc(out, func(x, y comparedCoverage) int {
		return strings.Compare(x.Town+"\x00"+x.Circle+"\x00"+x.Category, y.Town+"\x00"+y.Circle+"\x00"+y.Category)
	})
	return out
}

// compareIndicators lists every row of a standard that a scenario changes.
func compareIndicators(ids []string, forms map[string]*ScenarioForm) []comparedIndicator {
	out := []comparedIndicator{}
	at := map[[3]string]int{}
	for n, id := range ids {
		for i := range forms[id].Indicators {
			d := &forms[id].Indicators[i]
			key := [3]string{d.Unit, d.Standard, d.Indicator}
			k, known := at[key]
			if !known {
				k = len(out)
				at[key] = k
				out = append(out, comparedIndicator{Unit: d.Unit, Standard: d.Standard, Indicator: d.Indicator, Zh: d.Zh, En: d.En,
					Before: d.Before, Lamp: d.LampBefore, Sides: unchanged(ids, d.Before, d.LampBefore)})
			}
			side := &out[k].Sides[n]
			side.After, side.Difference, side.Lamp = d.After, d.Difference, d.LampAfter
		}
	}
	slices.SortStableFunc(out, func(x, y comparedIndicator) int {
		return strings.Compare(x.Unit+"\x00"+x.Standard, y.Unit+"\x00"+y.Standard)
	})
	return out
}

// unchanged are the sides of a figure that no scenario changes.
func unchanged(ids []string, before *float64, lamp indicator.Lamp) []sideForm {
	out := make([]sideForm, len(ids))
	for i, id := range ids {
		out[i] = sideForm{Scenario: id, After: before, Lamp: lamp}
		if before != nil {
			none := 0.0
			out[i].Difference = &none
		}
	}
	return out
}
