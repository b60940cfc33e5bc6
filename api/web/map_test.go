package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/api/web"
	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// inService hands out one analysis.
type inService struct{ analysis *analysis.Analysis }

func (s inService) Current() api.Analyst { return s.analysis }
func (s inService) Err() error           { return nil }

// serveDemo serves the demo county and the map, as the program does.
func serveDemo(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	ds, err := demo.Make(ctx, demo.Options{})
	require.NoError(t, err)
	rules, err := profiles.Load()
	require.NoError(t, err)
	a, err := analysis.New(ctx, ds, rules, analysis.Options{})
	require.NoError(t, err)
	h, err := api.New(api.Options{Provider: inService{a}, Map: web.Handler(), Build: "test",
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), RequestTimeout: patience})
	require.NoError(t, err)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// ask reads a collection from the server, beside the browser.
func ask(t *testing.T, address string) *geojson.FeatureCollection {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode, "%s: %s", address, b)
	fc, err := geojson.UnmarshalFeatureCollection(b)
	require.NoError(t, err)
	return fc
}

// quote writes a string as JavaScript does.
func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// thousands writes a whole number as the page does.
func thousands(v float64) string {
	return message.NewPrinter(language.Chinese).Sprintf("%d", int(v+0.5))
}

const town = "990101001"

func TestMapOfTheDemo(t *testing.T) {
	chromium(t)
	server := serveDemo(t)
	b := openBrowser(t, 1280, 800)
	within := func(name string, f func(t *testing.T, b *tab)) {
		t.Run(name, func(t *testing.T) { f(t, &tab{T: t, ctx: b.ctx}) })
	}
	within("covered ground", func(_ *testing.T, b *tab) { coveredGround(b, server) })
	within("holes stay open", func(_ *testing.T, b *tab) { holesStayOpen(b, server) })
	within("people not reached", func(_ *testing.T, b *tab) { peopleNotReached(b, server) })
	within("how far one gets", func(_ *testing.T, b *tab) { howFarOneGets(b, server) })
	within("greenways and parks", func(_ *testing.T, b *tab) { greenwaysAndParks(b, server) })
	within("by keyboard", func(_ *testing.T, b *tab) { byKeyboard(b, server) })
	within("on a phone", func(_ *testing.T, b *tab) { onAPhone(b, server) })
	assert.Empty(t, b.complaints(), "the console has errors or warnings")
}

func coveredGround(b *tab, server string) {
	b.open(server + "/")
	require.Equal(b, "ready", b.settled())
	assert.Contains(b, b.text("#notice"), "虚构示范数据")
	assert.Contains(b, b.text("#attribution"), "CC0-1.0")
	assert.Equal(b, town, js[string](b, `document.getElementById('town').value`), "the page starts at the largest town")

	if *screenshot != "" {
		b.picture(*screenshot)
	}

	b.choose("category", "pharmacy")
	b.choose("circle", "c5_town")
	require.Equal(b, "ready", b.settled())
	answer := ask(b.T, server+"/v1/towns/"+town+"/coverage?category=pharmacy&circle=c5_town")
	p := answer.Features[0].Properties
	share, covered, total := p.MustFloat64("population_share"), p.MustFloat64("population_covered"), p.MustFloat64("population_total")
	require.Greater(b, share, 0.0)
	assert.Equal(b, strconv.FormatFloat(share*100, 'f', 1, 64)+"%", b.text("#headline"))
	assert.Equal(b, thousands(covered), b.text("#row-people td:nth-child(2)"))
	assert.Equal(b, thousands(total), b.text("#row-people td:nth-child(3)"))
	assert.Contains(b, b.text("#denominator"), "建成区内的 "+thousands(total)+" 人")
	assert.Contains(b, b.text("#method"), "300 米")
	assert.Contains(b, b.text("#method"), "步行")

	drawnAsAnswered(b, groundOf(b, answer))
	facilities := ask(b.T, server+"/v1/towns/all/facilities?category=pharmacy")
	assert.Equal(b, len(facilities.Features), js[int](b, `lifecircle.map.querySourceFeatures('facilities').length === 0 ? 0 :
		new Set(lifecircle.map.getSource('facilities').serialize().data.features.map((f) => f.properties.id)).size`))
	assert.NotEmpty(b, js[[]string](b, `lifecircle.map.queryRenderedFeatures({ layers: ['facilities'] }).map((f) => f.properties.id)`))

	// The address holds all of it: opened again it shows the same.
	address := js[string](b, `location.href`)
	b.open(address)
	require.Equal(b, "ready", b.settled())
	assert.Equal(b, strconv.FormatFloat(share*100, 'f', 1, 64)+"%", b.text("#headline"))
	assert.Equal(b, address, js[string](b, `location.href`))
	b.switchLanguage("%.1f%%", share)
	assert.Empty(b, b.outside(server))
}

