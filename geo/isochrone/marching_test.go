package isochrone

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// drawn is a canvas from characters, the first line the northernmost: '#' costs 0,
// '.' is unreachable, digits cost themselves. Steps are 100 units.
func drawn(t *testing.T, limits []uint32, picture string) *canvas {
	t.Helper()
	lines := strings.Split(strings.Trim(picture, "\n"), "\n")
	c := newCanvas(grid{dx: 100, dy: 100, metres: 1}, window{0, 0, 1, 0}, limits, 0, nil)
	t.Cleanup(c.release)
	for x := range 2 {
		*c.at(x, 0) = newTileCosts()
	}
	for y, line := range lines {
		row := len(lines) - 1 - y + 1 // a row and a column of margin
		for col, ch := range line {
			b, i := c.slot(col+60, row) // the tiles meet at column 64
			switch {
			case ch == '#':
				b.cost[i] = 0
			case ch >= '0' && ch <= '9':
				b.cost[i] = uint32(ch - '0')
			default:
				b.cost[i] = network.Unreachable
			}
		}
	}
	for x := range 2 {
		(*c.at(x, 0)).sort(limits)
	}
	return c
}

// shape is the number of holes of every polygon.
func shape(mp orb.MultiPolygon) []int {
	out := []int{}
	for _, p := range mp {
		out = append(out, len(p)-1)
	}
	return out
}

func TestMarchingSquares(t *testing.T) {
	cases := []struct {
		name, picture string
		holes         []int // by polygon, the southernmost first
	}{
		{"nothing", "...\n...", []int{}},
		{"a node", ".#.", []int{0}},
		{"a block", ".##.\n.##.", []int{0}},
		{"two apart", "#.#", []int{0, 0}},
		{"a saddle is kept apart", "#.\n.#", []int{0, 0}},
		{"the other saddle too", ".#\n#.", []int{0, 0}},
		{"a ring", "###\n#.#\n###", []int{1}},
		{"a ring that meets itself in a corner is open", "##.\n#.#\n###", []int{0}},
		{"two holes", "#####\n#.#.#\n#####", []int{2}},
		{"holes that meet in a corner are one", "####\n#.##\n##.#\n####", []int{1}},
		{"an island in a hole", "#####\n#...#\n#.#.#\n#...#\n#####", []int{1, 0}},
		{"a hole in an island in a hole", `
#########
#.......#
#.#####.#
#.#...#.#
#.#.#.#.#
#.#...#.#
#.#####.#
#.......#
#########`, []int{1, 1, 0}},
		{"a hole behind a hole on its row", "#######\n#.##..#\n#######", []int{2}},
		{"a spiral", "######\n#....#\n#.##.#\n#.#..#\n#.####", []int{0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			canvas := drawn(t, []uint32{0}, c.picture)
			out, err := canvas.draw(t.Context())
			require.NoError(t, err)
			require.Equal(t, c.holes, shape(out[0]))
			checkShapes(t, out)
			lines := strings.Split(strings.Trim(c.picture, "\n"), "\n")
			for y, line := range lines {
				for x, ch := range line {
					p := canvas.point(x+60, len(lines)-y)
					require.Equal(t, ch == '#', contains(out[0], p), "node %d from the left, %d from the top", x, y)
				}
			}
		})
	}
}

func TestContourLiesBetweenTheCosts(t *testing.T) {
	// Costs 0, 4, 8 in a row, 100 units apart: limit 3 is cut 3/4 of the way from 0 to 4,
	// limit 5 a quarter of the way from 4 to 8.
	c := drawn(t, []uint32{3, 5}, "0.\n4.\n8.")
	require.Equal(t, [2]int32{6000, 300 - 75}, c.cut(crossing{c.node(60, 2), east}, 0).at)
	require.Equal(t, [2]int32{6000, 200 - 25}, c.cut(crossing{c.node(60, 1), east}, 1).at)
	// Towards a node without a cost it is cut in the middle, and never in the rim.
	require.Equal(t, [2]int32{6050, 300}, c.cut(crossing{c.node(60, 3), north}, 0).at)
	c = drawn(t, []uint32{0}, "0.\n9.")
	require.Equal(t, [2]int32{6000, 200 - 13}, c.cut(crossing{c.node(60, 1), east}, 0).at)
}

func TestWindowsOfTwoLimitsDoNotOverlap(t *testing.T) {
	// 28 and 32 of 40 are so near each other that their windows share the ground.
	c := drawn(t, []uint32{28, 32}, "0")
	b, i := c.slot(60, 2)
	b.cost[i] = 40
	low, high := c.cut(crossing{c.node(60, 1), west}, 0), c.cut(crossing{c.node(60, 1), west}, 1)
	require.Equal(t, int32(170), low.at[1])
	require.Equal(t, int32(180), high.at[1])
	require.LessOrEqual(t, low.right[1], high.left[1])
	require.Equal(t, low.at[1]-20, low.left[1])
}
