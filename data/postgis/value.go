package postgis

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// The plain values of the layers, each the field of a row under another name. What
// is empty or not known is NULL, never 0 or ”.
type (
	// text is "" for NULL; key is never NULL.
	text string
	key  string
	// amount is unknown for NULL, measure and number are 0.
	amount  geo.Amount
	measure float64
	number  int64
	year    int
	// storey and oneWay are written also when they are 0; flag also when it is false,
	// ticked only when it is true.
	storey int8
	oneWay geo.OneWay
	flag   bool
	ticked bool
	// bicycleWay is the bicycle's one-way rule of a road, NULL when it is not stated.
	bicycleWay geo.RoadSegment
	// groups and attributes are JSON objects, NULL when they are empty.
	groups     map[string]float64
	attributes map[string]any
)

func (t *text) TextValue() (pgtype.Text, error) {
	return pgtype.Text{String: string(*t), Valid: *t != ""}, nil
}

func (t *text) ScanText(v pgtype.Text) error {
	*t = text(v.String)
	return nil
}

func (k *key) TextValue() (pgtype.Text, error) {
	return pgtype.Text{String: string(*k), Valid: true}, nil
}

func (k *key) ScanText(v pgtype.Text) error {
	*k = key(v.String)
	return nil
}

func (a *amount) Float64Value() (pgtype.Float8, error) {
	v, known := geo.Amount(*a).Get()
	return pgtype.Float8{Float64: v, Valid: known}, nil
}

func (a *amount) ScanFloat64(v pgtype.Float8) error {
	*a = amount(geo.Unknown())
	if v.Valid {
		*a = amount(geo.Known(v.Float64))
	}
	return nil
}

func (m *measure) Float64Value() (pgtype.Float8, error) {
	return pgtype.Float8{Float64: float64(*m), Valid: *m != 0}, nil
}

func (m *measure) ScanFloat64(v pgtype.Float8) error {
	*m = measure(v.Float64)
	return nil
}

func (n *number) Int64Value() (pgtype.Int8, error) {
	return pgtype.Int8{Int64: int64(*n), Valid: *n != 0}, nil
}

func (n *number) ScanInt64(v pgtype.Int8) error {
	*n = number(v.Int64)
	return nil
}

func (y *year) Int64Value() (pgtype.Int8, error) {
	return pgtype.Int8{Int64: int64(*y), Valid: *y != 0}, nil
}

func (y *year) ScanInt64(v pgtype.Int8) error {
	*y = year(v.Int64)
	return nil
}

func (s *storey) Int64Value() (pgtype.Int8, error) {
	return pgtype.Int8{Int64: int64(*s), Valid: true}, nil
}

func (s *storey) ScanInt64(v pgtype.Int8) error {
	*s = storey(v.Int64)
	return nil
}

func (o *oneWay) Int64Value() (pgtype.Int8, error) {
	return pgtype.Int8{Int64: int64(*o), Valid: true}, nil
}

func (o *oneWay) ScanInt64(v pgtype.Int8) error {
	*o = oneWay(v.Int64)
	return nil
}

func (b *bicycleWay) Int64Value() (pgtype.Int8, error) {
	return pgtype.Int8{Int64: int64(b.OneWayBicycle), Valid: b.OneWayBicycleStated}, nil
}

func (b *bicycleWay) ScanInt64(v pgtype.Int8) error {
	b.OneWayBicycle, b.OneWayBicycleStated = geo.OneWay(v.Int64), v.Valid
	return nil
}

func (f *flag) BoolValue() (pgtype.Bool, error) {
	return pgtype.Bool{Bool: bool(*f), Valid: true}, nil
}

func (f *flag) ScanBool(v pgtype.Bool) error {
	*f = flag(v.Bool)
	return nil
}

func (t *ticked) BoolValue() (pgtype.Bool, error) {
	return pgtype.Bool{Bool: bool(*t), Valid: bool(*t)}, nil
}

func (t *ticked) ScanBool(v pgtype.Bool) error {
	*t = ticked(v.Bool)
	return nil
}

// Value implements driver.Valuer.
func (g *groups) Value() (driver.Value, error) { return objectValue(*g) }

// Scan implements sql.Scanner.
func (g *groups) Scan(src any) error { return scanObject(src, (*map[string]float64)(g)) }

// Value implements driver.Valuer.
func (a *attributes) Value() (driver.Value, error) { return objectValue(*a) }

// Scan implements sql.Scanner. A member that is null says nothing; one that is a
// list or an object is no attribute.
func (a *attributes) Scan(src any) error {
	if err := scanObject(src, (*map[string]any)(a)); err != nil {
		return err
	}
	for name, v := range *a {
		switch v.(type) {
		case string, float64, bool:
		case nil:
			delete(*a, name)
		default:
			return fmt.Errorf("member %q has to be a text, a number or a truth value", name)
		}
	}
	if len(*a) == 0 {
		*a = nil
	}
	return nil
}

func objectValue[V any](m map[string]V) (driver.Value, error) {
	if len(m) == 0 {
		return nil, nil //nolint:nilnil // NULL
	}
	b, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %d members as JSON: %w", len(m), err)
	}
	return string(b), nil
}

func scanObject[V any](src any, into *map[string]V) error {
	*into = nil
	var b []byte
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		b = []byte(v)
	case []byte:
		b = v
	default:
		return fmt.Errorf("a JSON object came as %T", src)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("has to hold a JSON object: %w", err)
	}
	if len(*into) == 0 {
		*into = nil
	}
	return nil
}
