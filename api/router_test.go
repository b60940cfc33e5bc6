package api

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The router can be exchanged as long as one file knows it.
func TestOneFileKnowsTheRouter(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var know []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range parsed.Imports {
			if strings.Contains(i.Path.Value, "labstack/echo") {
				know = append(know, file)
			}
		}
	}
	assert.Equal(t, []string{"router.go"}, know)
}
