// Package hierarchy makes a contraction hierarchy of a graph (Geisberger, Sanders,
// Schultes, Delling 2008): the graph with shortcuts, in an order in which a field of
// costs is two passes over an array. Package sweep makes the passes.
package hierarchy
