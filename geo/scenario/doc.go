// Package scenario answers "what if": a list of edits on a dataset, and the difference
// that they make.
//
//	edits, err := scenario.Decode(body)              // strict: what is not known is refused
//	after, changes, err := scenario.Apply(ctx, ds, edits, scenario.Options{Profiles: p})
//	answer, err := scenario.Evaluate(ctx, before, edits, scenario.Question{}, scenario.Options{})
//
// # Edits
//
// An [Edit] adds, moves, closes, removes or sets one row of a layer. What an edit makes
// has the source "scenario", and the id that it was given or one made of its content and
// number, so that the same list always makes the same rows. A road has its id behind the
// source.
//
//	facility    add (place, category), move, close, remove, set
//	road        add (line, highway), close, remove, set
//	greenway    add, close, remove, set
//	park        add, close, remove, set
//	parcel      add, remove, set
//	population  add (an estate: place or ground, persons), set (persons of a unit or a ground)
//
// Edits are read in order, and make a net effect: what a list adds and later closes or
// removes was never there, and leaves no trace. So a list that comes to nothing gives the
// very dataset, and its answers to the byte.
//
// # Roads
//
// A new road joins what it crosses or touches at grade; both are split there ([Options]
// has the tolerance by which its ends find a road). Bridges, tunnels and motorways meet
// others at their ends only, and what lies on another level not at all. The parts of a
// split road keep its source and are called by its id and "~1", "~2" ….
//
// A road that is no barrier (a motorway is one) never makes any way longer, wherever it
// starts and ends. Every new road has a source of its own, "scenario:" and its id, and
// streets end where the source changes (package network): a road that prolongs a dead end
// is another street, and what homes were linked to stays as it was. A road that is split
// lies where it lay. What remains is that costs are rounded to the millimetre
// (millisecond) at every junction: where a street is parted, a way through may be one
// longer. (A gate is told by length: of the parts of the network that gates keep apart the
// longest is the town, the others are estates that nobody passes through. A road that
// makes another part the longest changes which is which.) Closing a road that an edit
// made, or any whole street, makes no way shorter; closing a part of a street may, since
// the rest has another nearest point.
//
// # People
//
// Persons of an edit are residents as answers count them. Where a unit has an official
// number, homes are rescaled to it; the edit moves that number along with the people of
// the homes, so that the factor and with it everybody else stays as they are. Homes do
// not move.
//
// # Evaluating
//
// The dataset is copied on write: layers without an edit are shared, and keep their
// versions, by which [analysis.Analysis.Derive] knows what still holds. No metric knows
// that scenarios exist.
package scenario
