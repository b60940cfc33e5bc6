package importer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/seed-4611ae28/lifecircle/data/geopackage"
)

// geoPackageReader reads a table of features of a GeoPackage.
type geoPackageReader struct{ *geopackage.Features }

// openGeoPackage opens the one table of features, or the one that is named.
func openGeoPackage(ctx context.Context, s source) (Reader, error) {
	if _, err := os.Stat(s.path); err != nil {
		return nil, fmt.Errorf("open the file to import: %w", err)
	}
	if s.encoding != "" {
		return nil, usagef("encoding %s: the text of a GeoPackage is UTF-8", s.encoding)
	}
	f, err := geopackage.OpenFeatures(ctx, s.path)
	if err != nil {
		return nil, err
	}
	table, err := chooseTable("layer", s.table, f.Tables(), func(name string) string {
		if slices.Contains(f.Tables(), name) {
			return name
		}
		return ""
	})
	if err == nil {
		err = f.Use(ctx, table)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &geoPackageReader{f}, nil
}

// Read passes the rows on, counted from 1 in the order of the table.
func (r *geoPackageReader) Read(ctx context.Context, yield func(Record) error) error {
	return r.Features.Read(ctx, func(f geopackage.Feature) error {
		rec := Record{Row: f.Number, Geometry: f.Geometry, Fields: f.Values}
		for column, v := range f.Values {
			switch v := v.(type) {
			case int64:
				// Its text, since a float64 cannot hold all of them.
				f.Values[column] = json.Number(strconv.FormatInt(v, 10))
			case []byte:
				delete(f.Values, column) // a picture, or whatever it is, is no value of a field
			case time.Time:
				f.Values[column] = v.Format(time.RFC3339)
			}
		}
		if f.Problem != nil {
			rec.Problem = &Refusal{Row: f.Number, Field: fieldShape, Rule: f.Problem.Error()}
		}
		return yield(rec)
	})
}
