// Package btree fills empty tables and indexes of an SQLite database by writing
// their pages, which is many times faster than an INSERT for each row: nothing is
// parsed, looked for or balanced, since whoever makes a file from nothing knows all
// rows and their order.
//
// It follows "Database File Format", https://www.sqlite.org/fileformat2.html; the
// sections that a function implements are named there. SQLite makes the tables, the
// indexes, and everything small; nobody has the file open while this package writes to
// it; afterwards it is a database like any other, which PRAGMA integrity_check finds
// no fault with.
//
//	f, err := btree.Open("draft.db")
//	t, err := f.Table(rootpage) // of sqlite_schema
//	record, err := btree.AppendRecord(nil, nil, "a name", 1.5)
//	err = t.Add(1, record)
//	err = t.Close()
//	err = f.Close()
//
// There is no transaction: a file that was not closed without an error is lost, so this
// is for drafts that are then thrown away. Nothing checks what SQLite would have
// checked: constraints of the table, that the columns are right, and that an index says
// what its table does, are for the caller to know.
package btree
