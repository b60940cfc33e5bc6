package siting

// served is, for a choice of candidates, what each home gains from the best and from the
// second best of them: all that greedy choice and exchange need (Whitaker 1983).
type served struct {
	first, second []uint32
	// by is the position in the choice of the candidate that serves a home, -1 for none.
	by []int32
	// gain is Σ weight × first.
	gain int64
}

// serve assigns every home to the best of the chosen; of two as good the earlier in the
// choice serves. O(homes + pairs of the chosen).
func (in *instance) serve(choice []int32) *served {
	s := &served{first: make([]uint32, len(in.weight)), second: make([]uint32, len(in.weight)), by: make([]int32, len(in.weight))}
	for i := range s.by {
		s.by[i] = -1
	}
	for k, c := range choice {
		homes, benefits := in.byCandidate.of(c)
		for x, h := range homes {
			switch b := benefits[x]; {
			case b > s.first[h]:
				s.gain += in.weight[h] * int64(b-s.first[h])
				s.first[h], s.second[h], s.by[h] = b, s.first[h], int32(k)
			case b > s.second[h]:
				s.second[h] = b
			}
		}
	}
	return s
}

// adds is what a candidate gains beyond first.
func (in *instance) adds(c int32, first []uint32) int64 {
	homes, benefits := in.byCandidate.of(c)
	sum := int64(0)
	for x, h := range homes {
		if b := benefits[x]; b > first[h] {
			sum += in.weight[h] * int64(b-first[h])
		}
	}
	return sum
}

// value is what a choice gains.
func (in *instance) value(choice []int32) int64 { return in.serve(choice).gain }
