package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// What a planner does who has nothing but an extract: import, serve, ask.
func TestLiechtenstein(t *testing.T) {
	t.Parallel()
	extract := realdata(t, "liechtenstein.osm.pbf")
	boundaries := boundariesOf(t, extract, "8")
	path := filepath.Join(t.TempDir(), "li.gpkg")
	program := plain(t)
	program.done(t, "import", "osm", extract, "--data", path, "--report", path+".json")
	refused := refusedIn(t, path+".json")
	s := program.serving(t, "--data", path)

	towns := map[string]properties{}
	for _, f := range s.ask(t, "/v1/towns").Features {
		towns[f.ID] = f.Properties
		valid(t, f.Geometry)
	}
	t.Run("towns", func(t *testing.T) {
		whole := 0
		for code, b := range boundaries {
			town, there := towns[code]
			require.Equal(t, b.whole, there, "%s (%s)", b.name, code)
			if !b.whole {
				require.Contains(t, refused, code, "%s is cut by the edge of the extract", b.name)
				continue
			}
			whole++
			require.Equal(t, b.name, town["name"])
			requirePopulation(t, b, town, "population", "population_reason")
		}
		require.Len(t, boundaries, 22, "relations of admin_level 8 in the extract")
		require.Equal(t, 11, whole, "Liechtenstein has eleven municipalities; the others are cut")
		require.Len(t, towns, 11)
	})
	t.Run("coverage", func(t *testing.T) { coverageOfTowns(t, s, boundaries, towns) })
	t.Run("isochrones", func(t *testing.T) { isochronesOfTowns(t, s, towns) })
	t.Run("table", func(t *testing.T) { tableAgrees(t, s, towns) })
	t.Run("endpoints", func(t *testing.T) {
		for code := range towns {
			endpointsOfTown(t, s, code)
		}
		for _, path := range []string{"/v1/dataset", "/v1/categories", "/v1/modes", "/v1/circles", "/v1/units", "/v1/units?level=county", "/v1/towns",
			"/v1/coverage?categories=pharmacy", "/v1/isochrones?lon=9.5209&lat=47.1410&minutes=5"} {
			answers(t, s, path)
		}
		for _, path := range []string{"/healthz", "/readyz"} {
			require.Equal(t, http.StatusOK, s.get(t, path).status)
			refusesUnknownParameter(t, s, path)
		}
		require.Contains(t, s.get(t, "/").header.Get("Content-Type"), "text/html")
	})
	t.Run("sources", func(t *testing.T) {
		var dataset struct{ Sources []properties }
		require.NoError(t, json.Unmarshal(s.get(t, "/v1/dataset").body, &dataset))
		require.Len(t, dataset.Sources, 1)
		require.Equal(t, "liechtenstein.osm.pbf", dataset.Sources[0]["file"])
		require.Equal(t, "© OpenStreetMap contributors", dataset.Sources[0]["attribution"])
		at, err := time.Parse(time.RFC3339, fmt.Sprint(dataset.Sources[0]["imported_at"]))
		require.NoError(t, err)
		require.WithinDuration(t, time.Now(), at, 10*time.Minute)
	})
	t.Run("GDAL reads what is counted", func(t *testing.T) {
		counts := s.ask(t, "/v1/dataset").Counts
		require.Equal(t, 13, counts["units"], "eleven municipalities and two regions")
		requireCounts(t, path, counts)
	})
	s.stop(t)
	require.Equal(t, []string{"li.gpkg", "li.gpkg.json"}, filesIn(t, filepath.Dir(path)), "one plain file is left")
}

// A town whose number of people nobody gives is not a town without people: its
// coverage is that of its residential land.
func TestUnknownPopulation(t *testing.T) {
	t.Parallel()
	s := serving(t, "--data", town(t))
	path := "/coverage?category=school&mode=walk&minutes=30&geometry=false"
	west := s.ask(t, "/v1/towns/"+westTown+path).Features[0].Properties
	require.Equal(t, 1000.0, west.known(t, "population_total"))
	require.Equal(t, "people", west["denominator"])
	east := s.ask(t, "/v1/towns/"+eastTown+path).Features[0].Properties
	for _, name := range []string{"population_total", "population_covered", "population_share"} {
		east.unknown(t, name, "reason")
	}
	require.Equal(t, "residential_m2", east["denominator"])
	requireShare(t, east, "residential_m2", "residential_covered_m2", "share")
	require.Positive(t, east.known(t, "share"))
	all := s.ask(t, "/v1/towns/all"+path).Features[0].Properties
	all.unknown(t, "population_total", "reason")
	units := s.ask(t, "/v1/towns").Features
	require.Len(t, units, 2)
	units[1].Properties.unknown(t, "population", "population_reason")
	s.stop(t)
}

