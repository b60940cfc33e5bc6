package main

import (
	"fmt"
	"slices"
	"time"
)

// runs is how often everything is measured, after one run that is not counted.
const runs = 5

// timed runs f once without counting, and returns how long each of the runs after took.
func timed(f func() error) ([]time.Duration, error) {
	if err := f(); err != nil {
		return nil, err
	}
	all := make([]time.Duration, runs)
	for i := range all {
		start := time.Now()
		if err := f(); err != nil {
			return nil, err
		}
		all[i] = time.Since(start)
	}
	return all, nil
}

// median of durations, 0 of none. Of an even number it is the mean of the two in
// the middle.
func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(all))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// milliseconds turns what the peers write into durations.
func milliseconds(ms []float64) []time.Duration {
	out := make([]time.Duration, len(ms))
	for i, v := range ms {
		out[i] = time.Duration(v * float64(time.Millisecond))
	}
	return out
}

// inWords prints a duration with three digits that count.
func inWords(d time.Duration) string {
	v := float64(d) / float64(time.Millisecond)
	switch {
	case v >= 10_000:
		return fmt.Sprintf("%.1f s", v/1000)
	case v >= 1000:
		return fmt.Sprintf("%.2f s", v/1000)
	case v >= 100:
		return fmt.Sprintf("%.0f ms", v)
	case v >= 10:
		return fmt.Sprintf("%.1f ms", v)
	default:
		return fmt.Sprintf("%.2f ms", v)
	}
}

// times prints a ratio.
func times(theirs, own time.Duration) string {
	if own <= 0 {
		return "–"
	}
	r := float64(theirs) / float64(own)
	if r < 9.95 {
		return fmt.Sprintf("%.1f ×", r)
	}
	return fmt.Sprintf("%.0f ×", r)
}
