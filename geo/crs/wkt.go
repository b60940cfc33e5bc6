package crs

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// wkt is a node of well-known text: KEYWORD["text", 1.5, word, CHILD[…]]. The three
// dialects (OGC 01-009 "WKT 1", that of ESRI, and ISO 19162 "WKT 2") share it.
type wkt struct {
	// keyword is in upper case.
	keyword  string
	texts    []string
	numbers  []float64
	children []*wkt
}

var errWKT = errors.New("not the well-known text of a reference system")

// deepestWKT bounds the nesting that is read; real texts nest some eight deep.
const deepestWKT = 32

// parseWKT reads one node and nothing after it.
func parseWKT(text string) (*wkt, error) {
	p := wktParser{rest: strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))}
	n, err := p.node(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.rest != "" {
		return nil, fmt.Errorf("%w: %q stands after its end", errWKT, short(p.rest))
	}
	return n, nil
}

type wktParser struct{ rest string }

func (p *wktParser) space() { p.rest = strings.TrimLeftFunc(p.rest, unicode.IsSpace) }

// take steps over one of the characters, if it comes next.
func (p *wktParser) take(chars string) bool {
	if p.space(); p.rest == "" || !strings.Contains(chars, p.rest[:1]) {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// word is what stands before the next delimiter.
func (p *wktParser) word() string {
	p.space()
	end := strings.IndexAny(p.rest, "[](),\"")
	if end < 0 {
		end = len(p.rest)
	}
	w := strings.TrimSpace(p.rest[:end])
	p.rest = p.rest[end:]
	return w
}

// node reads a keyword and its bracket.
func (p *wktParser) node(depth int) (*wkt, error) {
	n := &wkt{keyword: strings.ToUpper(p.word())}
	if !p.take("[(") || n.keyword == "" || depth > deepestWKT {
		return nil, fmt.Errorf("%w: a keyword and a bracket are missing before %q", errWKT, short(p.rest))
	}
	for {
		if err := p.value(n, depth); err != nil {
			return nil, err
		}
		if p.take(",") {
			continue
		}
		if p.take("])") {
			return n, nil
		}
		return nil, fmt.Errorf("%w: a comma or a bracket is missing before %q", errWKT, short(p.rest))
	}
}

// value reads a text, a number, a bare word or a node into n.
func (p *wktParser) value(n *wkt, depth int) error {
	if p.take(`"`) {
		text, err := p.quoted()
		n.texts = append(n.texts, text)
		return err
	}
	before := p.rest
	w := p.word()
	if p.rest != "" && (p.rest[0] == '[' || p.rest[0] == '(') {
		p.rest = before
		child, err := p.node(depth + 1)
		n.children = append(n.children, child)
		return err
	}
	if v, err := strconv.ParseFloat(w, 64); err == nil {
		n.numbers = append(n.numbers, v)
	}
	return nil // bare words (north, Cartesian) say nothing that is needed here
}

// quoted reads up to the closing quote; a doubled one stands for itself.
func (p *wktParser) quoted() (string, error) {
	var b strings.Builder
	for {
		end := strings.IndexByte(p.rest, '"')
		if end < 0 {
			return "", fmt.Errorf("%w: a quote is not closed", errWKT)
		}
		b.WriteString(p.rest[:end])
		p.rest = p.rest[end+1:]
		if !strings.HasPrefix(p.rest, `"`) {
			return b.String(), nil
		}
		b.WriteByte('"')
		p.rest = p.rest[1:]
	}
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// name is the first text of the node.
func (n *wkt) name() string {
	if n == nil || len(n.texts) == 0 {
		return ""
	}
	return n.texts[0]
}

// child is the first child with one of the keywords, nil when there is none.
func (n *wkt) child(keywords ...string) *wkt {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		for _, k := range keywords {
			if c.keyword == k {
				return c
			}
		}
	}
	return nil
}

// number is the first number of the node.
func (n *wkt) number() (float64, bool) {
	if n == nil || len(n.numbers) == 0 {
		return 0, false
	}
	return n.numbers[0], true
}
