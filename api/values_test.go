package api

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// endpointAt returns the row of the table for a path.
func endpointAt(t testing.TB, path string) *Endpoint {
	t.Helper()
	for _, e := range Endpoints() {
		if e.Path == path {
			return &e
		}
	}
	t.Fatalf("no endpoint %s", path)
	return nil
}

// parseAt parses a query at an endpoint, with the path code "all".
func parseAt(t testing.TB, path, query string) (*Values, error) {
	t.Helper()
	return parse(endpointAt(t, path), query, map[string]string{"code": "all"})
}

const goodCoverage = "category=clinic&circle=c15_town"

func TestBadParametersAreNamed(t *testing.T) {
	long := strings.Repeat("x", maxValueBytes+1)
	for _, c := range []struct{ path, query, parameter, says string }{
		// What is not known.
		{pathDataset, "x=1", "x", `parameter "x" is not known; /v1/dataset takes lang`},
		{pathHealthz, "x=1", "x", "takes none"},
		{pathUnits, "levels=town", "levels", "takes level, geometry, lang"},
		{pathCoverage, goodCoverage + "&code=1", "code", "not known"},
		{pathCoverage, goodCoverage + "&Category=a", "Category", "not known"},
		// What is missing.
		{pathCoverage, "circle=c15_town", "category", "required"},
		{pathCoverage, "category=clinic", "circle", "one of circle, minutes, metres is required"},
		{pathCompleteness, "", "circle", "required"},
		{pathIsochrones, "lat=1&minutes=5", "lon", "required"},
		{pathIsochrones, "lon=1&minutes=5", "lat", "required"},
		{pathIsochrones, "lon=1&lat=1", "minutes", "one of minutes, metres"},
		// What is given twice.
		{pathUnits, "level=town&level=county", "level", "given once"},
		{pathIsochrones, "lon=1&lon=1&lat=1&minutes=5", "lon", "given once"},
		{pathDataset, "lang=zh&lang=en", "lang", "given once"},
		{pathCoverage, goodCoverage + "&where=a:1&where=a:2", "where", "one value for each attribute"},
		// Enumerations.
		{pathUnits, "level=Town", "level", "one of province, prefecture, county, town, village"},
		{pathUnits, "geometry=yes", "geometry", "true or false"},
		{pathTable, "format=xml", "format", "one of json, csv"},
		{pathDataset, "lang=fr", "lang", "one of zh, en"},
		{pathIsochrones, "lon=1&lat=1&minutes=5&direction=both", "direction", "one of from, to"},
		{pathIsochrones, "lon=1&lat=1&minutes=5&tolerance=15", "tolerance", "one of 5, 10, 20"},
		{pathCoverage, "category=a&metres=300&metric=manhattan", "metric", "one of network_time"},
		// Bounds of numbers.
		{pathCoverage, "category=a&minutes=0", "minutes", "above 0 and at most 120"},
		{pathCoverage, "category=a&minutes=-1", "minutes", "above 0"},
		{pathCoverage, "category=a&minutes=120.0001", "minutes", "at most 120"},
		{pathCoverage, "category=a&minutes=5,15,121", "minutes", `"121"`},
		{pathCoverage, "category=a&metres=0", "metres", "above 0 and at most 100000 (metres)"},
		{pathCoverage, "category=a&metres=100001", "metres", "at most 100000"},
		{pathIsochrones, "lon=180.1&lat=1&minutes=5", "lon", "at least -180 and at most 180"},
		{pathIsochrones, "lon=-181&lat=1&minutes=5", "lon", "at least -180"},
		{pathIsochrones, "lon=1&lat=90.5&minutes=5", "lat", "at most 90"},
		{pathIsochrones, "lon=1&lat=-91&minutes=5", "lat", "at least -90"},
		{pathCompleteness, "circle=a&resolution=4", "resolution", "a whole number at least 5 and at most 12"},
		{pathCompleteness, "circle=a&resolution=13", "resolution", "at most 12"},
		{pathCompleteness, "circle=a&resolution=9.5", "resolution", "a whole number"},
		{pathCoverage, goodCoverage + "&at_least=0", "at_least", "at least 1"},
		{pathCoverage, goodCoverage + "&at_least=11", "at_least", "at most 10"},
		// What is no number.
		{pathIsochrones, "lon=NaN&lat=1&minutes=5", "lon", `"NaN"`},
		{pathIsochrones, "lon=1&lat=Inf&minutes=5", "lat", "finite"},
		{pathIsochrones, "lon=1&lat=-Infinity&minutes=5", "lat", "finite"},
		{pathIsochrones, "lon=1e999&lat=1&minutes=5", "lon", "finite"},
		{pathIsochrones, "lon=0x10&lat=1&minutes=5", "lon", "decimal"},
		{pathIsochrones, "lon=1_0&lat=1&minutes=5", "lon", "decimal"},
		{pathIsochrones, "lon=1&lat=1&minutes=nan", "minutes", "finite"},
		{pathIsochrones, "lon=%201&lat=1&minutes=5", "lon", "decimal"},
		{pathIsochrones, "lon=١&lat=1&minutes=5", "lon", "decimal"},
		// Lists.
		{pathCoverage, "category=a&minutes=1,2,3,4,5,6,7,8,9,10,11,12,13", "minutes", "at most 12 values"},
		{pathCoverage, "category=a&minutes=5,,15", "minutes", "none empty"},
		{pathCoverage, "category=&circle=a", "category", "none empty"},
		{pathTable, "units=a,", "units", "none empty"},
		{pathTable, "circles=" + strings.Repeat("a,", maxItems) + "a", "circles", "201 values"},
		// Texts.
		{pathUnits, "level=", "level", `""`},
		{pathCompleteness, "circle=", "circle", "1 to 200 bytes"},
		{pathCompleteness, "circle=" + long, "circle", "…"},
		{pathCompleteness, "circle=%ff", "circle", "UTF-8"},
		// Pairs.
		{pathCoverage, goodCoverage + "&where=ownership", "where", "attribute:value"},
		{pathCoverage, goodCoverage + "&where=:public", "where", "attribute:value"},
		{pathCoverage, goodCoverage + "&where=ownership:", "where", "attribute:value"},
		// What contradicts.
		{pathCoverage, goodCoverage + "&minutes=5", "minutes", "circle, minutes cannot be given together"},
		{pathCoverage, goodCoverage + "&metres=5", "metres", "one kind of limit"},
		{pathCoverage, "category=a&minutes=5&metres=5", "metres", "minutes, metres cannot be given together"},
		{pathCoverage, goodCoverage + "&mode=walk", "mode", "a circle brings its own mode"},
		{pathCoverage, goodCoverage + "&metric=straight_line", "metric", "a circle brings its own metric"},
		{pathCoverage, "category=a&minutes=5&metric=straight_line", "metric", "straight_line is limited in metres"},
		{pathCoverage, "category=a&minutes=5&metric=network_distance", "metric", "network_distance is limited in metres"},
		{pathCoverage, "category=a&metres=5&metric=network_time", "metric", "network_time is limited in minutes"},
		{pathCoverage, "category=a&metres=5&metric=network_time_slope", "metric", "network_time_slope is limited in minutes"},
		{pathIsochrones, "lon=1&lat=1&minutes=5&metric=network_distance_slope", "metric", "network_distance_slope is limited in metres"},
		{pathIsochrones, "lon=1&lat=1&metres=5&metric=straight_line", "metric", "one of network_time"},
		{pathIsochrones, "lon=1&lat=1&minutes=5&metres=5", "metres", "cannot be given together"},
	} {
		_, err := parseAt(t, c.path, c.query)
		var p *Problem
		if !assert.ErrorAs(t, err, &p, "%s?%s", c.path, c.query) {
			continue
		}
		assert.Equal(t, 400, p.Status, c.query)
		assert.Equal(t, c.parameter, p.Parameter, c.query)
		assert.Contains(t, p.Detail.En, c.says, c.query)
		assert.Contains(t, p.Detail.Zh, c.parameter, "the Chinese text names the parameter too")
	}
	_, err := parseAt(t, pathDataset, "a=%zz")
	assert.Error(t, err, "an escape that cannot be read")
	_, err = parseAt(t, pathDataset, "lang=zh;x=1")
	assert.Error(t, err, "a semicolon")
}

