package osm

import (
	"context"
	"path/filepath"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Read reads everything that a dataset takes of a file: units, facilities, roads,
// greenways, parks, land of four uses, buildings and barriers. The dataset has no
// homes, no version and no time of import: those are made when it is stored.
//
// What is broken in single objects is in the report, and no error. An error names
// the file and, where it is known, the byte: the file is none of the formats, is
// truncated or garbled, or cannot be read; or ctx ended.
func Read(ctx context.Context, path string, o Options) (*geo.Dataset, *Report, error) {
	var r *reader
	err := reading(path, &o, func(s source, report *Report) error {
		x, roads, err := load(ctx, s, newFilter(false), report)
		if err != nil {
			return err
		}
		r = newReader(x, o, report)
		return r.read(ctx, path, roads)
	})
	if err != nil {
		return nil, nil, err
	}
	return r.d, r.report, nil
}

// reader turns an extract into a dataset.
type reader struct {
	Options
	x      *extract
	d      *geo.Dataset
	report *Report

	codes map[string]bool // statistical codes that units have
	// taken holds the ways that a relation says everything of: they are no objects
	// of their own.
	taken map[int]bool
	// inGreenway holds the ways that a greenway relation has as members.
	inGreenway map[int64]bool
	// inBoundary holds the ways that an administrative boundary has as members.
	inBoundary map[int64]bool
	// match is the map that tags are handed to the classifier in.
	match map[string]string
}

func newReader(x *extract, o Options, report *Report) *reader {
	return &reader{
		Options: o, x: x, d: &geo.Dataset{}, report: report, codes: map[string]bool{}, taken: map[int]bool{},
		inGreenway: map[int64]bool{}, inBoundary: map[int64]bool{}, match: map[string]string{},
	}
}

func (r *reader) read(ctx context.Context, path string, roads []road) error {
	segments, box := r.x.segments(roads, r.Source, r.report)
	r.d.Roads = segments
	stages := []struct {
		name string
		run  func()
	}{
		{"units", r.units},
		{"greenways", r.greenwayRelations},
		{"areas", r.relations},
		{"ways", r.ways},
		{"points", r.points},
	}
	for i, s := range stages {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.progress(s.name, int64(i), int64(len(stages)))
		s.run()
	}
	r.d.Extent, r.d.ExtentFrom = r.x.extent(box, len(segments) > 0, r.report)
	if r.d.ExtentFrom == "roads" && len(segments) == 0 {
		r.d.Extent, r.d.ExtentFrom = r.rowsBox(), "rows"
	}
	r.d.Date = r.x.date()
	r.d.Sources = []geo.SourceInfo{{
		Name: r.Source, File: filepath.Base(path), Date: r.d.Date,
		License: "ODbL 1.0", Attribution: "© OpenStreetMap contributors",
	}}
	r.report.finish(r.d)
	return ctx.Err()
}

// date is the day and time of the data: what the header states, else the youngest
// object, else "".
func (x *extract) date() string {
	switch {
	case !x.stated.IsZero():
		return x.stated.Format(time.RFC3339)
	case !x.newest.IsZero():
		return x.newest.Truncate(time.Second).Format(time.RFC3339)
	}
	return ""
}

// rowsBox is the box of all rows, for a file without roads.
func (r *reader) rowsBox() orb.Bound {
	box, started := orb.Bound{}, false
	add := func(g orb.Geometry) {
		switch {
		case g == nil:
		case started:
			box = box.Union(g.Bound())
		default:
			box, started = g.Bound(), true
		}
	}
	for i := range r.d.Units {
		add(r.d.Units[i].Geometry)
	}
	for i := range r.d.Facilities {
		add(r.d.Facilities[i].Location)
	}
	for i := range r.d.Greenways {
		add(r.d.Greenways[i].Geometry)
	}
	for i := range r.d.Parks {
		add(r.d.Parks[i].Geometry)
	}
	for i := range r.d.Parcels {
		add(r.d.Parcels[i].Geometry)
	}
	for i := range r.d.Buildings {
		add(r.d.Buildings[i].Geometry)
	}
	for i := range r.d.Barriers {
		add(r.d.Barriers[i].Geometry)
	}
	return box
}
