package api

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"sync"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// flushBytes is how much is gathered before it is handed on.
const flushBytes = 64 << 10

// encoder writes JSON to a stream through a buffer, without building the document in
// memory first. Commas are its own business. The first error sticks in err, and
// everything after it is dropped.
type encoder struct {
	out io.Writer
	buf []byte
	// comma tells that a value stands before the next one.
	comma   bool
	flushed bool
	err     error
}

var encoders = sync.Pool{New: func() any { return &encoder{buf: make([]byte, 0, 2*flushBytes)} }}

// newEncoder takes an encoder from the pool; release gives it back.
func newEncoder(out io.Writer) *encoder {
	e := encoders.Get().(*encoder)
	*e = encoder{out: out, buf: e.buf[:0]}
	return e
}

// release returns the encoder to the pool. A buffer that one huge geometry has blown
// up is left to the garbage collector.
func (e *encoder) release() {
	if cap(e.buf) > 64*flushBytes {
		return
	}
	e.out = nil
	encoders.Put(e)
}

// flush hands on what has been gathered.
func (e *encoder) flush() {
	if e.err != nil || len(e.buf) == 0 {
		return
	}
	e.flushed = true
	if _, err := e.out.Write(e.buf); err != nil {
		e.err = &sendError{err}
	}
	e.buf = e.buf[:0]
}

// sendError is an error of the stream, not of what was written to it: the client has
// gone.
type sendError struct{ err error }

func (s *sendError) Error() string { return "sending the answer: " + s.err.Error() }
func (s *sendError) Unwrap() error { return s.err }

// Write takes bytes of another form than JSON.
func (e *encoder) Write(b []byte) (int, error) {
	e.buf = append(e.buf, b...)
	if len(e.buf) >= flushBytes {
		e.flush()
	}
	return len(b), e.err
}

// fail records the first error.
func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// before writes the comma that the next value needs.
func (e *encoder) before() {
	if e.comma {
		e.buf = append(e.buf, ',')
	}
	e.comma = true
}

func (e *encoder) open(c byte) {
	e.before()
	e.buf = append(e.buf, c)
	e.comma = false
}

func (e *encoder) close(c byte) {
	e.buf = append(e.buf, c)
	e.comma = true
	if len(e.buf) >= flushBytes {
		e.flush()
	}
}

func (e *encoder) beginObject() { e.open('{') }
func (e *encoder) endObject()   { e.close('}') }
func (e *encoder) beginArray()  { e.open('[') }
func (e *encoder) endArray()    { e.close(']') }

// key writes the name of the member whose value comes next.
func (e *encoder) key(name string) {
	e.before()
	e.buf = appendString(e.buf, name)
	e.buf = append(e.buf, ':')
	e.comma = false
}

func (e *encoder) null() {
	e.before()
	e.buf = append(e.buf, "null"...)
}

func (e *encoder) str(s string) {
	e.before()
	e.buf = appendString(e.buf, s)
}

// strOrNull writes null for an empty text: it says that nothing is known.
func (e *encoder) strOrNull(s string) {
	if s == "" {
		e.null()
		return
	}
	e.str(s)
}

func (e *encoder) boolean(b bool) {
	e.before()
	e.buf = strconv.AppendBool(e.buf, b)
}

func (e *encoder) integer(n int) {
	e.before()
	e.buf = strconv.AppendInt(e.buf, int64(n), 10)
}

// number writes v rounded to so many decimals; what is not finite is not a number
// and becomes null.
func (e *encoder) number(v float64, places int) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		e.null()
		return
	}
	e.before()
	e.buf = strconv.AppendFloat(e.buf, round(v, places), 'f', -1, 64)
}

// amount writes a known amount rounded to so many decimals, an unknown one as null.
func (e *encoder) amount(a geo.Amount, places int) {
	if v, known := a.Get(); known {
		e.number(v, places)
		return
	}
	e.null()
}

// any writes a value of the standard encoder.
func (e *encoder) any(v any) {
	// Answers are read by people too: ">=" stays what it is. No browser takes them for
	// HTML (X-Content-Type-Options).
	var b bytes.Buffer
	j := json.NewEncoder(&b)
	j.SetEscapeHTML(false)
	if err := j.Encode(v); err != nil {
		e.fail(err)
		return
	}
	e.before()
	e.buf = append(e.buf, bytes.TrimSuffix(b.Bytes(), []byte{'\n'})...)
	if len(e.buf) >= flushBytes {
		e.flush()
	}
}

// round rounds v half away from zero to so many decimals. A number too large to have
// that many is returned as it is.
func round(v float64, places int) float64 {
	scale := math.Pow10(places)
	if math.Abs(v) >= 1<<53/scale {
		return v
	}
	return math.Round(v*scale)/scale + 0 // + 0 turns -0 into 0
}

// appendString appends s as a JSON string.
func appendString(buf []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			// A text always encodes: what is not UTF-8 becomes the replacement character.
			b, _ := json.Marshal(s)
			return append(buf, b...)
		}
	}
	buf = append(buf, '"')
	buf = append(buf, s...)
	return append(buf, '"')
}
