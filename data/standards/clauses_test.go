package standards

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// clausesOfHuzhou names the paragraphs of the re-post by their order: items that begin
// again at 1 are a new section of the plan; the bracketed ones that begin again at (一)
// belong to G12, to the work points, and to their third part.
func clausesOfHuzhou(document string) map[string]string {
	out := map[string]string{}
	section, brackets := -1, 0
	item := regexp.MustCompile(`^([1-9])\.`)
	bracket := regexp.MustCompile(`^(\([一二三四五六七八九十]+\))`)
	for _, line := range strings.Split(document, "\n") {
		line = strings.TrimSpace(line)
		if m := item.FindStringSubmatch(line); m != nil {
			if m[1] == "1" {
				section++
			}
			// Section 0 are the principles before the aims.
			out[fmt.Sprintf("G%d-%s", section, m[1])] = line
			continue
		}
		if strings.HasPrefix(line, "2023年,") {
			out["W23 目标"] = line
		}
		m := bracket.FindStringSubmatch(line)
		switch {
		case m == nil:
			continue
		case m[1] == "(一)":
			brackets++
		}
		switch brackets {
		case 1:
			if m[1] == "(三)" {
				out["G0"] = line
			}
		case 2:
			out["G12-"+m[1]] = line
		case 3:
			out["W23-"+m[1]] = line
		case 4:
			out["W23 三"+m[1]] = line
		}
	}
	return out
}

// clausesOfZhejiang splits the report into its demands and their points (一要, 二要 …).
func clausesOfZhejiang(document string) map[string]string {
	out := map[string]string{}
	demands, guards, _ := strings.Cut(spaceless(document), "会议指出")
	for part, text := range map[string]string{"": demands, "保障": guards} {
		chapter := regexp.MustCompile(`\([一二三四]\)`)
		at := chapter.FindAllStringIndex(text, -1)
		for i, from := range at {
			end := len(text)
			if i+1 < len(at) {
				end = at[i+1][0]
			}
			name, body := part+text[from[0]:from[1]], text[from[1]:end]
			out[name] = body
			point := regexp.MustCompile(`[。](一|二|三|四)[要是]`)
			points := point.FindAllStringSubmatchIndex(body, -1)
			for k, p := range points {
				stop := len(body)
				if k+1 < len(points) {
					stop = points[k+1][0]
				}
				out[name+body[p[2]:p[3]]] = body[p[0]:stop]
			}
		}
	}
	return out
}

func clausesOfLishui(document string) map[string]string {
	return sections(strings.NewReplacer("（", "(", "）", ")").Replace(document))
}

func TestRowsStandInTheClausesTheyName(t *testing.T) {
	for i, clauses := range []func(string) map[string]string{clausesOfHuzhou, clausesOfZhejiang, clausesOfLishui} {
		t.Run(texts[i].standard, func(t *testing.T) {
			documentText(t, texts[i].file) // skips where there is none
			raw, err := os.ReadFile(filepath.Join(documentsDir, texts[i].file))
			require.NoError(t, err)
			parts := clauses(string(raw))
			for _, row := range shippedStandard(t, texts[i].standard).Indicators {
				all := ""
				for _, clause := range strings.Split(row.Clause, ";") {
					part, ok := parts[strings.TrimSpace(clause)]
					assert.True(t, ok, "%s: the document has no clause %q", row.ID, clause)
					all += part
				}
				quote := strings.NewReplacer("（", "(", "）", ")").Replace(spaceless(row.Quote))
				assert.Empty(t, lacking(quote, spaceless(all)), "%s: clause %s", row.ID, row.Clause)
			}
		})
	}
}
