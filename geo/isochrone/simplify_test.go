package isochrone

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// exactly is a cut that must not be moved.
func exactly(x, y int32, way heading) cut {
	p := [2]int32{x, y}
	return cut{crossing: crossing{way: way}, at: p, left: p, right: p}
}

func simplified(ring []cut) [][2]int32 {
	var out [][2]int32
	simplify(ring, func(p [2]int32) { out = append(out, p) })
	return out
}

func TestStraightStretchesBecomeChords(t *testing.T) {
	// A square of three cells of 100, its corners cut off: eastwards below, then north,
	// west and south.
	ring := []cut{
		exactly(100, 50, east), exactly(200, 50, east), exactly(300, 50, east),
		exactly(350, 100, north), exactly(350, 200, north), exactly(350, 300, north),
		exactly(300, 350, west), exactly(200, 350, west), exactly(100, 350, west),
		exactly(50, 300, south), exactly(50, 200, south), exactly(50, 100, south),
	}
	require.Equal(t, [][2]int32{{100, 50}, {300, 50}, {350, 100}, {350, 300}, {300, 350}, {100, 350}, {50, 300}, {50, 100}}, simplified(ring))
}

func TestWindowsLetAChordThrough(t *testing.T) {
	bend := func(dy int32) []cut {
		middle := exactly(200, 50+dy, east)
		middle.left[1], middle.right[1] = 50+dy+20, 50+dy-20
		return []cut{exactly(100, 50, east), middle, exactly(300, 50, east), exactly(350, 100, north), exactly(200, 150, west), exactly(50, 100, south)}
	}
	require.NotContains(t, simplified(bend(20)), [2]int32{200, 70}, "a bend of 20 in a window of 20")
	require.Contains(t, simplified(bend(21)), [2]int32{200, 71}, "a bend of 21")
	require.NotContains(t, simplified(bend(-20)), [2]int32{200, 30})
	require.Contains(t, simplified(bend(-21)), [2]int32{200, 29})
}

func TestNoChordRunsAlongAGridLine(t *testing.T) {
	// The contour crosses the line y = 100 northwards, comes back and crosses it again
	// at places in line: a chord would touch the line where the contour crosses it.
	ring := []cut{exactly(50, 100, north), exactly(100, 120, east), exactly(150, 100, south), exactly(250, 100, north), exactly(200, 400, west)}
	require.Equal(t, 1, farthest(ring, 0))
	require.Equal(t, 3, farthest(ring, 2), "the next one, and no farther")
	flat := []cut{exactly(50, 100, north), exactly(150, 100, north), exactly(250, 100, north)}
	require.Equal(t, 1, farthest(flat, 0))
}
