package hierarchy_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

type opener func(path string, key hierarchy.Key) (*hierarchy.Hierarchy, io.Closer, error)

var openers = map[string]opener{"mapped": hierarchy.Open, "read": hierarchy.OpenReading}

// put makes a file of bytes. It is a new one: some systems wait for the disk when one is
// written over.
func put(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRandomGraphsComeBackFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "walk.hierarchy")
	manyGraphs(t, 150, func(t *testing.T, _ *rand.Rand, g hierarchy.Graph) {
		want := contract(t, g)
		var b bytes.Buffer
		require.NoError(t, want.Write(&b, g.Key()))
		put(t, path, b.Bytes())
		for name, open := range openers {
			got, c, err := open(path, g.Key())
			require.NoError(t, err, name)
			requireSound(t, got, g.Nodes())
			require.Equal(t, want.Symmetric(), got.Symmetric())
			require.Equal(t, want, got, name)
			require.NoError(t, c.Close())
			require.NoError(t, c.Close(), "closing again does nothing")
		}
	})
}

// The zero value is the hierarchy of the graph without nodes.
func TestTheZeroValueComesBackFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	var h hierarchy.Hierarchy
	key := hierarchy.Graph{}.Key()
	require.NoError(t, h.Save(path, key))
	got, c, err := hierarchy.Open(path, key)
	require.NoError(t, err)
	require.Zero(t, got.Nodes())
	require.NoError(t, c.Close())
}

// written is the file of a directed graph of four nodes, small enough to be damaged
// everywhere.
func written(t testing.TB) ([]byte, hierarchy.Key) {
	l := &arcList{nodes: 4}
	l.both(0, 1, 7)
	l.add(1, 2, 1000)
	l.both(2, 3, hierarchy.None-1)
	l.add(3, 0, 0)
	g := l.graph()
	var b bytes.Buffer
	require.NoError(t, contract(t, g).Write(&b, g.Key()))
	return b.Bytes(), g.Key()
}

// The layout is written down beside header: this reads it by those offsets, so that
// neither changes without the other and without a new version.
func TestLayoutOfAFile(t *testing.T) {
	b, key := written(t)
	h, err := hierarchy.Contract(context.Background(), hierarchy.Graph{Start: []uint32{0, 0}}, hierarchy.Options{})
	require.NoError(t, err)
	var lone bytes.Buffer
	require.NoError(t, h.Write(&lone, hierarchy.Key{1}))
	le := binary.LittleEndian
	require.Equal(t, "lc-hier\x1a", string(b[:8]))
	require.Equal(t, uint32(1), le.Uint32(b[8:]))
	require.Equal(t, uint32(0), le.Uint32(b[12:]), "directed")
	require.Equal(t, uint32(1), le.Uint32(lone.Bytes()[12:]), "symmetric")
	require.Equal(t, uint64(4), le.Uint64(b[16:]))
	steps := le.Uint64(b[24:])
	require.Equal(t, key[:], b[32:64])
	require.Equal(t, make([]byte, 56), b[68:124])
	// Start has five words, Node and Position four: one line of 64 bytes each.
	require.Equal(t, uint32(0), le.Uint32(b[128:]))
	require.Equal(t, uint32(steps), le.Uint32(b[128+4*4:]))
	seen := map[uint32]bool{}
	for p := range uint32(4) {
		v := le.Uint32(b[192+4*p:])
		seen[v] = true
		require.Equal(t, p, le.Uint32(b[256+4*v:]))
	}
	require.Len(t, seen, 4)
	arcs := (8*(int(steps)+hierarchy.Pad) + 63) / 64 * 64
	require.Len(t, b, 320+2*arcs)
	// One node without steps: three lines, and the pad of one array.
	require.Len(t, lone.Bytes(), 128+3*64+8*hierarchy.Pad)
}

