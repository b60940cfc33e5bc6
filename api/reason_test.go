package api

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEverythingTheComputationSaysIsTranslated reads the sentences out of the
// source of the packages that say them: rules of field errors, reasons, and what
// makes an answer grey.
func TestEverythingTheComputationSaysIsTranslated(t *testing.T) {
	const sentence = `(?:fmt\.Sprintf\(\s*)?("(?:[^"\\]|\\.){12,}")`
	refused := regexp.MustCompile(`Rule:\s*` + sentence)
	said := regexp.MustCompile(`(?s)(?:Rule:\s*|Reason\w*\s*=\s*|Coverage\{\},\s*|return )` + sentence)
	found := 0
	for _, dir := range []string{"analysis", "builtup", "greenway", "serviceradius", "indicator"} {
		files, err := filepath.Glob(filepath.Join("..", "geo", dir, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "errors.go") {
				continue
			}
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			pattern := said
			if dir == "indicator" {
				pattern = refused // what it finds, it says in both languages
			}
			for _, m := range pattern.FindAllStringSubmatch(string(source), -1) {
				sentence, err := strconv.Unquote(m[1])
				require.NoError(t, err)
				if strings.HasPrefix(sentence, "%s (%s)") || strings.HasSuffix(sentence, ": ") && strings.HasPrefix(sentence, "cannot") {
					continue // a frame round another sentence
				}
				found++
				example := strings.NewReplacer("%q", `"x"`, "%s", "x", "%v", "[x]").Replace(sentence)
				assert.NotEqual(t, example, translated(example).Zh, "%s says %q", file, sentence)
			}
		}
	}
	assert.Greater(t, found, 25, "sentences found in the source")
}

func TestTranslatedKeepsWhatVaries(t *testing.T) {
	assert.Equal(t, "南屿镇 (990101101)：该单元没有多边形", translated("南屿镇 (990101101): the unit has no polygon").Zh)
	assert.Equal(t, `没有年龄组 "60+" 的数据（99）`, translated(`nothing is known of the age group "60+" in 99`).Zh)
	assert.Equal(t, "anything else", translated("anything else").Zh)
}
