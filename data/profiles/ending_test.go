package profiles

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEndings(t *testing.T) {
	for expr, want := range map[string]string{ // the last characters, "?" for not known
		"小学$": "学", "(小学|完小)$": "学小", "(中心|园)?$": "?", "托育(中心|园)?$": "心园育", "小学": "?", "小学$|园": "?", "站点?$": "站点",
		"公厕[0-9]$": "0123456789", "菜(市)?场$": "场", "x.$": "?", "x.*$": "?", "九年.*学校$": "校", "[一-龥]$": "?", "(?i)P$": "Pp",
		"(^中国)$": "国", "店{0,2}$": "?", "店{1,2}$": "店", "小(学$|园$)": "学园", "^$": "?", "(a|)$": "?", "ab*$": "ab",
	} {
		e, err := compileEnding(expr)
		require.NoError(t, err)
		if want == "?" {
			assert.Nil(t, e.last, expr)
			continue
		}
		set := map[rune]bool{}
		for _, r := range want {
			set[r] = true
		}
		assert.Equal(t, set, e.last, expr)
	}
	_, err := compileEnding("(")
	assert.Error(t, err)
}

// No rule that ships says anything else of a name for looking at its end first.
func TestEndingsChangeNothing(t *testing.T) {
	c := shippedClassifier(t)
	var all []*ending
	for i := range c.byName {
		all = append(all, c.byName[i].name, c.byName[i].notName)
	}
	for i := range c.byType {
		all = append(all, c.byType[i].name, c.byType[i].notName)
	}
	for i := range c.names.words {
		all = append(all, c.names.words[i].tail)
	}
	for i := range c.names.parts {
		all = append(all, c.names.parts[i].tail)
	}
	var names []string
	for _, row := range namesAlone {
		names = append(names, row.name, row.name+"A", row.name+"东门", row.name+"1号")
	}
	for _, row := range typed {
		names = append(names, row.name)
	}
	known := 0
	for _, e := range all {
		if e == nil {
			continue
		}
		if e.last != nil {
			known++
		}
		plain := regexp.MustCompile(e.String())
		for _, name := range names {
			require.Equal(t, plain.MatchString(name), e.MatchString(name), "%s on %s", e, name)
			require.Equal(t, plain.FindStringIndex(name), e.FindStringIndex(name), "%s on %s", e, name)
		}
	}
	assert.Greater(t, known, 70, "most rules stand at the end of a name")
}