// Whatever single byte is damaged, wherever the file is cut, however much hangs on.
func TestADamagedFileIsRefused(t *testing.T) {
	b, key := written(t)
	path := filepath.Join(t.TempDir(), "damaged")
	try := func(b []byte) error {
		put(t, path, b)
		var errs []error
		for _, open := range openers {
			h, c, err := open(path, key)
			if err == nil {
				require.NoError(t, c.Close())
				return nil
			}
			require.Nil(t, h)
			require.Nil(t, c)
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	}
	require.NoError(t, try(b))
	for i := range b {
		bad := bytes.Clone(b)
		bad[i] ^= 0x40
		require.Error(t, try(bad), "byte %d", i)
	}
	for i := range b {
		require.Error(t, try(b[:i]), "cut at %d", i)
	}
	require.ErrorContains(t, try(append(bytes.Clone(b), 0)), "bytes, want")
}

// stamp makes the checksums right again.
func stamp(b []byte) {
	table := crc32.MakeTable(crc32.Castagnoli)
	if len(b) < 128 {
		return
	}
	binary.LittleEndian.PutUint32(b[64:], crc32.Checksum(b[128:], table))
	binary.LittleEndian.PutUint32(b[124:], crc32.Checksum(b[:124], table))
}

// A file can be wrong with checksums that are right; each promise of the type is checked.
func TestAHostileFileIsRefused(t *testing.T) {
	b, key := written(t)
	le := binary.LittleEndian
	steps := int(le.Uint64(b[24:]))
	require.GreaterOrEqual(t, steps, 4)
	const start, node, position, outs = 128, 192, 256, 320
	ins := outs + (8*(steps+hierarchy.Pad)+63)/64*64
	last := 8 * (steps - 1) // the last step, of the last position
	for _, c := range []struct {
		want string
		at   int
		put  uint32
	}{
		{"not a hierarchy", 0, 1},
		{"format version is 2, want 1", 8, 2},
		{"flags are 0x2", 12, 2},
		{"want 640 for 4 nodes", 12, 1}, // said to be symmetric: one array fewer
		{"nodes are 4294967295, at most", 16, 1<<32 - 1},
		{"nodes are 18446744069414584324", 20, 1<<32 - 1},
		{"for 2147483647 nodes", 16, hierarchy.None},
		{"for 4 nodes and 4294967295 steps", 24, 1<<32 - 1},
		{"steps are 4294967", 28, 1},
		{"rows span steps 1 to", start, 1},
		{"rows span steps 0 to 4294967295", start + 16, 1<<32 - 1},
		{"position 0 has steps 0 to 4294967295", start + 4, 1<<32 - 1},
		{"position 2 has steps", start + 12, 0},
		{"node 4294967295 at position 1 of 4 does not stand there", node + 4, 1<<32 - 1},
		{"does not stand there", node + 4, le.Uint32(b[node+8:])},
		{"does not stand there", position, le.Uint32(b[position:]) ^ 1},
		{"step from position 3 leads to 3, must be smaller", outs + last, 3},
		{"step from position 3 leads to 4294967295, must be smaller", ins + last, 1<<32 - 1},
		{"costs 2147483648, at most 2147483647", outs + last + 4, hierarchy.None + 1},
		{"costs 4294967295, at most 2147483647", ins + last + 4, 1<<32 - 1},
		{"from position 3 leads out to", ins + last, (le.Uint32(b[ins+last:]) + 1) % 3},
	} {
		bad := bytes.Clone(b)
		require.NotEqual(t, c.put, le.Uint32(bad[c.at:]), "%s: nothing is changed", c.want)
		le.PutUint32(bad[c.at:], c.put)
		stamp(bad)
		path := filepath.Join(t.TempDir(), "hostile")
		put(t, path, bad)
		for name, open := range openers {
			_, _, err := open(path, key)
			require.ErrorContains(t, err, c.want, "%s, word at %d", name, c.at)
			require.NotErrorIs(t, err, hierarchy.ErrOtherGraph)
		}
	}
}

func TestOpenOfWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	_, _, err := hierarchy.Open(filepath.Join(dir, "none"), hierarchy.Key{})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, _, err = hierarchy.Open(dir, hierarchy.Key{})
	require.ErrorContains(t, err, "not a regular file")
}

func TestAFileOfAnotherGraph(t *testing.T) {
	b, key := written(t)
	path := filepath.Join(t.TempDir(), "other")
	put(t, path, b)
	key[31]++
	_, _, err := hierarchy.Open(path, key)
	require.ErrorIs(t, err, hierarchy.ErrOtherGraph)
}

// The key follows everything a hierarchy depends on.
func TestKeysTellGraphsApart(t *testing.T) {
	seen := map[hierarchy.Key]hierarchy.Graph{}
	for _, g := range []hierarchy.Graph{
		{},
		{Start: []uint32{0}},
		{Start: []uint32{0, 0}},
		{Start: []uint32{0, 1}, Arcs: []hierarchy.Arc{{To: 0, Cost: 0}}},
		{Start: []uint32{0, 1}, Arcs: []hierarchy.Arc{{To: 0, Cost: 1}}},
		{Start: []uint32{0, 1, 1}, Arcs: []hierarchy.Arc{{To: 0, Cost: 1}}},
		{Start: []uint32{0, 1, 1}, Arcs: []hierarchy.Arc{{To: 1, Cost: 1}}},
		{Start: []uint32{0, 0, 1}, Arcs: []hierarchy.Arc{{To: 1, Cost: 1}}},
		{Start: []uint32{0, 0, 1, 0, 1}},
	} {
		k := g.Key()
		require.Equal(t, k, g.Key())
		require.NotContains(t, seen, k, "%v and %v", seen[k], g)
		seen[k] = g
	}
	// SHA-256 of sixteen zero bytes, by sha256sum: keys stay what they are between versions.
	require.Equal(t, "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb", hierarchy.Graph{}.Key().String())
}

