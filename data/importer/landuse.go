package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Land use comes as a word, as a name (城镇住宅用地) or as a code. A code is read in the
// classification that the user names: the same digits mean different land in each.

// land reads what parcels are used for, and keeps the account of it.
type land struct {
	// scheme is the classification that was asked for, nil for none; schemes are all.
	scheme  *geo.LandUseScheme
	schemes []geo.LandUseScheme
	// seen counts rows by code and the name beside it, asked those whose code nobody
	// has said how to read.
	seen  map[coded]int
	asked bool
	// known keeps what was read, by scheme and text.
	known map[[2]string]landUse
	// sums are rows and ground by use, parks and built the rows of other layers.
	sums  map[string]*LandUseSum
	parks []geo.Park
	built map[string][]builtPart
}

// coded is a code as it is written out, and the name that stands beside it.
type coded struct{ code, name string }

// landUse is what a code or a name says.
type landUse struct {
	use, park string
	// code is the code as the classification writes it, with the classification.
	code string
	// remark is what somebody should know, refused the rule that the code breaks.
	remark, refused string
}

// newLand finds the classification that was asked for.
func newLand(o *LayerOptions, l geo.Layer) (*land, error) {
	a := &land{
		schemes: o.Schemes, seen: map[coded]int{}, known: map[[2]string]landUse{},
		sums: map[string]*LandUseSum{}, built: map[string][]builtPart{},
	}
	if o.Scheme == "" {
		return a, nil
	}
	if l != geo.LayerParcels {
		return nil, usagef("scheme %s: a classification of land is for the layer %s", o.Scheme, geo.LayerParcels)
	}
	var ids []string
	for i := range o.Schemes {
		if o.Schemes[i].ID == o.Scheme {
			a.scheme = &o.Schemes[i]
		}
		ids = append(ids, o.Schemes[i].ID)
	}
	if a.scheme == nil {
		return nil, usagef("scheme %s: there is no such classification of land; there is %s", o.Scheme, strings.Join(ids, ", "))
	}
	return a, nil
}

// landCode is what looks like one code, or several joined.
var landCode = regexp.MustCompile(`^(` + oneCode + `|` + letters + `{2})([/,;+&|、 ]+(` + oneCode + `))*$`)

const (
	oneCode = `[0-9]{1,6}(\.0+)?([A-Za-z][0-9]?)?[A-Za-z]?|` + letters
	letters = `([A-Za-z][0-9]{1,3}|[A-Z])`
)

// isCode reports whether a land use is written in codes.
func isCode(text string) bool { return landCode.MatchString(width.Fold.String(text)) }

// withScheme parts gbt21010:0702, as an export writes it.
func (a *land) withScheme(text string) (*geo.LandUseScheme, string) {
	id, code, ok := strings.Cut(text, ":")
	if ok {
		for i := range a.schemes {
			if a.schemes[i].ID == id {
				return &a.schemes[i], code
			}
		}
	}
	return a.scheme, text
}

// read reads a code and the name beside it, either of which may be "".
func (a *land) read(code, name string) landUse {
	if isWord(name) { // as an export has it, whose codes name their classification
		if !strings.Contains(code, ":") {
			s, bare := a.withScheme(code)
			code = withID(s, bare)
		}
		return landUse{use: name, code: code}
	}
	if code == "" && isCode(name) {
		code, name = name, ""
	}
	s, code := a.withScheme(strings.TrimSpace(width.Fold.String(code)))
	if !isCode(code) {
		return a.named(cmp.Or(name, code))
	}
	if s == a.scheme {
		a.seen[coded{tidy(code), name}]++
	}
	if s == nil {
		a.asked = true
		return landUse{use: geo.UseUnknown}
	}
	key := [2]string{s.ID, code}
	u, ok := a.known[key]
	if !ok {
		u = readCodes(s, code)
		a.known[key] = u
	}
	if rows := s.Named(name); len(rows) > 0 && u.use != geo.UseUnknown && !slices.ContainsFunc(rows, func(r *geo.LandUseCode) bool { return r.Use == u.use }) {
		u.remark = "the name beside the code says another use in " + s.ID + "; the code counts: " + code + " " + name
	}
	return u
}

func withID(s *geo.LandUseScheme, code string) string {
	if s == nil || code == "" {
		return ""
	}
	return s.ID + ":" + code
}

// isWord reports whether a land use is one of this program's words.
func isWord(use string) bool {
	return use == geo.UseMixed || use == geo.UseUnknown || slices.Contains(geo.LandUses(), use)
}

var codeBreak = regexp.MustCompile(`[/,;+&|、 ]+`)

