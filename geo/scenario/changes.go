package scenario

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Changes are what edits came to.
type Changes struct {
	// Layers are the layers of the dataset that are not as before, in the order of
	// [geo.Layers], with their rows.
	Layers []LayerChanges
	// Places are the boxes of what changed, before and after, one or two a changed row.
	Places []orb.Bound
	// Joints are where new roads meet others. Loose are ends of new roads that meet nothing.
	Joints []Joint
	Loose  []orb.Point
}

// LayerChanges are the rows of a layer that are not as before, by their ids.
type LayerChanges struct {
	Layer geo.Layer
	RowChanges
}

// RowChanges are rows by what became of them. A road that was split is removed, and its
// parts are added.
type RowChanges struct{ Added, Changed, Removed []string }

func (c *RowChanges) none() bool { return len(c.Added)+len(c.Changed)+len(c.Removed) == 0 }

// Joint is a place where a new road meets another.
type Joint struct {
	Road, With string
	At         orb.Point
	// MovedM is how far the end of the new road was moved to get there.
	MovedM float64
}

// note keeps the place of a geometry.
func (c *Changes) note(g orb.Geometry) {
	if !geo.EmptyGeometry(g) {
		c.Places = append(c.Places, g.Bound())
	}
}
