package spelling

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDistance(t *testing.T) {
	// kitten → sitting is the example of every textbook.
	require.Equal(t, 3, Distance("kitten", "sitting"))
	require.Equal(t, 1, Distance("东学堂", "西学堂"))
	require.Equal(t, 3, Distance("", "abc"))
	require.Equal(t, 3, Distance("abc", ""))
	require.Zero(t, Distance("XZ-36", "XZ-36"))
}

func TestNearest(t *testing.T) {
	ids := []string{"XZ-38", "XZ-36", "CX-36", "HZ-01"}
	require.Equal(t, []string{"XZ-36", "CX-36", "XZ-38"}, Nearest("XZ36", ids, 3))
	require.Equal(t, []string{"HZ-01"}, Nearest("HZ-1", ids, 1))
	require.Empty(t, Nearest("x", nil, 3))
	require.Len(t, Nearest(strings.Repeat("x", 1<<20), ids, 9), 4)
}
