package exporter

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Writer writes one layer of a dataset.
type Writer func(ctx context.Context, w io.Writer, ds *geo.Dataset, layer geo.Layer) error

// Format is a kind of file that a layer can be written to.
type Format struct {
	// Name is what is asked for, Extension what such files end in.
	Name, Extension, MediaType string
	Write                      Writer
}

// Formats lists what can be written.
func Formats() []Format {
	return []Format{
		{Name: "geojson", Extension: ".geojson", MediaType: "application/geo+json", Write: GeoJSON},
	}
}

// FormatNamed returns the format of that name, or an error that lists them all.
func FormatNamed(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("format %q cannot be written; what can is %s", name, strings.Join(names, ", "))
}
