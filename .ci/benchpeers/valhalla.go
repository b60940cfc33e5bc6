package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// valhallaPackage is what npm calls it; its version is in peers/package.json.
const valhallaPackage = "@valhallajs/valhallajs"

// valhalla draws isochrones in a Node.js process of its own.
type valhalla struct{ packages, script string }

// valhalla installs it, or says in the report why there is none.
func (w *workshop) valhalla(ctx context.Context, r *report) *valhalla {
	folder, err := w.installed("valhalla", "package.json", func(folder string) error {
		b, err := os.ReadFile(filepath.Join(w.scripts, "package.json"))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, "package.json"), b, 0o644); err != nil {
			return err
		}
		_, err = command(ctx, folder, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")
		return err
	})
	if err == nil {
		var node []byte
		if node, err = command(ctx, folder, "node", "--version"); err == nil {
			v := &valhalla{packages: folder, script: filepath.Join(w.scripts, "valhalla_isochrones.mjs")}
			r.version("Valhalla", fmt.Sprintf("%s (npm %s, Node.js %s)", v.version(), valhallaPackage, strings.TrimSpace(string(node))))
			return v
		}
	}
	r.leaveOut("Valhalla", reason(err))
	return nil
}

func (v *valhalla) version() string {
	var p struct{ Version string }
	b, err := os.ReadFile(filepath.Join(v.packages, "node_modules", filepath.FromSlash(valhallaPackage), "package.json"))
	if err != nil || json.Unmarshal(b, &p) != nil {
		return "unknown"
	}
	return p.Version
}

// drawn is one answer to one request.
type drawn struct {
	Took    []time.Duration
	GeoJSON []byte
}

// draw builds tiles of the extract and answers every request around every origin,
// in that order. It returns how long the tiles took.
func (v *valhalla) draw(ctx context.Context, t task, folder string) ([]drawn, time.Duration, error) {
	if err := t.write(folder); err != nil {
		return nil, 0, err
	}
	if _, err := command(ctx, folder, "node", v.script, folder, v.packages); err != nil {
		return nil, 0, err
	}
	b, err := os.ReadFile(filepath.Join(folder, "valhalla.out.json"))
	if err != nil {
		return nil, 0, err
	}
	var said struct {
		PreparedMS float64 `json:"prepared_ms"`
		Answers    []struct {
			TookMS  []float64 `json:"took_ms"`
			GeoJSON string    `json:"geojson"`
		} `json:"answers"`
	}
	if err := json.Unmarshal(b, &said); err != nil {
		return nil, 0, err
	}
	if got, want := len(said.Answers), len(t.Minutes)*len(t.Origins); got != want {
		return nil, 0, fmt.Errorf("%d answers to %d requests", got, want)
	}
	out := make([]drawn, len(said.Answers))
	for i, a := range said.Answers {
		out[i] = drawn{milliseconds(a.TookMS), []byte(a.GeoJSON)}
	}
	return out, milliseconds([]float64{said.PreparedMS})[0], nil
}
