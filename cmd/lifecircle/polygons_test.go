package main

import (
	"encoding/json"
	"math/rand"
	"regexp"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

var tooPrecise = regexp.MustCompile(`\.\d{8,}`)

// valid requires a geometry that simplefeatures and package shape hold valid, with
// outer rings counter-clockwise and holes clockwise (RFC 7946 §3.1.6) and not more
// than 7 decimals, and returns its polygons.
func valid(t *testing.T, raw json.RawMessage) orb.MultiPolygon {
	t.Helper()
	require.NotRegexp(t, tooPrecise, string(raw))
	_, err := geom.UnmarshalGeoJSON(raw) // validates
	require.NoError(t, err)
	var g struct {
		Type        string
		Coordinates json.RawMessage
	}
	require.NoError(t, json.Unmarshal(raw, &g))
	var polygons orb.MultiPolygon
	switch g.Type {
	case "Polygon":
		polygons = orb.MultiPolygon{nil}
		require.NoError(t, json.Unmarshal(g.Coordinates, &polygons[0]))
	case "MultiPolygon":
		require.NoError(t, json.Unmarshal(g.Coordinates, &polygons))
	default:
		require.Fail(t, "not a polygon", g.Type)
	}
	require.NoError(t, shape.Validate(polygons))
	for _, p := range polygons {
		for i, ring := range p {
			require.Equal(t, i == 0, shoelace(ring) > 0, "ring %d winds the wrong way", i)
		}
	}
	return polygons
}

// shoelace is twice the signed area of a ring in square degrees, taken from its
// first position so that no digits are lost.
func shoelace(r orb.Ring) (sum float64) {
	for i := 1; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum
}

// seeded is chance that can be had again.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewSource(seed))
}

// nested requires that each ground lies in the next: random points of the one are
// points of the other.
func nested(t *testing.T, grounds []orb.MultiPolygon, random *rand.Rand) {
	t.Helper()
	for i := 1; i < len(grounds); i++ {
		box := grounds[i-1].Bound()
		for tries, inside := 0, 0; tries < 2000 && inside < 200 && !box.IsEmpty(); tries++ {
			p := orb.Point{box.Min[0] + random.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + random.Float64()*(box.Max[1]-box.Min[1])}
			if !planar.MultiPolygonContains(grounds[i-1], p) {
				continue
			}
			inside++
			require.True(t, planar.MultiPolygonContains(grounds[i], p), "%v lies in ground %d and not in ground %d", p, i-1, i)
		}
	}
}
