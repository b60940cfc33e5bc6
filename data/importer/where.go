package importer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// condition is a parsed --where: every comparison has to hold.
//
//	condition  = comparison { "and" comparison }
//	comparison = column operator value
//	operator   = "=" | "!=" | "<" | "<=" | ">" | ">="
//	column     = word | quoted
//	value      = word | quoted
//	word       = characters other than space, quotes and = ! < >
//	quoted     = "…" or '…' (the quote doubled stands for itself)
type condition []comparison

type comparison struct {
	column   string
	operator string
	value    string
	// quoted: the value is text, even if it looks like a number.
	quoted bool
}

// parseWhere reads a condition; "" has no comparison and always holds.
func parseWhere(s string) (condition, error) {
	p := whereParser{text: s}
	var c condition
	p.space()
	if p.done() {
		return nil, nil
	}
	for {
		one, err := p.comparison()
		if err != nil {
			return nil, err
		}
		c = append(c, one)
		if p.space(); p.done() {
			return c, nil
		}
		at := p.at
		if word, _, err := p.term(); err != nil || !strings.EqualFold(word, "and") || s[at] == '"' || s[at] == '\'' {
			return nil, p.expected(at, `"and"`)
		}
		p.space()
	}
}

type whereParser struct {
	text string
	at   int
}

func (p *whereParser) done() bool { return p.at >= len(p.text) }

func (p *whereParser) space() {
	for !p.done() {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

// expected is an error that points at a place, counted in characters from 1.
func (p *whereParser) expected(at int, what string) error {
	found := "the end"
	if at < len(p.text) {
		found = fmt.Sprintf("%q", clip(p.text[at:]))
	}
	return usagef("where %q: at character %d: expected %s, found %s", p.text, utf8.RuneCountInString(p.text[:at])+1, what, found)
}

func (p *whereParser) comparison() (comparison, error) {
	var c comparison
	var err error
	at := p.at
	if c.column, _, err = p.term(); err != nil {
		return c, err
	}
	if c.column == "" {
		return c, p.expected(at, "the name of a column")
	}
	p.space()
	for _, op := range []string{"!=", "<=", ">=", "=", "<", ">"} {
		if strings.HasPrefix(p.text[p.at:], op) {
			c.operator = op
			break
		}
	}
	if c.operator == "" {
		return c, p.expected(p.at, "= != < <= > or >=")
	}
	p.at += len(c.operator)
	p.space()
	at = p.at
	if c.value, c.quoted, err = p.term(); err != nil {
		return c, err
	}
	if c.value == "" && !c.quoted {
		return c, p.expected(at, "a value (quote text with spaces)")
	}
	return c, nil
}

// term reads a word or a quoted text; an empty word when neither starts here.
func (p *whereParser) term() (text string, quoted bool, err error) {
	if p.done() {
		return "", false, nil
	}
	if q := p.text[p.at]; q == '"' || q == '\'' {
		text, err := p.quoted(q)
		return text, true, err
	}
	start := p.at
	for !p.done() {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if unicode.IsSpace(r) || strings.ContainsRune(`=!<>"'`, r) {
			break
		}
		p.at += n
	}
	return p.text[start:p.at], false, nil
}

func (p *whereParser) quoted(q byte) (string, error) {
	start := p.at
	var b strings.Builder
	for p.at++; !p.done(); p.at++ {
		c := p.text[p.at]
		if c != q {
			b.WriteByte(c)
			continue
		}
		if p.at++; p.done() || p.text[p.at] != q {
			return b.String(), nil
		}
		b.WriteByte(q)
	}
	return "", p.expected(start, fmt.Sprintf("a closing %c", q))
}
