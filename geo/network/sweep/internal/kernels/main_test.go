package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAssemblyIsKept: the file beside the package is what is printed today.
func TestAssemblyIsKept(t *testing.T) {
	kept, err := os.ReadFile("../../kernel_amd64.s")
	require.NoError(t, err)
	require.Equal(t, Assembly(), string(kept), "run go generate ./geo/network/sweep")
}
