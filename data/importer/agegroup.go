package importer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Age groups are known by the ages in a column's name: 0-14岁, 60岁及以上人口(人),
// pop_65_plus. 以上 includes the age, as in law (Civil Code, article 1259).

var (
	// aroundAges are words that say no more than "people of the age".
	aroundAges = `(?:其中[:,]?|常住|户籍|总|人口数|人口|人数|population|persons|people|pop|aged|ages|age|年龄|group|的|老年人|老年|老人|儿童|婴幼儿|幼儿|人|数|[:_ ])*`
	years      = `(?:周岁|岁|years|yrs|y)?`
	ageRange   = regexp.MustCompile(`^` + aroundAges + `([0-9]{1,3})` + years + `(?:-|~|–|—|―|－|至|到|_|to)([0-9]{1,3})` + years + aroundAges + `$`)
	ageOver    = regexp.MustCompile(`^` + aroundAges + `(?:([0-9]{1,3})` + years + `(?:\+|及以上|以及以上|和以上|以上|_?plus|_?andover|_?andabove|_?andolder|_?orolder|_?over)|(?:≥|>=)([0-9]{1,3})` + years + `)` + aroundAges + `$`)
	ageUnder   = regexp.MustCompile(`^` + aroundAges + `([0-9]{1,3})` + years + `(及以下|以下)` + aroundAges + `$`)
	inBrackets = regexp.MustCompile(`[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]?$`)
)

// ageGroup is the age group that a column's name says: "0-14", "60+", or "<3" for
// 3岁以下, of which nobody can tell whether it includes the age. A column that says a
// share or a sex is none.
func ageGroup(column string) (group string, ok bool) {
	name := strings.ToLower(strings.ReplaceAll(width.Fold.String(column), " ", ""))
	if bracket := inBrackets.FindString(name); bracket != "" {
		if _, _, isUnit := headerUnit(peopleMeasure, column); !isUnit {
			return "", false
		}
		name = strings.TrimSuffix(name, bracket)
	} else if before, unitName, parted := cutLast(name, "/"); parted {
		if _, isUnit := unitNamed(peopleMeasure, unitName); !isUnit {
			return "", false
		}
		name = before
	} else {
		for _, u := range []string{"万人", "千人"} {
			name = strings.TrimSuffix(name, u)
		}
	}
	age := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := ageRange.FindStringSubmatch(name); m != nil {
		from, to := age(m[1]), age(m[2])
		return fmt.Sprintf("%d-%d", from, to), from <= to && to <= geo.OldestAge
	}
	if m := ageOver.FindStringSubmatch(name); m != nil {
		from := age(cmp.Or(m[1], m[2]))
		return fmt.Sprintf("%d+", from), from <= geo.OldestAge
	}
	if m := ageUnder.FindStringSubmatch(name); m != nil {
		to := age(m[1])
		if m[2] == "及以下" {
			return fmt.Sprintf("0-%d", to), to <= geo.OldestAge
		}
		return fmt.Sprintf("<%d", to), 0 < to && to <= geo.OldestAge
	}
	return "", false
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// checkGroups tells where age groups and the people of the file do not agree: a group
// of more people than there are, or groups that between them are all ages and do not
// add up. People are as given; groups are rescaled with them.
func checkGroups(rows []geo.PopulationCell, remarks *[]Finding) {
	people, sums, without := 0.0, map[string]float64{}, 0
	known := map[string]float64{} // people of the rows that know the group
	for i := range rows {
		r := &rows[i]
		n, ok := r.Persons.Get()
		if !ok {
			if len(r.Groups) > 0 {
				without++
			}
			continue
		}
		people += n
		for g, v := range r.Groups {
			sums[g] += v
			known[g] += n
		}
	}
	if without > 0 {
		note(remarks, "rows that know age groups and not how many people there are, so that nobody of them counts: "+strconv.Itoa(without), "")
	}
	names := make([]string, 0, len(sums))
	for g := range sums {
		names = append(names, g)
	}
	slices.Sort(names)
	for _, g := range names {
		if sums[g] > known[g]*(1+nearlySame) {
			note(remarks, fmt.Sprintf("the age group %s is %.0f people in all, more than all %.0f people of its rows; it is kept as given", g, sums[g], known[g]), "")
		}
	}
	if chain := allAges(names); len(chain) > 1 {
		all, common := 0.0, people
		for _, g := range chain {
			all += sums[g]
			common = min(common, known[g])
		}
		if common > 0 && (all > common*(1+notSame) || all < common*(1-notSame)) {
			note(remarks, fmt.Sprintf("the age groups %s are all ages, and %.0f people together where their rows have %.0f; both are kept as given", strings.Join(chain, ", "), all, common), "")
		}
	}
}

// Sums may differ by so much before anything is said: by rounding; by figures of two
// tables of one census.
const (
	nearlySame = 1e-6
	notSame    = 0.01
)

// allAges finds groups that follow each other from 0 on and leave no age out, nil when
// there are none. Of groups that begin alike the shortest is taken.
func allAges(names []string) []string {
	var chain []string
	for next := 0; next <= geo.OldestAge; {
		best, end := "", 0
		for _, g := range names {
			if a, ok := geo.ParseAges(g); ok && a.From == next && (best == "" || a.To < end) {
				best, end = g, a.To
			}
		}
		if best == "" {
			return nil
		}
		chain, next = append(chain, best), end+1
	}
	return chain
}
