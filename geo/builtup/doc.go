// Package builtup tells the built-up area (建成区) of a town: the ground for which
// circles of origin built_up and rural speak.
//
// # Whose polygon
//
// The user's polygon counts if the dataset has one: the rows that name the unit's
// code (a town's 12-digit code and its 9-digit one are the same), else rows that
// name no unit and lie in this one: at least half of their ground or MinPartM2 of
// it is in the unit, or the unit's seat is in them. Several rows are joined.
//
// Without a user's polygon come rows that an import has made from land use (the
// parcels that a land survey calls city or town, 城镇村属性码), found in the same way
// and marked as derived.
//
// Otherwise the area is derived here, and marked so:
//
//  1. Residential, commercial, retail and industrial parcels are joined with all
//     buildings grown by GrowM (50 m).
//  2. Gaps up to GapM (50 m) are closed: everything farther than GapM/2 from
//     ground that is itself farther than GapM/2 from the joined ground (a
//     morphological closing by a disc: Serra, Image Analysis and Mathematical
//     Morphology, 1982, ch. II).
//  3. Parts under MinPartM2 (20 ha) are dropped, except the one at the seat: the
//     part that contains the seat point, or the nearest one within SeatReachM.
//  4. What is left is clipped to the unit.
//
// Steps 1 to 3 see MarginM beyond the unit's border, so that the edge of a city
// which lies in the next town is not a small part. The numbers of the rule are
// assumptions of this project and not verified against a printed source: see
// [Rule].
//
// A unit without such land use and buildings has no built-up area, and neither has
// one whose parts are all too small: the [Area] then says why, and what asks for
// it has to answer "not known", never "everything" and never "nothing".
//
// # How exact
//
// The derivation works on squares of CellM (5 m) in a transverse Mercator plane
// around the unit; a square belongs to the ground if its centre does, and outlines
// are straightened by up to three quarters of a square. So borders lie within one
// and a half squares of where the exact ones would be, and mostly much nearer (those
// on the unit's border are exact); gaps may be closed that are wider by less than a
// square, or left open that are narrower by less than one; and areas are right to
// about a quarter of a square's side times their perimeter. Where a unit needs more
// than MaxCells squares they are made 10 m or 20 m wide; the Area names the width used. A unit that needs still wider ones has
// no answer but a reason: it is larger than any town, and its towns should be
// asked.
//
// The same rows give the same polygons, whatever their order. Polygons are valid,
// right-handed, and rounded to 1e-7 degrees.
package builtup