// A hierarchy that is open stays what it was when its file is saved anew.
func TestSaveReplacesAFileInUse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "walk")
	g1, g2 := town(20, false, 1), town(20, true, 2)
	h1, h2 := contract(t, g1), contract(t, g2)
	require.NoError(t, h1.Save(path, g1.Key()))
	open1, c1, err := hierarchy.Open(path, g1.Key())
	require.NoError(t, err)
	require.NoError(t, h2.Save(path, g2.Key()))
	open2, c2, err := hierarchy.Open(path, g2.Key())
	require.NoError(t, err)
	require.Equal(t, h1, open1)
	require.Equal(t, h2, open2)
	require.NoError(t, errors.Join(c1.Close(), c2.Close()))
	requireFiles(t, dir, "walk")
}

// A saved file is one like others, for whoever may read those.
func TestSaveMakesAnOrdinaryFile(t *testing.T) {
	dir := t.TempDir()
	other, saved := filepath.Join(dir, "other"), filepath.Join(dir, "saved")
	f, err := os.Create(other)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.NoError(t, contract(t, town(3, false, 1)).Save(saved, hierarchy.Key{}))
	want, err := os.Stat(other)
	require.NoError(t, err)
	got, err := os.Stat(saved)
	require.NoError(t, err)
	require.Equal(t, want.Mode(), got.Mode())
}

func requireFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	require.Equal(t, want, got)
}

// A save that fails leaves nothing behind, and what was there as it was.
func TestSaveThatFails(t *testing.T) {
	h := contract(t, town(5, false, 1))
	dir := t.TempDir()
	require.ErrorIs(t, h.Save(filepath.Join(dir, "no", "such"), hierarchy.Key{}), os.ErrNotExist)
	taken := filepath.Join(dir, "taken")
	require.NoError(t, os.MkdirAll(filepath.Join(taken, "by a folder"), 0o700))
	require.ErrorContains(t, h.Save(taken, hierarchy.Key{}), "saving a hierarchy")
	requireFiles(t, dir, "taken")
	requireFiles(t, taken, "by a folder")
}

// full is a disk that takes so many bytes.
type full struct{ left int }

var errFull = errors.New("disk full")

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestWriteTellsOfAFullDisk(t *testing.T) {
	b, _ := written(t)
	h := contract(t, town(5, false, 1))
	for left := 0; left < len(b); left += 64 {
		require.ErrorIs(t, h.Write(&full{left}, hierarchy.Key{}), errFull)
	}
}

// What a machine writes that holds words the other way round: tested on the words alone,
// since what it holds is swapped again when it reads.
func TestWordsAreSwapped(t *testing.T) {
	words := make([]uint32, 40_000)
	for i := range words {
		words[i] = uint32(i) * 2654435761
	}
	var got bytes.Buffer
	require.NoError(t, hierarchy.WriteSwapped(&got, words))
	want := make([]byte, 0, 4*len(words))
	for _, w := range words {
		native := binary.NativeEndian.AppendUint32(nil, w)
		want = append(want, native[3], native[2], native[1], native[0])
	}
	require.True(t, bytes.Equal(want, got.Bytes()))
}

// FuzzOpen opens whatever comes, as it is and with checksums and key made right, so that
// what is behind them is reached too. It must not crash; what it takes must hold the
// promises of the type.
func FuzzOpen(f *testing.F) {
	b, _ := written(f)
	f.Add(b)
	f.Add(b[:128])
	for _, g := range []hierarchy.Graph{{}, town(4, false, 1)} {
		var b bytes.Buffer
		require.NoError(f, contract(f, g).Write(&b, g.Key()))
		f.Add(b.Bytes())
	}
	path := filepath.Join(f.TempDir(), "fuzzed")
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, stamped := range []bool{false, true} {
			var key hierarchy.Key
			if len(b) >= 64 {
				key = hierarchy.Key(b[32:64])
			}
			if stamped {
				b = bytes.Clone(b)
				stamp(b)
			}
			put(t, path, b)
			h, c, err := hierarchy.Open(path, key)
			if err != nil {
				continue
			}
			requireSound(t, h, h.Nodes())
			if h.Nodes() > 0 {
				upAndDown(h, h.Out, h.In, 0)
			}
			require.NoError(t, c.Close())
		}
	})
}
