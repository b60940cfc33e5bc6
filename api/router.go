package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// newRouter makes the routes of the table, and hands everything else to the map. It
// is the only place that knows the router: handlers get the request, its endpoint and
// the path parameters.
func newRouter(s *server) http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	// Nobody's word is taken for an address: without this the router believes any
	// X-Forwarded-For header.
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		s.routeFailed(c.Response(), c.Request(), err)
	}
	for i := range s.endpoints {
		endpoint := &s.endpoints[i]
		route := strings.NewReplacer("{", ":", "}", "").Replace(endpoint.Path)
		e.Any(route, func(c echo.Context) error {
			params, err := pathParams(c)
			if err != nil {
				s.fail(c.Response(), c.Request(), badQuery(err))
				return nil
			}
			s.serve(c.Response(), c.Request(), endpoint, params)
			return nil
		})
	}
	e.Any("/*", func(c echo.Context) error {
		s.serveMap(c.Response(), c.Request())
		return nil
	})
	return e
}

// pathParams reads the path parameters. The router matches the path as it was sent
// wherever that differs from the plain spelling, and leaves the escapes in.
func pathParams(c echo.Context) (map[string]string, error) {
	out := map[string]string{}
	for _, name := range c.ParamNames() {
		value := c.Param(name)
		if c.Request().URL.RawPath != "" {
			plain, err := url.PathUnescape(value)
			if err != nil {
				return nil, err
			}
			value = plain
		}
		out[name] = value
	}
	return out, nil
}

// routeFailed answers what no route took: the routes take every common method, so
// this is an uncommon one.
func (s *server) routeFailed(w http.ResponseWriter, r *http.Request, err error) {
	var refused *echo.HTTPError
	if errors.As(err, &refused) {
		switch refused.Code {
		case http.StatusMethodNotAllowed:
			s.fail(w, r, methodNotAllowed(r.Method, allowedMethods))
			return
		case http.StatusNotFound:
			s.fail(w, r, notFound(r.URL.Path))
			return
		}
	}
	exchangeOf(r.Context()).cause = err
	s.fail(w, r, internalError())
}
