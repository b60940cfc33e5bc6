package pack

import (
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whatever is written, in whatever pieces, comes back; every part but the last is
// full.
func TestWhatIsWrittenComesBack(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	for _, length := range []int{0, 1, blockBytes - 1, blockBytes, 3*PartBytes + 7} {
		want := make([]byte, length)
		for i := range want {
			want[i] = byte(r.Uint32() >> (8 * (i & 1))) // random, so that it cannot be compressed
		}
		w := NewWriter()
		for left := want; len(left) > 0; {
			n := min(len(left), 1+r.IntN(2*blockBytes))
			piece := append([]byte(nil), left[:n]...)
			wrote, err := w.Write(piece)
			require.NoError(t, err)
			require.Equal(t, n, wrote)
			clear(piece) // the caller may use it again
			left = left[n:]
		}
		parts, err := w.Close()
		require.NoError(t, err)
		again, err := w.Close()
		require.NoError(t, err)
		require.Equal(t, parts, again)
		for i, p := range parts[:len(parts)-1] {
			require.Len(t, p, PartBytes, i)
		}
		require.Equal(t, length > PartBytes, len(parts) > 1)
		got, err := io.ReadAll(NewReader(parts))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
		if len(parts) > 1 {
			_, err = io.ReadAll(NewReader(parts[:len(parts)-1]))
			require.ErrorIs(t, err, io.ErrUnexpectedEOF, "a part that is gone is noticed")
		}
	}
}
