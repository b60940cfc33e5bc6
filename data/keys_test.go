package data

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNewKey(t *testing.T) {
	now := time.Date(2026, 5, 6, 15, 8, 9, 99, time.FixedZone("", 8*3600))
	k, secret, err := NewKey("王工", RoleDesigner, now)
	require.NoError(t, err)
	require.Equal(t, time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC), k.Created)
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(secret, SecretPrefix))
	require.NoError(t, err)
	require.Len(t, raw, 32)
	require.Equal(t, sha256.Sum256([]byte(secret)), k.Hash)
	_, again, err := NewKey("王工", RoleDesigner, now)
	require.NoError(t, err)
	require.NotEqual(t, secret, again)
	for name, role := range map[string]Role{"": RoleAdmin, " ": RoleAdmin, "a\nb": RoleAdmin, strings.Repeat("x", 101): RoleAdmin, "x": "root"} {
		_, _, err := NewKey(name, role, now)
		require.Error(t, err, "%q %q", name, role)
	}
}

func TestFindKey(t *testing.T) {
	a, aSecret, err := NewKey("a", RoleDesigner, time.Now())
	require.NoError(t, err)
	b, bSecret, err := NewKey("b", RoleAdmin, time.Now())
	require.NoError(t, err)
	all := []Key{a, b}
	require.Equal(t, "a", FindKey(all, aSecret).Name)
	require.Equal(t, "b", FindKey(all, bSecret).Name)
	for _, wrong := range []string{"", SecretPrefix, aSecret[:len(aSecret)-1], aSecret + " ", aSecret[1:], strings.ToUpper(aSecret),
		hex.EncodeToString(a.Hash[:]), a.ID, string(a.Hash[:]), strings.Repeat("x", 1<<20)} {
		require.Nil(t, FindKey(all, wrong), "%.60q", wrong)
	}
	require.Nil(t, FindKey(nil, aSecret))
	all[0].Revoked = time.Now()
	require.Nil(t, FindKey(all, aSecret), "revoked")
	require.NotNil(t, FindKey(all, bSecret))
}

// No comparison of hashes ends at the first byte that differs, and no loop at the first
// key that fits: FindKey compares by crypto/subtle, and neither breaks nor returns inside
// its loop. A clock would tell the same less surely.
func TestKeysAreComparedInConstantTime(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "keys.go", nil, 0)
	require.NoError(t, err)
	constant, loops := 0, 0
	ast.Inspect(file, func(n ast.Node) bool {
		fn, ok := n.(*ast.FuncDecl)
		if !ok || fn.Name.Name != "FindKey" {
			return true
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && call.Sel.Name == "ConstantTimeCompare" {
				constant++
			}
			if loop, ok := n.(*ast.RangeStmt); ok {
				loops++
				ast.Inspect(loop.Body, func(n ast.Node) bool {
					switch n.(type) {
					case *ast.IfStmt, *ast.BranchStmt, *ast.ReturnStmt:
						require.Fail(t, "the loop over the keys depends on them")
					}
					return true
				})
			}
			return true
		})
		return false
	})
	require.Equal(t, 1, constant)
	require.Equal(t, 1, loops)
}

func TestRoles(t *testing.T) {
	require.True(t, RoleAdmin.Allows(RoleDesigner))
	require.True(t, RoleAdmin.Allows(RoleAdmin))
	require.True(t, RoleDesigner.Allows(RoleDesigner))
	require.False(t, RoleDesigner.Allows(RoleAdmin))
	require.False(t, Role("").Allows(RoleDesigner))
	require.False(t, Role("").Allows(""))
	require.False(t, RoleAdmin.Allows("king"))
}

func TestQuarterOf(t *testing.T) {
	for want, at := range map[string]string{
		"2026Q1": "2026-03-31T15:59:59Z", "2026Q2": "2026-03-31T16:00:00Z", "2026Q4": "2026-12-31T15:59:59Z", "2027Q1": "2026-12-31T16:00:00Z", "2026Q3": "2026-09-30T12:00:00Z",
	} {
		moment, err := time.Parse(time.RFC3339, at)
		require.NoError(t, err)
		require.Equal(t, want, QuarterOf(moment), at)
	}
}
