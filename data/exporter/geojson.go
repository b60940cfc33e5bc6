package exporter

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// feature is one row on its way out.
type feature struct {
	geometry   orb.Geometry
	properties []property
}

// property is a member of a feature's properties; their order is fixed, so that
// the same dataset gives the same bytes.
type property struct {
	name  string
	value any
}

// GeoJSON writes a layer (or the units of level town, for the layer "towns") as a
// FeatureCollection. Rows come in the order of the dataset, one a line. An unknown
// layer is an [importer.UsageError] that lists the layers; a coordinate that is no
// finite number is an error that names the row. It is linear in the number of
// positions and keeps one row in memory.
func GeoJSON(ctx context.Context, w io.Writer, ds *geo.Dataset, layer geo.Layer) error {
	l, level, err := importer.ParseLayer(string(layer))
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(`{"type":"FeatureCollection","features":[`); err != nil {
		return fmt.Errorf("export %s: %w", layer, err)
	}
	var buf []byte
	separator := "\n"
	for f := range features(ds, l, level) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if buf, err = appendFeature(append(buf[:0], separator...), f); err != nil {
			return fmt.Errorf("export %s: row %v: %w", layer, f.properties[0].value, err)
		}
		if _, err := out.Write(buf); err != nil {
			return fmt.Errorf("export %s: %w", layer, err)
		}
		separator = ",\n"
	}
	if _, err := out.WriteString("\n]}\n"); err != nil {
		return fmt.Errorf("export %s: %w", layer, err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("export %s: %w", layer, err)
	}
	return nil
}

func appendFeature(buf []byte, f feature) ([]byte, error) {
	buf = append(buf, `{"type":"Feature","geometry":`...)
	buf, err := appendGeometry(buf, f.geometry)
	if err != nil {
		return nil, err
	}
	buf = append(buf, `,"properties":{`...)
	for i, p := range f.properties {
		if i > 0 {
			buf = append(buf, ',')
		}
		if buf, err = appendJSON(buf, p.name); err != nil {
			return nil, err
		}
		buf = append(buf, ':')
		if buf, err = appendJSON(buf, p.value); err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return append(buf, "}}"...), nil
}

func appendJSON(buf []byte, v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append(buf, b...), nil
}