func groundOf(b *tab, answer *geojson.FeatureCollection) orb.MultiPolygon {
	b.Helper()
	ground, ok := answer.Features[0].Geometry.(orb.MultiPolygon)
	require.True(b, ok, "the answer has no ground: %T", answer.Features[0].Geometry)
	return ground
}

// holesStayOpen looks closely at the widest hole of covered ground: who lives in it is
// not covered, and a map that fills it says they are.
func holesStayOpen(b *tab, server string) {
	ground := groundOf(b, ask(b.T, server+"/v1/towns/"+town+"/coverage?category=primary_school&circle=c15_town"))
	var widest orb.Ring
	for _, polygon := range ground {
		for _, hole := range polygon[1:] {
			if widest == nil || math.Abs(planar.Area(hole)) > math.Abs(planar.Area(widest)) {
				widest = hole
			}
		}
	}
	require.NotNil(b, widest, "the covered ground of the demo has no hole to look at")
	middle := widest.Bound().Center()
	b.open(fmt.Sprintf("%s/#town=%s&category=primary_school&circle=c15_town&view=%f,%f,16.5", server, town, middle[0], middle[1]))
	require.Equal(b, "ready", b.settled())
	drawnAsAnswered(b, ground)
}

// drawnAsAnswered compares the drawn ground with the answer's, at points all over the
// screen that do not lie within three pixels of its outline.
func drawnAsAnswered(b *tab, ground orb.MultiPolygon) {
	b.Helper()
	type sample struct {
		At    [5][2]float64 `json:"at"` // the point and its neighbours
		Drawn bool          `json:"drawn"`
	}
	samples := js[[]sample](b, `(() => {
		const { map } = lifecircle, { clientWidth: w, clientHeight: h } = map.getContainer(), out = [];
		for (let x = 15; x < w; x += 16) for (let y = 15; y < h; y += 16) {
			const at = [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3]].map(([dx, dy]) => map.unproject([x + dx, y + dy]).toArray());
			out.push({ at, drawn: map.queryRenderedFeatures([x, y], { layers: ['coverage'] }).length > 0 });
		}
		return out;
	})()`)
	in, out := 0, 0
	for _, s := range samples {
		want := planar.MultiPolygonContains(ground, s.At[0])
		sure := true
		for _, n := range s.At[1:] {
			sure = sure && planar.MultiPolygonContains(ground, n) == want
		}
		if !sure {
			continue
		}
		if want {
			in++
		} else {
			out++
		}
		if want != s.Drawn {
			assert.Equal(b, want, s.Drawn, "at %v", s.At[0])
		}
	}
	b.Logf("compared the ground at %d points inside and %d outside", in, out)
	assert.Greater(b, in, 20, "too few points inside to compare")
	assert.Greater(b, out, 20, "too few points outside to compare")
}

func (b *tab) switchLanguage(format string, share float64) {
	b.Helper()
	js[bool](b, `(document.getElementById('lang').click(), true)`)
	require.Equal(b, "ready", b.settled())
	assert.Equal(b, "en", js[string](b, `document.documentElement.lang`))
	assert.Equal(b, fmt.Sprintf(format, share*100), b.text("#headline"))
	assert.Contains(b, b.text("#denominator"), "people living in the built-up area")
	js[bool](b, `(document.getElementById('lang').click(), true)`)
	require.Equal(b, "ready", b.settled())
}

