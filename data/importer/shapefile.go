package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/archive"
	"github.com/seed-4611ae28/lifecircle/data/importer/shapefile"
)

// shapefileReader reads a Shapefile, on its own or in a zip file.
type shapefileReader struct {
	*shapefile.Reader
	archive *archive.Archive
	remarks []Finding
}

// openShapefile opens a .shp with the files of the same name beside it, whatever
// the case of their extensions.
func openShapefile(_ context.Context, s source) (Reader, error) {
	if _, err := os.Stat(s.path); err != nil {
		return nil, fmt.Errorf("open the file to import: %w", err)
	}
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		return nil, err
	}
	stem := strings.TrimSuffix(filepath.Base(s.path), filepath.Ext(s.path))
	r, err := shapefile.Open(shapeParts(func(extension string) shapefile.Part {
		for _, e := range entries {
			ext := filepath.Ext(e.Name())
			if strings.TrimSuffix(e.Name(), ext) != stem || !strings.EqualFold(ext, extension) {
				continue
			}
			full := filepath.Join(filepath.Dir(s.path), e.Name())
			info, err := os.Stat(full)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			return shapefile.Part{Name: e.Name(), Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(full) }}
		}
		return shapefile.Part{}
	}), s.encoding)
	if err != nil {
		return nil, err
	}
	return &shapefileReader{Reader: r}, nil
}

func shapeParts(part func(extension string) shapefile.Part) shapefile.Parts {
	return shapefile.Parts{
		Shapes: part(".shp"), Index: part(".shx"), Table: part(".dbf"), Projection: part(".prj"), CodePage: part(".cpg"),
	}
}

// openZip opens the one Shapefile in a zip file, or the one that the table names.
func openZip(ctx context.Context, s source) (Reader, error) {
	a, err := archive.Open(s.path)
	if err != nil {
		return nil, err
	}
	r, err := openZipped(ctx, a, s)
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return r, nil
}

func openZipped(ctx context.Context, a *archive.Archive, s source) (Reader, error) {
	if tables := a.ByExtension(".gdbtable"); len(tables) > 0 {
		full, err := filepath.Abs(s.path)
		if err != nil {
			return nil, err
		}
		r, err := convertByGDAL(ctx, s, "/vsizip/"+full+"/"+path.Dir(tables[0].Name)) // as GDAL names a folder in a zip file
		if err == nil {
			err = a.Close() // GDAL has read it
		}
		return r, err
	}
	var names []string
	stems := map[string]string{}
	for _, f := range a.ByExtension(".shp") {
		stem := strings.TrimSuffix(f.Name, path.Ext(f.Name))
		names = append(names, f.Name)
		for _, name := range []string{f.Name, stem, path.Base(f.Name), path.Base(stem)} {
			if other, taken := stems[name]; taken && other != stem {
				stems[name] = "" // in two folders: it has to be named in full
			} else {
				stems[name] = stem
			}
		}
	}
	stem, err := chooseTable("Shapefile", s.table, names, func(name string) string { return stems[name] })
	if err != nil {
		return nil, err
	}
	r, err := shapefile.Open(shapeParts(func(extension string) shapefile.Part {
		f, ok := a.Named(stem, extension)
		if !ok {
			return shapefile.Part{}
		}
		return shapefile.Part{Name: f.Name, Size: f.Size, Open: f.Open}
	}), s.encoding)
	if err != nil {
		return nil, err
	}
	return &shapefileReader{Reader: r, archive: a, remarks: namesRemark(a)}, nil
}

func namesRemark(a *archive.Archive) []Finding {
	list := encodingRemark(a.Names)
	for i := range list {
		list[i].What = "names in the archive: " + list[i].What
	}
	return list
}

// chooseTable is the table that is asked for, or the only one there is; find tells
// what a name stands for, "" for nothing.
func chooseTable(kind, asked string, names []string, find func(string) string) (string, error) {
	list := strings.Join(names, ", ")
	switch {
	case len(names) == 0:
		return "", fmt.Errorf("there is no %s in the file", kind)
	case asked != "":
		if found := find(asked); found != "" {
			return found, nil
		}
		return "", usagef("table %s: the file has no such %s; it has %s", asked, kind, list)
	case len(names) > 1:
		return "", usagef("the file has %d of %s: %s; choose one by --table NAME", len(names), kind, list)
	}
	return find(names[0]), nil
}

// Close gives the files back.
func (r *shapefileReader) Close() error {
	err := r.Reader.Close()
	if r.archive != nil {
		err = errors.Join(err, r.archive.Close())
	}
	return err
}

// Read passes the rows on; a row's number is that of its record.
func (r *shapefileReader) Read(ctx context.Context, yield func(Record) error) error {
	return r.Reader.Read(ctx, func(row shapefile.Row) error {
		rec := Record{Row: row.Number, Geometry: row.Geometry, Fields: row.Values}
		if row.Problem != nil {
			rec.Problem = &Refusal{Row: row.Number, Field: fieldShape, Rule: row.Problem.Rule}
		}
		return yield(rec)
	})
}

// Remarks tell the encoding, and what was left out.
func (r *shapefileReader) Remarks() []Finding {
	list := slices.Concat(r.remarks, encodingRemark(r.Choice))
	if r.Deleted > 0 {
		list = append(list, Finding{What: "records marked as deleted left out", Count: r.Deleted})
	}
	if unread := r.Unread(); len(unread) > 0 {
		list = append(list, Finding{What: "columns of a type that cannot be read: " + strings.Join(unread, ", "), Count: 1})
	}
	return list
}
