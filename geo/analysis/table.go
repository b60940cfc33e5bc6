package analysis

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Table answers units × categories × circles without geometry.
func (a *Analysis) Table(ctx context.Context, q TableQuery) ([]TableRow, error) {
	areas, err := a.tableAreas(q.Units)
	if err != nil {
		return nil, err
	}
	var wants []*want
	if len(q.Categories) == 0 {
		for i := range a.profiles.Categories {
			wants = append(wants, &want{categories: []string{a.profiles.Categories[i].ID}, k: 1})
		}
	}
	for _, c := range q.Categories {
		w, err := a.wanted([]string{c}, 1, nil)
		if err != nil {
			return nil, err
		}
		wants = append(wants, w)
	}
	circles := q.Circles
	if len(circles) == 0 {
		for i := range a.profiles.Circles {
			if c := &a.profiles.Circles[i]; c.Available && c.Origin != geo.OriginSeat {
				circles = append(circles, c.ID)
			}
		}
	}
	rows := make([]TableRow, len(areas)*len(circles)*len(wants))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(a.workers)
	for n := range rows {
		work.Go(func() error {
			area, id, w := areas[n/len(wants)/len(circles)], circles[n/len(wants)%len(circles)], wants[n%len(wants)]
			row, err := a.tableRow(ctx, area, id, w, q.Group)
			if err != nil {
				return err
			}
			rows[n] = TableRow{Area: area, Category: w.categories[0], LimitCoverage: *row}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	return rows, nil
}

// tableRow is one cell of the table.
func (a *Analysis) tableRow(ctx context.Context, area *Area, circle string, w *want, group string) (*LimitCoverage, error) {
	l, err := a.circleLimit(circle)
	if err != nil {
		return nil, err
	}
	d, err := a.demandOf(ctx, area, l.origin, group)
	if err != nil {
		return nil, err
	}
	row, err := a.cover(ctx, area, d, w, &l)
	if err != nil {
		return nil, fmt.Errorf("coverage of %s: %w", area.Code, err)
	}
	return row, nil
}

// tableAreas are the areas of a table: those asked for, else every town by itself.
func (a *Analysis) tableAreas(codes []string) ([]*Area, error) {
	if len(codes) == 0 {
		if len(a.towns) == 0 {
			return []*Area{a.wholeArea()}, nil
		}
		for _, t := range a.towns {
			codes = append(codes, t.unit.Code)
		}
	}
	var out []*Area
	for _, c := range codes {
		area, err := a.Area(c)
		if err != nil {
			return nil, err
		}
		out = append(out, area)
	}
	return out, nil
}
