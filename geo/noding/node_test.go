package noding_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/noding"
)

var centre = orb.Point{120, 30}

// at is a place metres east and north of the centre.
func at(x, y float64) orb.Point {
	p := crs.NewLocalTM(centre).ToGeo(orb.Point{x, y})
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

func line(xy ...float64) noding.Line {
	var l noding.Line
	for i := 0; i < len(xy); i += 2 {
		l.Points = append(l.Points, at(xy[i], xy[i+1]))
	}
	return l
}

func node(t *testing.T, tolerance float64, lines ...noding.Line) ([]orb.LineString, *noding.Report) {
	t.Helper()
	out, report, err := noding.Node(context.Background(), lines, noding.Options{ToleranceM: tolerance})
	require.NoError(t, err)
	require.Len(t, out, len(lines))
	return out, report
}

// common lists the vertices that lines have in common.
func common(a, b orb.LineString) (out []orb.Point) {
	for _, p := range a {
		for _, q := range b {
			if p == q {
				out = append(out, p)
			}
		}
	}
	return out
}

func requireNear(t *testing.T, want, got orb.Point, metres float64) {
	t.Helper()
	require.LessOrEqual(t, crs.Distance(want, got), metres, "%v and %v", want, got)
}

func TestACrossing(t *testing.T) {
	out, report := node(t, 0, line(-100, 0, 100, 0), line(10, -100, 10, 100))
	require.Len(t, common(out[0], out[1]), 1)
	requireNear(t, at(10, 0), common(out[0], out[1])[0], 0.02)
	require.Equal(t, 1, report.Crossings)
	require.Empty(t, report.Joined)
	require.Empty(t, report.Islands)
}

func TestWhatDoesNotMeetWhereItCrosses(t *testing.T) {
	over := line(10, -100, 10, 100)
	for name, change := range map[string]func(l *noding.Line){
		"a bridge":   func(l *noding.Line) { l.Bridge = true },
		"a tunnel":   func(l *noding.Line) { l.Tunnel = true },
		"a level":    func(l *noding.Line) { l.Level = 1 },
		"a motorway": func(l *noding.Line) { l.Separate = true },
	} {
		l := over
		change(&l)
		out, report := node(t, 0, line(-100, 0, 100, 0), l)
		require.Empty(t, common(out[0], out[1]), name)
		require.Zero(t, report.Crossings, name)
		require.Len(t, report.LeftAlone, 1, name)
		require.Len(t, report.Islands, 1, name)
	}
}

func TestABridgeIsMetAtItsEnds(t *testing.T) {
	bridge := line(0, 0, 50, 0)
	bridge.Bridge = true
	// One road ends half a metre short of the bridge's end; another passes its other end.
	out, report := node(t, 0, bridge, line(-100, 0, -0.5, 0.2), line(50.4, -100, 50.4, 100))
	require.Len(t, common(out[0], out[1]), 1)
	require.Len(t, common(out[0], out[2]), 1)
	require.Len(t, report.Joined, 2)
	require.Empty(t, report.Islands)
	// A lane that ends under the middle of it is not joined to it.
	out, report = node(t, 0, bridge, line(25, -100, 25, -0.3))
	require.Empty(t, common(out[0], out[1]))
	require.Len(t, report.Dangling, 1)
}

func TestNearMisses(t *testing.T) {
	// Two ends 0.8 m apart become one; the western one stays.
	out, report := node(t, 0, line(-100, 0, 0, 0), line(0.8, 0, 100, 5))
	require.Equal(t, []orb.Point{at(0, 0)}, common(out[0], out[1]))
	require.Len(t, report.Joined, 1)
	require.InDelta(t, 0.8, report.Joined[0].ByM, 0.02)
	// An end 0.9 m short of a line is moved onto it.
	out, report = node(t, 0, line(-100, 0, 100, 0), line(30, 0.9, 30, 80))
	require.Len(t, common(out[0], out[1]), 1)
	requireNear(t, at(30, 0), common(out[0], out[1])[0], 0.02)
	require.Equal(t, "an end and a line", report.Joined[0].What)
	require.Empty(t, report.Dangling)
	// Beyond the tolerance it is left, and shown.
	out, report = node(t, 0, line(-100, 0, 100, 0), line(30, 1.1, 30, 80))
	require.Empty(t, common(out[0], out[1]))
	require.Len(t, report.Dangling, 1)
	require.InDelta(t, 1.1, report.Dangling[0].AwayM, 0.02)
	require.Len(t, report.Islands, 1)
	// A wider tolerance joins it; none joins only what meets.
	out, _ = node(t, 2, line(-100, 0, 100, 0), line(30, 1.1, 30, 80))
	require.Len(t, common(out[0], out[1]), 1)
	out, _ = node(t, -1, line(-100, 0, 0, 0), line(0.3, 0, 100, 5))
	require.Empty(t, common(out[0], out[1]))
}

func TestAnEndDrawnTooFar(t *testing.T) {
	out, report := node(t, 0, line(-100, 0, 100, 0), line(30, -3, 30, 80))
	require.Len(t, common(out[0], out[1]), 1)
	require.Len(t, report.Overshot, 1)
	require.InDelta(t, 3, report.Overshot[0].AwayM, 0.05)
}

func TestTouchingAndFolding(t *testing.T) {
	// An end exactly on a line; a vertex on a line; one line along part of another.
	out, _ := node(t, -1, line(-100, 0, 100, 0), line(30, 0, 30, 80))
	require.Equal(t, []orb.Point{at(30, 0)}, common(out[0], out[1]))
	out, _ = node(t, -1, line(-100, 0, 100, 0), line(0, 50, 20, 0, 40, 50))
	require.Equal(t, []orb.Point{at(20, 0)}, common(out[0], out[1]))
	out, _ = node(t, -1, line(-100, 0, 100, 0), line(-20, 0, 20, 0))
	require.Len(t, common(out[0], out[1]), 2)
	// A line that crosses itself meets itself.
	out, report := node(t, -1, line(0, 0, 100, 100, 100, 0, 0, 100))
	require.Len(t, out[0], 6)
	require.Equal(t, out[0][1], out[0][4])
	require.Equal(t, 1, report.Crossings)
	// A line shorter than the tolerance keeps its ends.
	out, _ = node(t, 5, line(0, 0, 3, 0), line(3, 0, 100, 0))
	require.NotEqual(t, out[0][0], out[0][1])
}

func TestIslandsAreLargestFirst(t *testing.T) {
	_, report := node(t, 0, line(0, 0, 100, 0), line(100, 0, 200, 0), line(0, 500, 50, 500), line(0, 900, 90, 900))
	require.Len(t, report.Islands, 2)
	require.InDelta(t, 90, report.Islands[0].LengthM, 0.1)
	require.Equal(t, noding.Island{At: at(0, 500), Lines: 1, LengthM: report.Islands[1].LengthM}, report.Islands[1])
}

func TestBadLines(t *testing.T) {
	_, _, err := noding.Node(context.Background(), []noding.Line{line(0, 0, 1, 1), line(0, 0)}, noding.Options{})
	require.ErrorContains(t, err, "line 1 has 1 points")
	_, _, err = noding.Node(context.Background(), []noding.Line{{Points: orb.LineString{{0, 0}, {math.NaN(), 1}}}}, noding.Options{})
	require.ErrorContains(t, err, "line 0 has the position [NaN 1]")
	out, report, err := noding.Node(context.Background(), nil, noding.Options{})
	require.NoError(t, err)
	require.Empty(t, out)
	require.NotNil(t, report)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err = noding.Node(ctx, []noding.Line{line(0, 0, 1, 1)}, noding.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// randomLines are crooked lines over a field of some hundred metres, some of them
// raised.
func randomLines(r *rand.Rand, n int, raised bool) []noding.Line {
	out := make([]noding.Line, n)
	for i := range out {
		x, y := r.Float64()*400, r.Float64()*400
		xy := []float64{x, y}
		for range 1 + r.IntN(4) {
			x, y = x+(r.Float64()-0.5)*200, y+(r.Float64()-0.5)*200
			xy = append(xy, x, y)
		}
		out[i] = line(xy...)
		if raised {
			out[i].Bridge, out[i].Level = r.IntN(6) == 0, r.IntN(5)/4
		}
	}
	return out
}

// Noding again finds nothing more to do, and the order of the lines is no matter.
func TestRandomLines(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for range 60 {
		lines := randomLines(r, 3+r.IntN(25), true)
		tolerance := []float64{-1, 0.5, 4}[r.IntN(3)]
		out, report := node(t, tolerance, lines...)
		shuffled := r.Perm(len(lines))
		other := make([]noding.Line, len(lines))
		for i, k := range shuffled {
			other[i] = lines[k]
		}
		out2, report2 := node(t, tolerance, other...)
		for i, k := range shuffled {
			require.Equal(t, out[k], out2[i])
		}
		require.Equal(t, report, report2)
		// Every vertex of before is there still, but for ends that were moved.
		for i := range lines {
			require.GreaterOrEqual(t, len(out[i]), 2)
			for _, p := range lines[i].Points[1 : len(lines[i].Points)-1] {
				require.Contains(t, out[i], p)
			}
			for _, k := range [...][2]orb.Point{{lines[i].Points[0], out[i][0]}, {lines[i].Points[len(lines[i].Points)-1], out[i][len(out[i])-1]}} {
				require.LessOrEqual(t, crs.Distance(k[0], k[1]), max(tolerance, 0)*2+0.05)
			}
		}
	}
}
