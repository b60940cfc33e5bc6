// Package sweep computes many fields of costs at once over a contraction hierarchy.
package sweep
