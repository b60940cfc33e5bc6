package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// verdict is what GEOS says of the drawings of a town.
type verdict struct {
	// Shapes were judged as to validity, Pairs as to the one lying in the other.
	Shapes, Pairs int
	// Wrong says what is invalid or not nested.
	Wrong []string
}

// judge asks GEOS, through GDAL and SpatiaLite, about every drawing: whether it is valid
// as served, in degrees, and in whole steps, which floating point has exactly; and, in
// steps, whether it covers the next narrower one.
func judge(ctx context.Context, folder string, answers []*answer) (*verdict, error) {
	served, steps := filepath.Join(folder, "served.geojson"), filepath.Join(folder, "steps.geojson")
	if err := writeShapes(served, answers, func(c *contour) string { return string(c.text) }); err != nil {
		return nil, err
	}
	if err := writeShapes(steps, answers, func(c *contour) string { return c.inSteps() }); err != nil {
		return nil, err
	}
	shapes, pairs := 0, 0
	for _, a := range answers {
		n := 0
		for k := range a.contours {
			if len(a.contours[k].rings) > 0 {
				n++
			}
		}
		shapes, pairs = shapes+n, pairs+n*(n-1)/2
	}
	v := &verdict{Shapes: shapes, Pairs: pairs}
	what := func(row []string) string { return fmt.Sprintf("origin %s, limit %s", row[0], row[1]) }
	for name, file := range map[string]string{"served": served, "steps": steps} {
		rows, err := ask(ctx, file, "SELECT a.origin, a.level, ST_IsValid(a.geometry) FROM "+name+" a ORDER BY 1, 2")
		if err != nil {
			return nil, err
		}
		if len(rows) != shapes {
			return nil, fmt.Errorf("GEOS judged %d drawings of %d", len(rows), shapes)
		}
		for _, r := range rows {
			if r[2] != "1" {
				v.Wrong = append(v.Wrong, what(r)+": not valid, "+name)
			}
		}
	}
	rows, err := ask(ctx, steps, "SELECT a.origin, a.level, ST_Covers(b.geometry, a.geometry) FROM steps a JOIN steps b ON b.origin = a.origin AND b.level > a.level ORDER BY 1, 2")
	if err != nil {
		return nil, err
	}
	if len(rows) != pairs {
		return nil, fmt.Errorf("GEOS judged %d pairs of %d", len(rows), pairs)
	}
	for _, r := range rows {
		if r[2] != "1" {
			v.Wrong = append(v.Wrong, what(r)+": not within a wider one")
		}
	}
	return v, nil
}

// writeShapes writes every contour as a feature with its origin's number and its level.
// Nothing is said of empty ones: there is nothing wrong with them, and SpatiaLite has no
// word for them.
func writeShapes(file string, answers []*answer, geometry func(c *contour) string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	_, _ = w.WriteString(`{"type":"FeatureCollection","features":[`)
	between := ""
	for i, a := range answers {
		for k := range a.contours {
			if len(a.contours[k].rings) == 0 {
				continue
			}
			_, _ = w.WriteString(between)
			between = ",\n"
			_, _ = fmt.Fprintf(w, `{"type":"Feature","properties":{"origin":%d,"level":%d},"geometry":%s}`, i, k, geometry(&a.contours[k]))
		}
	}
	_, _ = w.WriteString("]}\n")
	return errors.Join(w.Flush(), f.Close())
}

// inSteps is the geometry in whole steps, as GeoJSON.
func (g *ground) inSteps() string {
	var b strings.Builder
	b.WriteString(`{"type":"MultiPolygon","coordinates":[`)
	for i, r := range g.rings {
		switch {
		case !g.shells[i]:
			b.WriteString(",[")
		case i > 0:
			b.WriteString("],[[")
		default:
			b.WriteString("[[")
		}
		for k, p := range r {
			if k > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "[%d,%d]", p[0], p[1])
		}
		b.WriteByte(']')
	}
	if len(g.rings) > 0 {
		b.WriteByte(']')
	}
	b.WriteString("]}")
	return b.String()
}

// ask asks GDAL a question in SQLite's dialect, and returns the rows.
func ask(ctx context.Context, file, question string) ([][]string, error) {
	c := exec.CommandContext(ctx, "ogr2ogr", "-f", "CSV", "/vsistdout/", file, "-dialect", "SQLite", "-sql", question)
	var out, errs strings.Builder
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("ogr2ogr: %w: %s", err, errs.String())
	}
	rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("ogr2ogr answered %q: %w: %s", out.String(), err, errs.String())
	}
	return rows[1:], nil
}

// judgeVersion names the judge: GDAL, SpatiaLite and GEOS. It is an error where there
// is none that knows SpatiaLite.
func judgeVersion(ctx context.Context, folder string) (string, error) {
	file := filepath.Join(folder, "one.geojson")
	if err := os.WriteFile(file, []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[1,1]}}]}`), 0o644); err != nil {
		return "", err
	}
	rows, err := ask(ctx, file, "SELECT geos_version(), spatialite_version() FROM one")
	if err != nil {
		return "", err
	}
	if len(rows) != 1 || rows[0][0] == "" {
		return "", fmt.Errorf("GDAL here knows no GEOS: %v", rows)
	}
	out, err := exec.CommandContext(ctx, "ogr2ogr", "--version").Output()
	if err != nil {
		return "", err
	}
	gdal, _, _ := strings.Cut(string(out), ",")
	return fmt.Sprintf("GEOS %s through %s and SpatiaLite %s", rows[0][0], gdal, rows[0][1]), nil
}
