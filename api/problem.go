package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// Problem is an error that is told to the client, as RFC 9457 has it. Type is one of
// the kinds below; Title belongs to the type, Detail to the case.
type Problem struct {
	Status int
	Kind   string
	Title  Text
	Detail Text
	// Parameter, Value and Rule tell which part of the request broke what.
	Parameter string
	Value     string
	Rule      Text
	// Known lists the names that would have been understood.
	Known []string
	// Extra are further members.
	Extra map[string]any
	// RetryAfterS is sent as Retry-After when positive; Allow as Allow.
	RetryAfterS int
	Allow       string
	// Challenge is sent as WWW-Authenticate where a key is wanted (RFC 9110 §11.6.1).
	Challenge string
}

func (p *Problem) Error() string { return p.Title.En + ": " + p.Detail.En }

// The kinds of problem. They are stable: clients may compare them.
const (
	kindBadQuery         = "malformed-query"
	kindUnknownParameter = "unknown-parameter"
	kindMissingParameter = "missing-parameter"
	kindInvalidParameter = "invalid-parameter"
	kindConflict         = "conflicting-parameters"
	kindNotFound         = "not-found"
	kindNoSuchUnit       = "no-such-unit"
	kindNoSuchStandard   = "no-such-standard"
	kindMethod           = "method-not-allowed"
	kindOffNetwork       = "off-network"
	kindNotReady         = "not-ready"
	kindTimeout          = "timeout"
	kindInternal         = "internal"
)

// typePrefix makes a URI of a kind of problem. It is a name, not an address.
const typePrefix = "urn:problem-type:lifecircle:"

func badQuery(err error) *Problem {
	return &Problem{Status: http.StatusBadRequest, Kind: kindBadQuery,
		Title:  Text{En: "The query cannot be read", Zh: "无法读取查询"},
		Detail: both(err.Error())}
}

func unknownParameter(e *Endpoint, name string) *Problem {
	known := e.names()
	list := strings.Join(known, ", ")
	p := &Problem{Status: http.StatusBadRequest, Kind: kindUnknownParameter, Parameter: clip(name), Known: known,
		Title: Text{En: "Unknown parameter", Zh: "未知参数"}}
	if list == "" {
		p.Detail = Text{En: fmt.Sprintf("parameter %q is not known; %s takes none", p.Parameter, e.Path),
			Zh: fmt.Sprintf("未知参数 %q；%s 不接受任何参数", p.Parameter, e.Path)}
		return p
	}
	p.Detail = Text{En: fmt.Sprintf("parameter %q is not known; %s takes %s", p.Parameter, e.Path, list),
		Zh: fmt.Sprintf("未知参数 %q；%s 接受 %s", p.Parameter, e.Path, list)}
	return p
}

func missingParameter(param *Param) *Problem {
	rule := param.rule()
	return &Problem{Status: http.StatusBadRequest, Kind: kindMissingParameter, Parameter: param.Name, Rule: rule,
		Title: Text{En: "A parameter is missing", Zh: "缺少参数"},
		Detail: Text{En: fmt.Sprintf("parameter %q is required: %s", param.Name, rule.En),
			Zh: fmt.Sprintf("必须给出参数 %q：%s", param.Name, rule.Zh)}}
}

func neededParameter(names []string, why Text) *Problem {
	list := strings.Join(names, ", ")
	return &Problem{Status: http.StatusBadRequest, Kind: kindMissingParameter, Parameter: names[0], Known: names, Rule: why,
		Title: Text{En: "A parameter is missing", Zh: "缺少参数"},
		Detail: Text{En: fmt.Sprintf("one of %s is required: %s", list, why.En),
			Zh: fmt.Sprintf("须给出 %s 之一：%s", list, why.Zh)}}
}

func invalidParameter(param *Param, value string, rule Text) *Problem {
	value = clip(value)
	return &Problem{Status: http.StatusBadRequest, Kind: kindInvalidParameter, Parameter: param.Name, Value: value, Rule: rule,
		Title: Text{En: "Invalid parameter", Zh: "参数无效"},
		Detail: Text{En: fmt.Sprintf("parameter %q is %q: it has to be %s", param.Name, value, rule.En),
			Zh: fmt.Sprintf("参数 %q 的值为 %q：应为 %s", param.Name, value, rule.Zh)}}
}

func conflictingParameters(names []string, why Text) *Problem {
	list := strings.Join(names, ", ")
	return &Problem{Status: http.StatusBadRequest, Kind: kindConflict, Parameter: names[len(names)-1], Rule: why,
		Title: Text{En: "Parameters contradict each other", Zh: "参数互相矛盾"},
		Detail: Text{En: fmt.Sprintf("%s cannot be given together: %s", list, why.En),
			Zh: fmt.Sprintf("%s 不能同时给出：%s", list, why.Zh)}}
}

func conflictingValue(name, value string, why Text) *Problem {
	return &Problem{Status: http.StatusBadRequest, Kind: kindConflict, Parameter: name, Value: value, Rule: why,
		Title: Text{En: "Parameters contradict each other", Zh: "参数互相矛盾"},
		Detail: Text{En: fmt.Sprintf("parameter %q is %q: %s", name, value, why.En),
			Zh: fmt.Sprintf("参数 %q 的值为 %q：%s", name, value, why.Zh)}}
}

func notFound(path string) *Problem {
	return &Problem{Status: http.StatusNotFound, Kind: kindNotFound,
		Title: Text{En: "Not found", Zh: "未找到"},
		Detail: Text{En: fmt.Sprintf("there is nothing at %q", clip(path)),
			Zh: fmt.Sprintf("%q 处没有资源", clip(path))}}
}

