package doctor

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
)

// What two lines on one path share by drawing is no fault: a hundredth of the length,
// and never less than 100 m.
const (
	overlapShare  = 0.01
	overlapLeastM = 100.0
)

// greenways looks for paths drawn twice, and for those that are only planned.
func greenways(ctx context.Context, p *patient) ([]Finding, error) {
	var built []int
	var box orb.Bound
	raw := 0.0
	planned := Finding{ID: "greenways-planned", Severity: Note, Layer: geo.LayerGreenways}
	plannedM := 0.0
	for i := range p.ds.Greenways {
		g := &p.ds.Greenways[i]
		length := 0.0
		for _, l := range g.Geometry {
			length += crs.ShortLength(l)
		}
		switch {
		case length <= 0 || g.Connector || g.Status == geo.StatusClosed:
		case !g.Status.Exists():
			plannedM += length
			planned.add(p.placeOf(geo.LayerGreenways, i))
		default:
			if len(built) == 0 {
				box = g.Geometry.Bound()
			}
			built = append(built, i)
			box = box.Union(g.Geometry.Bound())
			raw += length
		}
	}
	planned.Metres = geo.Known(plannedM)
	planned.Zh = fmt.Sprintf("%d 条绿道是规划或在建的。", planned.Count)
	planned.En = fmt.Sprintf("Greenways planned or being built: %d.", planned.Count)
	planned.EffectZh = fmt.Sprintf("这 %s 不计入每万人绿道长度。", metresWord(plannedM))
	planned.EffectEn = fmt.Sprintf("Their %s do not count for the greenway length per 10,000 people.", metresWord(plannedM))
	if len(built) == 0 {
		return []Finding{planned}, nil
	}
	double, doubleM, err := p.drawnTwice(ctx, built, grown(box, 100))
	if err != nil {
		return nil, err
	}
	if doubleM <= max(overlapLeastM, overlapShare*raw) {
		return []Finding{planned}, nil
	}
	double.Metres = geo.Known(doubleM)
	double.Zh = fmt.Sprintf("%d 条绿道与其他绿道重叠,共 %s。", double.Count, metresWord(doubleM))
	double.En = fmt.Sprintf("Greenways that share their path with another: %d, %s in all.", double.Count, metresWord(doubleM))
	double.EffectZh = fmt.Sprintf("按行相加会多出 %s(共 %s);lifecircle 每米只计一次,与台账合计会不一致。", metresWord(doubleM), metresWord(raw))
	double.EffectEn = fmt.Sprintf("A sum of the rows has %s too many of %s; lifecircle counts each metre once, and will differ from the ledger.", metresWord(doubleM), metresWord(raw))
	return []Finding{planned, double}, nil
}

// drawnTwice measures the built greenways each metre once. A row that adds less than
// its length to those before it runs where they do.
func (p *patient) drawnTwice(ctx context.Context, built []int, box orb.Bound) (Finding, float64, error) {
	f := Finding{ID: "greenways-overlap", Severity: Note, Layer: geo.LayerGreenways}
	rows := make([]geo.Greenway, 0, len(built))
	raw := 0.0
	for _, i := range built {
		rows = append(rows, p.ds.Greenways[i])
		for _, l := range p.ds.Greenways[i].Geometry {
			raw += crs.ShortLength(l)
		}
	}
	whole := orb.MultiPolygon{box.ToPolygon()}
	all, err := greenway.Measure(ctx, whole, geo.Known(1), rows)
	if err != nil {
		return f, 0, fmt.Errorf("measuring the greenways: %w", err)
	}
	twice := raw - all.LengthM.Or(raw)
	if twice <= overlapLeastM {
		return f, twice, nil
	}
	// Which rows: those near which another row runs. Few rows have a box in common.
	for k, i := range built {
		own, near := rows[k:k+1], []geo.Greenway{rows[k]}
		b := grown(rows[k].Geometry.Bound(), 2*greenway.SameM)
		for j := range rows {
			if j != k && rows[j].Geometry.Bound().Intersects(b) {
				near = append(near, rows[j])
			}
		}
		alone, err := greenway.Measure(ctx, whole, geo.Known(1), own)
		if err != nil {
			return f, 0, fmt.Errorf("measuring the greenways: %w", err)
		}
		with, err := greenway.Measure(ctx, whole, geo.Known(1), near)
		if err != nil {
			return f, 0, fmt.Errorf("measuring the greenways: %w", err)
		}
		others, err := greenway.Measure(ctx, whole, geo.Known(1), near[1:])
		if err != nil {
			return f, 0, fmt.Errorf("measuring the greenways: %w", err)
		}
		if common := alone.LengthM.Or(0) + others.LengthM.Or(0) - with.LengthM.Or(0); common > overlapLeastM/2 {
			place := p.placeOf(geo.LayerGreenways, i)
			place.Detail = metresWord(common)
			f.add(place)
		}
	}
	if f.Count == 0 {
		f.add(p.placeOf(geo.LayerGreenways, built[0]))
	}
	return f, twice, nil
}
