// Package spelling finds what somebody may have meant.
package spelling

import (
	"slices"
	"strings"
)

// Distance is Levenshtein's distance in characters. It takes time in proportion to the
// product of the lengths.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// longest is how many characters of a word are compared.
const longest = 80

// Nearest are the names that are nearest to a word, at most so many, the nearest first
// and then in order of their letters.
func Nearest(word string, names []string, most int) []string {
	if r := []rune(word); len(r) > longest {
		word = string(r[:longest])
	}
	type candidate struct {
		name     string
		distance int
	}
	near := make([]candidate, 0, len(names))
	for _, n := range names {
		near = append(near, candidate{n, Distance(word, n)})
	}
	slices.SortFunc(near, func(a, b candidate) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.name, b.name)
	})
	var out []string
	for _, c := range near[:min(most, len(near))] {
		out = append(out, c.name)
	}
	return out
}
