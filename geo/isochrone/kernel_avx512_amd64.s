#include "textflag.h"
#include "kernel_amd64.h"

// Sixteen numbers at a time. What becomes zero where it is below is compared as integers:
// the order is the same, and processors have more units for it.

// func siftAVX512(west, south, east, north, low *float32, pairs int, q *ask, least *float32, mask *uint64) float32
TEXT ·siftAVX512(SB), NOSPLIT, $0-76
	MOVQ west+0(FP), R8
	MOVQ south+8(FP), R9
	MOVQ east+16(FP), R10
	MOVQ north+24(FP), R11
	MOVQ low+32(FP), R12
	MOVQ pairs+40(FP), CX
	MOVQ q+48(FP), SI
	MOVQ least+56(FP), DI
	MOVQ mask+64(FP), DX
	VBROADCASTSS 0(SI), Z8   // west
	VBROADCASTSS 4(SI), Z9   // south
	VBROADCASTSS 8(SI), Z10  // east
	VBROADCASTSS 12(SI), Z11 // north
	VBROADCASTSS 16(SI), Z12 // perM
	VBROADCASTSS 20(SI), Z13 // bound
	VBROADCASTSS 24(SI), Z14 // most2
	VBROADCASTSS 28(SI), Z6  // near2
	MOVL $INFINITE, AX
	VPBROADCASTD AX, Z5
	VXORPS X15, X15, X15
	VMOVAPS Z5, Z7           // the lowest bound
	XORQ BX, BX
boxes:
	VMOVUPS (R8)(BX*4), Z0
	VSUBPS Z10, Z0, Z0       // west - q.east
	VSUBPS (R10)(BX*4), Z8, Z1 // q.west - east
	VPMAXSD Z1, Z0, Z0
	VPMAXSD Z15, Z0, Z0
	VMOVUPS (R9)(BX*4), Z2
	VSUBPS Z11, Z2, Z2
	VSUBPS (R11)(BX*4), Z9, Z3
	VPMAXSD Z3, Z2, Z2
	VPMAXSD Z15, Z2, Z2
	VMULPS Z0, Z0, Z0
	VMULPS Z2, Z2, Z2
	VADDPS Z2, Z0, Z0        // distance squared
	VSQRTPS Z0, Z1
	VMULPS Z12, Z1, Z1
	VCMPPS $2, Z14, Z0, K1   // short enough
	VMOVAPS Z5, Z3
	VADDPS (R12)(BX*4), Z1, K1, Z3
	VMOVUPS Z3, (DI)(BX*4)
	VMINPS Z3, Z7, Z7
	VCMPPS $2, Z6, Z0, K1
	VCMPPS $2, Z13, Z3, K1, K1
	KMOVW K1, (DX)
	ADDQ $2, DX
	ADDQ $16, BX
	DECQ CX
	JNZ boxes
	VEXTRACTF32X8 $1, Z7, Y0
	VMINPS Y0, Y7, Y7
	VEXTRACTF128 $1, Y7, X0
	VMINPS X0, X7, X7
	VPERMILPS $0x4e, X7, X0
	VMINPS X0, X7, X7
	VPERMILPS $0xb1, X7, X0
	VMINPS X0, X7, X7
	VMOVSS X7, ret+72(FP)
	VZEROUPPER
	RET
