package data

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// RefusedError says which row a store did not take, and why. A commit that meets
// one writes nothing at all.
type RefusedError struct {
	Layer geo.Layer
	// Row is the row's place in the written layer, counted from 0; ID is its id
	// (the code of a unit), "" when it has none.
	Row int
	ID  string
	// Field is what was wrong, Value what it held, Rule what it has to be.
	Field, Value, Rule string
}

// Error names the row, the field, the value and the rule.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s, row %d (%q): %s is %q: %s", e.Layer, e.Row, e.ID, e.Field, e.Value, e.Rule)
}
