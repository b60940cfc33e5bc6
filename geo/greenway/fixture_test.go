package greenway_test

import (
	"context"
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
)

// Tests draw in metres around a place in Jiaxing.
var plane = crs.NewLocalTM(orb.Point{120.7, 30.9})

func line(at ...orb.Point) orb.LineString {
	out := make(orb.LineString, len(at))
	for i, p := range at {
		out[i] = plane.ToGeo(p)
	}
	return out
}

func rect(x, y, w, h float64) orb.MultiPolygon {
	return orb.MultiPolygon{{orb.Ring(line(orb.Point{x, y}, orb.Point{x + w, y}, orb.Point{x + w, y + h},
		orb.Point{x, y + h}, orb.Point{x, y}))}}
}

func way(lines ...orb.LineString) geo.Greenway { return geo.Greenway{ID: "g", Geometry: lines} }

// wide is a unit that holds everything drawn.
var wide = rect(-20_000, -20_000, 40_000, 40_000)

func measure(t *testing.T, unit orb.MultiPolygon, ways ...geo.Greenway) greenway.Result {
	t.Helper()
	res, err := greenway.Measure(context.Background(), unit, geo.Known(10_000), ways)
	require.NoError(t, err)
	return res
}

func value(t *testing.T, a geo.Amount) float64 {
	t.Helper()
	v, ok := a.Get()
	require.True(t, ok, "the amount is known")
	return v
}

// walk is a random winding line.
func walk(rng *rand.Rand, extent float64) orb.LineString {
	at := []orb.Point{{extent * (rng.Float64() - 0.5), extent * (rng.Float64() - 0.5)}}
	dir := rng.Float64() * 2 * math.Pi
	for range 2 + rng.Intn(30) {
		dir += rng.NormFloat64() * 0.6
		step := 5 + 300*rng.Float64()*rng.Float64()
		p := at[len(at)-1]
		at = append(at, orb.Point{p[0] + step*math.Cos(dir), p[1] + step*math.Sin(dir)})
	}
	return line(at...)
}

// densified puts vertices between those of a line, on it.
func densified(rng *rand.Rand, ls orb.LineString) orb.LineString {
	out := orb.LineString{ls[0]}
	for i := 1; i < len(ls); i++ {
		f := 0.0
		for range rng.Intn(4) {
			f += (1 - f) * rng.Float64()
			a, b := ls[i-1], ls[i]
			out = append(out, orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
		}
		out = append(out, ls[i])
	}
	return out
}

func reversed(ls orb.LineString) orb.LineString {
	ls = ls.Clone()
	ls.Reverse()
	return ls
}

// split cuts a line in two at a vertex.
func split(rng *rand.Rand, ls orb.LineString) []orb.LineString {
	if len(ls) < 3 {
		return []orb.LineString{ls}
	}
	k := 1 + rng.Intn(len(ls)-2)
	return []orb.LineString{ls[:k+1], ls[k:]}
}
