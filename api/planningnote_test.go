package api

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// withoutPeople is a dataset in which something else is counted.
type withoutPeople struct {
	*fake
	counted lifecircle.Denominator
}

func (f withoutPeople) Sites(ctx context.Context, q analysis.SitesQuery) (*analysis.SitesAnswer, error) {
	a, err := f.fake.Sites(ctx, q)
	if err == nil {
		a.Denominator = f.counted
	}
	return a, err
}

func (f withoutPeople) Gaps(ctx context.Context, q analysis.GapsQuery) (*analysis.GapsAnswer, error) {
	a, err := f.fake.Gaps(ctx, q)
	if err == nil {
		a.Denominator = f.counted
	}
	return a, err
}

// What is counted where people are not known is named in fields and in a sentence, and no
// figure of people is given.
func TestSitesAndGapsNameWhatTheyCount(t *testing.T) {
	const town = "/v1/towns/330411001"
	for counted, words := range map[lifecircle.Denominator]Text{
		lifecircle.Residential: {En: "residential land in square metres", Zh: "居住用地面积（平方米）"},
		lifecircle.Dwellings:   {En: "dwellings", Zh: "住宅套数"},
		lifecircle.Street:      {En: "residential streets in metres", Zh: "居住街道长度（米）"},
	} {
		for _, question := range []struct {
			path, unit string
			people     []string
		}{
			{"/sites?category=clinic&minutes=10&objective=mclp", string(counted), []string{"population", "population_covered_before", "population_covered_after", "population_beyond"}},
			{"/sites?category=clinic&minutes=10&objective=pmedian", string(counted) + "_minutes", []string{"population"}},
			{"/sites?category=clinic&minutes=10&objective=lscp", "sites", []string{"population"}},
			{"/gaps?category=clinic&minutes=10", "", []string{"population", "population_in_gaps"}},
		} {
			for lang, text := range map[Lang]string{English: words.En, Chinese: words.Zh} {
				what := string(counted) + " " + question.path + " " + string(lang)
				w := ask(serving(t, withoutPeople{newFake(), counted}), town+question.path+"&lang="+string(lang))
				require.Equal(t, 200, w.Code, what)
				method, summary := string(member(t, w.Body.Bytes(), "method")), string(member(t, w.Body.Bytes(), "summary"))
				assert.Contains(t, method, text, what)
				assert.Contains(t, method, map[Lang]string{English: "not", Chinese: "不是人数"}[lang], what)
				assert.NotContains(t, method, map[Lang]string{English: "most people", Chinese: "其人数"}[lang], what)
				assert.Contains(t, summary, `"denominator":"`+string(counted)+`"`, what)
				assert.Contains(t, summary, noPopulation().in(lang), what)
				if question.unit != "" {
					assert.Contains(t, summary, `"value_unit":"`+question.unit+`"`, what)
				}
				for _, name := range question.people {
					assert.Contains(t, summary, `"`+name+`":null`, what)
				}
				assert.NotContains(t, summary, `"total":null`, what)
			}
		}
	}
}
