package indicator

// Difference is a row of a scorecard before and after something was changed.
type Difference struct{ Before, After *Row }

// Same reports whether the row says the same before and after: value, the most that it
// can be, and lamp.
func (d *Difference) Same() bool {
	return d.Before.Value == d.After.Value && d.Before.Most == d.After.Most && d.Before.Lamp == d.After.Lamp
}

// Differences sets the rows of two scorecards of one unit and standard side by side, in
// their order: those that judge units of this level, for the others show no lamp here.
func Differences(before, after *Scorecard) []Difference {
	var out []Difference
	for i := range before.Rows {
		x := &before.Rows[i]
		if x.OtherScale {
			continue
		}
		for k := range after.Rows {
			if y := &after.Rows[k]; y.Indicator.ID == x.Indicator.ID {
				out = append(out, Difference{x, y})
				break
			}
		}
	}
	return out
}
