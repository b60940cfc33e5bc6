package profiles

import (
	"regexp"
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// ending is an expression on names that is not run where the last character of a name
// shows that it cannot match: rules on names stand at their end, there are many of
// them, and most names end in what few of them ask for.
type ending struct {
	*regexp.Regexp
	// last are the characters of which every text that matches has one at its end; nil
	// when that is not known.
	last map[rune]bool
}

// mostEndings is how many characters of a class are listed; a wider one is any.
const mostEndings = 64

func compileEnding(expr string) (*ending, error) {
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	e := &ending{Regexp: re}
	if last := map[rune]bool{}; atEnd(tree) && !lastOf(tree, last).open {
		e.last = last
	}
	return e, nil
}

// can reports whether the expression may match a text that ends as the name does.
func (e *ending) can(name string) bool {
	if e.last == nil {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(name)
	return e.last[r]
}

// MatchString reports whether the name matches.
func (e *ending) MatchString(name string) bool { return e.can(name) && e.Regexp.MatchString(name) }

// FindStringIndex is where the name matches, nil where it does not.
func (e *ending) FindStringIndex(name string) []int {
	if !e.can(name) {
		return nil
	}
	return e.Regexp.FindStringIndex(name)
}

// atEnd reports whether every match ends where the text does. False is a safe answer.
func atEnd(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpEndText:
		return true
	case syntax.OpCapture:
		return atEnd(re.Sub[0])
	case syntax.OpConcat:
		return atEnd(re.Sub[len(re.Sub)-1])
	case syntax.OpAlternate:
		for _, s := range re.Sub {
			if !atEnd(s) {
				return false
			}
		}
		return true
	}
	return false
}

// reach says of an expression whether it may match nothing at all; open, that it may
// end in anything, or that it is not known in what.
type reach struct{ empty, open bool }

// lastOf adds the last characters of what the expression matches to the set. An
// expression that may match nothing as a whole is open.
func lastOf(re *syntax.Regexp, last map[rune]bool) reach {
	r := tailOf(re, last)
	return reach{open: r.open || r.empty}
}

func tailOf(re *syntax.Regexp, last map[rune]bool) reach {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText:
		return reach{empty: true}
	case syntax.OpLiteral:
		r := re.Rune[len(re.Rune)-1]
		last[r] = true
		if re.Flags&syntax.FoldCase == 0 {
			return reach{}
		}
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			last[f] = true
		}
		return reach{}
	case syntax.OpCharClass:
		n := 0
		for i := 0; i < len(re.Rune); i += 2 {
			if n += int(re.Rune[i+1]-re.Rune[i]) + 1; n > mostEndings {
				return reach{open: true}
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				last[r] = true
			}
		}
		return reach{}
	case syntax.OpCapture, syntax.OpPlus:
		return tailOf(re.Sub[0], last)
	case syntax.OpStar, syntax.OpQuest:
		return reach{empty: true, open: tailOf(re.Sub[0], last).open}
	case syntax.OpRepeat:
		r := tailOf(re.Sub[0], last)
		return reach{empty: r.empty || re.Min == 0, open: r.open}
	case syntax.OpConcat:
		for i := len(re.Sub) - 1; i >= 0; i-- {
			if r := tailOf(re.Sub[i], last); r.open || !r.empty {
				return r
			}
		}
		return reach{empty: true}
	case syntax.OpAlternate:
		var all reach
		for _, s := range re.Sub {
			r := tailOf(s, last)
			all = reach{all.empty || r.empty, all.open || r.open}
		}
		return all
	}
	return reach{open: true}
}
