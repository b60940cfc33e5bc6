package doctor

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// check looks for one kind of fault. It reads the patient and changes nothing.
type check func(ctx context.Context, p *patient) ([]Finding, error)

// checks lists every check by the name under which an error of it is told. Each
// stands in a file of its own.
func checks() []struct {
	name string
	run  check
} {
	return []struct {
		name string
		run  check
	}{
		{"coordinate shifts", shifted},
		{"misplaced rows", misplaced},
		{"geometry", invalid},
		{"unit overlaps", overlaps},
		{"holes between units", holes},
		{"unit codes and names", unitNames},
		{"villages", villages},
		{"population of towns", population},
		{"seats", seats},
		{"built-up areas", builtUps},
		{"classes of roads", roadClasses},
		{"road ends", roadEnds},
		{"one-way traps", traps},
		{"network islands", islands},
		{"unplaced homes", unplaced},
		{"people on water", onWater},
		{"categories", categories},
		{"absent categories", absentCategories},
		{"attributes", attributes},
		{"repeated facilities", repeated},
		{"far facilities", farFacilities},
		{"greenways", greenways},
		{"parks", parks},
		{"parcels", parcels},
		{"extent", extentCuts},
		{"names", names},
		{"layers", layers},
	}
}

// Examine looks for everything that is wrong with a dataset and says it in words,
// worst first. It changes nothing. The same dataset gives the same report, whatever
// the order of its rows. The profiles say what is asked of facilities, and how one
// travels.
//
// It takes n log n of rows and positions, and the time of finding the built-up areas
// and of linking every home; it stops with the error of ctx soon after that ends.
func Examine(ctx context.Context, ds *geo.Dataset, profiles *geo.Profiles) (*Report, error) {
	p, err := newPatient(ctx, ds, profiles)
	if err != nil {
		return nil, fmt.Errorf("examining the dataset: %w", err)
	}
	r := &Report{Version: ds.Version, Title: ds.Title, Date: ds.Date, Findings: []Finding{}}
	if p.builtUpErr != nil {
		r.Findings = append(r.Findings, failed("built-up areas", p.builtUpErr))
	}
	for _, c := range checks() {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("examining the dataset: %w", err)
		}
		found, err := c.run(ctx, p)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("examining the dataset: %s: %w", c.name, ctx.Err())
		}
		if err != nil {
			found = append(found, failed(c.name, err))
		}
		for i := range found {
			if found[i].Count > 0 {
				r.Findings = append(r.Findings, found[i])
			}
		}
	}
	for i := range r.Findings {
		if r.Findings[i].Places == nil {
			r.Findings[i].Places = []Place{}
		}
	}
	sortFindings(r.Findings)
	return r, nil
}

// failed tells that the rows are so wrong that a check could not be made: a dataset that
// is ill has to be examined all the same.
func failed(name string, err error) Finding {
	return Finding{
		ID: "check-failed", Severity: Serious, Count: 1,
		Zh: fmt.Sprintf("检查“%s”无法进行:%v。", name, err), En: fmt.Sprintf("The check of %s could not be made: %v.", name, err),
		EffectZh: "依赖同样数据的指标也会失败:先处理其他几何问题,再检查一次。",
		EffectEn: "Figures of the same rows will fail too: see to the other findings of geometry, then look again.",
	}
}
