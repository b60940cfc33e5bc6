package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// DefaultRequestTimeout is how long one answer may take unless the options say
// otherwise.
const DefaultRequestTimeout = 30 * time.Second

// Options say how to serve.
type Options struct {
	// Provider hands out the dataset in service. Required.
	Provider Provider
	// Map is served at / and at every path that is no resource; without one they are
	// not found.
	Map http.Handler
	// Build names the build; it is part of every entity tag, so that a new build is
	// never answered from an old one's cache. Defaults to "dev".
	Build string
	// Logger takes the access log. Defaults to slog.Default().
	Logger *slog.Logger
	// RequestTimeout bounds one computation; a longer one ends with 503. Defaults to
	// [DefaultRequestTimeout]; it may not be negative.
	RequestTimeout time.Duration
	// CORSOrigins are the origins whose pages may read the answers. Defaults to "*",
	// any: everything served is public and read-only.
	CORSOrigins []string
	// Records hands out where records are kept: reported figures, keys and scenarios. It is
	// asked once a request, and returns nil where there are none (yet). Where it is a
	// data.Store, scenarios can be applied to its dataset. Defaults to none.
	Records func() data.Records
	// Now is the clock by which records are dated. Defaults to time.Now.
	Now func() time.Time
	// Standards are the documents that units are judged by. Defaults to none.
	Standards Standards
}

// server answers requests. It holds no state of its own.
type server struct {
	provider  Provider
	mapPage   http.Handler
	build     string
	log       *slog.Logger
	timeout   time.Duration
	langs     languages
	endpoints []Endpoint
	answers   map[string]answerer
	standards *Standards
	records   func() data.Records
	now       func() time.Time
}