// refusedIn lists the codes of the relations that a report says were refused.
func refusedIn(t *testing.T, path string) (codes []string) {
	t.Helper()
	var report struct {
		Refused []struct{ Object, Field, Rule string }
	}
	require.NoError(t, json.Unmarshal(content(t, path), &report))
	for _, r := range report.Refused {
		if number, isRelation := strings.CutPrefix(r.Object, "relation "); isRelation {
			codes = append(codes, "osm-r"+number)
		}
		require.NotEmpty(t, r.Field)
		require.NotEmpty(t, r.Rule)
	}
	return codes
}

// requirePopulation requires the figure of the tag, and null with a reason where
// there is no tag.
func requirePopulation(t *testing.T, b boundary, p properties, name, reason string) {
	t.Helper()
	if b.population == "" {
		p.unknown(t, name, reason)
		return
	}
	tag, err := strconv.ParseFloat(b.population, 64)
	require.NoError(t, err)
	require.Equal(t, tag, p.known(t, name), b.name)
}

// coverageOfTowns looks at the ground and the figures of every town.
func coverageOfTowns(t *testing.T, s *service, boundaries map[string]boundary, towns map[string]properties) {
	random := seeded(t)
	for code := range towns {
		features := s.ask(t, "/v1/towns/"+code+"/coverage?category=school&mode=walk&minutes=5,15,30").Features
		require.Len(t, features, 3)
		var grounds []orb.MultiPolygon
		covered, area := 0.0, 0.0
		for i, f := range features {
			p := f.Properties
			require.Equal(t, []float64{5, 15, 30}[i], p.known(t, "minutes"))
			requirePopulation(t, boundaries[code], p, "population_total", "reason")
			for _, part := range [][3]string{{"population_total", "population_covered", "population_share"},
				{"residential_m2", "residential_covered_m2", ""}, {"dwellings_total", "dwellings_covered", ""}} {
				if p[part[0]] != nil {
					requireShare(t, p, part[0], part[1], part[2])
				}
			}
			require.GreaterOrEqual(t, p.known(t, "population_covered"), covered)
			require.GreaterOrEqual(t, p.known(t, "area_m2"), area)
			covered, area = p.known(t, "population_covered"), p.known(t, "area_m2")
			require.LessOrEqual(t, area/1e6, towns[code].known(t, "area_km2")+1e-6, "covered ground lies in the town")
			require.LessOrEqual(t, p.known(t, "facilities_inside"), p.known(t, "facilities"))
			grounds = append(grounds, valid(t, f.Geometry))
		}
		nested(t, grounds, random)
	}
}

// requireShare requires that covered is part of the whole and the share their ratio:
// to 6 decimals, of figures that are rounded to a hundredth.
func requireShare(t *testing.T, p properties, total, covered, share string) {
	t.Helper()
	whole, part := p.known(t, total), p.known(t, covered)
	require.LessOrEqual(t, part, whole)
	require.GreaterOrEqual(t, part, 0.0)
	if share != "" && whole > 0 {
		require.InDelta(t, part/whole, p.known(t, share), 0.5e-6+0.01/whole, share)
	}
}

// tableAgrees compares the table, as JSON and as CSV, with the answers town by town.
func tableAgrees(t *testing.T, s *service, towns map[string]properties) {
	rows := s.ask(t, "/v1/coverage?categories=pharmacy,kindergarten&circles=c15_town,c5_village").Rows
	require.Len(t, rows, len(towns)*2*2)
	for _, row := range rows {
		alone := s.ask(t, fmt.Sprintf("/v1/towns/%s/coverage?category=%s&circle=%s&geometry=false", row["unit"], row["category"], row["circle"])).Features[0].Properties
		for name, v := range row {
			require.Equal(t, alone[name], v, "%s of %v", name, row)
		}
		if row["population_total"] == nil {
			row.unknown(t, "population_covered", "reason")
			continue
		}
		requireShare(t, row, "population_total", "population_covered", "population_share")
	}
	r := s.get(t, "/v1/coverage?categories=pharmacy,kindergarten&circles=c15_town,c5_village&format=csv&lang=en")
	require.Contains(t, r.header.Get("Content-Type"), "text/csv")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(r.body), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 1+len(rows))
	column := slices.Index(lines[0], "population_covered")
	for i, row := range rows {
		want := ""
		if row["population_covered"] != nil {
			want = strconv.FormatFloat(row.known(t, "population_covered"), 'f', -1, 64)
		}
		require.Equal(t, want, lines[1+i][column])
	}
}

