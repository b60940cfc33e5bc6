package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// extract is one town's OpenStreetMap file, and the table of its people by hexagon
// where there is one.
type extract struct{ Name, Roads, People string }

func extracts() []extract {
	return []extract{
		{"Porto", "porto.osm.pbf", ""},
		{"Heidelberg", "heidelberg.osm.pbf", ""},
		{"Porto Alegre", "porto-alegre.osm.pbf", "porto-alegre_hexgrid.csv"},
	}
}

// town is an extract made ready: to be asked as a client asks, and to be counted.
type town struct {
	extract
	homes   []geo.Home
	handler http.Handler
	// linker is made here, not taken from what the handler asks.
	linker *network.Linker
	window window
}

// open reads an extract. A town whose people nobody has counted is given evenPeople in
// every hexagon of the window, which the homes share as those of a census would.
func open(ctx context.Context, e extract, realdata string, sideM float64) (*town, error) {
	rules, err := profiles.Load()
	if err != nil {
		return nil, err
	}
	ds, _, err := osm.Read(ctx, filepath.Join(realdata, e.Roads), osm.Options{})
	if err != nil {
		return nil, err
	}
	t := &town{extract: e}
	if t.linker, err = linker(ctx, ds, rules); err != nil {
		return nil, err
	}
	t.window = densest(t.linker.Graph(), sideM)
	if e.People == "" {
		ds.Population = evenly(t.window.box)
	} else if ds.Population, err = hexagons(filepath.Join(realdata, e.People)); err != nil {
		return nil, err
	}
	made, err := homes.Make(ctx, ds, homes.Options{})
	if err != nil {
		return nil, err
	}
	ds.Homes, t.homes = made.Homes, made.Homes
	a, err := analysis.New(ctx, ds, rules, analysis.Options{CacheBytes: 4 << 30})
	if err != nil {
		return nil, err
	}
	t.handler, err = api.New(api.Options{Provider: alwaysReady{a}, Logger: slog.New(slog.DiscardHandler)})
	return t, err
}

// alwaysReady serves one analysis.
type alwaysReady struct{ a *analysis.Analysis }

func (p alwaysReady) Current() api.Analyst { return p.a }
func (p alwaysReady) Err() error           { return nil }

// linker links places to the walking network in milliseconds.
func linker(ctx context.Context, ds *geo.Dataset, rules *geo.Profiles) (*network.Linker, error) {
	top, err := network.NewTopology(ctx, ds.Roads)
	if err != nil {
		return nil, err
	}
	walk, ok := rules.Mode("walk")
	if !ok {
		return nil, errors.New(`no mode "walk"`)
	}
	g, err := top.Graph(ctx, walk, geo.NetworkTime)
	if err != nil {
		return nil, err
	}
	box := geo.Unit{Code: "all", Level: geo.LevelTown, Geometry: orb.MultiPolygon{ds.Extent.ToPolygon()}}
	area, err := builtup.For(ctx, ds, &box)
	if err != nil {
		return nil, err
	}
	var builtUp []orb.MultiPolygon
	if len(area.Geometry) > 0 {
		builtUp = append(builtUp, area.Geometry)
	}
	return network.NewLinker(g, network.NewGround(top, ds.Barriers, builtUp)), nil
}

// hexagons reads people by H3 cell, of the columns id and population.
func hexagons(file string) ([]geo.PopulationCell, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	const id, people = 0, 3
	if len(rows) == 0 || rows[0][id] != "id" || rows[0][people] != "population" {
		return nil, fmt.Errorf("%s: the first column has to be id, the fourth population", file)
	}
	var out []geo.PopulationCell
	for i, r := range rows[1:] {
		n, err := strconv.ParseFloat(r[people], 64)
		if err != nil {
			return nil, fmt.Errorf("%s: row %d: %w", file, i+2, err)
		}
		out = append(out, hexagon(h3.Cell(h3.IndexFromString(r[id])), n))
	}
	return out, nil
}

// evenPeople live in every hexagon (105,000 m²) of a town whose people are not known.
const evenPeople = 100

func evenly(box orb.Bound) []geo.PopulationCell {
	var loop h3.GeoLoop
	for _, p := range box.ToRing()[:4] {
		loop = append(loop, h3.NewLatLng(p[1], p[0]))
	}
	var out []geo.PopulationCell
	for _, c := range h3.PolygonToCells(h3.GeoPolygon{GeoLoop: loop}, 9) {
		out = append(out, hexagon(c, evenPeople))
	}
	return out
}

func hexagon(c h3.Cell, people float64) geo.PopulationCell {
	var ring orb.Ring
	for _, v := range c.Boundary() {
		ring = append(ring, orb.Point{v.Lng, v.Lat})
	}
	ring = append(ring, ring[0])
	if ring.Orientation() == orb.CW {
		ring.Reverse()
	}
	return geo.PopulationCell{ID: c.String(), Cell: c.String(), Geometry: orb.Polygon{ring}, Persons: geo.Known(people), Source: "hexagons"}
}