// Whatever the table says of a parameter is enforced: the cases are made from the
// table's own bounds, for every parameter of every endpoint.
func TestEveryRowOfTheTableIsEnforced(t *testing.T) {
	for _, e := range Endpoints() {
		for i := range e.Params {
			p := &e.Params[i]
			t.Run(e.Path+" "+p.Name, func(t *testing.T) {
				bad := []string{"", "\xff", strings.Repeat("9", maxValueBytes+1)}
				if p.numeric() {
					bad = append(bad, "NaN", "-inf", "+Inf", "1e400", "x", "0x1", "1,000.5.5")
				}
				if r := p.Range; r != nil {
					bad = append(bad, formatNumber(r.Min-1), formatNumber(r.Max+1))
					if r.MinExclusive {
						bad = append(bad, formatNumber(r.Min))
					} else {
						_, _, ok := p.value(formatNumber(r.Min))
						assert.True(t, ok, "the lower bound itself is allowed")
					}
					_, _, ok := p.value(formatNumber(r.Max))
					assert.True(t, ok, "the upper bound itself is allowed")
				}
				if p.Enum != nil {
					bad = append(bad, "none-of-these")
					for _, v := range p.Enum {
						_, _, ok := p.value(v)
						assert.True(t, ok, v)
					}
				}
				v := &Values{text: map[string][]string{}, numbers: map[string][]float64{}}
				for _, value := range bad {
					err := v.read(p, []string{value})
					var problem *Problem
					if assert.ErrorAs(t, err, &problem, "%q", value) {
						assert.Equal(t, p.Name, problem.Parameter)
					}
				}
				if p.List {
					err := v.read(p, []string{strings.Repeat("1,", p.MaxItems) + "1"})
					assert.Error(t, err, "one value too many")
				} else {
					assert.Error(t, v.read(p, []string{"1", "1"}), "given twice")
				}
				if p.Default != "" {
					assert.NoError(t, v.read(p, []string{p.Default}), "the default obeys the rule")
				}
				assert.NotEmpty(t, p.Doc)
				assert.NotEmpty(t, p.rule().En)
				assert.NotEmpty(t, p.rule().Zh)
			})
		}
		for _, r := range e.Rules {
			for _, name := range r.Params {
				assert.NotNil(t, e.param(name), "a rule of %s speaks of %s", e.Path, name)
			}
			assert.NotEmpty(t, r.Why.Zh)
		}
	}
}

