// Package slope tells what the slopes of roads cost: from a digital elevation model
// to the elevations along every road, and from those to how much longer a road
// counts for somebody who walks or cycles it.
//
// # From the model to the road
//
// A [Surface] is the elevation blocks of a dataset. Between four samples it is
// bilinear; half a cell beyond the outermost samples it stays level, so that models
// which lie side by side leave no gap. Where one of the samples that count is missing
// the elevation is not known. Of several models the finest that knows a place counts.
//
// A [Relief] has the elevations of every road at equally spaced stations. Stations
// are no closer than a cell of the model: what lies between two samples is
// interpolated, and to sample it more often would show nothing but noise. A road
// shorter than two cells has its two ends only. Bridges and tunnels go straight from
// end to end, and where several follow each other, from ground to ground: the ground
// below or above them is no concern of theirs (see [NewRelief]).
//
// # From the road to the cost
//
// Between two stations the grade S is rise over run, run being the length on the
// map. A [geo.SlopeRule] gives the speed on S as a multiple of that on the flat:
//
//	tobler   W(S)/W(0), W(S) = 6·exp(-3.5·|S + 0.05|) km/h
//	table    speeds by grade, straight lines in between, level beyond the ends
//
// and [Pace] its inverse: a metre of road counts Pace metres. Uphill and downhill
// differ, so that a road has two lengths. On the flat Pace is exactly 1: the mode keeps
// its own speed. Where the elevation is not known Pace is 1 as well, and
// [Relief.UnknownM] says of how many metres.
//
// # Limits
//
// Grades beyond [MaxGrade] count as that: no street is steeper, but a model that
// shows roofs and tree tops rather than the ground (a DSM) can be. The straight legs
// between a place and its street stay flat.
//
// # Sources
//
// W. Tobler, Three Presentations on Geographical Analysis and Modeling, NCGIA
// Technical Report 93-1, 1993, which fits data of E. Imhof, Gelände und Karte, 1950.
// The rules of the modes that ship are data, in data/profiles/modes.yaml, each with
// its source.
package slope
