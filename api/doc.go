// Package api serves the answers of an [Analyst] over HTTP, as RFC 7946 GeoJSON,
// plain JSON and CSV.
//
// # The way of a request
//
// A request is read by the table of [Endpoints], which knows every parameter of
// every resource: what it is called, its type, bounds, default and the values
// allowed. An unknown parameter, a second value of a parameter that takes one, a
// value out of bounds or not finite is refused with 400 and a problem document
// (RFC 9457) that names the parameter, the value and the rule. The routes are made
// from the same table.
//
// The parsed question has one canonical form. With the dataset version, the build,
// the profiles, the media type and the language it makes the entity tag; a client
// that already holds that version gets 304 before anything is computed. Otherwise
// the resource's handler asks the Analyst and returns a function that writes the
// answer, which is streamed through a pooled buffer.
//
// A request that is dropped ends its context, and with it the computation; nothing
// is written then. One that takes longer than [Options].RequestTimeout is answered
// with 503.
//
// # What answers carry
//
// Collections name their dataset (version and date), the method (metric, mode, limit
// rule, leg factor, denominator, profile version, tolerance) and the attribution of
// the data's sources. A figure that is not known is null, with a reason beside it;
// it is never 0. Shares are rounded to 6 decimals, areas and lengths to 0.1, people
// to 0.01. Coordinates have at most 7 decimals.
//
// Geometry is OGC:CRS84, outer rings counter-clockwise. A feature whose geometry was
// not asked for has null; one whose ground is empty an empty MultiPolygon.
//
// # Languages
//
// Names are given in both languages as separate members. Explanations (the title and
// detail of a problem, the reason of an unknown figure) are in one language: the
// lang parameter, else the Accept-Language header, else Chinese. What the analysis
// says in its own words is passed on as it is.
//
// # CSV
//
// The table of coverage as CSV follows RFC 4180 and starts with a byte order mark,
// without which spreadsheet programs read Chinese names wrongly. A text that begins
// like a formula gets an apostrophe in front, so that opening the file runs nothing.
//
// # Frame
//
// The router is echo, seen by one file (router.go). Everything else is net/http.
package api
