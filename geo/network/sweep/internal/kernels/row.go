package main

import "fmt"

// The registers of a row: two of costs, two of winners, and what is made on the way.
// None fills Y15 wherever it is needed, and Y14 holds the cost that is added.
var (
	costs   = [2]string{"Y0", "Y1"}
	winners = [2]string{"Y2", "Y3"}
	sums    = [2]string{"Y4", "Y5"}
	lowest  = [2]string{"Y6", "Y7"}
)

const none = "0x7fffffff"

// suffix names a kernel by whether it tells winners.
func suffix(withWinners bool) string {
	if withWinners {
		return "Nearest"
	}
	return "Costs"
}

// at is half a row at a base and the offset in BX.
func at(half int, base string) string { return fmt.Sprintf("%d(%s)(BX*1)", 32*half, base) }

// clear makes a row not reached: None, and the code of no source.
func (t *text) clear(withWinners bool) {
	for h := range 2 {
		t.op("VMOVDQA", "Y15", costs[h])
		if withWinners {
			t.op("VPCMPEQD", winners[h], winners[h], winners[h])
		}
	}
}

// merge lowers the row in the registers by the one at BX, Y14 dearer. A lane keeps the
// winners of whichever of the two is the cheapest; of both, the greater code.
func (t *text) merge(cost, winner string, withWinners bool) {
	for h := range 2 {
		t.op("VPADDD", at(h, cost), "Y14", sums[h])
	}
	for h := range 2 {
		if !withWinners {
			t.op("VPMINUD", sums[h], costs[h], costs[h])
			continue
		}
		t.op("VPMINUD", sums[h], costs[h], lowest[h])
		t.op("VPCMPEQD", lowest[h], costs[h], costs[h])
		t.op("VPCMPEQD", lowest[h], sums[h], sums[h])
		t.op("VPAND", costs[h], winners[h], winners[h])
		t.op("VPAND", at(h, winner), sums[h], sums[h])
		t.op("VPMAXUD", sums[h], winners[h], winners[h])
		t.op("VMOVDQA", lowest[h], costs[h])
	}
}

// store writes the row to BX.
func (t *text) store(cost, winner string, withWinners bool) {
	for h := range 2 {
		t.op("VMOVDQU", costs[h], at(h, cost))
		if withWinners {
			t.op("VMOVDQU", winners[h], at(h, winner))
		}
	}
}

// unset fills Y14 with ones when the bit that was tested last was not set, with zeros
// when it was. A row or-ed to it is not reached, or as it was: a branch would be guessed
// wrongly too often.
func (t *text) unset() {
	t.op("SBBL", "AX", "AX")
	t.op("NOTL", "AX")
	t.op("VMOVD", "AX", "X14")
	t.op("VPBROADCASTD", "X14", "Y14")
}
