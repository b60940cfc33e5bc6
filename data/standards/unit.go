package standards

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// yesNo is the unit of a row that is met or not: 1 is yes, 0 is no.
const yesNo = "是/否"

// units tells what is wrong with the unit of a row, "" when nothing is.
type units func(r *rowForm) string

func only(unit string) units {
	return func(r *rowForm) string {
		if r.Unit != unit {
			return fmt.Sprintf("does not fit: the value of %s is in %s", r.Kind, unit)
		}
		return ""
	}
}

func percent(r *rowForm) string { return only("%")(r) }

func anyUnit(*rowForm) string { return "" }

// measureWords are the words that things are counted with.
var measureWords = []string{"个", "所", "家", "处", "座", "条", "项", "镇", "村", "套", "台", "人"}

func pieces(r *rowForm) string {
	if !slices.Contains(measureWords, r.Unit) {
		return "does not fit: a count is in a measure word: " + strings.Join(measureWords, ", ")
	}
	return ""
}

// perPeople checks that the unit ends as the number of people the figure is divided by
// asks; a supply may be per any number.
func perPeople(r *rowForm) string {
	endings := map[float64]string{1: "/人", 1000: "/千人", 10000: "/万人"}
	if r.Kind == indicator.Supply {
		for _, ending := range endings {
			if strings.HasSuffix(r.Unit, ending) {
				return ""
			}
		}
		return "does not fit: a supply ends in /人, /千人 or /万人"
	}
	ending, ok := endings[r.Params.Per]
	switch {
	case !ok: // the param itself is reported
		return ""
	case !strings.HasSuffix(r.Unit, ending):
		return fmt.Sprintf("does not fit: per %g people ends in %s", r.Params.Per, ending)
	}
	return ""
}

// unfitValue tells what is wrong with the number of a target in the row's unit.
func (r *rowForm) unfitValue(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "must be finite"
	case v < 0:
		return "must be 0 or more"
	case r.Unit == "%" && v > 100:
		return "must be at most 100: the unit is %"
	case r.Unit == yesNo && v != 1:
		return "must be 1 (yes): the unit is " + yesNo
	case r.Kind == indicator.RollUpOf && v > float64(len(r.Params.Each)):
		return fmt.Sprintf("must be at most %d, the number of rows in params.each", len(r.Params.Each))
	}
	if r.counts() && v != math.Trunc(v) {
		return "must be a whole number: it counts"
	}
	return ""
}

// counts reports whether the value of the row is a number of things.
func (r *rowForm) counts() bool {
	switch r.Kind {
	case indicator.Count, indicator.Corridor, indicator.GreenwayChain, indicator.RollUpOf:
		return true
	}
	return false
}
