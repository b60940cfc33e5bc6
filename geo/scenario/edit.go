package scenario

import (
	"github.com/paulmach/orb"
)

// Source is the source of the rows that edits make; that of a road has its id behind it,
// as in "scenario:path", so that no two have the same.
const Source = "scenario"

// MaxEdits bounds the edits of one scenario.
const MaxEdits = 200

// Op is what an edit does with a row.
type Op string

// The operations.
const (
	Add    Op = "add"
	Move   Op = "move"
	Close  Op = "close"
	Remove Op = "remove"
	Set    Op = "set"
)

// Layer names what an edit is about, in the singular.
type Layer string

// The layers that can be edited.
const (
	Facility   Layer = "facility"
	Road       Layer = "road"
	Greenway   Layer = "greenway"
	Park       Layer = "park"
	Parcel     Layer = "parcel"
	Population Layer = "population"
)

// opsOf lists what can be done with the rows of a layer, nil for no layer.
func opsOf(l Layer) []Op {
	switch l {
	case Facility:
		return []Op{Add, Move, Close, Remove, Set}
	case Road, Greenway, Park:
		return []Op{Add, Close, Remove, Set}
	case Parcel:
		return []Op{Add, Remove, Set}
	case Population:
		return []Op{Add, Set}
	}
	return nil
}

// layers lists the layers in the order in which they are documented.
func layers() []Layer { return []Layer{Facility, Road, Greenway, Park, Parcel, Population} }

// Edit is one change of a dataset.
type Edit struct {
	Op    Op
	Layer Layer
	// ID names the row. With Add it is the new row's, "" for one made of the content.
	ID string
	// Geometry is a Point, LineString, MultiLineString, Polygon or MultiPolygon in WGS 84,
	// nil where none was given.
	Geometry orb.Geometry
	// Properties are what is said of the row; see the files of the layers for the names.
	Properties map[string]any
}

// Scenario is a named list of edits on a dataset.
type Scenario struct {
	Name, Author string
	Edits        []Edit
	// DatasetVersion is the version that the edits were made on, "" where that is not said.
	DatasetVersion string
	// Question is what its author wants to see.
	Question Question
}
