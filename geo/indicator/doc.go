// Package indicator evaluates what policy documents ask of towns, counties and
// prefectures: a [Standard] is a document as data, an [Indicator] one of its rows, a
// [Row] what it is for one unit, with the lamp it shows and why.
//
//	e := indicator.New(a, standards, indicator.Options{Reported: reports})
//	card, err := e.Scorecard(ctx, standard, "330411103")
//	table, err := e.Ranking(ctx, standard, "XZ-36")
//
// # From a row to a lamp
//
//  1. The [Kind] of the row says what is asked of the analysis; each has a file. It
//     gives a figure, or the reason why there is none.
//  2. The figure reported by somebody is set beside it, and a difference of more than
//     the bound in [Options] flagged.
//  3. The target in force is the first whose year has not passed. What is expected now is
//     that target, or the point of the line that leads to it ([Curve]).
//  4. Green is at or beyond what is expected, yellow from 90 % of it, red below.
//
// # Unknown is not zero
//
// A layer that is missing, a kind of facility that the whole dataset has none of, people
// whose number nobody knows: the row has no value, shows grey, and says what is missing.
//
// Where some features lack an attribute, Value is that of the known ones and
// Row.LowerBound marks it; Row.Most takes the others to count, and to be as large as the
// largest known one. The lamp is shown when both ends agree (green or not), else grey.
// Where all lack it there is no value. A reported figure stands in only where there is no
// value, or where a lower bound settles nothing.
//
// # Whether a target is met
//
// A roll-up, a share of parts and the kind roll_up ask whether the target itself is met
// now, not whether the row is on the way to it.
package indicator
