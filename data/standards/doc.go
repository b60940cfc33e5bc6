// Package standards holds policy documents as data: what each asks of towns, counties
// and prefectures, row by row, and how each row is worked out.
//
// The YAML files beside this one are built into the binary, one document each. [Load]
// reads those and lays the files of a directory over them: a standard with the id of a
// shipped one replaces it whole, any other is added. Rows are evaluated by
// geo/indicator; nothing here computes.
//
// # A row
//
// A row names its clause and, where somebody copied it, the document's own sentence
// (quote); its kind, which says how it is worked out, with the params that this kind
// reads; its class, which says how far a machine can judge it; the level of the units it
// judges; its unit and its targets by year. A number that the document does not write but
// means (全覆盖) is marked implied. A row without a target says in its note why it has
// none. What the document leaves open, a distance or which facilities count, is our
// reading, and the note says that too: verified is about words, number, year and clause,
// and the circles, sets and rules that a row names carry their own mark.
//
// Ids of rows are unique over all standards, since a reported figure names its row only.
//
// # Units
//
// Shares are in per cent, 0 to 100. Times are minutes, a checklist is 是/否 (1 is yes, 0 is
// no), a roll-up counts 项. Figures per person end in /人, /千人 or /万人 as their per is 1,
// 1000 or 10000.
//
// # Checks
//
// The form of a file is published as a JSON Schema, schema/standard.schema.json (draft
// 2020-12). Loading is strict on its own: an unknown key, a wrong value, a param that the
// kind does not read, a unit that does not fit, or a name that leads nowhere is an error
// with file, line, row, field, value and rule. All that are found are reported at once.
package standards
