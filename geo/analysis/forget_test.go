package analysis_test

import (
	"math/rand/v2"
	"testing"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// What is forgotten is computed again, and is the same.
func TestForgottenFieldsComeBack(t *testing.T) {
	town := newRandomTown(t, rand.New(rand.NewPCG(5, 5)))
	a := town.ready(analysis.Options{Hierarchies: hierarchies(t, nil)}).Analysis
	want := askAll(t, a)
	contractAll(t, a)
	a.ForgetFields()
	same(t, want, askAll(t, a), "after forgetting")
}
