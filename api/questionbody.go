package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A question that needs more than an address holds is sent: its body is an object whose
// members are the parameters of the question, each as one would write it in the address or
// as the JSON value that it is, and beside them what only a body can hold. Both forms are
// read by the one table of parameters, and parameters may stand in the address as well.

// questionBody is what a body adds to the address of a question.
type questionBody struct {
	// query is the address's with the parameters of the body.
	query string
	// own are the members that are no parameters.
	own map[string]json.RawMessage
}

// readQuestion reads the body of a question of an endpoint. own names the members that are
// no parameters; one that is the name of a parameter too is the body's own where it is an
// object. The error is a *Problem.
func readQuestion(e *Endpoint, rawQuery string, body []byte, own []string) (*questionBody, error) {
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return nil, badQuery(err)
	}
	members, names, err := membersOf(body)
	if err != nil {
		return nil, err
	}
	out := &questionBody{own: map[string]json.RawMessage{}}
	for _, name := range names {
		raw := members[name]
		p := e.param(name)
		isParam := p != nil && p.In == InQuery
		switch {
		case slices.Contains(own, name) && (!isParam || raw[0] == '{'):
			if query.Has(name) {
				return nil, givenTwice(name)
			}
			out.own[name] = raw
			continue
		case !isParam:
			problem := invalidMember(name, "", Text{En: "is no member of this question", Zh: "此问题没有该字段"})
			problem.Known = append(e.names(), own...)
			return nil, problem
		case query.Has(name):
			return nil, givenTwice(name)
		}
		values, ok := p.written(raw)
		if !ok {
			return nil, invalidMember(name, string(raw), p.rule())
		}
		query[name] = values
	}
	out.query = query.Encode()
	return out, nil
}

// membersOf reads the members of an object, in their order; one that stands twice, of which
// a decoder would keep one without a word, is refused.
func membersOf(body []byte) (map[string]json.RawMessage, []string, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	if start, err := d.Token(); err != nil {
		return nil, nil, notJSON(d, err)
	} else if start != json.Delim('{') {
		return nil, nil, badBody("the body has to be an object: the parameters of the question, and what only a body can hold", "内容应为一个对象：问题的参数，以及只能放在内容里的成员")
	}
	members, names := map[string]json.RawMessage{}, []string{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, nil, notJSON(d, err)
		}
		name, _ := token.(string)
		if _, twice := members[name]; twice {
			return nil, nil, givenTwice(name)
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, nil, notJSON(d, err)
		}
		members[name], names = raw, append(names, name)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, notJSON(d, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, badBody("there is more after the end of the body", "内容结束后还有多余的字符")
	}
	return members, names, nil
}

// written gives a JSON value of a parameter as one writes it in an address: a list repeats
// it, a position is a pair of numbers, and pairs of key and value are an object.
func (p *Param) written(raw json.RawMessage) ([]string, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // 0.1 stays 0.1
	var v any
	if d.Decode(&v) != nil {
		return nil, false
	}
	if object, is := v.(map[string]any); is && p.Type == Pair {
		var out []string
		for key, value := range object {
			text, ok := plainText(value)
			if !ok {
				return nil, false
			}
			out = append(out, key+":"+text)
		}
		slices.Sort(out)
		return out, len(out) > 0
	}
	list, isList := v.([]any)
	if p.Type == Position && isList && len(list) > 0 {
		if _, nested := list[0].([]any); !nested {
			list = []any{list}
		}
		var out []string
		for _, item := range list {
			pair, ok := item.([]any)
			if !ok || len(pair) != 2 {
				return nil, false
			}
			lon, isLon := pair[0].(json.Number)
			lat, isLat := pair[1].(json.Number)
			if !isLon || !isLat {
				return nil, false
			}
			out = append(out, lon.String()+","+lat.String())
		}
		return out, true
	}
	if !isList {
		list = []any{v}
	}
	var out []string
	for _, item := range list {
		text, ok := plainText(item)
		if !ok {
			return nil, false
		}
		out = append(out, text)
	}
	return out, len(out) > 0
}

// plainText is a text, a number or a truth value as one writes it.
func plainText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return fmt.Sprint(v), true
	}
	return "", false
}

// invalidMember tells which member of a body is wrong. The pointer is that of RFC 6901.
func invalidMember(name, value string, rule Text) *Problem {
	name, value = clip(name), clip(value)
	return &Problem{Status: http.StatusBadRequest, Kind: kindInvalidBody, Parameter: name, Value: value, Rule: rule,
		Title: Text{En: "The body is not accepted", Zh: "内容有误"}, Extra: map[string]any{"pointer": "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)},
		Detail: Text{En: fmt.Sprintf("%q is %q: %s", name, value, rule.En), Zh: fmt.Sprintf("%q 的值为 %q：%s", name, value, rule.Zh)}}
}

func givenTwice(name string) *Problem {
	return invalidMember(name, "", Text{En: "is given twice", Zh: "重复给出"})
}