func peopleNotReached(b *tab, server string) {
	b.open(server + "/#layer=completeness&circle=c15_town&town=" + town)
	require.Equal(b, "ready", b.settled())
	answer := ask(b.T, server+"/v1/towns/"+town+"/completeness?circle=c15_town")
	require.NotEmpty(b, answer.Features)
	type drawn struct {
		Cell    string  `json:"cell"`
		Missing float64 `json:"missing"`
	}
	cells := func() map[string]float64 {
		out := map[string]float64{}
		for _, d := range js[[]drawn](b, `lifecircle.map.queryRenderedFeatures({ layers: ['cells'] }).map((f) => ({ cell: f.properties.cell, missing: f.properties.missing }))`) {
			out[d.Cell] = d.Missing
		}
		return out
	}
	want := map[string]float64{}
	for _, f := range answer.Features {
		want[f.Properties.MustString("cell")] = f.Properties.MustFloat64("people") - f.Properties.MustFloat64("people_complete")
	}
	assert.InDeltaMapValues(b, want, cells(), 1e-6, "every cell is drawn, with the people who lack something")
	summary, ok := answer.ExtraMembers["summary"].(map[string]any)
	require.True(b, ok)
	people, _ := summary["people"].(float64)
	assert.Contains(b, b.text("#denominator"), thousands(people)+" 人")

	// One requirement alone.
	js[bool](b, `(document.getElementById('need-primary_school').click(), true)`)
	require.Equal(b, "ready", b.settled())
	for _, f := range answer.Features {
		reached, _ := f.Properties["people_reached"].(map[string]any)
		r, _ := reached["primary_school"].(float64)
		want[f.Properties.MustString("cell")] = max(0, f.Properties.MustFloat64("people")-r)
	}
	assert.InDeltaMapValues(b, want, cells(), 1e-6)
	assert.Equal(b, "true", js[string](b, `document.getElementById('need-primary_school').getAttribute('aria-pressed')`))

	// The pointer on a cell where somebody lacks something tells what.
	at := js[[]float64](b, `(() => { const { map } = lifecircle, f = map.queryRenderedFeatures({ layers: ['cells'] }).find((f) => f.properties.missing > 0);
		const ring = f.geometry.coordinates.flat(f.geometry.type === 'MultiPolygon' ? 2 : 1), box = map.getContainer().getBoundingClientRect();
		const mean = (i) => ring.slice(1).reduce((s, c) => s + c[i], 0) / (ring.length - 1), p = map.project([mean(0), mean(1)]);
		return [p.x + box.left, p.y + box.top]; })()`)
	require.NoError(b, chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])))
	assert.Eventually(b, func() bool { return b.text(".hint") != "" }, 5*time.Second, 50*time.Millisecond)
	assert.Contains(b, b.text(".hint"), "到不了")
	assert.Empty(b, b.outside(server))
}

func howFarOneGets(b *tab, server string) {
	b.open(server + "/#layer=greenways&pick=1&mode=walk&town=" + town)
	require.Equal(b, "ready", b.settled())
	// The seat of the town is in the middle of its streets.
	at := js[[]float64](b, `(() => { const { map, app } = lifecircle, box = map.getContainer().getBoundingClientRect();
		const p = map.project(app.catalogue.town('`+town+`').seat); return [p.x + box.left, p.y + box.top]; })()`)
	require.NoError(b, chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])))
	require.NoError(b, chromedp.Do(b.ctx, chromedp.WaitVisible("#reach table")))
	require.Equal(b, "ready", b.settled())
	point := js[[]float64](b, `lifecircle.app.state.point`)
	answer := ask(b.T, fmt.Sprintf("%s/v1/isochrones?lon=%v&lat=%v&mode=walk&minutes=5,15,30", server, point[0], point[1]))
	require.Len(b, answer.Features, 3)
	for i, f := range answer.Features {
		assert.Equal(b, thousands(f.Properties.MustFloat64("population")), b.text(fmt.Sprintf("#reach tbody tr:nth-child(%d) td", i+1)))
	}
	assert.ElementsMatch(b, []float64{5, 15, 30},
		js[[]float64](b, `[...new Set(lifecircle.map.queryRenderedFeatures({ layers: ['isochrones'] }).map((f) => f.properties.minutes))]`))
	js[bool](b, `(document.getElementById('picking').click(), true)`)
	require.Equal(b, "ready", b.settled())
	assert.Zero(b, js[int](b, `lifecircle.map.queryRenderedFeatures({ layers: ['isochrones', 'point'] }).length`))
}

