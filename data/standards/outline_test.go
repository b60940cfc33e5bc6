package standards

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// documents are the texts that standards were copied from: a phrase that only that text
// holds, by the standard's id.
var documents = map[string]string{
	"xiuzhou-2020":   "秀洲区高水平推进美丽城镇建设实施方案\n",
	"changxing-2023": "长政办发〔2023〕65号",
}

// text is the document of a standard. The texts are not part of the repository; where they
// lie beside it, what rows quote is compared with them.
func text(t *testing.T, id string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "seeds", "*.txt"))
	require.NoError(t, err)
	for _, f := range files {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		if strings.Contains(string(raw), documents[id]) {
			return string(raw)
		}
	}
	t.Skipf("the document of %s is not beside the repository: its rows are not compared with it", id)
	return ""
}

// sections are the parts of a document by clause: "三", "三(四)" and "三(四)2", each with
// all that stands under it.
func sections(document string) map[string]string {
	part := regexp.MustCompile(`^([一二三四五六七八九十]+)、`)
	chapter := regexp.MustCompile(`^(\([一二三四五六七八九十]+\))`)
	item := regexp.MustCompile(`^([0-9]+)\.`)
	out := map[string]string{}
	var a, b, c string
	for _, line := range strings.Split(document, "\n") {
		line = strings.TrimSpace(line)
		if m := part.FindStringSubmatch(line); m != nil {
			a, b, c = m[1], "", ""
		} else if m := chapter.FindStringSubmatch(line); m != nil {
			b, c = m[1], ""
		} else if m := item.FindStringSubmatch(line); m != nil {
			c = m[1]
		}
		for clause := range map[string]bool{a: true, a + b: true, a + b + c: true} {
			out[clause] += line + "\n"
		}
	}
	delete(out, "")
	return out
}

// lacking returns the pieces of a quote that the text lacks after the one before.
func lacking(quote, in string) []string {
	var missing []string
	for _, piece := range strings.Split(quote, "…") {
		at := strings.Index(in, piece)
		if at < 0 {
			missing = append(missing, piece)
			continue
		}
		in = in[at+len(piece):]
	}
	return missing
}

func TestRowsQuoteTheirClause(t *testing.T) {
	for _, s := range shippedStandards(t) {
		if documents[s.ID] == "" {
			continue
		}
		t.Run(s.ID, func(t *testing.T) {
			parts := sections(text(t, s.ID))
			for _, r := range s.Indicators {
				require.NotEmpty(t, r.Quote, r.ID)
				all := ""
				for _, clause := range strings.Split(r.Clause, ";") {
					section, ok := parts[strings.TrimSpace(clause)]
					if !assert.True(t, ok, "%s: the document has no clause %q", r.ID, clause) {
						continue
					}
					all += section
					assert.Less(t, len(lacking(r.Quote, section)), len(strings.Split(r.Quote, "…")), "%s: clause %s says nothing of %s", r.ID, clause, r.Quote)
				}
				assert.Empty(t, lacking(r.Quote, all), "%s: clause %s", r.ID, r.Clause)
			}
		})
	}
}

// The judge of quotes knows a wrong clause and a wrong word.
func TestSectionsOfADrawnDocument(t *testing.T) {
	parts := sections("题目\n一、总则\n甲。\n二、任务\n(一)先\n1. 乙三公里\n丙\n2.丁\n(二)后\n1.戊\n三、附则\n己\n")
	assert.Equal(t, "一、总则\n甲。\n", parts["一"])
	assert.Equal(t, "1. 乙三公里\n丙\n", parts["二(一)1"])
	assert.Equal(t, "(二)后\n1.戊\n", parts["二(二)"])
	assert.Contains(t, parts["二"], "戊")
	assert.NotContains(t, parts["二"], "己")
	assert.NotContains(t, parts, "二(三)")
	assert.Empty(t, lacking("乙…公里…丙", parts["二(一)1"]))
	assert.Equal(t, []string{"丁"}, lacking("乙…丁", parts["二(一)1"]))
	assert.Equal(t, []string{"乙"}, lacking("丙…乙", parts["二(一)1"]), "pieces keep their order")
}

var (
	figure  = regexp.MustCompile(`(\d+(?:\.\d+)?|[一二三五十两])(小时|刻|分钟|公里|%|[个条张家所台套镇首展亿人+])`)
	numeral = map[string]float64{"一": 1, "两": 2, "二": 2, "三": 3, "五": 5, "十": 10}
	aYear   = regexp.MustCompile(`(?:到|^)(\d{4})年`)
	wording = regexp.MustCompile(`(超过)?(\d+(?:\.\d+)?)[^\d,。、]{0,3}(以上|以内)?`)
)

// figures are the numbers of a sentence that count or measure something, times in minutes.
func figures(sentence string) map[float64]bool {
	out := map[float64]bool{}
	for _, m := range figure.FindAllStringSubmatch(sentence, -1) {
		v, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			v = numeral[m[1]]
		}
		switch m[2] {
		case "小时":
			v *= 60
		case "刻":
			v *= 15
		}
		out[v] = true
	}
	return out
}

func TestFiguresOfASentence(t *testing.T) {
	assert.Equal(t, map[float64]bool{1: true}, figures("每个镇建成一条绿道"))
	assert.Equal(t, map[float64]bool{47.42: true}, figures("森林覆盖率47.42%以上"))
	assert.Equal(t, map[float64]bool{60: true, 30: true}, figures("“1小时”和“两刻”圈"))
	assert.Empty(t, figures("统一提高5G和3岁以下"))
}

func TestTargetsAreTheNumbersOfTheirSentence(t *testing.T) {
	// Years that the document does not write as a year.
	derived := map[string]string{"XZ-31": "两年内"}
	compared := 0
	for _, s := range shippedStandards(t) {
		if documents[s.ID] == "" {
			continue
		}
		for _, r := range s.Indicators {
			years := map[int]bool{}
			for _, m := range aYear.FindAllStringSubmatch(r.Quote, -1) {
				y, err := strconv.Atoi(m[1])
				require.NoError(t, err)
				years[y] = true
			}
			stated := map[int]bool{}
			for _, target := range r.Targets {
				if target.Year != 0 {
					stated[target.Year] = true
				}
				if target.Implied {
					continue
				}
				compared++
				assert.Contains(t, figures(r.Quote), target.Value, "%s: %s", r.ID, r.Quote)
				if inName := figures(r.Zh); len(inName) > 0 {
					assert.Contains(t, inName, target.Value, "%s: %s", r.ID, r.Zh)
				}
				for _, m := range wording.FindAllStringSubmatch(r.Quote, -1) {
					if v, _ := strconv.ParseFloat(m[2], 64); v != target.Value {
						continue
					}
					switch {
					case m[1] == "超过":
						assert.Equal(t, indicator.Above, target.Op, r.ID)
					case m[3] == "以上":
						assert.Equal(t, indicator.AtLeast, target.Op, r.ID)
					case m[3] == "以内":
						assert.Equal(t, indicator.AtMost, target.Op, r.ID)
					}
				}
			}
			if why := derived[r.ID]; why != "" {
				assert.Contains(t, r.Quote, why)
				continue
			}
			if len(r.Targets) > 0 {
				assert.Equal(t, years, stated, "%s: %s", r.ID, r.Quote)
			}
		}
	}
	assert.Greater(t, compared, 45, "most rows have a number of their own")
}
