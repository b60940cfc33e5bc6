package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/internal/spelling"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// categoryIndex finds categories by what people write of them.
type categoryIndex struct {
	byWord map[string]string // id, code, or a name that one category has alone
	ids    []string
}

func newCategoryIndex(categories []geo.Category) *categoryIndex {
	x := &categoryIndex{byWord: map[string]string{}}
	ambiguous := map[string]bool{}
	for _, c := range categories {
		x.ids = append(x.ids, c.ID)
		for _, name := range namesOf(c) {
			key := strings.ToLower(name)
			if other, taken := x.byWord[key]; taken && other != c.ID {
				ambiguous[key] = true
			}
			x.byWord[key] = c.ID
		}
	}
	for word := range ambiguous {
		delete(x.byWord, word)
	}
	for _, c := range categories { // ids and codes are never ambiguous
		x.byWord[strings.ToLower(c.ID)] = c.ID
		if c.Code != "" {
			x.byWord[strings.ToLower(c.Code)] = c.ID
		}
	}
	slices.Sort(x.ids)
	return x
}

// namesOf lists the names of a category, also each of several parted by a slash
// (体育馆/全民健身中心).
func namesOf(c geo.Category) []string {
	var out []string
	for _, name := range []string{c.Zh, c.En} {
		out = append(out, name)
		out = append(out, strings.Split(name, "/")...)
	}
	out = slices.DeleteFunc(out, func(s string) bool { return strings.TrimSpace(s) == "" })
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// find looks up every category in a list written with , ; | or 、 between them.
// The whole text is tried first, since some names hold a comma. It returns the
// first word that is no category.
func (x *categoryIndex) find(text string) (ids []string, unknown string) {
	if id, ok := x.byWord[strings.ToLower(strings.TrimSpace(text))]; ok {
		return []string{id}, ""
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;|、,;", r) }) {
		word = strings.TrimSpace(word)
		if word == "" {
			continue
		}
		id, ok := x.byWord[strings.ToLower(word)]
		if !ok {
			return nil, word
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, ""
}

// suggestions is how many near categories a refusal names.
const suggestions = 3

// rule says that a word is no category, and which are written most like it.
func (x *categoryIndex) rule(word string) string {
	type candidate struct {
		id       string
		distance int
	}
	best := map[string]int{}
	for name, id := range x.byWord {
		d := spelling.Distance(clip(strings.ToLower(word)), name)
		if strings.Contains(name, strings.ToLower(word)) {
			d = min(d, 1)
		}
		if old, ok := best[id]; !ok || d < old {
			best[id] = d
		}
	}
	var near []candidate
	for id, d := range best {
		near = append(near, candidate{id, d})
	}
	slices.SortFunc(near, func(a, b candidate) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.id, b.id)
	})
	var ids []string
	for _, c := range near[:min(suggestions, len(near))] {
		ids = append(ids, c.id)
	}
	return fmt.Sprintf("%q is no category; the nearest are %s", clip(word), strings.Join(ids, ", "))
}