// readCodes reads one code, or several that are joined: a mixed parcel has the use
// that all of them have.
func readCodes(s *geo.LandUseScheme, text string) landUse {
	parts := codeBreak.Split(strings.Trim(text, "/,;+&|、 "), -1)
	if s.Form == geo.CodeLetter && len(parts) == 1 {
		if _, ok := s.Row(parts[0]); !ok {
			parts = letterParts(parts[0])
		}
	}
	var all landUse
	var codes []string
	for i, part := range parts {
		u := readCode(s, part)
		codes = append(codes, strings.TrimPrefix(u.code, s.ID+":"))
		switch {
		case u.refused != "":
			return u
		case i == 0:
			all = u
		case u.use == geo.UseUnknown || all.use == geo.UseUnknown:
			all.use, all.park = geo.UseUnknown, ""
			all.remark = unknownRemark(s, text)
		case u.use != all.use:
			all.use, all.park = geo.UseMixed, ""
			all.remark = "codes of different uses: taken as mixed, which counts neither as residential land nor as a park: " + text
		}
		if u.park != all.park {
			all.park = ""
		}
	}
	all.code = s.ID + ":" + strings.Join(codes, "/")
	return all
}

func unknownRemark(s *geo.LandUseScheme, code string) string {
	return "the code is not in " + s.ID + ": taken as use unknown: " + code
}

var letterCode = regexp.MustCompile(`[A-Z][0-9]*`)

// letterParts parts R2B1, which stands for R2 and B1.
func letterParts(text string) []string {
	parts := letterCode.FindAllString(strings.ToUpper(text), -1)
	if strings.Join(parts, "") != strings.ToUpper(text) || len(parts) < 2 {
		return []string{text}
	}
	return parts
}

var (
	pointZero  = regexp.MustCompile(`^([0-9]+)\.0+$`)
	leadDigits = regexp.MustCompile(`^[0-9]+`)
)

// tidy writes a code as a classification does: 701.0, as a spreadsheet has it, is 701.
func tidy(code string) string {
	return strings.ToUpper(pointZero.ReplaceAllString(code, "$1"))
}

// readCode reads a single code. Digits come in pairs, so that a spreadsheet which
// takes the zero in front away (0701, 701, 701.0) leaves an odd number of them: the
// code is read with the zero where the classification has it so, and is refused where
// it has both.
func readCode(s *geo.LandUseScheme, text string) landUse {
	code := tidy(text)
	row, known := s.Row(code)
	if s.Form == geo.CodePairs && len(leadDigits.FindString(code))%2 == 1 {
		if padded, ok := s.Row("0" + code); ok {
			if known {
				return landUse{refused: s.ID + " has both " + code + " and 0" + code + ": format the column as text"}
			}
			return landUse{use: padded.Use, park: padded.Park, code: withID(s, "0"+code), remark: "code without its leading zero read with it: " + text + " as 0" + code}
		}
	}
	if !known {
		return landUse{use: geo.UseUnknown, code: withID(s, code), remark: unknownRemark(s, text)}
	}
	return landUse{use: row.Use, park: row.Park, code: withID(s, code)}
}

// named reads a use that is written out: a name of the classification that was asked
// for; else one on whose use every classification that has it agrees; else a plain
// word. Any other word stays as it is.
func (a *land) named(name string) landUse {
	if isWord(name) {
		return landUse{use: name}
	}
	if a.scheme != nil {
		if u, ok := agreed(a.scheme.Named(name)); ok {
			return u
		}
	}
	var rows []*geo.LandUseCode
	for i := range a.schemes {
		rows = append(rows, a.schemes[i].Named(name)...)
	}
	if u, ok := agreed(rows); ok {
		return u
	}
	if word := landUseWord(name); word != name {
		return landUse{use: word}
	}
	if strings.Contains(name, "混合") {
		return landUse{use: geo.UseMixed, remark: "land of mixed use, which counts neither as residential land nor as a park: " + name}
	}
	return landUse{use: name}
}

// agreed is the use of the rows, when it is one.
func agreed(rows []*geo.LandUseCode) (landUse, bool) {
	if len(rows) == 0 {
		return landUse{}, false
	}
	u := landUse{use: rows[0].Use, park: rows[0].Park}
	for _, r := range rows {
		if r.Use != u.use {
			return landUse{}, false
		}
		if r.Park != u.park {
			u.park = ""
		}
	}
	return u, true
}

// landUseWord translates the land uses that a planner writes out and that mean one
// thing only; others stay as they are.
func landUseWord(use string) string {
	switch use {
	case "居住", "居住用地", "住宅用地", "住宅", "城镇住宅用地", "农村宅基地":
		return geo.UseResidential
	case "商业", "商业用地", "商业服务业用地":
		return geo.UseCommercial
	case "零售", "零售商业用地":
		return geo.UseRetail
	case "工业", "工业用地":
		return geo.UseIndustrial
	case "公园":
		return geo.UsePark
	}
	return use
}
