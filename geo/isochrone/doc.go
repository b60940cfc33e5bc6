// Package isochrone turns costs into polygons: the ground from which, or to which,
// a place is within a limit.
package isochrone
