package api

import (
	"net/http"
)

// serveHealth answers the probes. Liveness says that the process runs, whatever its
// data; readiness that questions can be answered from data that is still there.
func (s *server) serveHealth(w http.ResponseWriter, r *http.Request, path string) {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	if path == pathReadyz {
		if p := s.unready(r); p != nil {
			s.fail(w, r, p)
			return
		}
	}
	h.Set("Content-Type", MediaJSON)
	word := "ok"
	if path == pathReadyz {
		word = "ready"
	}
	_, _ = w.Write([]byte(`{"status":"` + word + `"}` + "\n")) // a prober that is gone cannot be told so
}

// unready tells why questions cannot be answered, nil when they can. What the store
// said goes to the log alone: it may name hosts and files.
func (s *server) unready(r *http.Request) *Problem {
	if err := s.provider.Err(); err != nil {
		exchangeOf(r.Context()).cause = err
		return &Problem{Status: http.StatusServiceUnavailable, Kind: kindNotReady, RetryAfterS: 5,
			Title: Text{En: "Not ready", Zh: "尚未就绪"},
			Detail: Text{En: "the store is gone or its newest version cannot be loaded; the log has the cause",
				Zh: "数据存储不可用，或最新版本无法载入；原因见日志"}}
	}
	if s.provider.Current() == nil {
		return notReady()
	}
	return nil
}
