package analysis

import "sync/atomic"

// Current holds the analysis that answers now. A new version is made beside it and
// swapped in when it is ready; answers under way finish on the one they began with.
// The zero value holds none.
type Current struct{ p atomic.Pointer[Analysis] }

// Get returns the analysis in force, nil before the first is ready.
func (c *Current) Get() *Analysis { return c.p.Load() }

// Swap puts a new analysis in force.
func (c *Current) Swap(a *Analysis) { c.p.Store(a) }
