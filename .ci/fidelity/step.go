package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// step is a place in whole steps of 1e-7 degrees, as answers are written: so every
// question about a polygon is decided in integers.
type step [2]int64

const stepsPerDegree = 1e7

func stepOf(p orb.Point) step {
	return step{int64(math.Round(p[0] * stepsPerDegree)), int64(math.Round(p[1] * stepsPerDegree))}
}

func (s step) degrees() orb.Point {
	return orb.Point{float64(s[0]) / stepsPerDegree, float64(s[1]) / stepsPerDegree}
}

// parseSteps reads a number as it is written; more than seven decimals are refused.
func parseSteps(text string) (int64, error) {
	const decimals = 7
	whole, part, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if len(part) > decimals || strings.ContainsAny(text, "eE+") {
		return 0, fmt.Errorf("coordinate %s: has to be written with at most %d decimals", text, decimals)
	}
	v, err := strconv.ParseInt(whole+part+strings.Repeat("0", decimals-len(part)), 10, 64)
	if strings.HasPrefix(text, "-") {
		v = -v
	}
	return v, err
}

// formatSteps writes a number as parseSteps reads it.
func formatSteps(v int64) string {
	return strconv.FormatFloat(float64(v)/stepsPerDegree, 'f', 7, 64)
}
