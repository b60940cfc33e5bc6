package doctor_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNothingIsWrongWithTheGoodCounty(t *testing.T) {
	r := examine(t, county(), rules(t))
	b, err := json.MarshalIndent(r.Findings, "", " ")
	require.NoError(t, err)
	require.Empty(t, r.Findings, string(b))
}
