package profiles

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// nameReader takes names of places apart.
type nameReader struct {
	words []statusWord
	parts []namePart
}

type statusWord struct {
	geo.StatusWord
	bracket, head, tail *ending
}

type namePart struct {
	geo.NamePart
	whole, tail *ending
}

// placeName is a name taken apart: 王店镇中心小学（东门）(暂停营业) is the gate 东门 of
// 王店镇中心小学, which is closed.
type placeName struct {
	// base is what rules on names look at: the name without brackets, status and
	// branch. What stands in brackets and tells a part is put to its end.
	base string
	// stem is the name of the place whose gate or department the name tells, "" for none.
	stem string
	part *geo.NamePart
	// words are the status words found, those of the files first.
	words []*geo.StatusWord
}

// atLeastRunes is how much of a name has to be left when a word is cut off its end.
const atLeastRunes = 2

// separators may stand between a name and a word at its end.
const separators = `[-—–_·.、,~]*`

func newNameReader(p *geo.Profiles) (*nameReader, error) {
	r := &nameReader{}
	compile := func(what, expr, form string) (*ending, error) {
		if expr == "" {
			return nil, nil
		}
		re, err := compileEnding(fmt.Sprintf(form, expr))
		if err != nil {
			return nil, fmt.Errorf("compile the expression %q of %s: %w", expr, what, err)
		}
		return re, nil
	}
	const whole, head, tail = `(?i)^(?:%s)$`, `(?i)^(?:%s)`, `(?i)` + separators + `(?:%s)$`
	for _, w := range p.StatusWords {
		one := statusWord{StatusWord: w}
		var err error
		if one.bracket, err = compile("status word "+w.ID, w.Bracket, whole); err != nil {
			return nil, err
		}
		if one.head, err = compile("status word "+w.ID, w.Head, head); err != nil {
			return nil, err
		}
		if one.tail, err = compile("status word "+w.ID, w.Tail, tail); err != nil {
			return nil, err
		}
		r.words = append(r.words, one)
	}
	for _, part := range p.NameParts {
		one := namePart{NamePart: part}
		var err error
		if one.whole, err = compile("name part "+part.ID, part.Word, whole); err != nil {
			return nil, err
		}
		if one.tail, err = compile("name part "+part.ID, part.Word, tail); err != nil {
			return nil, err
		}
		r.parts = append(r.parts, one)
	}
	return r, nil
}

// read takes a name apart.
func (r *nameReader) read(name string) placeName {
	outside, brackets := splitBrackets(foldSpaces(width.Fold.String(name)))
	n := placeName{base: outside}
	said := map[int]bool{}
	for _, b := range brackets {
		for i := range r.words {
			if w := &r.words[i]; w.bracket != nil && w.bracket.MatchString(b) {
				said[i] = true
			}
		}
	}
	for i := range r.words {
		w := &r.words[i]
		if rest, ok := cutHead(w.head, n.base); ok {
			n.base, said[i] = rest, true
		}
		if rest, ok := cutTail(w.tail, n.base); ok {
			n.base, said[i] = rest, true
		}
		if said[i] {
			n.words = append(n.words, &w.StatusWord)
		}
	}
	n.base = r.withPart(n.base, brackets)
	r.cutParts(&n)
	return n
}

// withPart puts what stands in brackets and tells a part to the end of the name.
func (r *nameReader) withPart(base string, brackets []string) string {
	for _, b := range brackets {
		for i := range r.parts {
			if r.parts[i].whole != nil && r.parts[i].whole.MatchString(b) {
				return base + b
			}
		}
	}
	return base
}

// cutParts finds the part that the name ends in. A branch is cut off for good: it is a
// place of the kind that stands before it.
func (r *nameReader) cutParts(n *placeName) {
	for again := true; again; {
		again = false
		for i := range r.parts {
			p := &r.parts[i]
			rest, ok := cutTail(p.tail, n.base)
			if !ok {
				continue
			}
			switch p.Kind {
			case geo.PartBranch:
				n.base, again = rest, true
			case geo.PartGate, geo.PartDepartment:
				n.part, n.stem = &p.NamePart, rest
			default:
				n.part = &p.NamePart
			}
			break
		}
	}
}

// cutHead cuts what the expression finds off the front of the name, if enough is left.
func cutHead(head *ending, name string) (string, bool) {
	if head == nil {
		return name, false
	}
	at := head.FindStringIndex(name)
	if at == nil || utf8.RuneCountInString(name[at[1]:]) < atLeastRunes {
		return name, false
	}
	return name[at[1]:], true
}

// cutTail cuts what the expression finds off the end of the name, if enough is left.
func cutTail(tail *ending, name string) (string, bool) {
	if tail == nil {
		return name, false
	}
	at := tail.FindStringIndex(name)
	if at == nil || utf8.RuneCountInString(name[:at[0]]) < atLeastRunes {
		return name, false
	}
	return name[:at[0]], true
}

// status is what the words say of a place of these categories, "" for nothing.
func (n *placeName) status(categories []string) geo.Status {
	for _, w := range n.words {
		if !overlap(w.Except, categories) {
			return w.Status
		}
	}
	return ""
}

func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// foldSpaces drops the spaces of a name that is written in Chinese, and makes single
// ones of those of any other.
func foldSpaces(name string) string {
	if ascii(name) {
		return strings.Join(strings.Fields(name), " ")
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, name)
}

// splitBrackets parts a name into what stands outside brackets and in them. A name
// that is all in brackets is its own outside.
func splitBrackets(name string) (outside string, inside []string) {
	var out, in strings.Builder
	depth := 0
	for _, r := range name {
		switch r {
		case '(', '[', '{', '【', '〔', '〈', '《':
			depth++
		case ')', ']', '}', '】', '〕', '〉', '》':
			if depth = max(0, depth-1); depth == 0 && in.Len() > 0 {
				inside = append(inside, in.String())
				in.Reset()
			}
		default:
			if depth > 0 {
				in.WriteRune(r)
			} else {
				out.WriteRune(r)
			}
		}
	}
	if in.Len() > 0 {
		inside = append(inside, in.String())
	}
	if outside = strings.TrimSpace(out.String()); outside == "" {
		return strings.Join(inside, ""), nil
	}
	return outside, inside
}
