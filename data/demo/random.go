package demo

// seed is where every decision of a county comes from. A decision is a hash of
// the seed, its topic and the place it is about, never the next number of a
// stream: so no decision depends on the order in which others were taken, and
// the same seed gives the same bytes.
type seed uint64

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014).
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// of returns the seed of a topic.
func (s seed) of(topic string) seed {
	h := uint64(s)
	for i := range len(topic) {
		h = mix(h ^ uint64(topic[i]))
	}
	return seed(h)
}

// bits returns 64 random bits for the place the keys name.
func (s seed) bits(keys ...int) uint64 {
	h := mix(uint64(s))
	for _, k := range keys {
		h = mix(h ^ uint64(k))
	}
	return h
}

// unit returns a number in [0, 1).
func (s seed) unit(keys ...int) float64 { return float64(s.bits(keys...)>>11) / (1 << 53) }

// span returns a number in [lo, hi).
func (s seed) span(lo, hi float64, keys ...int) float64 { return lo + (hi-lo)*s.unit(keys...) }

// below returns one of 0 … n-1.
func (s seed) below(n int, keys ...int) int { return int(s.unit(keys...) * float64(n)) }

// chance is true with probability p.
func (s seed) chance(p float64, keys ...int) bool { return s.unit(keys...) < p }
