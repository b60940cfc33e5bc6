package profiles

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// plainly judges a feature as the words of geo.TagRule and geo.Category say, without
// index, order of conditions or short cuts.
func plainly(p *geo.Profiles, tags map[string]string, area geo.Amount) []string {
	has := func(key string, values []string) bool {
		if tags[key] == "" {
			return false
		}
		for _, v := range strings.Split(tags[key], ";") {
			if slices.Contains(values, "*") || slices.Contains(values, strings.TrimSpace(v)) {
				return true
			}
		}
		return false
	}
	named := func(expr string) bool {
		re := regexp.MustCompile("(?i)(?:" + expr + ")")
		return (tags["name"] != "" && re.MatchString(tags["name"])) || (tags["name:zh"] != "" && re.MatchString(tags["name:zh"]))
	}
	rule := func(r geo.TagRule) bool {
		for k, vs := range r.All {
			if !has(k, vs) {
				return false
			}
		}
		for k, vs := range r.Not {
			if has(k, vs) {
				return false
			}
		}
		if r.Name != "" && !named(r.Name) || r.NotName != "" && named(r.NotName) {
			return false
		}
		if r.MinAreaM2 == 0 && r.MaxAreaM2 == 0 {
			return true
		}
		a, ok := area.Get()
		return ok && a >= r.MinAreaM2 && (r.MaxAreaM2 == 0 || a < r.MaxAreaM2)
	}
	var specific, generic []string
	families := map[string]bool{}
	for _, c := range p.Categories {
		if !c.Generic && slices.ContainsFunc(c.OSM, rule) {
			specific = append(specific, c.ID)
			families[c.Family] = true
		}
	}
	for _, c := range p.Categories {
		if c.Generic && !families[c.Family] && slices.ContainsFunc(c.OSM, rule) {
			generic = append(generic, c.ID)
		}
	}
	return append(specific, generic...)
}

func TestMatchAgreesWithThePlainReading(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	m, err := NewMatcher(p)
	require.NoError(t, err)
	words := map[string][]string{}
	var keys []string
	for _, c := range p.Categories {
		for _, r := range c.OSM {
			for _, conditions := range []map[string][]string{r.All, r.Not} {
				for k, vs := range conditions {
					keys = append(keys, k)
					words[k] = append(words[k], vs...)
				}
			}
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for _, k := range keys {
		slices.Sort(words[k])
		words[k] = append(slices.Compact(words[k]), "nonsense")
	}
	names := []string{"小学", "初级", "中学", "高中", "职业", "学校", "卫生院", "服务站", "妇幼", "文化", "礼堂", "站", "农贸", "绿道", "步道", "园", "街", "书屋", "司法所", "老年", "大学", "食堂", "委会", "村", "邻里中心", "School", "Straße "}
	hits := 0
	rapid.Check(t, func(t *rapid.T) {
		tags := map[string]string{}
		for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 0, 5, rapid.ID[string]).Draw(t, "keys") {
			tags[k] = strings.Join(rapid.SliceOfN(rapid.SampledFrom(words[k]), 1, 3).Draw(t, k), rapid.SampledFrom([]string{";", "; "}).Draw(t, "separator"))
		}
		for _, k := range []string{"name", "name:zh"} {
			if rapid.Bool().Draw(t, "has "+k) {
				tags[k] = strings.Join(rapid.SliceOfN(rapid.SampledFrom(names), 1, 4).Draw(t, k), "")
			}
		}
		area := geo.Unknown()
		if rapid.Bool().Draw(t, "polygon") {
			area = geo.Known(rapid.SampledFrom([]float64{0, 1, 399, 400, 4999, 5000, 1e6}).Draw(t, "area"))
		}
		want := plainly(p, tags, area)
		got := m.Match(tags, area)
		if !slices.Equal(want, got) {
			t.Fatalf("tags %v area %v: want %v, got %v", tags, area, want, got)
		}
		hits += len(got)
	})
	require.Greater(t, hits, 30, "the random features must match something")
}
