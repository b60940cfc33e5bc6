package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// File Geodatabases and drawings (DXF) are read by GDAL: the format of the first is
// not published, that of the second is a drawing's. Its ogr2ogr turns the layer
// that is meant into a GeoPackage, which keeps the reference system, in a folder
// that is removed after reading.

// Bounds of a conversion.
const (
	maxConverted = 4 << 30 // bytes that ogr2ogr may write
	watchEvery   = 100 * time.Millisecond
	// longestComplaint is how much of what ogr2ogr says is told, in bytes.
	longestComplaint = 2000
)

// ErrNoGDAL says that a format needs a program that is not installed.
var ErrNoGDAL = errors.New("this format is read by ogr2ogr of GDAL, which is not installed: install the package gdal-bin, or convert the file to GeoPackage elsewhere")

// convertedReader reads the GeoPackage that a file was turned into.
type convertedReader struct {
	*geoPackageReader
	folder string
}

// Close removes the folder too.
func (r *convertedReader) Close() error {
	return errors.Join(r.geoPackageReader.Close(), os.RemoveAll(r.folder))
}

// openByGDAL turns a layer of the file into a GeoPackage and opens that.
func openByGDAL(ctx context.Context, s source) (Reader, error) {
	if _, err := os.Stat(s.path); err != nil {
		return nil, fmt.Errorf("open the file to import: %w", err)
	}
	path, err := filepath.Abs(s.path) // which no option can be mistaken for
	if err != nil {
		return nil, err
	}
	return convertByGDAL(ctx, s, path)
}

// convertByGDAL turns a layer of what GDAL knows by the path.
func convertByGDAL(ctx context.Context, s source, path string) (Reader, error) {
	layers, err := gdalLayers(ctx, path)
	if err != nil {
		return nil, err
	}
	layer, err := chooseTable("layer", s.table, layers, func(name string) string {
		for _, l := range layers {
			if l == name {
				return l
			}
		}
		return ""
	})
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "lifecircle-import-")
	if err != nil {
		return nil, err
	}
	out := filepath.Join(folder, "layer.gpkg")
	args := []string{"-f", "GPKG", "-nln", "layer", "-lco", "SPATIAL_INDEX=NO"}
	if s.encoding != "" {
		args = append(args, "-oo", "ENCODING="+s.encoding)
	}
	if _, err := runGDAL(ctx, out, "ogr2ogr", append(args, out, path, layer)...); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	r, err := openGeoPackage(ctx, source{path: out})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("layer %s: %w", layer, err), os.RemoveAll(folder))
	}
	return &convertedReader{r.(*geoPackageReader), folder}, nil
}

var gdalLayer = regexp.MustCompile(`(?m)^(?:Layer: |\d+: )(.+?)(?: \([A-Za-z0-9 ,/-]+\))?\r?$`)

// gdalLayers lists the layers of the file that have geometries or rows.
func gdalLayers(ctx context.Context, path string) ([]string, error) {
	text, err := runGDAL(ctx, "", "ogrinfo", "-ro", "-q", path)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, m := range gdalLayer.FindAllStringSubmatch(text, -1) {
		if !strings.HasSuffix(m[0], "(None)") {
			list = append(list, m[1])
		}
	}
	return list, nil
}

// runGDAL runs a program of GDAL. It is stopped with ctx, and when the file out
// grows beyond all measure.
func runGDAL(ctx context.Context, out, program string, args ...string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", ErrNoGDAL
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	if out != "" {
		go watch(ctx, out, stop)
	}
	var said, complained bytes.Buffer
	c := exec.CommandContext(ctx, path, args...)
	c.Stdout, c.Stderr = &said, &complained
	if err := c.Run(); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return "", cause
		}
		text := strings.TrimSpace(complained.String())
		return "", fmt.Errorf("%s: %w: %s", program, err, text[:min(len(text), longestComplaint)])
	}
	return said.String(), nil
}

// watch stops the work when the file is too large.
func watch(ctx context.Context, file string, stop context.CancelCauseFunc) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if info, err := os.Stat(file); err == nil && info.Size() > maxConverted {
				stop(fmt.Errorf("the layer takes more than %d GiB", maxConverted>>30))
				return
			}
		}
	}
}
