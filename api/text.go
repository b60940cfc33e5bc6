package api

import (
	"net/http"

	"golang.org/x/text/language"
)

// Text is something said to a person, in both languages of the interface.
type Text struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// both returns a text that reads the same in either language.
func both(s string) Text { return Text{En: s, Zh: s} }

// Lang is a language of the interface.
type Lang string

// The languages. Chinese is the default.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// in returns the text in a language.
func (t Text) in(l Lang) string {
	if l == English {
		return t.En
	}
	return t.Zh
}

// languages chooses among the languages of the interface.
type languages struct{ matcher language.Matcher }

func newLanguages() languages {
	return languages{matcher: language.NewMatcher([]language.Tag{language.Chinese, language.English})}
}

// choose picks the language of an answer: the lang parameter where it names one,
// else the best of the Accept-Language header, else Chinese.
func (l languages) choose(r *http.Request, param string) Lang {
	switch Lang(param) {
	case Chinese, English:
		return Lang(param)
	}
	header := r.Header.Get("Accept-Language")
	if header == "" {
		return Chinese
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return Chinese
	}
	if _, index, confidence := l.matcher.Match(tags...); index == 1 && confidence > language.No {
		return English
	}
	return Chinese
}
