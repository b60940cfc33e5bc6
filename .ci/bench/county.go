package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// county is what a planner's questions are measured on.
type county struct {
	// name begins a row, called stands in a sentence.
	name, called string
	ds           *geo.Dataset
	rules        *geo.Profiles
}

// benchPlanning measures what a planner waits for, on the demo and on a real county.
func benchPlanning(ctx context.Context, t *table, binary, realdata string) error {
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	ds, err := demo.Make(ctx, demo.Options{})
	if err != nil {
		return err
	}
	ds.LayerVersions = make(map[geo.Layer]string)
	for _, l := range geo.Layers() {
		ds.LayerVersions[l] = "demo"
	}
	counties := []*county{{"demo", "the demo", ds, rules}}
	file := filepath.Join(realdata, "liechtenstein.osm.pbf")
	if _, err := os.Stat(file); err != nil {
		t.note("left out: what a planner waits for in Liechtenstein (%v)", err)
	} else {
		if ds, err = imported(ctx, binary, file); err != nil {
			return err
		}
		counties = append(counties, &county{"Liechtenstein", "Liechtenstein", ds, rules})
	}
	for _, c := range counties {
		for _, f := range []func(context.Context, *table, *county) error{benchStandards, benchScenarios, benchQuestions} {
			if err := f(ctx, t, c); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
	}
	return nil
}

// imported is an extract as a user has it: through the command into a GeoPackage, with
// homes made of its buildings.
func imported(ctx context.Context, binary, file string) (*geo.Dataset, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "county.gpkg")
	if b, err := exec.CommandContext(ctx, binary, "import", "osm", file, "--data", path).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("import osm: %w: %s", err, b)
	}
	store, err := geopackage.Open(ctx, path, geopackage.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = store.Close() }()
	return store.Load(ctx)
}
