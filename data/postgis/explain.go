package postgis

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// copyLine finds the row of a COPY in what the server says of where an error
// happened.
var copyLine = regexp.MustCompile(`^COPY [^,]*, line (\d+)`)

// explain turns a constraint that a row of a COPY breaks into a refusal that names
// row, column and rule.
func (s *Store) explain(ctx context.Context, err error, l layer, d *geo.Dataset) error {
	t := l.spec()
	var e *pgconn.PgError
	if !errors.As(err, &e) || !strings.HasPrefix(e.Code, "23") && !strings.HasPrefix(e.Code, "22") {
		return fmt.Errorf("copy into table %s: %w", t.name(), err)
	}
	refused := &data.RefusedError{Layer: t.layer, Row: -1, Field: "row", Value: e.Detail, Rule: e.Message}
	if e.ColumnName != "" {
		refused.Field = e.ColumnName
	}
	if m := copyLine.FindStringSubmatch(e.Where); m != nil {
		if line, err := strconv.Atoi(m[1]); err == nil && line >= 1 && line <= d.Count(t.layer) {
			ids, _ := l.ids(d)
			refused.Row, refused.ID = line-1, ids[line-1]
		}
	}
	if name := e.ConstraintName; name != "" {
		refused.Field = strings.TrimPrefix(strings.TrimSuffix(name, "_check"), t.name()+"_")
		refused.Rule = "breaks the constraint " + name
	}
	if strings.HasSuffix(e.ConstraintName, "_valid") && refused.Row >= 0 {
		refused.Field, refused.Value = "geometry", "the area"
		refused.Rule = "has to be valid: " + s.invalid(ctx, d.Geometry(t.layer, refused.Row))
	}
	return refused
}

// invalid says what is wrong with a geometry, in the words of PostGIS.
func (s *Store) invalid(ctx context.Context, g orb.Geometry) string {
	var reason string
	if err := s.reader.QueryRow(ctx, "SELECT ST_IsValidReason($1::geometry)", anyGeometry{&g}).Scan(&reason); err != nil {
		return "it is not (" + err.Error() + ")"
	}
	return reason
}
