package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
)

// surveyRows is how long the table of facilities is that every reader reads.
const surveyRows = 100_000

// benchReaders measures how many rows a second each reader takes to the end of an
// import, short of the store: read, decoded, mapped, checked. The table is the same for
// all; a GeoTIFF has about as many cells.
func benchReaders(ctx context.Context, t *table) error {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		t.note("left out: rows a second of each reader (ogr2ogr is not installed, which writes the files)")
		return nil
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	files, err := survey(ctx, dir)
	if err != nil {
		return fmt.Errorf("the table for the readers: %w", err)
	}
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	classifier, err := profiles.NewClassifier(rules)
	if err != nil {
		return err
	}
	for _, f := range files {
		rows := 0
		took, err := median(3, func() error {
			r, err := importer.Layer(ctx, importer.LayerOptions{Layer: f.layer, File: filepath.Join(dir, f.name), Categories: rules.Categories, Classifier: classifier, DryRun: true, CRS: "4326"})
			if err == nil && (r.Report.Accepted != r.Report.Read || r.Report.Accepted < rasterSide*rasterSide) {
				err = fmt.Errorf("%d of %d rows accepted", r.Report.Accepted, r.Report.Read)
			}
			rows = r.Report.Accepted
			return err
		})
		if err != nil {
			return fmt.Errorf("reading %s: %w", f.name, err)
		}
		t.row(fmt.Sprintf("read %d rows: %s", rows, f.what), fmt.Sprintf("%.0f 000 rows/s", float64(rows)/took.Seconds()/1000), "none", "none")
	}
	return nil
}

type surveyFile struct{ what, layer, name string }

// survey writes the table in every format: once by itself, and the rest of it by GDAL.
func survey(ctx context.Context, dir string) ([]surveyFile, error) {
	if err := writeCSV(filepath.Join(dir, "utf8.csv"), func(w *bufio.Writer, s string) error { _, err := w.WriteString(s); return err }); err != nil {
		return nil, err
	}
	gbk := simplifiedchinese.GB18030.NewEncoder()
	if err := writeCSV(filepath.Join(dir, "gbk.csv"), func(w *bufio.Writer, s string) error {
		b, err := gbk.Bytes([]byte(s))
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	}); err != nil {
		return nil, err
	}
	open := []string{"utf8.csv", "-oo", "X_POSSIBLE_NAMES=经度", "-oo", "Y_POSSIBLE_NAMES=纬度", "-a_srs", "EPSG:4326"}
	side := fmt.Sprint(rasterSide)
	for _, args := range [][]string{
		append([]string{"ogr2ogr", "facilities.shp", "-lco", "ENCODING=GBK"}, open...),
		append([]string{"ogr2ogr", "facilities.gpkg"}, open...),
		append([]string{"ogr2ogr", "facilities.geojson"}, open...),
		{"ogr2ogr", "facilities.xlsx", "utf8.csv", "-oo", "AUTODETECT_TYPE=YES"},
		{"gdal_create", "-of", "GTiff", "-ot", "Float32", "-burn", "1.5", "-outsize", side, side, "-a_srs", "EPSG:4326",
			"-a_ullr", "120", "30.5", "120.3", "30.2", "-co", "COMPRESS=DEFLATE", "-co", "TILED=YES", "people.tif"},
	} {
		c := exec.CommandContext(ctx, args[0], args[1:]...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s: %w: %s", args[0], err, out)
		}
	}
	return []surveyFile{
		{"CSV in UTF-8", "facilities", "utf8.csv"},
		{"CSV in GBK", "facilities", "gbk.csv"},
		{"GeoJSON", "facilities", "facilities.geojson"},
		{"Shapefile in GBK", "facilities", "facilities.shp"},
		{"GeoPackage", "facilities", "facilities.gpkg"},
		{"Excel workbook", "facilities", "facilities.xlsx"},
		{"GeoTIFF of people, deflated tiles", "population", "people.tif"},
	}, nil
}

// rasterSide squared is surveyRows, nearly: see benchReaders.
const rasterSide = 316

func writeCSV(file string, write func(*bufio.Writer, string) error) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	w := bufio.NewWriter(out)
	if err := write(w, "编号,名称,类别,经度,纬度,面积(亩),地址\n"); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range surveyRows {
		s := fmt.Sprintf("%d,第%d村卫生室,village_clinic,%.6f,%.6f,%.2f,某镇某村%d号\n", i+1, i+1, 120+0.3*r.Float64(), 30.2+0.3*r.Float64(), 1+r.Float64(), i)
		if err := write(w, s); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return out.Close()
}
