// Package pack keeps the old content of a layer small: a stream of bytes is
// compressed on the way (DEFLATE at its fastest, RFC 1951) and cut into parts that a
// row of a database holds well. Compressing runs beside whoever reads the rows, so
// that it costs an import little time where there is a second processor.
package pack
