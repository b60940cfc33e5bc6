// Package doctor says what is wrong with a dataset, in words, and what that changes.
//
// [Examine] walks a dataset and lists what it finds, worst first. A [Finding] names
// the rows, says in Chinese and English what is wrong and what it changes (people,
// metres, which figures), and shows the first few places. It changes nothing.
//
//	serious  figures come out wrong if nothing is done
//	warning  some figures may be wrong, or cannot be given (grey)
//	note     worth knowing; no figure is wrong for it
//
// A finding that bears on people is weighed by them: serious from a twentieth of all
// people, a note below a thousandth.
//
// # What is looked at
//
// Each check stands in a file of its own, with its constants and their reasons:
//
//	shifted        facilities in GCJ-02 or BD-09, by their distance to roads
//	misplaced      swapped axes, whole degrees, wrong zones, far outside
//	invalid        polygons that cross themselves
//	overlaps       ground that two units claim
//	holes          ground between towns that belongs to none
//	unitnames      one code or name twice
//	villages       villages outside their town
//	population     towns without people, or with two numbers that do not meet
//	seats          towns without a seat
//	builtups       built-up areas that are missing or make no sense
//	roadclasses    roads without a class or a length
//	roadends       ends that miss the road they were meant to meet
//	traps          one-way roads that let one in and not out
//	islands        parts of the network on their own, with people on them
//	unplaced       homes without a street
//	onwater        homes in water
//	categories     facilities without a category, categories without a facility
//	attributes     attributes that are asked and not known
//	repeated       facilities that count twice
//	farfacilities  facilities that nobody lives near
//	greenways      paths drawn twice, and planned ones
//	parks          parks without ground, too small, of unknown kinds
//	parcels        land whose use nobody understands
//	extent         towns cut by the box of the data
//	names          text in a wrong encoding, blanks too many
//	layers         layers that are empty, and what is grey for it
//
// # What is repaired
//
// [Treat] applies the remedies that lose nothing and have overwhelming evidence, to a
// copy. Who writes it sees that marks and homes are made anew. Everything else is for
// somebody who knows the place.
//
// # Same data, same words
//
// Rows are looked at in the order of their ids, so that a report depends neither on the
// order of rows nor on the machine. Only rows that count are looked at: what another
// row supersedes is left alone.
package doctor