// New returns the handler of the whole interface.
func New(o Options) (http.Handler, error) {
	switch {
	case o.Provider == nil:
		return nil, errors.New("api options: Provider is required")
	case o.RequestTimeout < 0:
		return nil, fmt.Errorf("api options: RequestTimeout is %s: it may not be negative", o.RequestTimeout)
	case len(o.Standards.List) > 0 && o.Standards.Judges == nil:
		return nil, errors.New("api options: Standards.Judges is required where there are standards")
	}
	s := &server{provider: o.Provider, mapPage: o.Map, build: o.Build, log: o.Logger, timeout: o.RequestTimeout,
		langs: newLanguages(), endpoints: Endpoints(), answers: answerers(), standards: &o.Standards,
		records: o.Records, now: o.Now}
	if s.now == nil {
		s.now = time.Now
	}
	if s.build == "" {
		s.build = "dev"
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.timeout == 0 {
		s.timeout = DefaultRequestTimeout
	}
	origins := o.CORSOrigins
	if len(origins) == 0 {
		origins = []string{"*"}
	}
	for i := range s.endpoints {
		if e := &s.endpoints[i]; !e.Health && !e.PostOnly && s.answers[e.Path] == nil {
			return nil, fmt.Errorf("api: nothing answers %s", e.Path)
		}
	}
	return withExchange(s.log, s.langs, withCORS(origins, withGzip(newRouter(s)))), nil
}

// question is one request, read and checked.
type question struct {
	analyst  Analyst
	endpoint *Endpoint
	values   *Values
	lang     Lang
	media    string
	// standards are those of the options; judge is nil unless the endpoint is Judged.
	standards *Standards
	judge     Judge
	// records are where records are kept, nil where they are not or for an endpoint that is
	// not made of them.
	records data.Records
	// own are the members of a body that are no parameters, nil where there is none.
	own map[string]json.RawMessage
}

// answerer computes the answer to a question and returns what writes it. All that can
// be refused is refused here; writing only fails when the client is gone.
type answerer func(ctx context.Context, q *question) (func(e *encoder), error)

// answerers returns who answers which path.
func answerers() map[string]answerer {
	return map[string]answerer{
		pathDataset: answerDataset, pathCategories: answerCategories, pathModes: answerModes, pathCircles: answerCircles,
		pathUnits: answerUnits, pathTowns: answerTowns, pathTown: answerTown, pathTable: answerTable,
		pathFacilities: answerFacilities, pathCoverage: answerCoverage, pathCompleteness: answerCompleteness,
		pathGreenways: answerGreenways, pathServiceRadius: answerServiceRadius, pathIsochrones: answerIsochrones,
		pathStandards: answerStandards, pathStandard: answerStandard, pathScorecard: answerScorecard, pathBehind: answerBehind,
		pathGaps: answerGaps, pathSites: answerSites, pathSupply: answerSupply, pathExplain: answerExplain,
		pathTrend: answerTrend, pathRankings: answerRankings, pathReported: answerReported,
		pathScenarios: answerScenarios, pathScenario: answerScenario, pathCompare: answerCompare,
	}
}

// serve answers a request to an endpoint.
func (s *server) serve(w http.ResponseWriter, r *http.Request, endpoint *Endpoint, inPath map[string]string) {
	exchangeOf(r.Context()).route = endpoint.Path
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if endpoint.PostOnly {
			s.fail(w, r, methodNotAllowed(r.Method, endpoint.methods()))
			return
		}
	case http.MethodOptions:
		w.Header().Set("Allow", endpoint.methods())
		w.WriteHeader(http.StatusNoContent)
		return
	case http.MethodPost:
		if endpoint.Post != nil {
			s.post(w, r, endpoint, endpoint.Post, inPath)
			return
		}
		s.fail(w, r, methodNotAllowed(r.Method, endpoint.methods()))
		return
	case http.MethodDelete:
		if endpoint.Delete != nil {
			s.post(w, r, endpoint, endpoint.Delete, inPath)
			return
		}
		fallthrough
	default:
		s.fail(w, r, methodNotAllowed(r.Method, endpoint.methods()))
		return
	}
	values, err := parse(endpoint, r.URL.RawQuery, inPath)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if endpoint.Health {
		s.serveHealth(w, r, endpoint.Path)
		return
	}
	analyst := s.provider.Current()
	if analyst == nil {
		s.fail(w, r, notReady())
		return
	}
	q := &question{analyst: analyst, endpoint: endpoint, values: values, standards: s.standards,
		lang: s.langs.choose(r, values.String("lang")), media: chooseMedia(r, endpoint.Media)}
	if format := values.String("format"); format != "" {
		q.media = mediaOfFormat(format)
	}
	kept := ""
	if endpoint.Judged && s.standards.Judges != nil {
		if q.judge, err = s.standards.Judges.Judge(r.Context(), analyst); err != nil {
			s.fail(w, r, fmt.Errorf("reading what was reported: %w", err))
			return
		}
		kept = q.judge.Kept()
	}
	if endpoint.Records && s.records != nil {
		if q.records = s.records(); q.records != nil {
			version, err := q.records.RecordsVersion(r.Context())
			if err != nil {
				s.fail(w, r, fmt.Errorf("reading the version of the records: %w", err))
				return
			}
			kept += version // behind what a judge keeps, the year above all
		}
	}
	tag := entityTag(analyst.Dataset().Version, s.build, analyst.Profiles().Version, s.standards.Version, kept, q.media, string(q.lang),
		endpoint.Path, values.canonical())
	match, star := tagMatches(r.Header.Values("If-None-Match"), tag)
	if match {
		setValidators(w.Header(), q, tag)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout)
	defer cancel()
	write, err := s.answers[endpoint.Path](ctx, q)
	if err != nil {
		s.fail(w, r, s.problemOf(r, endpoint, err))
		return
	}
	setValidators(w.Header(), q, tag)
	if star {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.send(w, r, q, write)
}

// send writes the answer through a pooled buffer.
func (s *server) send(w http.ResponseWriter, r *http.Request, q *question, write func(e *encoder)) {
	h := w.Header()
	h.Set("Content-Type", contentType(q.media))
	if q.media == MediaCSV {
		h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="lifecircle-%s.csv"`, path.Base(q.endpoint.Path)))
	}
	e := newEncoder(w)
	defer e.release()
	write(e)
	if e.err == nil && q.media != MediaCSV {
		e.buf = append(e.buf, '\n')
	}
	e.flush()
	if e.err == nil {
		return
	}
	x := exchangeOf(r.Context())
	x.cause = e.err
	var gone *sendError
	x.aborted = errors.As(e.err, &gone)
	if !e.flushed {
		s.fail(w, r, internalError())
		return
	}
	// Part of the answer is out: only a broken connection tells that it is not whole.
	panic(http.ErrAbortHandler)
}

// setValidators sets the headers that an answer and its 304 share (RFC 9110 §15.4.5).
func setValidators(h http.Header, q *question, tag string) {
	h.Set("Etag", tag)
	h.Set("Cache-Control", q.endpoint.caching())
	h.Set("Content-Language", string(q.lang))
	if q.media == MediaGeoJSON {
		h.Set("Content-Crs", "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>")
	}
	varyNegotiated(h)
}

// caching says how long a client may answer itself: a minute, but never from what people
// may have changed since.
func (e *Endpoint) caching() string {
	if e.Records || e.Judged {
		return "no-cache"
	}
	return "public, max-age=60, stale-while-revalidate=300"
}

func contentType(media string) string {
	if media == MediaCSV {
		return "text/csv; charset=utf-8; header=present"
	}
	return media
}

func mediaOfFormat(format string) string {
	if format == "csv" {
		return MediaCSV
	}
	return MediaJSON
}

// problemOf makes of an error what the client is told of it.
func (s *server) problemOf(r *http.Request, endpoint *Endpoint, err error) error {
	var (
		problem *Problem
		field   *analysis.FieldError
		place   *analysis.OffNetworkError
	)
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.As(err, &field):
		return ofField(endpoint, field)
	case errors.As(err, &place):
		return ofPlace(place)
	case r.Context().Err() != nil:
		return r.Context().Err()
	case errors.Is(err, context.DeadlineExceeded):
		return timedOut(s.timeout.Seconds())
	}
	exchangeOf(r.Context()).cause = err
	return internalError()
}

// fail sends a problem. Where nobody waits any more it sends nothing, and breaks the
// connection, lest something on the way takes an empty answer for the answer.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	x := exchangeOf(r.Context())
	if r.Context().Err() != nil {
		x.aborted, x.cause = true, r.Context().Err()
		panic(http.ErrAbortHandler)
	}
	var problem *Problem
	if !errors.As(err, &problem) {
		x.cause, problem = err, internalError()
	}
	problem.write(w, s.langs.choose(r, r.URL.Query().Get("lang")), x.id)
}
