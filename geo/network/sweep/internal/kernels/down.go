package main

import "fmt"

// aheadArcs is how many arcs before its turn a row is fetched; no more than hierarchy.Pad.
const aheadArcs = 24

// down pulls costs into the positions from from to to, in order. A position that the
// way up has not touched begins with None whatever its row holds.
func down(t *text, withWinners, ahead bool) {
	name := "down" + suffix(withWinners)
	if ahead {
		name += "Ahead"
	}
	params := []string{"cost *[Lanes]uint32 DI"}
	if withWinners {
		params = append(params, "winner *[Lanes]uint32 R9")
	}
	params = append(params, "start *uint32 SI", "arcs *hierarchy.Arc DX", "touched *uint64 R8", "from int R10", "to int CX")
	t.function(name, params...)
	t.broadcast(none, "X15", "Y15")
	t.op("MOVL", "(SI)(R10*4)", "R11")
	t.label("node")
	t.op("CMPQ", "R10", "CX")
	t.op("JGE", "done")
	t.op("MOVL", "4(SI)(R10*4)", "R12")
	t.op("MOVQ", "R10", "AX")
	t.op("SHRQ", "$6", "AX")
	t.op("MOVQ", "(R8)(AX*8)", "AX")
	t.op("MOVQ", "R10", "R13")
	t.op("SHLQ", "$6", "R13")
	t.op("BTQ", "R10", "AX")
	t.unset()
	for h := range 2 {
		t.op("VPOR", fmt.Sprintf("%d(DI)(R13*1)", 32*h), "Y14", costs[h])
		t.op("VPMINUD", "Y15", costs[h], costs[h])
		if withWinners {
			t.op("VPOR", fmt.Sprintf("%d(R9)(R13*1)", 32*h), "Y14", winners[h])
		}
	}
	t.op("CMPQ", "R11", "R12")
	t.op("JGE", "write")
	t.label("arc")
	if ahead {
		t.op("MOVL", fmt.Sprintf("%d(DX)(R11*8)", 8*aheadArcs), "BX")
		t.op("SHLQ", "$6", "BX")
		t.op("PREFETCHT0", "(DI)(BX*1)")
		if withWinners {
			t.op("PREFETCHT0", "(R9)(BX*1)")
		}
	}
	t.op("MOVL", "(DX)(R11*8)", "BX")
	t.op("SHLQ", "$6", "BX")
	t.op("VPBROADCASTD", "4(DX)(R11*8)", "Y14")
	t.merge("DI", "R9", withWinners)
	t.op("INCQ", "R11")
	t.op("CMPQ", "R11", "R12")
	t.op("JLT", "arc")
	t.label("write")
	t.op("MOVQ", "R13", "BX")
	t.store("DI", "R9", withWinners)
	t.op("INCQ", "R10")
	t.op("JMP", "node")
	t.label("done")
	t.finish()
}
