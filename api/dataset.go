package api

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// answerDataset describes the dataset in service.
func answerDataset(ctx context.Context, q *question) (func(e *encoder), error) {
	s, err := q.analyst.Summary(ctx)
	if err != nil {
		return nil, err
	}
	return func(e *encoder) {
		ds := s.Dataset
		e.beginObject()
		e.key("version")
		e.str(ds.Version)
		e.key("layer_versions")
		e.layerVersions(ds)
		e.key("date")
		e.strOrNull(ds.Date)
		e.key("title")
		e.strOrNull(ds.Title)
		e.key("notice")
		e.strOrNull(ds.Notice)
		e.key("extent")
		e.extent(ds)
		e.key("extent_from")
		e.strOrNull(ds.ExtentFrom)
		e.key("profile_version")
		e.str(q.analyst.Profiles().Version)
		e.summary(q, s)
		e.key("sources")
		e.sources(ds)
		e.key("attribution")
		e.any(attributions(ds))
		e.endObject()
	}, nil
}

func (e *encoder) layerVersions(ds *geo.Dataset) {
	e.beginObject()
	for _, l := range geo.Layers() {
		if v, ok := ds.LayerVersions[l]; ok {
			e.key(string(l))
			e.str(v)
		}
	}
	e.endObject()
}

// extent writes the box of the data as west, south, east, north, or null for none.
func (e *encoder) extent(ds *geo.Dataset) {
	b := ds.Extent
	if b.IsZero() || b.IsEmpty() || !finite(b.Min[0]+b.Min[1]+b.Max[0]+b.Max[1]) {
		e.null()
		return
	}
	e.beginArray()
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		e.number(v, 7)
	}
	e.endArray()
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// summary writes what the analysis counted.
func (e *encoder) summary(q *question, s *analysis.Summary) {
	e.key("counts")
	e.beginObject()
	for _, l := range geo.Layers() {
		e.key(string(l))
		e.integer(s.Counts[l])
	}
	e.endObject()
	e.key("levels")
	e.beginObject()
	for _, l := range geo.Levels() {
		e.key(string(l))
		e.integer(s.Levels[l])
	}
	e.endObject()
	e.key("population")
	e.amount(s.Population, peoplePlaces)
	e.key("denominator")
	e.strOrNull(string(s.Denominator))
	if s.Denominator == "" {
		e.key("reason")
		e.str(noDenominator().in(q.lang))
	}
	e.key("grain_m")
	e.number(s.GrainM, lengthPlaces)
	e.key("unplaced")
	e.beginObject()
	for _, mode := range modesOf(s) {
		e.key(mode)
		e.beginObject()
		e.key("homes")
		e.countOf(s.UnplacedHomes, mode)
		e.key("population")
		e.amount(s.UnplacedPersons[mode], peoplePlaces)
		e.key("facilities")
		e.countOf(s.UnplacedFacility, mode)
		e.endObject()
	}
	e.endObject()
	e.key("elevation")
	e.elevation(q, s.Elevation)
	// The share of each mode's street length outside its largest connected part.
	e.key("small_components")
	e.beginObject()
	for _, mode := range slices.Sorted(maps.Keys(s.SmallComponents)) {
		e.key(mode)
		e.number(s.SmallComponents[mode], sharePlaces)
	}
	e.endObject()
}

// countOf writes a count by mode, null where none was made.
func (e *encoder) countOf(counts map[string]int, mode string) {
	if n, ok := counts[mode]; ok {
		e.integer(n)
		return
	}
	e.null()
}

// modesOf lists every mode that the summary speaks of.
func modesOf(s *analysis.Summary) []string {
	seen := map[string]bool{}
	for m := range s.UnplacedHomes {
		seen[m] = true
	}
	for m := range s.UnplacedPersons {
		seen[m] = true
	}
	for m := range s.UnplacedFacility {
		seen[m] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// fileName drops the folders of a path: they are the importer's own affair.
func fileName(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

func (e *encoder) sources(ds *geo.Dataset) {
	e.beginArray()
	for i := range ds.Sources {
		s := &ds.Sources[i]
		e.beginObject()
		for _, m := range []struct{ name, value string }{
			{"name", s.Name}, {"file", fileName(s.File)}, {"license", s.License}, {"attribution", s.Attribution},
			{"date", s.Date}, {"imported_at", s.ImportedAt},
		} {
			e.key(m.name)
			e.strOrNull(m.value)
		}
		e.endObject()
	}
	e.endArray()
}
