package siting

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// storedCover reads a covering problem as testdata/covers.md describes it.
func storedCover(t *testing.T, file string) *cover {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	c := &cover{}
	for s := bufio.NewScanner(f); s.Scan(); {
		var row []int32
		for _, word := range strings.Fields(s.Text()) {
			j, err := strconv.Atoi(word)
			require.NoError(t, err)
			for len(c.columns) <= j {
				c.id = append(c.id, int32(len(c.columns)))
				c.columns = append(c.columns, nil)
			}
			row, c.columns[j] = append(row, int32(j)), append(c.columns[j], int32(len(c.rows)))
		}
		c.rows = append(c.rows, row)
	}
	return c
}

// The fewest candidates as HiGHS counts them, found and proven, with the steps that a
// question to the demo county has.
func TestCoversOfTheDemoCounty(t *testing.T) {
	for file, fewest := range map[string]int{"library": 115, "cinema": 168} {
		c, w := storedCover(t, "testdata/"+file+".txt"), work{budget: 200_000_000, until: 200_000_000}
		found, lower, err := c.solve(t.Context(), never, 0, &w)
		require.NoError(t, err)
		require.True(t, c.isCover(found), file)
		require.Len(t, found, fewest, file)
		require.Equal(t, fewest, lower, file)
	}
}

// What a search may take does not grow with the number of parts.
func TestPartsShareTheWork(t *testing.T) {
	cinema := storedCover(t, "testdata/cinema.txt")
	c := beside(beside(cinema, cinema), beside(cinema, cinema))
	const budget = 20_000_000
	w := work{budget: budget, until: budget}
	found, lower, err := c.solve(t.Context(), never, 0, &w)
	require.NoError(t, err)
	require.True(t, c.isCover(found))
	require.LessOrEqual(t, lower, 4*168)
	require.LessOrEqual(t, w.done, int64(budget*(rootShare+localShare+lpShare+1)))
}
