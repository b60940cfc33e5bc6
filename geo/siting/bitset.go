package siting

import "math/bits"

// bitset is a set of small numbers.
type bitset []uint64

// newBitset is an empty set of numbers below n.
func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (s bitset) has(k int) bool { return s[k/64]>>(k%64)&1 != 0 }

// flip takes a number in, or out when it is in.
func (s bitset) flip(k int) { s[k/64] ^= 1 << (k % 64) }

// xor flips the numbers of another set.
func (s bitset) xor(other bitset) {
	for k, v := range other {
		s[k] ^= v
	}
}

func (s bitset) count() int {
	n := 0
	for _, v := range s {
		n += bits.OnesCount64(v)
	}
	return n
}

// each yields the numbers in the set, ascending.
func (s bitset) each(yield func(k int) bool) {
	for i, v := range s {
		for ; v != 0; v &= v - 1 {
			if !yield(64*i + bits.TrailingZeros64(v)) {
				return
			}
		}
	}
}
