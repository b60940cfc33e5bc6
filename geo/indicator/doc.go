// Package indicator evaluates what policy documents ask of towns, counties and
// prefectures: a [Standard] is a document as data, an [Indicator] one of its rows, a
// [Row] what it is for one unit, with the lamp it shows and why.
package indicator
