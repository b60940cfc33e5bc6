// Package spreadsheet reads the sheets of an Excel workbook (.xlsx: ECMA-376, part
// 1, SpreadsheetML) row by row.
//
// It reads the XML itself, because a ledger comes from strangers: a document type
// (where entities are declared) is refused, XML that breaks off is an error and not
// a shorter sheet, and memory is bounded by limits on what a part may hold. Numbers
// are taken as they are stored, so that a code that Excel shows as 3.30411E+11 has
// all its digits.
package spreadsheet
