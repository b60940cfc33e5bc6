package importer

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
)

// What one file of parcels says of other layers. Parks and built-up areas are written
// in the same commit and under the same source as the parcels, so that importing the
// file again replaces all three together. Rows of those layers that were imported by
// themselves are never replaced: see [land.mayReplace].

// The ends of the ids of rows that are made from parcels.
const (
	madePark    = "-landuse-park"
	madeBuiltUp = "-landuse-built-up"
)

// LandUseSum is the ground of one use.
type LandUseSum struct {
	Use  string `json:"use"`
	Rows int    `json:"rows"`
	// AreaM2 is the sum of the parcels in square metres on the ellipsoid.
	AreaM2 float64 `json:"area_m2"`
}

// Made is the rows of another layer that were made from the file's.
type Made struct {
	Layer  geo.Layer `json:"layer"`
	Rows   int       `json:"rows"`
	AreaM2 float64   `json:"area_m2"`
	// From says what they were made from.
	From string `json:"from"`
}

// builtPart is a parcel of a city or town.
type builtPart struct {
	id       string
	geometry orb.MultiPolygon
}

// take files a parcel that was read with the classification.
func (a *land) take(p *geo.Parcel, u landUse, settlement, town string) {
	sum := a.sums[p.Use]
	if sum == nil {
		sum = &LandUseSum{Use: p.Use}
		a.sums[p.Use] = sum
	}
	sum.Rows++
	sum.AreaM2 += crs.Area(p.Geometry)
	if a.scheme == nil {
		return
	}
	if u.park != "" {
		a.parks = append(a.parks, geo.Park{ID: p.ID + madePark, Kind: u.park, Geometry: p.Geometry, Source: p.Source})
	}
	if a.scheme.BuiltUp.IsBuiltUp(pointZero.ReplaceAllString(settlement, "$1")) {
		code := townOf(town)
		a.built[code] = append(a.built[code], builtPart{p.ID, p.Geometry})
	}
}

var longCode = regexp.MustCompile(`^[0-9]{9,19}$`)

// townOf is the town in the code of a place of 9 to 19 digits (坐落单位代码: county,
// town and village, filled up with zeros), "" when there is none.
func townOf(code string) string {
	if !longCode.MatchString(code) || code[6:9] == "000" {
		return ""
	}
	return code[:9]
}

// layers makes the rows of parks and built-up areas, and says in the report what the
// land is. A town's area is one row; where the file does not name towns, each part is.
func (b *builder) layers(ctx context.Context) error {
	a := b.land
	for _, sum := range a.sums {
		b.report.LandUse = append(b.report.LandUse, *sum)
	}
	slices.SortFunc(b.report.LandUse, func(x, y LandUseSum) int {
		return cmp.Or(cmp.Compare(y.AreaM2, x.AreaM2), strings.Compare(x.Use, y.Use))
	})
	if a.scheme == nil {
		return nil
	}
	a.better(&b.report.Remarks)
	b.rows.Parks = a.parks
	made := Made{Layer: geo.LayerParks, Rows: len(a.parks), From: "parcels whose code is a park or a square of " + a.scheme.ID}
	for i := range a.parks {
		made.AreaM2 += crs.Area(a.parks[i].Geometry)
	}
	b.report.Made = append(b.report.Made, made)
	if a.scheme.BuiltUp == nil {
		return nil
	}
	made = Made{Layer: geo.LayerBuiltUp, From: "parcels whose " + a.scheme.BuiltUp.Column + " is one of " + strings.Join(a.scheme.BuiltUp.Codes, ", ")}
	towns := make([]string, 0, len(a.built))
	for town := range a.built {
		towns = append(towns, town)
	}
	slices.Sort(towns)
	for _, town := range towns {
		rows, err := builtUps(ctx, town, a.built[town], b.source)
		if err != nil {
			return err
		}
		for i := range rows {
			made.AreaM2 += crs.Area(rows[i].Geometry)
		}
		b.rows.BuiltUps = append(b.rows.BuiltUps, rows...)
	}
	made.Rows = len(b.rows.BuiltUps)
	b.report.Made = append(b.report.Made, made)
	return nil
}

// builtUps joins the parcels of a town. The rows name no unit and are found by place:
// the codes of units may be other ones. Their ids come from that of a parcel.
func builtUps(ctx context.Context, town string, parts []builtPart, source string) ([]geo.BuiltUp, error) {
	slices.SortFunc(parts, func(x, y builtPart) int { return strings.Compare(x.id, y.id) })
	ground := make([]orb.MultiPolygon, len(parts))
	for i := range parts {
		ground[i] = parts[i].geometry
	}
	all, err := overlay.Union(ctx, ground...)
	if err != nil {
		return nil, fmt.Errorf("built-up area of %s: %w", cmp.Or(town, "the file"), err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	id := parts[0].id + madeBuiltUp
	if town != "" {
		return []geo.BuiltUp{{ID: id, Geometry: all, Derived: true, Source: source}}, nil
	}
	slices.SortFunc(all, func(x, y orb.Polygon) int {
		m, n := x.Bound().Min, y.Bound().Min
		return cmp.Or(cmp.Compare(m[0], n[0]), cmp.Compare(m[1], n[1]))
	})
	rows := make([]geo.BuiltUp, len(all))
	for i, p := range all {
		rows[i] = geo.BuiltUp{ID: id + "-" + strconv.Itoa(i+1), Geometry: orb.MultiPolygon{p}, Derived: true, Source: source}
	}
	return rows, nil
}

// writes adds the layers that are made from parcels to a write. --replace-layer is
// about the parcels: of the others, it replaces what this source has.
func (a *land) writes(w *data.Write, mode data.Mode) {
	if a.scheme == nil {
		return
	}
	if mode == data.ReplaceLayer {
		mode = data.ReplaceSource
	}
	w.Layers[geo.LayerParks], w.Layers[geo.LayerBuiltUp] = mode, mode
}

// mayReplace refuses to replace rows of the same source that were not made from
// parcels.
func (a *land) mayReplace(source string) func(*geo.Dataset) error {
	if a.scheme == nil {
		return nil
	}
	return func(old *geo.Dataset) error {
		for i := range old.Parks {
			if p := &old.Parks[i]; p.Source == source && !strings.HasSuffix(p.ID, madePark) {
				return ownRows(source, geo.LayerParks, p.ID)
			}
		}
		for i := range old.BuiltUps {
			if u := &old.BuiltUps[i]; u.Source == source && !u.Derived {
				return ownRows(source, geo.LayerBuiltUp, u.ID)
			}
		}
		return nil
	}
}

func ownRows(source string, l geo.Layer, id string) error {
	return usagef("source %s: it has %s that were imported by themselves (%s), which parcels with --scheme would replace: name another --source", source, l, id)
}