func greenwaysAndParks(b *tab, server string) {
	b.open(server + "/#layer=greenways&town=all")
	require.Equal(b, "ready", b.settled())
	summary, _ := ask(b.T, server+"/v1/towns/all/greenways").ExtraMembers["summary"].(map[string]any)
	assert.Equal(b, fmt.Sprintf("%.2f", summary["km_per_10k"]), b.text("#headline"))
	assert.Positive(b, js[int](b, `lifecircle.map.queryRenderedFeatures({ layers: ['greenways-built'] }).length`))
	js[bool](b, `(document.getElementById('layer-parks').click(), true)`)
	require.Equal(b, "ready", b.settled())
	summary, _ = ask(b.T, server+"/v1/towns/all/service-radius?rule=park_2022").ExtraMembers["summary"].(map[string]any)
	rate, _ := summary["rate"].(float64)
	assert.Equal(b, fmt.Sprintf("%.1f%%", rate*100), b.text("#headline"))
	assert.ElementsMatch(b, []string{"residential_covered", "residential_uncovered"},
		js[[]string](b, `[...new Set(lifecircle.map.queryRenderedFeatures({ layers: ['parks'] }).map((f) => f.properties.kind))]`))
	assert.Zero(b, js[int](b, `lifecircle.map.queryRenderedFeatures({ layers: ['greenways-built'] }).length`), "the layer before is cleared")
	// Back goes to the layer before.
	js[bool](b, `(history.back(), true)`)
	assert.Eventually(b, func() bool { return js[bool](b, `document.getElementById('layer-greenways').checked`) }, 5*time.Second, 50*time.Millisecond)
}

func byKeyboard(b *tab, server string) {
	b.open(server + "/#layer=greenways&town=" + town)
	require.Equal(b, "ready", b.settled())
	require.NoError(b, chromedp.Do(b.ctx, chromedp.Focus("#layer-greenways"), chromedp.KeyEvent(kb.ArrowRight)))
	require.Equal(b, "ready", b.settled())
	assert.Equal(b, "layer-parks", js[string](b, `document.activeElement.id`), "the focus stays on what was chosen")
	assert.True(b, js[bool](b, `document.getElementById('layer-parks').checked`))
	// Everything that can be operated has a name and is in the order of the page.
	assert.Empty(b, js[[]string](b, `[...document.querySelectorAll('#panel button, #panel select, #panel input')].filter((e) => e.offsetParent &&
		!(e.labels?.length || e.textContent.trim() || e.ariaLabel || e.getAttribute('aria-label')) || e.tabIndex > 0).map((e) => e.outerHTML)`))
}

func onAPhone(b *tab, server string) {
	require.NoError(b, chromedp.Do(b.ctx, chromedp.EmulateViewport(360, 740)))
	b.open(server + "/#layer=greenways&town=" + town)
	require.Equal(b, "ready", b.settled())
	assert.Equal(b, 360, js[int](b, `document.documentElement.scrollWidth`), "nothing sticks out sideways")
	height := `document.getElementById('map').clientHeight`
	before := js[int](b, height)
	assert.Greater(b, before, 200)
	require.NoError(b, chromedp.Do(b.ctx, chromedp.Click("#collapse")))
	assert.Greater(b, js[int](b, height), before+100, "the panel makes room")
	assert.Equal(b, "false", js[string](b, `document.getElementById('collapse').getAttribute('aria-expanded')`))
}

func (b *tab) picture(file string) {
	b.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	require.NoError(b, err)
	require.NoError(b, os.WriteFile(file, png, 0o644))
}
