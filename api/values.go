package api

import (
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// Values are the parameters of one request, checked and in canonical form: defaults
// filled in, numbers in their shortest form, lists sorted and without repetition.
type Values struct {
	text    map[string][]string
	numbers map[string][]float64
	given   map[string]bool
}

// Given reports whether the request itself named the parameter.
func (v *Values) Given(name string) bool { return v.given[name] }

// String returns the one value of a parameter, "" for none.
func (v *Values) String(name string) string {
	if t := v.text[name]; len(t) > 0 {
		return t[0]
	}
	return ""
}

// Strings returns the values of a list parameter, sorted.
func (v *Values) Strings(name string) []string { return v.text[name] }

// Number returns the one value of a number, 0 for none.
func (v *Values) Number(name string) float64 {
	if n := v.numbers[name]; len(n) > 0 {
		return n[0]
	}
	return 0
}

// Numbers returns the values of a list of numbers, ascending.
func (v *Values) Numbers(name string) []float64 { return v.numbers[name] }

// Bool returns the value of a boolean parameter.
func (v *Values) Bool(name string) bool { return v.String(name) == "true" }

// Pairs returns the values of a key:value parameter, nil for none.
func (v *Values) Pairs(name string) map[string]string {
	if len(v.text[name]) == 0 {
		return nil
	}
	out := make(map[string]string, len(v.text[name]))
	for _, t := range v.text[name] {
		key, value, _ := strings.Cut(t, ":")
		out[key] = value
	}
	return out
}

// Points returns the places of a list of positions, in the order of their text.
func (v *Values) Points(name string) []orb.Point {
	var out []orb.Point
	for _, t := range v.text[name] {
		if p, ok := parsePosition(t); ok {
			out = append(out, p)
		}
	}
	return out
}

// canonical writes every value in one fixed way: the same question, however it was
// written, gives the same text.
func (v *Values) canonical() string {
	out := url.Values{}
	for name, t := range v.text {
		out[name] = t
	}
	return out.Encode()
}

// parse reads the parameters of a request to an endpoint. The error is a *Problem.
func parse(e *Endpoint, rawQuery string, path map[string]string) (*Values, error) {
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return nil, badQuery(err)
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if p := e.param(name); p == nil || p.In != InQuery {
			return nil, unknownParameter(e, name)
		}
	}
	v := &Values{text: map[string][]string{}, numbers: map[string][]float64{}, given: map[string]bool{}}
	for i := range e.Params {
		p := &e.Params[i]
		raw, given := query[p.Name]
		if p.In == InPath {
			raw, given = []string{path[p.Name]}, true
		}
		switch {
		case given:
			v.given[p.Name] = true
		case p.Required:
			return nil, missingParameter(p)
		case p.Default != "":
			raw = []string{p.Default}
		default:
			continue
		}
		if err := v.read(p, raw); err != nil {
			return nil, err
		}
	}
	for i := range e.Rules {
		if err := v.check(&e.Rules[i]); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// read takes the raw values of one parameter.
func (v *Values) read(p *Param, raw []string) error {
	if !p.List && len(raw) > 1 {
		return invalidParameter(p, strings.Join(raw, " & "), repeatedRule())
	}
	items := raw
	if p.List {
		items = nil
		for _, r := range raw {
			items = append(items, p.split(r)...)
		}
		if len(items) > p.MaxItems {
			return invalidParameter(p, strconv.Itoa(len(items))+" values", p.rule())
		}
	}
	texts := make([]string, 0, len(items))
	numbers := make([]float64, 0, len(items))
	for _, item := range items {
		text, number, ok := p.value(item)
		if !ok {
			return invalidParameter(p, item, p.rule())
		}
		texts, numbers = append(texts, text), append(numbers, number)
	}
	if p.numeric() {
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
		texts = texts[:0]
		for _, n := range numbers {
			texts = append(texts, formatNumber(n))
		}
		v.numbers[p.Name] = numbers
	} else {
		slices.Sort(texts)
		texts = slices.Compact(texts)
	}
	v.text[p.Name] = texts
	if p.Type == Pair {
		return v.checkPairs(p)
	}
	return nil
}

// checkPairs refuses two values for one key.
func (v *Values) checkPairs(p *Param) error {
	last := ""
	for i, t := range v.text[p.Name] {
		key, _, _ := strings.Cut(t, ":")
		if i > 0 && key == last {
			return invalidParameter(p, t, Text{
				En: "one value for each attribute", Zh: "每个属性只给一个值"})
		}
		last = key
	}
	return nil
}

// check applies a rule between parameters.
func (v *Values) check(r *Rule) error {
	switch r.Kind {
	case ExactlyOne:
		var given []string
		for _, name := range r.Params {
			if v.Given(name) {
				given = append(given, name)
			}
		}
		switch len(given) {
		case 0:
			return neededParameter(r.Params, r.Why)
		case 1:
			return nil
		}
		return conflictingParameters(given, r.Why)
	case Conflict:
		for _, other := range r.Params[1:] {
			if v.Given(r.Params[0]) && v.Given(other) {
				return conflictingParameters([]string{r.Params[0], other}, r.Why)
			}
		}
	case Needs:
		if v.String(r.Params[0]) == r.Value && !v.Given(r.Params[1]) {
			return conflictingValue(r.Params[0], r.Value, r.Why)
		}
	}
	return nil
}

func (p *Param) numeric() bool { return p.Type == Number || p.Type == Integer }

// value reads one value of the parameter: its canonical text and, for numbers, the number.
func (p *Param) value(s string) (text string, number float64, ok bool) {
	if s == "" || len(s) > maxValueBytes || !utf8.ValidString(s) {
		return "", 0, false
	}
	if p.Plus {
		s = strings.ReplaceAll(s, " ", "+")
	}
	switch p.Type {
	case Number, Integer:
		n, ok := parseNumber(s)
		if !ok || (p.Type == Integer && n != math.Trunc(n)) || (p.Range != nil && !p.Range.holds(n)) {
			return "", 0, false
		}
		s, number = formatNumber(n), n
	case Boolean:
		if s != "true" && s != "false" {
			return "", 0, false
		}
	case Position:
		at, ok := parsePosition(s)
		if !ok {
			return "", 0, false
		}
		s = formatNumber(at.Lon()) + "," + formatNumber(at.Lat())
	case Pair:
		if key, value, found := strings.Cut(s, ":"); !found || key == "" || value == "" {
			return "", 0, false
		}
	}
	if p.Enum != nil && !slices.Contains(p.Enum, s) {
		return "", 0, false
	}
	return s, number, true
}

// parseNumber reads a finite decimal number. The spellings of other number systems
// that strconv takes (hexadecimal, underscores, Inf, NaN) are not numbers here.
func parseNumber(s string) (float64, bool) {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, false
	}
	return n + 0, true // + 0 turns -0 into 0
}

// split parts the values of a list: at commas, which also stand within a position, and
// positions at semicolons as well (sent as %3B).
func (p *Param) split(raw string) []string {
	if p.Type != Position {
		return strings.Split(raw, ",")
	}
	var out []string
	for part := range strings.SplitSeq(raw, ";") {
		numbers := strings.Split(part, ",")
		for i := 0; i < len(numbers); i += 2 {
			out = append(out, strings.Join(numbers[i:min(i+2, len(numbers))], ","))
		}
	}
	return out
}

// parsePosition reads lon,lat in degrees.
func parsePosition(s string) (orb.Point, bool) {
	x, y, ok := strings.Cut(s, ",")
	lon, isLon := parseNumber(strings.TrimSpace(x))
	lat, isLat := parseNumber(strings.TrimSpace(y))
	if !ok || !isLon || !isLat || math.Abs(lon) > 180 || math.Abs(lat) > 90 {
		return orb.Point{}, false
	}
	return orb.Point{lon, lat}, true
}

func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