// endpointsOfTown asks everything that can be asked of a town.
func endpointsOfTown(t *testing.T, s *service, code string) {
	t.Helper()
	of := "/v1/towns/" + code
	for _, path := range []string{of, of + "/facilities?category=school", of + "/coverage?category=school&minutes=15&geometry=false",
		of + "/completeness?circle=c15_town", of + "/greenways", of + "/service-radius?rule=park_2022"} {
		answers(t, s, path)
	}
	for _, f := range s.ask(t, of+"/facilities").Features {
		require.Equal(t, code, f.Properties["town"])
	}
	complete := s.ask(t, of+"/completeness?circle=c15_town")
	summary, people := properties(complete.Summary), 0.0
	for _, f := range complete.Features {
		valid(t, f.Geometry)
		people += f.Properties.known(t, "people")
		require.LessOrEqual(t, f.Properties.known(t, "people_complete"), f.Properties.known(t, "people"))
	}
	if summary["people"] == nil {
		summary.unknown(t, "people", "reason")
	} else {
		// Every figure is rounded to a hundredth of a person.
		require.InDelta(t, summary.known(t, "people"), people, 0.005*float64(len(complete.Features)+1))
	}
	properties(s.ask(t, of+"/greenways").Summary).unknown(t, "km_per_10k", "reason") // nothing there is tagged as one

	radius := s.ask(t, of+"/service-radius")
	summary = radius.Summary
	if summary["rate"] == nil {
		summary.unknown(t, "rate", "reason")
	} else {
		require.InDelta(t, summary.known(t, "residential_covered_m2")/summary.known(t, "residential_m2"), summary.known(t, "rate"), 1e-6)
	}
	for _, f := range radius.Features {
		if string(f.Geometry) != "null" {
			valid(t, f.Geometry)
		}
	}
}

// answers requires an answer that is held as long as its entity tag holds, and that
// a parameter nobody knows is refused.
func answers(t *testing.T, s *service, path string) {
	t.Helper()
	r := s.get(t, path)
	require.Equal(t, http.StatusOK, r.status, "%s: %s", path, r.body)
	require.True(t, json.Valid(r.body), path)
	if strings.Contains(string(r.body[:min(len(r.body), 40)]), `"Feature`) {
		require.Equal(t, "application/geo+json", r.header.Get("Content-Type"), path)
	}
	tag := r.header.Get("ETag")
	require.NotEmpty(t, tag, path)
	require.Contains(t, r.header.Get("Vary"), "Accept", path)
	again := s.get(t, path, "If-None-Match", tag)
	require.Equal(t, http.StatusNotModified, again.status, path)
	require.Empty(t, again.body)
	refusesUnknownParameter(t, s, path)
}

func refusesUnknownParameter(t *testing.T, s *service, path string) {
	t.Helper()
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	r := s.get(t, path+separator+"nonsense=1")
	require.Equal(t, http.StatusBadRequest, r.status, path)
	require.Equal(t, "application/problem+json", r.header.Get("Content-Type"))
	var problem struct {
		Status    int
		Parameter string
	}
	require.NoError(t, json.Unmarshal(r.body, &problem))
	require.Equal(t, http.StatusBadRequest, problem.Status)
	require.Equal(t, "nonsense", problem.Parameter)
}

var layerSummary = regexp.MustCompile(`Layer name: (\w+)\n(?s:.*?)Feature Count: (\d+)\n`)

// requireCounts requires that GDAL reads every layer without a word, and counts the
// same rows.
func requireCounts(t *testing.T, path string, counts map[string]int) {
	t.Helper()
	got := map[string]int{}
	for _, m := range layerSummary.FindAllStringSubmatch(gdal(t, "ogrinfo", "-al", "-so", path), -1) {
		n, err := strconv.Atoi(m[2])
		require.NoError(t, err)
		got[strings.ReplaceAll(m[1], "_", "-")] = n
	}
	for _, l := range geo.Layers() {
		require.Contains(t, got, string(l))
		require.Equal(t, counts[string(l)], got[string(l)], l)
	}
}

// isochronesOfTowns looks at the ground within minutes of the seat of every town.
func isochronesOfTowns(t *testing.T, s *service, towns map[string]properties) {
	random := seeded(t)
	for _, town := range towns {
		seat, ok := town["seat"].([]any)
		require.True(t, ok)
		features := s.ask(t, fmt.Sprintf("/v1/isochrones?lon=%v&lat=%v&minutes=5,15,30", seat[0], seat[1])).Features
		require.Len(t, features, 3)
		var grounds []orb.MultiPolygon
		for i, f := range features {
			grounds = append(grounds, valid(t, f.Geometry))
			// A circle of the way that is walked in that time holds all of it.
			reach := []float64{5, 15, 30}[i] / 60 * 4000
			require.LessOrEqual(t, f.Properties.known(t, "area_m2"), math.Pi*reach*reach)
		}
		nested(t, grounds, random)
	}
}