func methodNotAllowed(method, allowed string) *Problem {
	return &Problem{Status: http.StatusMethodNotAllowed, Kind: kindMethod, Allow: allowed,
		Title: Text{En: "Method not allowed", Zh: "不支持的方法"},
		Detail: Text{En: fmt.Sprintf("%s is not supported here; use %s", clip(method), allowed),
			Zh: fmt.Sprintf("此处不支持 %s；请用 %s", clip(method), allowed)}}
}

func notReady() *Problem {
	return &Problem{Status: http.StatusServiceUnavailable, Kind: kindNotReady, RetryAfterS: 5,
		Title:  Text{En: "Not ready", Zh: "尚未就绪"},
		Detail: Text{En: "the dataset is being made ready; ask again shortly", Zh: "数据集正在准备，请稍后再试"}}
}

func timedOut(limitS float64) *Problem {
	return &Problem{Status: http.StatusServiceUnavailable, Kind: kindTimeout, RetryAfterS: 30,
		Title: Text{En: "The answer took too long", Zh: "计算超时"},
		Detail: Text{En: fmt.Sprintf("the answer took longer than %g s; ask for fewer units, categories or limits", limitS),
			Zh: fmt.Sprintf("计算超过 %g 秒；请减少单元、类别或界限的数量", limitS)}}
}

func internalError() *Problem {
	return &Problem{Status: http.StatusInternalServerError, Kind: kindInternal,
		Title: Text{En: "Internal error", Zh: "内部错误"},
		Detail: Text{En: "the server failed to answer; the log has the cause under this request_id",
			Zh: "服务器未能作答；日志中此 request_id 下有原因"}}
}

// ofField tells of a part of the question that the analysis refused. An unknown unit
// in the path is a resource that does not exist, hence 404; anything else is 400.
func ofField(e *Endpoint, f *analysis.FieldError) *Problem {
	name, in := e.paramForField(f.Field)
	rule := translated(f.Rule)
	p := invalidParameter(&Param{Name: name}, f.Value, rule)
	p.Detail = Text{En: fmt.Sprintf("parameter %q is %q: %s", name, p.Value, rule.En),
		Zh: fmt.Sprintf("参数 %q 的值为 %q：%s", name, p.Value, rule.Zh)}
	if f.Missing && in == InPath {
		p.Status, p.Kind = http.StatusNotFound, kindNoSuchUnit
		p.Title = Text{En: "No such unit", Zh: "没有这个单元"}
	}
	return p
}

// ofPlace tells of a point from which no street can be reached. The request is
// well-formed, its place is not one that can be answered for: 422.
func ofPlace(o *analysis.OffNetworkError) *Problem {
	p := &Problem{Status: http.StatusUnprocessableEntity, Kind: kindOffNetwork, Parameter: "lon,lat",
		Value: formatNumber(o.Lon) + "," + formatNumber(o.Lat),
		Title: Text{En: "The point is not on the network", Zh: "该点不在路网上"},
		Extra: map[string]any{"mode": o.Mode, "limit_m": o.LimitM, "nearest_m": nil}}
	if o.NearestM < 0 {
		p.Detail = Text{En: o.Error(), Zh: fmt.Sprintf("附近没有 %s 可用的道路；地点须在道路 %.0f 米以内", o.Mode, o.LimitM)}
		return p
	}
	p.Extra["nearest_m"] = round(o.NearestM, 1)
	p.Detail = Text{En: o.Error(),
		Zh: fmt.Sprintf("最近的 %s 可用道路在 %.0f 米外，或被障碍隔开；地点须在道路 %.0f 米以内", o.Mode, o.NearestM, o.LimitM)}
	return p
}

// write sends the problem. Nothing may have been written before.
func (p *Problem) write(w http.ResponseWriter, lang Lang, requestID string) {
	body := map[string]any{
		"type": typePrefix + p.Kind, "title": p.Title.in(lang), "status": p.Status, "detail": p.Detail.in(lang),
	}
	if requestID != "" {
		body["request_id"] = requestID
	}
	if p.Parameter != "" {
		body["parameter"] = p.Parameter
	}
	if p.Value != "" {
		body["value"] = p.Value
	}
	if rule := p.Rule.in(lang); rule != "" {
		body["rule"] = rule
	}
	if len(p.Known) > 0 {
		body["known"] = p.Known
	}
	for name, value := range p.Extra {
		body[name] = value
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		// Only a number of Extra that is not finite can do this; the problem
		// itself still has to reach the client.
		p.Extra = nil
		p.write(w, lang, requestID)
		return
	}
	h := w.Header()
	for _, name := range []string{"Etag", "Content-Disposition", "Content-Crs", "Content-Encoding", "Content-Length"} {
		h.Del(name)
	}
	h.Set("Content-Type", MediaProblem)
	h.Set("Content-Language", string(lang))
	h.Set("Cache-Control", "no-store")
	varyNegotiated(h)
	if p.RetryAfterS > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfterS))
	}
	if p.Allow != "" {
		h.Set("Allow", p.Allow)
	}
	if p.Challenge != "" {
		h.Set(headerChallenge, p.Challenge)
	}
	w.WriteHeader(p.Status)
	// A client that is gone cannot be told so.
	_, _ = w.Write(append(encoded, '\n'))
}

// clip shortens what a client sent before it is repeated to it.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	const most = 100
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
