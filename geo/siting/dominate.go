package siting

import "context"

// dominated marks candidates that another one can stand in for: it gives every home at
// least as much. Of two alike the one with the smaller ID stays. Without the marked ones
// the best choice is as good as before. A candidate's rival has to serve the candidate's
// least contested home, so only rivals of that home are compared.
func (in *instance) dominated(ctx context.Context, work *work) ([]bool, error) {
	out := make([]bool, len(in.candidates))
	err := each(ctx, len(out), len(in.byCandidate.other), func(c int) {
		out[c] = in.hasBetter(int32(c))
	})
	work.add(2 * len(in.byCandidate.other))
	return out, err
}

// hasBetter reports whether some rival dominates a candidate. Domination is transitive and
// ties go by number, so that of a group of candidates that dominate one another one stays.
func (in *instance) hasBetter(c int32) bool {
	homes, benefits := in.byCandidate.of(c)
	if len(homes) == 0 {
		return true
	}
	rare := homes[0]
	size := func(h int32) int { return in.byHome.start[h+1] - in.byHome.start[h] }
	for _, h := range homes {
		if size(h) < size(rare) {
			rare = h
		}
	}
	rivals, _ := in.byHome.of(rare)
	for _, d := range rivals {
		if d != c && in.atLeast(d, c, homes, benefits) {
			return true
		}
	}
	return false
}

// atLeast reports whether candidate d gives the homes of c at least what c does, and is
// not merely its equal with a larger number.
func (in *instance) atLeast(d, c int32, homes []int32, benefits []uint32) bool {
	theirs, gives := in.byCandidate.of(d)
	if len(theirs) < len(homes) {
		return false
	}
	more := len(theirs) > len(homes)
	k := 0
	for x, h := range homes {
		for k < len(theirs) && theirs[k] < h {
			k++
		}
		if k == len(theirs) || theirs[k] != h || gives[k] < benefits[x] {
			return false
		}
		more = more || gives[k] > benefits[x]
	}
	return more || d < c
}
