package main

import "fmt"

// offer lowers one row by another.
func offer(t *text) {
	t.function("offerAVX2", "acc *[Lanes]uint32 DI", "row *[Lanes]uint32 SI", "add uint64")
	t.op("VPBROADCASTD", "add+16(FP)", "Y14")
	t.op("XORL", "BX", "BX")
	for h := range 2 {
		t.op("VMOVDQU", at(h, "DI"), costs[h])
	}
	t.merge("SI", "", false)
	t.store("DI", "", false)
	t.finish()
}

// gather makes the rows of places from their links. An end that is no position of the
// rows, None among them, is no end.
func gather(t *text, withWinners bool) {
	params := []string{"cost *[Lanes]uint32 DI"}
	out := []string{"toCost *[Lanes]uint32 R8"}
	if withWinners {
		params = append(params, "winner *[Lanes]uint32 R9")
		out = append(out, "toWinner *[Lanes]uint32 R14")
	}
	params = append(params, "nodes int AX", "start *uint32 SI", "links *Link DX", "places int CX")
	t.function("gather"+suffix(withWinners), append(params, out...)...)
	t.op("MOVL", "$"+none, "R10")
	t.op("VMOVD", "R10", "X15")
	t.op("VPBROADCASTD", "X15", "Y15")
	t.op("XORL", "R13", "R13")
	t.label("place")
	t.op("DECQ", "CX")
	t.op("JLT", "done")
	t.clear(withWinners)
	t.op("MOVL", "(SI)", "R11")
	t.op("MOVL", "4(SI)", "R12")
	t.op("ADDQ", "$4", "SI")
	t.op("SUBQ", "R11", "R12")
	t.op("JLE", "write")
	t.op("SHLQ", "$4", "R11")
	t.op("ADDQ", "DX", "R11")
	t.label("link")
	for end := range 2 {
		past := []string{"second", "last"}[end]
		t.op("MOVL", fmt.Sprintf("%d(R11)", 8*end), "BX")
		t.op("CMPQ", "BX", "AX")
		t.op("JAE", past)
		t.op("SHLQ", "$6", "BX")
		t.op("VPBROADCASTD", fmt.Sprintf("%d(R11)", 8*end+4), "Y14")
		t.merge("DI", "R9", withWinners)
		t.label(past)
	}
	t.op("ADDQ", "$16", "R11")
	t.op("DECQ", "R12")
	t.op("JNZ", "link")
	t.label("write")
	t.op("MOVQ", "R13", "BX")
	t.store("R8", "R14", withWinners)
	t.op("ADDQ", "$64", "R13")
	t.op("JMP", "place")
	t.label("done")
	t.finish()
}

// within leaves ones in Y0 and Y1 in the lanes in which the row at BX is within the
// limits in Y12 and Y13, and zeros in the others.
func (t *text) within() {
	limits := [2]string{"Y12", "Y13"}
	for h := range 2 {
		t.op("VMOVDQU", at(h, "DI"), costs[h])
		t.op("VPMINUD", limits[h], costs[h], sums[h])
		t.op("VPCMPEQD", sums[h], costs[h], costs[h])
	}
}

// limits reads them.
func (t *text) limits(register string) {
	t.op("VMOVDQU", fmt.Sprintf("0(%s)", register), "Y12")
	t.op("VMOVDQU", fmt.Sprintf("32(%s)", register), "Y13")
}

// cover adds up weights, one place after the other in each lane, so that the sums are
// those of a plain loop to the last bit. A lane out of reach adds +0, which changes no
// sum that began with +0.
func cover(t *text) {
	t.function("coverAVX2", "cost *[Lanes]uint32 DI", "weight *float64 SI", "places int CX", "limit *[Lanes]uint32 DX", "sum *[Lanes]float64 R8")
	t.limits("DX")
	for q := range 4 {
		t.op("VXORPD", fmt.Sprintf("Y%d", 8+q), fmt.Sprintf("Y%d", 8+q), fmt.Sprintf("Y%d", 8+q))
	}
	t.op("XORL", "BX", "BX")
	t.label("place")
	t.op("DECQ", "CX")
	t.op("JLT", "done")
	t.within()
	t.op("VBROADCASTSD", "(SI)", "Y14")
	for q := range 4 {
		half, wide, sum := "X0", "Y4", fmt.Sprintf("Y%d", 8+q)
		switch q {
		case 1:
			t.op("VEXTRACTI128", "$1", "Y0", "X6")
			half = "X6"
		case 2:
			half = "X1"
		case 3:
			t.op("VEXTRACTI128", "$1", "Y1", "X7")
			half = "X7"
		}
		t.op("VPMOVSXDQ", half, wide)
		t.op("VANDPD", wide, "Y14", wide)
		t.op("VADDPD", wide, sum, sum)
	}
	t.op("ADDQ", "$8", "SI")
	t.op("ADDQ", "$64", "BX")
	t.op("JMP", "place")
	t.label("done")
	for q := range 4 {
		t.op("VMOVUPD", fmt.Sprintf("Y%d", 8+q), fmt.Sprintf("%d(R8)", 32*q))
	}
	t.finish()
}

// count adds one to the lanes of a row's unit in which the row is within the limits. A
// unit that there is not is passed over.
func count(t *text) {
	t.function("countAVX2", "cost *[Lanes]uint32 DI", "unit *uint32 SI", "rows int CX", "limit *[Lanes]uint32 DX", "counts *[Lanes]uint32 R8", "units int R9")
	t.limits("DX")
	t.op("XORL", "BX", "BX")
	t.label("row")
	t.op("DECQ", "CX")
	t.op("JLT", "done")
	t.op("MOVL", "(SI)", "AX")
	t.op("ADDQ", "$4", "SI")
	t.op("CMPQ", "AX", "R9")
	t.op("JAE", "next")
	t.op("SHLQ", "$6", "AX")
	t.within()
	for h := range 2 {
		counts := fmt.Sprintf("%d(R8)(AX*1)", 32*h)
		t.op("VMOVDQU", counts, sums[h])
		t.op("VPSUBD", costs[h], sums[h], sums[h])
		t.op("VMOVDQU", sums[h], counts)
	}
	t.label("next")
	t.op("ADDQ", "$64", "BX")
	t.op("JMP", "row")
	t.label("done")
	t.finish()
}
