package main

import "fmt"

// up pushes the rows of touched positions along their arcs, from the last position of a
// range of words of bits to the first. A row that is touched for the first time counts as
// not reached whatever it holds: nothing has to be cleared before.
func up(t *text, withWinners, ahead bool) {
	params := []string{"cost *[Lanes]uint32 DI"}
	if withWinners {
		params = append(params, "winner *[Lanes]uint32 R14")
	}
	params = append(params, "start *uint32 SI", "arcs *hierarchy.Arc DX", "touched *uint64 R8", "from int", "to int CX")
	name := "up" + suffix(withWinners)
	if ahead {
		name += "Ahead"
	}
	t.function(name, params...)
	t.broadcast(none, "X15", "Y15")
	t.label("word")
	t.op("DECQ", "CX")
	t.op("CMPQ", "CX", fmt.Sprintf("from+%d(FP)", 8*(len(params)-2)))
	t.op("JLT", "done")
	if ahead {
		fetch(t, withWinners, 2, "rows")
		fetch(t, withWinners, 1, "targets")
	}
	t.op("MOVQ", "(R8)(CX*8)", "R9")
	t.label("bit")
	t.op("BSRQ", "R9", "R10")
	t.op("JZ", "word")
	t.op("MOVQ", "CX", "BX")
	t.op("SHLQ", "$6", "BX")
	t.op("ADDQ", "R10", "BX")
	t.op("MOVL", "(SI)(BX*4)", "R11")
	t.op("MOVL", "4(SI)(BX*4)", "R12")
	t.op("SHLQ", "$6", "BX")
	for h := range 2 {
		t.op("VMOVDQU", at(h, "DI"), costs[h])
		if withWinners {
			t.op("VMOVDQU", at(h, "R14"), winners[h])
		}
	}
	t.op("CMPQ", "R11", "R12")
	t.op("JGE", "next")
	t.label("arc")
	t.op("MOVL", "(DX)(R11*8)", "BX")
	t.op("VPBROADCASTD", "4(DX)(R11*8)", "Y14")
	for h := range 2 {
		t.op("VPADDD", costs[h], "Y14", sums[h])
	}
	t.op("MOVQ", "BX", "R13")
	t.op("SHRQ", "$6", "R13")
	t.op("MOVQ", "(R8)(R13*8)", "AX")
	t.op("BTSQ", "BX", "AX")
	t.op("MOVQ", "AX", "(R8)(R13*8)")
	t.unset()
	t.op("SHLQ", "$6", "BX")
	push(t, withWinners)
	t.op("INCQ", "R11")
	t.op("CMPQ", "R11", "R12")
	t.op("JLT", "arc")
	t.label("next")
	t.op("BZHIQ", "R10", "(R8)(CX*8)", "R9")
	t.op("JMP", "bit")
	t.label("done")
	t.finish()
}

// push lowers the row at BX to sums, the pushing row with the arc's cost. Y14 is all ones
// when there was nothing in it.
func push(t *text, withWinners bool) {
	for h := range 2 {
		was, who := []string{"Y8", "Y9"}[h], []string{"Y10", "Y11"}[h]
		t.op("VPOR", at(h, "DI"), "Y14", was)
		t.op("VPMINUD", "Y15", was, was)
		t.op("VPMINUD", was, sums[h], lowest[h])
		t.op("VMOVDQU", lowest[h], at(h, "DI"))
		if withWinners {
			t.op("VPOR", at(h, "R14"), "Y14", who)
			t.op("VPCMPEQD", lowest[h], was, was)
			t.op("VPCMPEQD", lowest[h], sums[h], sums[h])
			t.op("VPAND", was, who, who)
			t.op("VPAND", winners[h], sums[h], sums[h])
			t.op("VPMAXUD", who, sums[h], sums[h])
			t.op("VMOVDQU", sums[h], at(h, "R14"))
		}
	}
}

// fetch goes through the bits of a word that comes later, as far as they are known by
// now, and fetches the arcs and the rows of its positions; or, by then the arcs being
// there, the rows that the first three arcs of each lead to. An arc that is none of the
// position's only fetches what is not needed.
func fetch(t *text, withWinners bool, words int, what string) {
	rows := func(register string) {
		t.op("SHLQ", "$6", register)
		t.op("PREFETCHT0", "(DI)("+register+"*1)")
		if withWinners {
			t.op("PREFETCHT0", "(R14)("+register+"*1)")
		}
	}
	t.op("LEAQ", fmt.Sprintf("-%d(CX)", words), "R11")
	t.op("CMPQ", "R11", "$0")
	t.op("JLT", "no"+what)
	t.op("MOVQ", "(R8)(R11*8)", "R9")
	t.op("SHLQ", "$6", "R11")
	t.label(what)
	t.op("BSRQ", "R9", "R10")
	t.op("JZ", "no"+what)
	t.op("BTRQ", "R10", "R9")
	t.op("ADDQ", "R11", "R10")
	t.op("MOVL", "(SI)(R10*4)", "R12")
	if what == "rows" {
		t.op("PREFETCHT0", "(DX)(R12*8)")
		rows("R10")
	} else {
		for k := range 3 {
			t.op("MOVL", fmt.Sprintf("%d(DX)(R12*8)", 8*k), "BX")
			rows("BX")
		}
	}
	t.op("JMP", what)
	t.label("no" + what)
}