func TestTheSameQuestionHasOneCanonicalForm(t *testing.T) {
	same := [][]string{
		{"category=a,b&minutes=5,15,30", "minutes=30&minutes=5&minutes=15&category=b&category=a", "category=b,a,a&minutes=5.0,15,3e1,30", "minutes=05,15,30&category=a,b&tolerance=20"},
		{"category=a&circle=c&where=x:1,y:2", "where=y:2&where=x:1&circle=c&category=a&geometry=true&at_least=1"},
		{"category=a&circle=c&group=60%2B", "category=a&circle=c&group=60+"},
	}
	seen := map[string]bool{}
	for _, group := range same {
		first := ""
		for _, query := range group {
			v, err := parseAt(t, pathCoverage, query)
			require.NoError(t, err, query)
			if first == "" {
				first = v.canonical()
			}
			assert.Equal(t, first, v.canonical(), query)
		}
		assert.False(t, seen[first], "different questions differ")
		seen[first] = true
	}
	minus, err := parseAt(t, pathIsochrones, "lon=-0&lat=0&minutes=5")
	require.NoError(t, err)
	zero, err := parseAt(t, pathIsochrones, "lon=0&lat=0&minutes=5")
	require.NoError(t, err)
	assert.Equal(t, zero.canonical(), minus.canonical())
}

func TestValuesAreRead(t *testing.T) {
	v, err := parseAt(t, pathCoverage, "category=b,a&metres=1000,300&metric=straight_line&where=ownership:public,star:4:5&group=60+&geometry=false")
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, v.Strings("category"))
	assert.Equal(t, []float64{300, 1000}, v.Numbers("metres"))
	assert.Equal(t, map[string]string{"ownership": "public", "star": "4:5"}, v.Pairs("where"))
	assert.Equal(t, "60+", v.String("group"))
	assert.False(t, v.Bool("geometry"))
	assert.Equal(t, 20.0, v.Number("tolerance"), "the default")
	assert.Equal(t, "walk", v.String("mode"), "the default")
	assert.False(t, v.Given("mode"))
	assert.True(t, v.Given("metres"))
	assert.Nil(t, v.Numbers("minutes"))
	assert.Zero(t, v.Number("minutes"))
	assert.Empty(t, v.String("circle"))
}

// FuzzParse feeds query strings to the parser: whatever comes in, either the values
// keep to the table or the problem is a 400 that can be shown.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "category=a&circle=b", "lon=1&lat=2&minutes=5,15", "minutes=NaN", "a=%zz", "x[]=1&&=", "where=a:b,c", "lon=1e309", "=", "category=%00", "minutes=,", ";;"} {
		f.Add(s)
	}
	endpoints := Endpoints()
	f.Fuzz(func(t *testing.T, query string) {
		for i := range endpoints {
			e := &endpoints[i]
			v, err := parse(e, query, map[string]string{"code": "all"})
			if err != nil {
				var p *Problem
				require.ErrorAs(t, err, &p)
				require.Equal(t, 400, p.Status)
				continue
			}
			again, err := parse(e, v.canonicalQuery(e), map[string]string{"code": "all"})
			if err != nil {
				// A default beside a parameter it contradicts is no question anybody asked.
				continue
			}
			require.Equal(t, v.canonical(), again.canonical(), fmt.Sprintf("%s?%s", e.Path, query))
		}
	})
}

// canonicalQuery is the canonical form without what the path holds.
func (v *Values) canonicalQuery(e *Endpoint) string {
	out := url.Values{}
	for name, t := range v.text {
		if e.param(name).In == InQuery {
			out[name] = t
		}
	}
	return out.Encode()
}
