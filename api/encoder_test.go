package api

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestEncoderWritesEachKindOfValue(t *testing.T) {
	got, err := encode(t, func(e *encoder) {
		e.beginObject()
		e.key("a")
		e.beginArray()
		e.integer(-3)
		e.boolean(true)
		e.null()
		e.beginObject()
		e.endObject()
		e.str("甲\"\n")
		e.endArray()
		e.key("b")
		e.amount(geo.Known(1.0/3), 6)
		e.key("c")
		e.amount(geo.Unknown(), 6)
		e.key("d")
		e.number(math.NaN(), 2)
		e.key("e")
		e.strOrNull("")
		e.key("f")
		e.any(map[string]int{"x": 1})
		e.endObject()
	})
	require.NoError(t, err)
	assert.Equal(t, `{"a":[-3,true,null,{},"甲\"\n"],"b":0.333333,"c":null,"d":null,"e":null,"f":{"x":1}}`, got)
}

func TestStringsReadBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.String().Draw(rt, "s")
		var back string
		require.NoError(rt, json.Unmarshal(appendString(nil, s), &back))
		require.Equal(rt, s, back)
	})
}

func TestRounding(t *testing.T) {
	assert.Equal(t, 0.1, round(0.05, 1))
	assert.Equal(t, -0.1, round(-0.05, 1))
	assert.Equal(t, 2.0, round(1.9999999, 6))
	assert.Equal(t, 1e300, round(1e300, 6), "too large to have decimals")
	assert.False(t, math.Signbit(round(-0.00001, 2)), "no minus zero")
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.Float64Range(-1e9, 1e9).Draw(rt, "v")
		require.InDelta(rt, v, round(v, 2), 0.005+1e-6)
	})
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestEncoderKeepsTheFirstError(t *testing.T) {
	e := newEncoder(broken{})
	defer e.release()
	e.str("x")
	e.flush()
	var gone *sendError
	require.ErrorAs(t, e.err, &gone)
	e.fail(errors.New("later"))
	assert.ErrorContains(t, e.err, "gone")

	_, err := encode(t, func(e *encoder) { e.any(math.NaN()) })
	assert.Error(t, err, "a number that is not finite cannot be written")
}
