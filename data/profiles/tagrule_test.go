package profiles

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWantsWide(t *testing.T) {
	for expr, want := range map[string]bool{
		"小学": true, "小学|完小": true, "小学|school": false, "文化(站|中心)?": true, "(站)?": false,
		"早教.*托": true, "[站馆]": true, "[a站]": false, "站+": true, "站*": false, "站{0,2}": false, "站{2}": true,
		".": false, "k": false, "": false, "菜(市)?场": true,
	} {
		p, err := compileName(expr)
		require.NoError(t, err)
		if expr == "" {
			assert.Nil(t, p)
			continue
		}
		assert.Equal(t, want, p.wantsWide, "%q", expr)
	}
}
