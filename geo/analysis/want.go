package analysis

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// want is what has to be reached: k distinct facilities of any of the categories,
// each with the attributes.
type want struct {
	categories []string
	k          int
	where      map[string]string
}

// key names the want in the cache.
func (w *want) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s k=%d", strings.Join(w.categories, ","), w.k)
	for _, k := range slices.Sorted(maps.Keys(w.where)) {
		fmt.Fprintf(&b, " %q=%q", k, w.where[k])
	}
	return b.String()
}

// wanted resolves categories by id or code, sorted and without repeats.
func (a *Analysis) wanted(categories []string, k int, where map[string]string) (*want, error) {
	if len(categories) == 0 {
		return nil, &FieldError{Field: "category", Value: "", Rule: "name at least one category; /v1/categories lists them"}
	}
	w := &want{k: max(1, k), where: where}
	for _, name := range categories {
		c, ok := a.profiles.Category(strings.TrimSpace(name))
		if !ok {
			return nil, &FieldError{Field: "category", Value: name, Rule: "is no category; /v1/categories lists them", Missing: true}
		}
		w.categories = append(w.categories, c.ID)
	}
	slices.Sort(w.categories)
	w.categories = slices.Compact(w.categories)
	return w, nil
}

// chosen are the facilities that a want counts, and what is known of the rest.
type chosen struct {
	want *want
	// index are positions in the analysis's facilities, ascending.
	index []int32
	// unknown is how many lack an attribute that is asked for.
	unknown int
}

// chosenFor are the facilities that a want counts, kept for the next mode that asks.
func (a *Analysis) chosenFor(ctx context.Context, w *want) (chosen, error) {
	return cached(ctx, a.cache, "chosen "+w.key(), func(context.Context) (chosen, int64, error) {
		c := a.choose(w)
		return c, int64(4 * len(c.index)), nil
	})
}

func (a *Analysis) choose(w *want) chosen {
	c := chosen{want: w}
	for i, f := range a.facilities {
		if !f.Counts() || !slices.ContainsFunc(w.categories, f.Serves) {
			continue
		}
		switch matches(f, w.where) {
		case isYes:
			c.index = append(c.index, int32(i))
		case isUnknown:
			c.unknown++
		}
	}
	return c
}

// matches tells whether a facility has the attributes: no when one differs,
// unknown when none differs and one is missing. An asked value may be a bound: ">=1".
func matches(f *geo.Facility, where map[string]string) ternary {
	out := isYes
	for k, asked := range where {
		have, ok := f.Attributes[k]
		if !ok || have == nil || have == "" {
			if out == isYes {
				out = isUnknown
			}
			continue
		}
		if b, ok := boundOf(asked); ok {
			switch b.holds(have) {
			case isNo:
				return isNo
			case isUnknown:
				out = isUnknown
			}
			continue
		}
		if !sameValue(have, asked) {
			return isNo
		}
	}
	return out
}

// sameValue compares an attribute with a value as asked: numbers as numbers, yes
// and no as booleans, anything else as text without regard to case.
func sameValue(have any, asked string) bool {
	switch v := have.(type) {
	case float64:
		n, err := strconv.ParseFloat(asked, 64)
		return err == nil && n == v
	case bool:
		switch strings.ToLower(asked) {
		case "yes", "true", "1", "是":
			return v
		case "no", "false", "0", "否":
			return !v
		}
		return false
	case string:
		return strings.EqualFold(v, asked)
	}
	return strings.EqualFold(fmt.Sprint(have), asked)
}
