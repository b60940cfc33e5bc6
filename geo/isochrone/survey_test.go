package isochrone

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

func TestSurveyForgetsWhatIsOldest(t *testing.T) {
	w := newRandomTown(t, rand.New(rand.NewPCG(1, 1)))
	table := NewTable(w.linker(), TableOptions{})
	require.NoError(t, table.Build())
	proj := table.linker.Graph().Topology().Projection()
	const tile, more = tileBytes, 1000
	v := newSurvey(8 * tile)
	at := func(x int) *surveyed { return v.tile(table.grid, proj, table.index, x, 0) }
	v.begin()
	a, b := at(0), at(1)
	require.Same(t, a, at(0))
	require.True(t, a.take(more))
	v.begin()
	for x := 2; x < 7; x++ {
		at(x)
	}
	require.Same(t, b, at(1))
	require.Equal(t, tile-more, v.room)
	require.False(t, b.take(tile), "there is no room for so much")
	alone := at(7)
	require.NotSame(t, alone, at(7), "there was no room for the tile")
	require.True(t, alone.take(tile), "for one question there is")

	v.begin()
	require.NotContains(t, v.tiles, [2]int{0, 0}, "nobody has asked about it for longest")
	require.Len(t, v.tiles, 6)
	require.Equal(t, 2*tile, v.room)
	require.True(t, a.take(tile), "whoever still looks at it may note what they find")
	require.Equal(t, 2*tile, v.room, "which is kept no more")
	require.Same(t, b, at(1))
}

func TestKnownIsKeptByStreet(t *testing.T) {
	var kept blockKept
	var a acquaintance
	a.begin(&kept)
	a.add(7, 0b101)
	a.add(3, 0)
	a.know(known{street: 9, nodes: 1, ways: new(ways)})
	a.know(known{street: 4, nodes: 2})
	a.know(known{street: 9, nodes: 3})
	nodes, found := a.view(7)
	require.True(t, found)
	require.Equal(t, uint64(0b101), nodes)
	require.Equal(t, 2*knownBytes+2*viewBytes, a.bytes(), "of a street the last counts, and ways were found out of none")
	a.keep(&kept)

	a.begin(&kept)
	require.Zero(t, a.bytes())
	nodes, found = a.view(3)
	require.True(t, found, "no node may be linked to it, and that is known")
	require.Zero(t, nodes)
	_, found = a.view(5)
	require.False(t, found)
	require.Equal(t, []known{{street: 4, nodes: 2}, {street: 9, nodes: 3}}, a.streets)
	a.know(known{street: 4, nodes: 5})
	a.keep(&kept)
	a.begin(&kept)
	require.Equal(t, []known{{street: 4, nodes: 5}, {street: 9, nodes: 3}}, a.streets)
}

// TestRandomSurveysDoNotChangeDrawings draws with room for what is found out about the
// ground, without, with little, and again: the same to the byte.
func TestRandomSurveysDoNotChangeDrawings(t *testing.T) {
	views, guessed := 0, 0
	manyTowns(t, 25, func(t *testing.T, w *randomTown) {
		l := w.linker()
		limits := w.limits(l.Graph())
		f, err := l.Graph().Search(t.Context(), w.sources(l, network.From, 1), network.From, limits[2])
		require.NoError(t, err)
		defer f.Release()
		kept, bare, little := NewTable(l, TableOptions{}), NewTable(l, TableOptions{}), NewTable(l, TableOptions{})
		require.NoError(t, bare.Build())
		bare.survey = newSurvey(0)
		require.NoError(t, little.Build())
		little.survey = newSurvey(60_000)
		draw := func(table *Table, limits ...uint32) [][]byte {
			out, err := table.Around(t.Context(), f, limits)
			require.NoError(t, err)
			return bytesOf(t, out)
		}
		want, one := draw(bare, limits...), draw(bare, limits[1])
		for range 2 {
			require.Equal(t, want, draw(kept, limits...))
			require.Equal(t, one, draw(kept, limits[1]))
			require.Equal(t, want, draw(little, limits...))
		}
		require.Empty(t, bare.survey.tiles)
		for _, tile := range kept.survey.tiles {
			for i := range tile.blocks {
				if tile.blocks[i].views.Load() != nil {
					views++
				}
				if p := tile.blocks[i].streets.Load(); p != nil {
					for _, k := range *p {
						if k.sure != 1<<blockGroups-1 {
							guessed++
						}
					}
				}
			}
		}
	})
	require.Positive(t, views, "barriers stand in some towns")
	require.Positive(t, guessed, "and between some streets and nodes that have not been asked about")
}

func TestTableWeighsWhatItKeeps(t *testing.T) {
	w := newRandomTown(t, rand.New(rand.NewPCG(3, 1)))
	l := w.linker()
	limits := w.limits(l.Graph())
	sources := []network.Source{{Links: l.Links(nil, w.roads[0].Geometry[0], true)}}
	f, err := l.Graph().Search(t.Context(), sources, network.From, limits[2])
	require.NoError(t, err)
	defer f.Release()
	const most = 300_000
	table := NewTable(l, TableOptions{KeepBytes: most})
	before := table.Bytes()
	for range 3 {
		_, err = table.Around(t.Context(), f, limits)
		require.NoError(t, err)
	}
	after := table.Bytes()
	require.Greater(t, after, before)
	require.LessOrEqual(t, after, before+most)
	require.Equal(t, table.index.bytes()+table.survey.bytes(), after)
}
