package profiles

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// landUseForms say how a code is written, and the rule in words.
var landUseForms = map[geo.CodeForm]struct {
	pattern *regexp.Regexp
	rule    string
}{
	geo.CodePairs:  {regexp.MustCompile(`^[0-9]{2}([0-9]{2})*([A-Z][0-9]?)?[A-Z]?$`), "must be pairs of digits, and may end in the letter of a working class"},
	geo.CodeLetter: {regexp.MustCompile(`^[A-Z][0-9]*$`), "must be a capital letter and digits"},
}

func checkLandUse(r record[geo.LandUseScheme]) []error {
	c, v := &checker{at: r.at}, r.value
	c.common(v.ID, v.Zh, v.En, v.Provenance)
	form, ok := landUseForms[v.Form]
	if !ok {
		c.wrong("form", string(v.Form), "must be pairs or letter")
	}
	if len(v.Codes) == 0 {
		c.wrong("codes", v.Codes, "must hold at least one row")
	}
	uses, seen := geo.LandUses(), map[string]bool{}
	for i, row := range v.Codes {
		at := fmt.Sprintf("codes[%d].", i)
		switch {
		case ok && !form.pattern.MatchString(row.Code):
			c.wrong(at+"code", row.Code, form.rule)
		case seen[row.Code]:
			c.wrong(at+"code", row.Code, "stands there twice")
		}
		seen[row.Code] = true
		if strings.TrimSpace(row.Zh) == "" {
			c.wrong(at+"zh", row.Zh, "must be stated")
		}
		if !slices.Contains(uses, row.Use) {
			c.wrong(at+"use", row.Use, "must be one of "+strings.Join(uses, ", "))
		}
	}
	if b := v.BuiltUp; b != nil {
		if strings.TrimSpace(b.Column) == "" {
			c.wrong("built_up.column", b.Column, "must be stated")
		}
		if len(b.Codes) == 0 {
			c.wrong("built_up.codes", b.Codes, "must hold at least one code")
		}
		c.words("built_up.codes", b.Codes)
	}
	return c.errs
}
