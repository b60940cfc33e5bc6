package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// referenced is a Reader whose file names its reference system: the text of a .prj
// file, or an id such as EPSG:4549; "" when the file does not say.
type referenced interface{ Reference() string }

// reference turns what a file holds into longitude and latitude of WGS 84. The
// geometries of a file and the columns with coordinates can be in two systems: a
// shapefile in metres often has a column of degrees beside.
type reference struct {
	ground, columns *crs.Reading
}

// checkReference refuses the name of a system that is wrong for any file.
func checkReference(name string) error {
	if name == "" {
		return nil
	}
	if _, err := crs.Choose(name, &crs.Sample{}); err != nil {
		return usagef("%v", err)
	}
	return nil
}

// enoughRows of degrees, or of a system that is named, show how a file is to be
// read; of metres that nobody named every row is looked at.
const enoughRows = 1000

var errEnough = errors.New("enough rows seen")

// survey is what a first look into the file shows.
type survey struct {
	ground, columns crs.Sample
	// says is what the file itself says of its reference system.
	says string
}

// newReference settles how the file is to be read: as asked for, else as the file
// says, else by the size of its numbers. An ambiguous file is a *UsageError with
// the question and the answers that --crs takes.
func newReference(ctx context.Context, o *LayerOptions, t table, f format) (*reference, error) {
	seen, err := look(ctx, o, t, f)
	if err != nil {
		return nil, err
	}
	read := func(s *crs.Sample, says string) (*crs.Reading, error) {
		if o.CRS != "" {
			return crs.Choose(o.CRS, s)
		}
		return crs.Detect(s, says)
	}
	ground, err := read(&seen.ground, seen.says)
	if err != nil {
		return nil, asked(o.File, "", err)
	}
	ref := &reference{ground: ground, columns: ground}
	switch {
	case seen.columns.Empty():
	case seen.ground.Empty():
		if ref.columns, err = read(&seen.columns, seen.says); err != nil {
			return nil, asked(o.File, "", err)
		}
		ref.ground = ref.columns
	case seen.columns.Projected() == ground.System.Projected:
		// Surveyors' columns X and Y are northing and easting beside a geometry that is not.
		if c, err := crs.Choose(ground.System.ID, &seen.columns); err == nil {
			c.Known = ground.Known
			ref.columns = c
		}
	default:
		if ref.columns, err = crs.Detect(&seen.columns, ""); err != nil {
			return nil, asked(o.File, "columns with ", err)
		}
	}
	return ref, nil
}

// asked makes of an error of crs the question that --crs answers.
func asked(file, part string, err error) error {
	var q *crs.Question
	if !errors.As(err, &q) {
		return usagef("%v", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "which reference system are the %scoordinates of %s in? %s", part, file, q.Why)
	if len(q.Answers) == 0 {
		b.WriteString("; name it with --crs, if it is one of epsg:4490, epsg:4491 to 4554, epsg:3857, gcj02 and bd09")
	}
	for i, a := range q.Answers {
		if i == 0 {
			b.WriteString("; answer with one of")
		}
		fmt.Fprintf(&b, "\n  --crs %s  (%s)", a.Name, a.Means)
	}
	return usagef("%s", b.String())
}

// look reads the file, or enough of it, for the positions in it. What is wrong with
// the file is left to be told by the reading proper.
func look(ctx context.Context, o *LayerOptions, t table, f format) (*survey, error) {
	categories := newCategoryIndex(o.Categories)
	keep, err := newFilter(o.Where)
	if err != nil {
		return nil, err
	}
	m, err := newMapper(t, o, f.untyped, categories)
	if err != nil {
		return nil, err
	}
	seen := &survey{}
	r, done, err := openReader(ctx, m.source(o), f)
	if err != nil {
		return seen, nil // the reading proper meets the same error, and says so
	}
	defer done()
	says := func() string {
		if named, ok := r.(referenced); ok {
			return strings.TrimSpace(named.Reference())
		}
		return ""
	}
	n := 0
	// An error in the file is met again, and told, by the reading proper.
	_ = r.Read(ctx, func(rec Record) error {
		if rec.Problem != nil || rec.Fields == nil {
			return ctx.Err()
		}
		if m.columns(rec); keep.keeps(rec) {
			seen.add(m, m.pair(rec), t)
		}
		n++
		sure := o.CRS != "" || says() != "" || seen.ground.Metres+seen.columns.Metres == 0
		if n >= enoughRows && sure {
			return errEnough
		}
		return ctx.Err()
	})
	seen.says = says()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return seen, nil
}

// openReader opens a file in its format; done gives back what is held open.
func openReader(ctx context.Context, s source, f format) (r Reader, done func(), err error) {
	in, err := os.Open(s.path)
	if err != nil {
		return nil, nil, fmt.Errorf("open the file to import: %w", err)
	}
	done = func() { _ = in.Close() } // read only: nothing can be lost
	if f.stream != nil {
		r, err = f.stream(in, s)
	} else {
		done()
		done = func() {}
		r, err = f.open(ctx, s)
	}
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("read %s: %w", s.path, err)
	}
	if c, ok := r.(closer); ok {
		inner := done
		done = func() { _ = c.Close(); inner() }
	}
	return r, done, nil
}
