package siting

import (
	"context"
	"math/rand/v2"
	"slices"
)

// kicks is how many times the best choice is disturbed, kicked how many candidates are
// replaced at once, and kickShare the share of the budget that all kicks may take.
const (
	kicks     = 200
	kicked    = 3
	kickShare = 4
)

// improve looks for a better choice among the candidates that the relaxation ever chose:
// a small part of all, in which the best choice nearly always lies. Exchange begins at
// choices of the relaxation, and then at the best one with a few candidates replaced at
// random (iterated local search: Lourenço, Martin and Stützle 2003). The seed is fixed, so
// that the same problem has the same answer.
func (s *search) improve(ctx context.Context, r *relaxation) error {
	core := slices.DeleteFunc(slices.Clone(s.alive), func(c int32) bool {
		return r.often[c] == 0 && !slices.Contains(s.choice, c)
	})
	until := s.work.done + s.budget/kickShare
	try := func(from []int32) error {
		better, err := s.in.exchange(ctx, from, core, s.count, s.work)
		if err != nil {
			return err
		}
		if g := s.in.value(better); g >= s.best {
			s.choice, s.best = better, g
		}
		return nil
	}
	for _, from := range append(slices.Clone(r.seen), r.bestChosen) {
		if err := try(from); err != nil {
			return err
		}
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for k := 0; k < kicks && s.work.done < until && len(core) > s.count; k++ {
		from := slices.Clone(s.choice)
		for range kicked {
			if c := core[dice.IntN(len(core))]; !slices.Contains(from, c) {
				from[dice.IntN(len(from))] = c
			}
		}
		if err := try(from); err != nil {
			return err
		}
	}
	return nil
}
