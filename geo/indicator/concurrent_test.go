package indicator_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAskedByMany: the rows are the same for all who ask at once.
func TestAskedByMany(t *testing.T) {
	e, s := handEvaluator(t, byHand())
	answers := make([]string, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			card, err := e.Scorecard(t.Context(), s, handTown)
			if assert.NoError(t, err) {
				for _, r := range card.Rows {
					answers[i] += fmt.Sprintln(r.Indicator.ID, r.Value, r.Lamp, r.Why.En)
				}
			}
		})
	}
	all.Wait()
	require.NotEmpty(t, answers[0])
	for _, a := range answers {
		assert.Equal(t, answers[0], a)
	}
}
