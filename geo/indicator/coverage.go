package indicator

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// circles are the circles of a row: one, or that of the built-up area and that of the
// rest.
func (p *Params) circles() []string {
	if p.RuralCircle == "" {
		return []string{p.Circle}
	}
	return []string{p.Circle, p.RuralCircle}
}

// tally is the tally of a coverage that a row is a share of: the one asked, else the
// headline.
func tally(c *lifecircle.Coverage, of string) (lifecircle.Tally, lifecircle.Denominator) {
	d := lifecircle.Denominator(of)
	if of == "" || d == lifecircle.People && !c.People.Total.IsKnown() {
		d = c.Denominator()
	}
	switch d {
	case lifecircle.People:
		return c.People, d
	case lifecircle.Residential:
		return c.Residential, d
	case lifecircle.Dwellings:
		return c.Dwellings, d
	case lifecircle.Street:
		return c.Street, d
	case lifecircle.Villages:
		return c.Villages, d
	case lifecircle.Seats:
		return c.Seats, d
	}
	return lifecircle.Tally{}, d
}

// sum adds the coverages of several circles that each speak for other homes. A circle
// that nobody lives in adds nothing.
type sum struct {
	total, covered float64
	of             lifecircle.Denominator
	known          bool
	unplaced       float64
	grey           string
}

func (s *sum) add(c *lifecircle.Coverage, of, grey string) {
	if grey != "" {
		if grey != nobodyHere {
			s.grey = grey
		}
		return
	}
	t, d := tally(c, of)
	total, ok := t.Total.Get()
	switch {
	case !ok:
		s.grey = fmt.Sprintf("no %s are known here", denominator(lifecircle.Denominator(of)).En)
		return
	case s.known && s.of != d:
		s.grey = fmt.Sprintf("one part is known in %s, the other in %s", s.of, d)
		return
	}
	s.known, s.of = true, d
	s.total += total
	s.covered += t.Covered.Or(0)
	s.unplaced += c.UnplacedPeople.Or(0)
}

// nobodyHere is how an analysis says that an area, or a part of it, has no homes.
const nobodyHere = "no home is known here: neither people, residential land, dwellings nor streets"

// figure is the share of a sum, or why there is none.
func (s *sum) figure() *figure {
	if s.grey == "" && !s.known {
		s.grey = nobodyHere
	}
	if s.grey != "" {
		why := reason(s.grey)
		return missing(why.Zh, why.En)
	}
	if !(s.total > 0) {
		return missing("分母为0", "there is nothing to be a share of")
	}
	return &figure{value: geo.Known(100 * s.covered / s.total), denominator: string(s.of), size: geo.Known(s.total)}
}

// share writes "27,000 of 30,000 people (90 %)".
func (s *sum) share(f *figure, t *Target) Text {
	of := denominator(s.of)
	return Text{
		Zh: fmt.Sprintf("%s%s中有%s(%s%%)", number(s.total), of.Zh, number(s.covered), against(f.value.Or(0), t)),
		En: fmt.Sprintf("%s of %s %s (%s %%)", number(s.covered), number(s.total), of.En, against(f.value.Or(0), t)),
	}
}

// coverage is the share of an area within circles of a facility. Facilities that lack an
// attribute asked for do not count: the share is then the least.
func coverage(ctx context.Context, e *Evaluator, in *Indicator, area *analysis.Area) (*figure, error) {
	p := &in.Params
	what := e.categories(p.Categories)
	var s sum
	var names []Text
	facilities, lacking := 0, 0
	method := geo.Metric("")
	for _, id := range p.circles() {
		answer, err := e.a.Coverage(ctx, analysis.CoverageQuery{
			Area: area.Code, Categories: p.Categories, AtLeast: p.AtLeast, Where: p.Where, Circle: id})
		if err != nil {
			return nil, err
		}
		l := &answer.Limits[0]
		s.add(&l.Coverage, p.Of, l.Grey)
		facilities, lacking, method = l.Facilities, l.FacilitiesUnknown, l.Metric
		names = append(names, e.circle(id))
	}
	if facilities == 0 {
		return e.noFacilities(p.Categories, p.Where, lacking), nil
	}
	f := s.figure()
	if !f.value.IsKnown() {
		return f, nil
	}
	sorted, err := e.a.SortFacilities(ctx, area.Code, p.Categories, p.Where)
	if err != nil {
		return nil, err
	}
	f.profile, f.method = e.profile(p.circles()...), string(method)
	f.feature(geo.LayerFacilities, roleCounted, ids(sorted.With))
	f.feature(geo.LayerFacilities, roleNoValue, ids(sorted.Unknown))
	n, circle := max(1, p.AtLeast), join(names, " and ")
	share := s.share(f, e.target(in))
	f.add(fmt.Sprintf("%s在%s内可到达至少%d处%s%s", share.Zh, circle.Zh, n, what.Zh, conditions(p.Where)),
		fmt.Sprintf("%s reach at least %d of: %s%s, in %s", share.En, n, what.En, conditions(p.Where), circle.En))
	if s.unplaced > 0 {
		f.add(fmt.Sprintf("(其中%s人未接入路网,按未覆盖计)", number(s.unplaced)), fmt.Sprintf(" (%s people have no link to the network and count as not covered)", number(s.unplaced)))
	}
	if lacking > 0 {
		f.most = geo.Known(100)
		e.lacking(f, lacking, facilities+lacking, p.Where)
	}
	return f, nil
}

// noFacilities says that the dataset has nothing of a kind, or knows of none whether it
// counts: which is not the same as none being there.
func (e *Evaluator) noFacilities(categories []string, where map[string]string, lacking int) *figure {
	what := e.categories(categories)
	if lacking > 0 {
		return missing(fmt.Sprintf("数据中%d处%s全部或部分缺少属性%s", lacking, what.Zh, attributes(where)),
			fmt.Sprintf("%d facilities (%s) in the data lack %s, and no other counts", lacking, what.En, attributes(where)))
	}
	return missing(fmt.Sprintf("数据中没有任何%s,可能尚未导入", what.Zh),
		fmt.Sprintf("the data holds no facility of %s%s at all: it may not have been imported", what.En, conditions(where)))
}

// lacking continues a sentence with how many features lack an attribute.
func (e *Evaluator) lacking(f *figure, n, of int, where map[string]string) {
	f.add(fmt.Sprintf(",%d处中有%d处缺少属性%s(数值为下限)", of, n, attributes(where)),
		fmt.Sprintf(", while %d of %d lack %s (the figure is a lower bound)", n, of, attributes(where)))
}
