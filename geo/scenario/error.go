package scenario

import (
	"fmt"
	"strings"
)

// Text is a sentence in both languages.
type Text struct{ Zh, En string }

// EditError is an edit that is not accepted: which one, which of its fields, and the
// rule that the value breaks.
type EditError struct {
	// Edit is the number of the edit, from 0; -1 for the list itself.
	Edit         int
	Field, Value string
	Rule         Text
}

func (e *EditError) Error() string {
	if e.Edit < 0 {
		return fmt.Sprintf("%s %q: %s", e.Field, e.Value, e.Rule.En)
	}
	return fmt.Sprintf("edit %d: %s %q: %s", e.Edit, e.Field, e.Value, e.Rule.En)
}

// refuse is an error that does not know its edit's number yet.
func refuse(field string, value any, en, zh string) *EditError {
	text := ""
	if value != nil {
		text = fmt.Sprint(value)
	}
	return &EditError{Field: field, Value: text, Rule: Text{Zh: zh, En: en}}
}

func refuseMissing(field string) *EditError { return refuse(field, nil, "is required", "必须给出") }

// refuseName refuses a name that is none of those known.
func refuseName(field, value string, known []string) *EditError {
	list := strings.Join(known, ", ")
	return refuse(field, value, "has to be one of "+list, "应为 "+list+" 之一")
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}
