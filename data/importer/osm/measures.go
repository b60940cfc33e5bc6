package osm

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// mileKm is the international mile in kilometres, knotKmh the knot.
const (
	mileKm  = 1.609344
	knotKmh = 1.852
)

// speed reads a value of maxspeed in km/h: "50", "50 km/h", "30 mph", "5 knots".
// A value that states no number (none, walk, signals, CN:urban) is a known word
// for an unknown speed: 0 and true. ok is false for what is neither.
func speed(v string) (kmh float64, ok bool) {
	switch v {
	case "none", "walk", "signals", "variable", "implicit", "default":
		return 0, true
	}
	if zone.MatchString(v) {
		return 0, true
	}
	factor, text := 1.0, v
	for _, u := range [...]struct {
		name   string
		factor float64
	}{{"km/h", 1}, {"kmh", 1}, {"kph", 1}, {"mph", mileKm}, {"knots", knotKmh}} {
		if rest, found := strings.CutSuffix(v, u.name); found {
			factor, text = u.factor, strings.TrimSpace(rest)
			break
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n > 0 && n*factor <= 400) {
		return 0, false
	}
	return n * factor, true
}

var (
	zone = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]+)?:[a-z0-9_:]+$`)
	// isoDuration is the part of ISO 8601 durations that ferries use.
	isoDuration = regexp.MustCompile(`^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$`)
	minutesOnly = regexp.MustCompile(`^(\d+(?:\.\d+)?)\s*(?:min|minutes?)?$`)
	clock       = regexp.MustCompile(`^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$`)
)

// duration reads a value of duration in seconds: "00:20" and "1:05:30" as hours
// and minutes (and seconds), "PT1H20M", "20" and "20 min" as minutes (OSM wiki,
// "Key:duration").
func duration(v string) (seconds float64, ok bool) {
	number := func(s string) float64 {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0 // an empty group
		}
		return n
	}
	v = strings.TrimSpace(v)
	if m := clock.FindStringSubmatch(v); m != nil {
		seconds = number(m[1])*3600 + number(m[2])*60 + number(m[3])
	} else if m := isoDuration.FindStringSubmatch(v); m != nil {
		seconds = number(m[1])*3600 + number(m[2])*60 + number(m[3])
	} else if m := minutesOnly.FindStringSubmatch(v); m != nil {
		seconds = number(m[1]) * 60
	}
	return seconds, seconds > 0
}

var (
	plainNumber   = regexp.MustCompile(`^\d+$`)
	groupedNumber = regexp.MustCompile(`^\d{1,3}(?:[, \x{a0}\x{202f}]\d{3})+$`)
	yearIn        = regexp.MustCompile(`(?:^|\D)((?:1[89]|20)\d\d)(?:\D|$)`)
	decimal       = regexp.MustCompile(`^\d+(?:\.\d+)?$`)
)

// people reads a number of residents: whole, with commas or spaces between groups
// of three at most. "~1200" and "1.2 million" are no numbers.
func people(v string) geo.Amount {
	v = strings.TrimSpace(v)
	if groupedNumber.MatchString(v) {
		v = strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "").Replace(v)
	}
	if !plainNumber.MatchString(v) {
		return geo.Unknown()
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return geo.Unknown()
	}
	return geo.Known(n)
}

// year finds the year in a date in any order, 0 if there is none.
func year(v string) int {
	m := yearIn.FindStringSubmatch(v)
	if m == nil {
		return 0
	}
	y, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return y
}

// quantity reads a number that is not negative, with a decimal point at most.
func quantity(v string) geo.Amount {
	v = strings.TrimSpace(v)
	if !decimal.MatchString(v) {
		return geo.Unknown()
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return geo.Unknown()
	}
	return geo.Known(n)
}
