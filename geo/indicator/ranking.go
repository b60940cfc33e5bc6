package indicator

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// Ranking lists the units of one level by one indicator, or by a whole standard.
type Ranking struct {
	Standard *Standard
	// Indicator is nil for the whole standard.
	Indicator *Indicator
	// Places are the units, the best first; those that cannot be ranked come last, with
	// rank 0.
	Places []Place
	// Common are the ids of the rows that every ranked unit has a lamp for (of one
	// indicator: a value): by these they are ranked. Left are the rows that are left out,
	// for want of a target or of data of some unit.
	Common, Left []string
}

// Place is one unit in a ranking.
type Place struct {
	Unit, Name string
	// Rank counts from 1; equal units share a rank, and the next one is lower by as many
	// (1, 1, 3). 0 is not ranked.
	Rank int
	// Value is the indicator's; of a whole standard the share of Common that is green, in %.
	Value geo.Amount
	// Lamp is the indicator's; of a whole standard red where a row of Common is, green
	// where all are, else yellow; grey for a unit that is not ranked.
	Lamp Lamp
	// Green, Yellow, Red and Grey count the lamps of all rows of the unit's level.
	Green, Yellow, Red, Grey int
}

// Ranking orders the units of the indicator's level, the best first; "" orders those of
// the standard's level by how many of the rows are green, then yellow. Units that lack a
// row are ranked on what all have in common; units without any lamp are not ranked.
// An id that the standard does not have is an [analysis.FieldError] on "indicator".
func (e *Evaluator) Ranking(ctx context.Context, s *Standard, indicatorID string) (*Ranking, error) {
	if indicatorID == "" {
		return e.rankStandard(ctx, s)
	}
	in := s.Indicator(indicatorID)
	if in == nil {
		return nil, &analysis.FieldError{Field: "indicator", Value: indicatorID, Rule: fmt.Sprintf("is no indicator of %s", s.ID), Missing: true}
	}
	out := &Ranking{Standard: s, Indicator: in, Common: []string{in.ID}}
	rows := map[string]*Row{}
	for _, u := range e.a.Units(in.Level) {
		area, err := e.a.Area(u.Code)
		if err != nil {
			return nil, err
		}
		r, err := e.row(ctx, in, area)
		if err != nil {
			return nil, err
		}
		p := Place{Unit: u.Code, Name: u.Name, Value: r.Value, Lamp: r.Lamp}
		p.count(r.Lamp)
		rows[u.Code] = r
		out.Places = append(out.Places, p)
	}
	better := func(p, q *Place) int {
		a, okA := p.Value.Get()
		b, okB := q.Value.Get()
		if !okA || !okB {
			return boolFirst(okA, okB)
		}
		return in.compare(rows[p.Unit], a, rows[q.Unit], b)
	}
	out.rank(better, func(p *Place) bool { return p.Value.IsKnown() })
	return out, nil
}

// compare orders two values, the better one first.
func (in *Indicator) compare(p *Row, a float64, q *Row, b float64) int {
	t := p.Target
	switch {
	case t != nil && t.Op == Equal:
		return cmp.Compare(abs(a-t.Value), abs(b-q.Target.Value))
	case t != nil && (t.Op == AtMost || t.Op == Below), t == nil && in.Kind == SeatTime:
		return cmp.Compare(a, b)
	}
	return cmp.Compare(b, a)
}

func boolFirst(a, b bool) int {
	switch {
	case a && !b:
		return -1
	case b && !a:
		return 1
	}
	return 0
}

// rankStandard ranks by the rows that every unit with a lamp has a lamp for.
func (e *Evaluator) rankStandard(ctx context.Context, s *Standard) (*Ranking, error) {
	out := &Ranking{Standard: s}
	lamps := map[string]map[string]Lamp{}
	for _, u := range e.a.Units(s.Level) {
		card, err := e.Scorecard(ctx, s, u.Code)
		if err != nil {
			return nil, err
		}
		p, of := Place{Unit: u.Code, Name: u.Name, Lamp: Grey}, map[string]Lamp{}
		for i := range card.Rows {
			r := &card.Rows[i]
			if r.OtherScale {
				continue
			}
			of[r.Indicator.ID] = r.Lamp
			p.count(r.Lamp)
		}
		lamps[u.Code] = of
		out.Places = append(out.Places, p)
	}
	out.split(s, lamps)
	green, yellow := map[string]int{}, map[string]int{}
	for i := range out.Places {
		p := &out.Places[i]
		if len(out.Common) == 0 || p.Green+p.Yellow+p.Red == 0 {
			continue
		}
		red := 0
		for _, id := range out.Common {
			switch lamps[p.Unit][id] {
			case Green:
				green[p.Unit]++
			case Yellow:
				yellow[p.Unit]++
			default:
				red++
			}
		}
		p.Value = geo.Known(100 * float64(green[p.Unit]) / float64(len(out.Common)))
		switch {
		case red > 0:
			p.Lamp = Red
		case green[p.Unit] == len(out.Common):
			p.Lamp = Green
		default:
			p.Lamp = Yellow
		}
	}
	better := func(p, q *Place) int {
		return cmp.Or(boolFirst(p.Value.IsKnown(), q.Value.IsKnown()),
			cmp.Compare(green[q.Unit], green[p.Unit]), cmp.Compare(yellow[q.Unit], yellow[p.Unit]))
	}
	out.rank(better, func(p *Place) bool { return p.Value.IsKnown() })
	return out, nil
}

// split finds the rows that all units with any lamp have a lamp for, and the others.
func (r *Ranking) split(s *Standard, lamps map[string]map[string]Lamp) {
	for i := range s.Indicators {
		in := &s.Indicators[i]
		if in.Level != s.Level {
			continue
		}
		common, anybody := true, false
		for k := range r.Places {
			p := &r.Places[k]
			if p.Green+p.Yellow+p.Red == 0 {
				continue
			}
			anybody = true
			common = common && lamps[p.Unit][in.ID] != Grey
		}
		if common && anybody {
			r.Common = append(r.Common, in.ID)
		} else {
			r.Left = append(r.Left, in.ID)
		}
	}
}

// rank sorts the places and numbers them. Equal places are in the order of their codes.
func (r *Ranking) rank(better func(p, q *Place) int, ranked func(*Place) bool) {
	slices.SortFunc(r.Places, func(p, q Place) int {
		return cmp.Or(better(&p, &q), cmp.Compare(p.Unit, q.Unit))
	})
	for i := range r.Places {
		p := &r.Places[i]
		switch {
		case !ranked(p):
		case i > 0 && better(&r.Places[i-1], p) == 0:
			p.Rank = r.Places[i-1].Rank
		default:
			p.Rank = i + 1
		}
	}
}

func (p *Place) count(l Lamp) {
	switch l {
	case Green:
		p.Green++
	case Yellow:
		p.Yellow++
	case Red:
		p.Red++
	default:
		p.Grey++
	}
}
