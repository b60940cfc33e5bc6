package slope

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// The drawn world lies at the central meridian of a grid, where a metre of the grid
// is a metre on the ground to a hundredth of a millimetre.
const (
	east0, north0 = 500000.0, 3400000.0
	cellM         = 30.0
)

func place(t testing.TB, x, y float64) orb.Point {
	t.Helper()
	system, err := crs.Parse("epsg:4549")
	require.NoError(t, err)
	return system.ToWGS84(orb.Point{east0 + x, north0 + y})
}

// model is a surface of cells of 30 m from -300 to 1500 m east and -300 to 300 north,
// in blocks of 16 columns, whose samples are z of the middle of a cell.
func model(t testing.TB, source string, cellM float64, z func(x, y float64) float64) []geo.ElevationBlock {
	t.Helper()
	const side = 16
	var blocks []geo.ElevationBlock
	columns, rows := int(1800/cellM), int(600/cellM)
	for top := 0; top < rows; top += side {
		for left := 0; left < columns; left += side {
			b := geo.ElevationBlock{ID: fmt.Sprintf("%s-r%dc%d", source, top, left), CRS: "epsg:4549", DX: cellM, DY: -cellM, Source: source,
				Width: min(side, columns-left), Height: min(side, rows-top)}
			x0, y0 := -300+(float64(left)+0.5)*cellM, 300-(float64(top)+0.5)*cellM
			b.X0, b.Y0 = east0+x0, north0+y0
			var metres []float32
			for r := range b.Height {
				for c := range b.Width {
					metres = append(metres, float32(z(x0+float64(c)*cellM, y0-float64(r)*cellM)))
				}
			}
			var some bool
			var err error
			b.BaseM, b.Samples, some, err = Pack(metres)
			require.NoError(t, err)
			if some {
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}

func surface(t testing.TB, blocks ...geo.ElevationBlock) *Surface {
	t.Helper()
	s, err := NewSurface(blocks)
	require.NoError(t, err)
	return s
}

// world joins roads at their ends.
type world struct {
	t     testing.TB
	roads Roads
	ends  [][2]int32
	nodes map[[2]float64]int32
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, nodes: make(map[[2]float64]int32)}
	w.roads.Ends = func(e int32) (int32, int32) { return w.ends[e][0], w.ends[e][1] }
	w.roads.LengthM = func(e int32) float64 { return crs.ShortLength(w.roads.Segments[e].Geometry) }
	return w
}

// road adds a road along points in metres and returns its number.
func (w *world) road(change func(*geo.RoadSegment), points ...[2]float64) int32 {
	r := geo.RoadSegment{ID: fmt.Sprint(len(w.ends)), Highway: "residential"}
	node := func(p [2]float64) int32 {
		n, ok := w.nodes[p]
		if !ok {
			n = int32(len(w.nodes))
			w.nodes[p] = n
		}
		return n
	}
	for _, p := range points {
		r.Geometry = append(r.Geometry, place(w.t, p[0], p[1]))
	}
	if change != nil {
		change(&r)
	}
	w.roads.Segments = append(w.roads.Segments, r)
	w.ends = append(w.ends, [2]int32{node(points[0]), node(points[len(points)-1])})
	w.roads.Nodes = len(w.nodes)
	return int32(len(w.ends) - 1)
}

func (w *world) relief(s *Surface) *Relief {
	r, err := NewRelief(context.Background(), s, w.roads)
	require.NoError(w.t, err)
	return r
}

func bridge(r *geo.RoadSegment) { r.Bridge = true }
func tunnel(r *geo.RoadSegment) { r.Tunnel = true }

// walked is what a road counts, along its geometry and against it.
func walked(r *Relief, e int32) (on, back float64) {
	r.EachPiece(e, func(from, to, grade float64) {
		on += (to - from) * r.lengthM[e] * Pace(tobler(), grade)
		back += (to - from) * r.lengthM[e] * Pace(tobler(), -grade)
	})
	return on, back
}

// A plane that rises 10 % to the east: 300 m up count exp(0.35) times, 300 m down
// count as on the flat, and along the contour nothing changes.
func TestAPlaneOfTenPercent(t *testing.T) {
	s := surface(t, model(t, "dem", cellM, func(x, _ float64) float64 { return 100 + x/10 })...)
	w := newWorld(t)
	up := w.road(nil, [2]float64{0, 0}, [2]float64{300, 0})
	level := w.road(nil, [2]float64{0, 0}, [2]float64{0, 200})
	aslant := w.road(nil, [2]float64{0, 0}, [2]float64{100, 100})
	bent := w.road(nil, [2]float64{100, 0}, [2]float64{250, 0}, [2]float64{400, 0})
	r := w.relief(s)

	require.Len(t, r.Stations(up), 11, "a station a cell")
	require.InDelta(t, 100, float64(r.Stations(up)[0]), 0.01)
	require.InDelta(t, 130, float64(r.Stations(up)[10]), 0.01)
	on, back := walked(r, up)
	require.InDelta(t, 300*math.Exp(0.35), on, 0.05) // 425.72 m
	require.InDelta(t, 300, back, 0.05)
	on, back = walked(r, level)
	require.InDelta(t, 200, on, 0.01)
	require.InDelta(t, 200, back, 0.01)
	// At 45° to the slope the grade is 10 %/√2: exp(3.5·0.0707) up, and down
	// |-0.0707 + 0.05| = 0.0207 off the best: exp(3.5·(0.0207 - 0.05)).
	on, back = walked(r, aslant)
	require.InDelta(t, 181.13, on, 0.05)
	require.InDelta(t, 127.64, back, 0.05)
	on, _ = walked(r, bent)
	require.InDelta(t, 300*math.Exp(0.35), on, 0.05)
}

// Cut in two or in many, a ramp counts the same.
func TestARampInPieces(t *testing.T) {
	s := surface(t, model(t, "dem", cellM, func(x, y float64) float64 { return 200 + x/12 + y/30 })...)
	for _, cuts := range [][]float64{{0, 600}, {0, 7, 600}, {0, 311, 600}, {0, 5, 11, 29.9, 60.1, 290, 450, 599, 600}} {
		w := newWorld(t)
		for i := 1; i < len(cuts); i++ {
			w.road(nil, [2]float64{cuts[i-1], 20}, [2]float64{cuts[i], 20})
		}
		r := w.relief(s)
		on, back := 0.0, 0.0
		for e := range w.ends {
			a, b := walked(r, int32(e))
			on, back = on+a, back+b
		}
		// 1 in 12: exp(3.5·0.0833) up, exp(3.5·(0.0333 - 0.05)) down.
		require.InDelta(t, 803.2, on, 0.5, cuts)
		require.InDelta(t, 566.0, back, 0.5, cuts)
	}
}

// valley is a flat country at 100 m with a gorge 60 m deep between 300 and 500 m.
func valley(x, _ float64) float64 {
	if x > 300 && x < 500 {
		return 40
	}
	return 100
}

func TestABridgeOverAValleyIsFlat(t *testing.T) {
	s := surface(t, model(t, "dem", cellM, valley)...)
	w := newWorld(t)
	w.road(nil, [2]float64{0, 0}, [2]float64{240, 0})
	over := w.road(bridge, [2]float64{240, 0}, [2]float64{560, 0})
	w.road(nil, [2]float64{560, 0}, [2]float64{700, 0})
	through := w.road(nil, [2]float64{240, 0}, [2]float64{400, 0}, [2]float64{560, 0})
	r := w.relief(s)
	on, back := walked(r, over)
	require.InDelta(t, 320, on, 0.01)
	require.InDelta(t, 320, back, 0.01)
	on, _ = walked(r, through)
	require.Greater(t, on, 500.0, "the road down to the river and up again")
}

// A tunnel does not climb the mountain; a bridge in a slope goes straight from end
// to end.
func TestAViaductGoesFromGroundToGround(t *testing.T) {
	s := surface(t, model(t, "dem", cellM, func(x, y float64) float64 { return valley(x, y) + max(0, x-500)/10 })...)
	w := newWorld(t)
	w.road(nil, [2]float64{0, 0}, [2]float64{240, 0})
	// Three spans, and one that joins in the middle, from the side.
	spans := []int32{
		w.road(bridge, [2]float64{240, 0}, [2]float64{340, 0}),
		w.road(bridge, [2]float64{340, 0}, [2]float64{440, 0}),
		w.road(bridge, [2]float64{440, 0}, [2]float64{740, 0}),
	}
	w.road(nil, [2]float64{740, 0}, [2]float64{800, 0})
	pier := w.road(bridge, [2]float64{440, 0}, [2]float64{440, 150})
	free := w.road(tunnel, [2]float64{0, 200}, [2]float64{50, 200})
	r := w.relief(s)
	// From 100 m at 240 m to 124 m at 740 m: 4.8 m every 100 m.
	for i, want := range [][2]float64{{100, 104.8}, {104.8, 109.6}, {109.6, 124}} {
		z := r.Stations(spans[i])
		require.Len(t, z, 2)
		require.InDelta(t, want[0], float64(z[0]), 0.02, "span %d", i)
		require.InDelta(t, want[1], float64(z[1]), 0.02, "span %d", i)
	}
	// What ends in the air lies level with where it begins.
	require.InDelta(t, 109.6, float64(r.Stations(pier)[1]), 0.02)
	// What nowhere comes to the ground is not known.
	require.InDelta(t, 50, r.UnknownM(free), 0.01)
	on, _ := walked(r, free)
	require.InDelta(t, 50, on, 0.01)
}

// Many spans in a row: the answer is the straight line, whatever their order.
func TestALongViaduct(t *testing.T) {
	s := surface(t, model(t, "dem", cellM, func(x, _ float64) float64 {
		if x > 0 && x < 1200 {
			return 10
		}
		return 100 + x/20
	})...)
	w := newWorld(t)
	const spans = 60
	w.road(nil, [2]float64{-100, 0}, [2]float64{-60, 0})
	for i := range spans {
		k := float64((i * 7) % spans) // every one of them, in another order
		w.road(bridge, [2]float64{-60 + k*22, 0}, [2]float64{-60 + (k+1)*22, 0})
	}
	w.road(nil, [2]float64{1260, 0}, [2]float64{1300, 0})
	r := w.relief(s)
	for i := range spans {
		k := float64((i * 7) % spans)
		z := r.Stations(int32(i + 1))
		require.InDelta(t, 97+k*22/20, float64(z[0]), 0.06) // samples are of decimetres
		require.InDelta(t, 97+(k+1)*22/20, float64(z[1]), 0.06)
	}
}

// Missing samples are unknown, not 0: the pieces there are flat and counted.
func TestMissingSamplesAreUnknown(t *testing.T) {
	s := surface(t, model(t, "dem", cellM, func(x, _ float64) float64 {
		if x > 120 && x < 180 {
			return math.NaN()
		}
		return 100 + x/10
	})...)
	w := newWorld(t)
	half := w.road(nil, [2]float64{0, 0}, [2]float64{300, 0})
	outside := w.road(nil, [2]float64{0, 400}, [2]float64{300, 400})
	r := w.relief(s)
	// Samples at 135 and 165 m are missing: nothing is known from 105 to 195 m, and no
	// station from 90 to 210 m can tell the grade to its neighbour.
	require.InDelta(t, 120, r.UnknownM(half), 0.01)
	on, back := walked(r, half)
	require.InDelta(t, 180*math.Exp(0.35)+120, on, 0.05)
	require.InDelta(t, 300, back, 0.05)
	require.InDelta(t, 300, r.UnknownM(outside), 0.01)
	on, back = walked(r, outside)
	require.InDelta(t, 300, on, 0.01)
	require.InDelta(t, 300, back, 0.01)
}

// Of two models the finer counts where it knows, the coarser elsewhere; two that lie
// side by side leave no gap.
func TestSeveralModels(t *testing.T) {
	coarse := model(t, "a-coarse", 60, func(float64, float64) float64 { return 50 })
	fine := model(t, "fine", 30, func(x, _ float64) float64 {
		if x > 600 {
			return math.NaN()
		}
		return 70
	})
	s := surface(t, append(fine, coarse...)...)
	require.InDelta(t, 70, s.Elevation(place(t, 100, 0)), 1e-4)
	require.InDelta(t, 50, s.Elevation(place(t, 900, 0)), 1e-4)
	require.Equal(t, map[string]float64{"a-coarse": 60, "fine": 30}, s.CellsM())

	west := model(t, "west", 30, func(x, _ float64) float64 { return 20 })
	for i := range west {
		west[i].X0 -= 1800 // up to -300 m, where the other begins
	}
	s = surface(t, append(west, fine...)...)
	for x := -330.0; x <= -270; x++ {
		require.False(t, math.IsNaN(s.Elevation(place(t, x, 0))), "at %v m", x)
	}
	_, err := NewSurface([]geo.ElevationBlock{{ID: "b", CRS: "mars"}})
	require.ErrorContains(t, err, `elevation block "b": reference system "mars"`)
}

func TestReliefEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w := newWorld(t)
	w.road(nil, [2]float64{0, 0}, [2]float64{300, 0})
	_, err := NewRelief(ctx, surface(t), w.roads)
	require.ErrorIs(t, err, context.Canceled)
}
