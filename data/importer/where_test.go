package importer

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestWhere(t *testing.T) {
	row := map[string]any{
		"schools": "2", "name": "王店小学", "star": "", "rank": "10", "code": "0573", "Status": "planned", "two words": "x y",
		"beds": json.Number("20"), "open": true, "nothing": nil,
	}
	for _, c := range []struct {
		where string
		want  bool
	}{
		{"", true}, {"   ", true},
		{"schools>0", true}, {"schools > 2", false}, {"schools>=2", true}, {"schools<=2", true}, {"schools<2", false},
		{"schools = 2", true}, {"schools=2.0", true}, {"schools!=2", false}, {"schools=-2", false},
		{"rank > 9", true},    // as numbers 10 > 9
		{"rank > '9'", false}, // quoted: as text "10" < "9"
		{"code = 573", true}, {"code = '573'", false}, {`code = "0573"`, true},
		{"name = 王店小学", true}, {"name = '王店小学' and schools > 1", true}, {"name = 王店小学 AND schools > 2", false},
		{"status = planned", true}, {"beds >= 20", true}, {"beds < 20", false}, {"open = true", true},
		{"'two words' = 'x y'", true}, {`"two words" != "x y"`, false},
		{"star > 0", false}, {"star <= 0", false}, {"star != 5", false}, {"star = ''", true}, {"star != ''", false},
		{"nothing = ''", true}, {"schools != ''", true}, {"name > 5", false}, {"name != 5", true},
		{"name = 'it''s'", false},
	} {
		f, err := newFilter(c.where)
		require.NoError(t, err, c.where)
		require.Equal(t, c.want, f.keeps(Record{Row: 1, Fields: row}), c.where)
	}
}

func TestWhereErrorsPointAtThePlace(t *testing.T) {
	for _, c := range []struct{ where, want string }{
		{"schools", "at character 8: expected = != < <= > or >=, found the end"},
		{"schools >", "at character 10: expected a value (quote text with spaces), found the end"},
		{"> 5", `at character 1: expected the name of a column, found "> 5"`},
		{"a = 1 or b = 2", `at character 7: expected "and", found "or b = 2"`},
		{"a = 1 and", "at character 10: expected the name of a column, found the end"},
		{"a == 1", `at character 4: expected a value (quote text with spaces), found "= 1"`},
		{"a = 1 'and' b = 2", `at character 7: expected "and"`},
		{"名称 ~ x", `at character 4: expected = != < <= > or >=, found "~ x"`},
		{"a = 'open", "at character 5: expected a closing '"},
		{"a = two words", `at character 9: expected "and", found "words"`},
	} {
		_, err := newFilter(c.where)
		var usage *UsageError
		require.ErrorAs(t, err, &usage, c.where)
		require.Contains(t, err.Error(), c.want)
	}
}

func TestWhereNamesAColumnThatIsNotThere(t *testing.T) {
	_, err := dry(t, "facilities", "f.csv", "lon,lat,category\n120.5,30.5,E02\n", func(o *LayerOptions) { o.Where = "beds > 5" })
	var usage *UsageError
	require.ErrorAs(t, err, &usage)
	require.Contains(t, err.Error(), `no column "beds"; its columns are category, lat, lon`)
}

func FuzzWhere(f *testing.F) {
	for _, s := range []string{"a>0", "a = 'b''c' and d != \"e\"", "and and and", "'", "名 <= -1e3", "a=1 and "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseWhere(s)
		if err != nil {
			return
		}
		// What was understood can be written down and is understood the same again.
		var again []string
		for _, one := range c {
			q := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
			value := one.value
			if one.quoted {
				value = q(value)
			}
			again = append(again, q(one.column)+one.operator+value)
		}
		d, err := parseWhere(strings.Join(again, " and "))
		require.NoError(t, err)
		require.Equal(t, c, d)
		if !utf8.ValidString(s) {
			return
		}
		(&filter{condition: c, found: make([]bool, len(c))}).keeps(Record{Fields: map[string]any{"a": s}})
	})
}
