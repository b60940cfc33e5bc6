package standards

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// texts are the documents, and the numbers in them that no row has to hold: headings,
// dates, names of programmes.
var texts = []struct {
	standard, file string
	other          []string
}{
	{"huzhou-2023", "002_14004a0fefe7eaa4.txt", []string{
		`400-366-5866`, `2024-10-27.{0,8}`, `2023—2027年`, `到2027年`, `2023年`, `[1-5]\.[坚做完实畅增改推加深打抓丰优组提引健闭促]`,
		`2\.0版`, `再延长30年`, `2\+8`, `5个功能组`,
	}},
	{"zhejiang-2021", "003_e01e3ad7af0e3d61.txt", []string{
		`\(32\)`, `2021年5月2[05]日`, `5月20日`, `第7期`, `2020年`, `"152"`, `2020年度`,
	}},
	{"lishui-2020", "004_03c8d5dcf1f4454f.txt", []string{
		`_Toc[0-9]+`, `2020—2022年`, `2020年(3月26日|全面)`, `[1-5]\.[持构推提促加搭培彰强建全]`, `3岁以下`,
	}},
}

// documentsDir is where the documents lie, beside the repository and no part of it.
var documentsDir = filepath.Join("..", "..", "..", "shared", "seeds")

// documentText reads a document without its spaces: scans and copies break lines anywhere.
func documentText(t *testing.T, file string) string {
	t.Helper()
	path := filepath.Join(documentsDir, file)
	raw, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skipf("the document %s is not on this machine: its rows are not compared with it", path)
	}
	require.NoError(t, err)
	return spaceless(string(raw))
}

func spaceless(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// spelled are numbers that a document writes in words.
var spelled = map[string][]string{
	"HZ-07": {"1小时"}, "HZ-62b": {"前十位"}, "HZ-R17": {"三级"}, "HZ-R18": {"三星级"}, "HZ-R05": {"1.56", "1.60"},
}

// writes reports whether a text holds the number, alone and not within another.
func writes(text string, row *indicator.Indicator, v float64) bool {
	for _, words := range spelled[row.ID] {
		if strings.Contains(text, words) {
			return true
		}
	}
	number := regexp.QuoteMeta(strconv.FormatFloat(v, 'f', -1, 64))
	return regexp.MustCompile(`(^|[^0-9.])` + number + `($|[^0-9.]|\.($|[^0-9]))`).MatchString(text)
}

func TestFiguresStandInTheirQuotes(t *testing.T) {
	for _, text := range texts {
		s := shippedStandard(t, text.standard)
		for i := range s.Indicators {
			row := &s.Indicators[i]
			assert.NotEmpty(t, row.Quote, row.ID)
			for _, target := range row.Targets {
				if !target.Implied {
					assert.True(t, writes(row.Quote, row, target.Value), "%s: %g is not in %q", row.ID, target.Value, row.Quote)
				}
			}
		}
	}
}

func TestQuotesStandInTheirDocuments(t *testing.T) {
	for _, text := range texts {
		t.Run(text.standard, func(t *testing.T) {
			whole := documentText(t, text.file)
			for _, row := range shippedStandard(t, text.standard).Indicators {
				rest := whole
				for _, part := range strings.Split(row.Quote, "…") {
					_, after, found := strings.Cut(rest, spaceless(part))
					if !assert.True(t, found, "%s: %q does not stand there, or not in this order", row.ID, part) {
						break
					}
					rest = after
				}
			}
		})
	}
}

// The other way round: every number of a document stands in the quote of some row, or is
// none that a row could hold.
func TestNoFigureOfADocumentIsLeftOut(t *testing.T) {
	number := regexp.MustCompile(`[0-9]+(\.[0-9]+)?`)
	for _, text := range texts {
		t.Run(text.standard, func(t *testing.T) {
			whole := documentText(t, text.file)
			held := make([]bool, len(whole))
			hold := func(from, to int) {
				for i := from; i < to; i++ {
					held[i] = true
				}
			}
			for _, row := range shippedStandard(t, text.standard).Indicators {
				for _, part := range strings.Split(row.Quote, "…") {
					for _, at := range regexp.MustCompile(regexp.QuoteMeta(spaceless(part))).FindAllStringIndex(whole, -1) {
						hold(at[0], at[1])
					}
				}
			}
			for _, other := range text.other {
				found := regexp.MustCompile(other).FindAllStringIndex(whole, -1)
				assert.NotEmpty(t, found, "%s is nowhere in the document: take it off the list", other)
				for _, at := range found {
					hold(at[0], at[1])
				}
			}
			for _, at := range number.FindAllStringIndex(whole, -1) {
				if !held[at[0]] {
					assert.Fail(t, "a figure that no row holds", "…%s…", around(whole, at[0], at[1]))
				}
			}
		})
	}
}

// around is what stands on both sides of a place in a text.
func around(text string, from, to int) string {
	before, after := []rune(text[:from]), []rune(text[to:])
	return string(before[max(0, len(before)-12):]) + text[from:to] + string(after[:min(12, len(after))])
}
