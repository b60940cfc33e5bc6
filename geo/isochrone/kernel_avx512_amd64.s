#include "textflag.h"
#include "kernel_amd64.h"

// Sixteen numbers at a time. Squares of distances, and what becomes zero where it is below,
// are compared as integers: the order is the same, and processors have more units for it.

// Groups are looked at two at a time, one in the lower and one in the upper half of a
// vector. Which two hangs only on what has been asked for: once it hung on which of them
// the street helps, the processor could not run ahead of that.

// HALVES sets K6 to those halves of K1 that have a bit, whole.
#define HALVES \
	VPMOVM2B K1, X4 \
	VPCMPEQQ X14, X4, X4 \
	VPMOVB2M X4, K6 \
	KNOTW K6, K6

// HIGHEST leaves the highest number of each half of a vector, no less than zero, in all
// lanes of the half.
#define HIGHEST(of, to) \
	VPMAXSD Z14, of, to \
	VSHUFF64X2 $0xb1, to, to, Z7 \
	VPMAXSD Z7, to, to \
	VPERMILPS $0x4e, to, Z7 \
	VPMAXSD Z7, to, to \
	VPERMILPS $0xb1, to, Z7 \
	VPMAXSD Z7, to, to

// STEP takes a step where it is below the highest cost.
#define STEP(at) \
	VCMPPS.BCST $14, at(DI), Y21, K1 \
	VBROADCASTSS at(DI), K1, Y0

// func offerAVX512(n *nodes, s *offered, street *piece, pieces int, barred uint64, groups uint32, most2 float32) uint32
TEXT ·offerAVX512(SB), NOSPLIT, $0-52
	MOVL $0, ret+48(FP)
	MOVQ n+0(FP), DI
	MOVQ s+8(FP), DX
	MOVQ street+16(FP), SI
	MOVQ pieces+24(FP), CX
	LEAQ barred+32(FP), R14
	MOVL groups+40(FP), AX
	TESTL AX, AX
	JZ none
	VBROADCASTSS most2+44(FP), Z11
	VXORPS X14, X14, X14
	MOVL $0xff00, R9
	KMOVW R9, K7             // the upper of two groups
	MOVL $ONE, R9
	VPBROADCASTD R9, Z15     // one
	MOVL $INFINITE, R9
	VPBROADCASTD R9, Z22     // infinite
	VBROADCASTSS 0(DX), Z16  // west
	VBROADCASTSS 8(DX), Z17  // east
	VBROADCASTSS 4(DX), Z18  // south
	VBROADCASTSS 12(DX), Z19 // north
	VBROADCASTSS 16(DX), Z20 // low
	VBROADCASTSS 20(DX), Z10 // perM
	VBROADCASTSS 24(DX), Z12 // dx
	VBROADCASTSS 28(DX), Z13 // dy
	MOVQ 32(DX), R12         // parts
	TESTQ R12, R12
	JZ pair
	VBROADCASTF32X8 0(R12), Z23  // west of the parts
	VBROADCASTF32X8 32(R12), Z24 // south
	VBROADCASTF32X8 64(R12), Z25 // east
	VBROADCASTF32X8 96(R12), Z26 // north
	VBROADCASTF32X8 128(R12), Z27 // low
pair:
	// Two groups; the last one twice if it is alone.
	TZCNTL AX, R8
	BLSRL AX, AX
	TZCNTL AX, BX
	CMOVLCS R8, BX
	BLSRL AX, AX
	MOVL R8, R9
	SHLQ $5, R9              // of the groups' nodes, in bytes
	MOVL BX, R10
	SHLQ $5, R10
	VMOVUPS (DI)(R9*1), Y0
	VINSERTF32X8 $1, (DI)(R10*1), Z0, Z0 // x
	VMOVUPS 256(DI)(R9*1), Y1
	VINSERTF32X8 $1, 256(DI)(R10*1), Z1, Z1 // y
	VMOVUPS 512(DI)(R9*1), Y28
	VINSERTF32X8 $1, 512(DI)(R10*1), Z28, Z28 // cost
	// May it help any node of theirs?
	MOVBLZX (R14)(R8*1), R9
	MOVBLZX (R14)(BX*1), R10
	SHLL $8, R10
	ORL R10, R9
	KMOVW R9, K3
	KNOTW K3, K3             // not barred
	VSUBPS Z0, Z16, Z4       // s.west - x
	VSUBPS Z17, Z0, Z5       // x - s.east
	VPMAXSD Z5, Z4, Z4
	VPMAXSD Z14, Z4, Z4
	VSUBPS Z1, Z18, Z5
	VSUBPS Z19, Z1, Z6
	VPMAXSD Z6, Z5, Z5
	VPMAXSD Z14, Z5, Z5
	VMULPS Z4, Z4, Z4
	VMULPS Z5, Z5, Z5
	VADDPS Z5, Z4, Z4        // distance squared
	VSQRTPS Z4, Z5
	VMULPS Z10, Z5, Z5
	VADDPS Z5, Z20, Z5       // cost at least
	VBROADCASTSS 896(DI)(R8*4), Z29
	VBROADCASTSS 896(DI)(BX*4), K7, Z29 // dearest
	VMINPS Z28, Z29, Z6
	VCMPPS $2, Z11, Z4, K3, K1
	VCMPPS $2, Z6, Z5, K1, K1 // no more than of interest
	KORTESTW K1, K1
	JZ next
	HALVES                   // that it may help
	VADDPS Z12, Z0, Z0
	VADDPS Z13, Z1, Z1
	VMOVAPS Z22, Z2          // least distance squared
	VMOVAPS Z22, Z3          // cost there
	TESTQ R12, R12
	JNZ long
	MOVQ SI, R9
	MOVQ CX, R10

segment:
	VSUBPS.BCST 0(R9), Z0, Z4 // x - p.x
	VSUBPS.BCST 4(R9), Z1, Z5 // y - p.y
	VMULPS.BCST 8(R9), Z4, Z8
	VMULPS.BCST 12(R9), Z5, Z9
	VADDPS Z9, Z8, Z8
	VMULPS.BCST 16(R9), Z8, Z8
	VPMAXSD Z14, Z8, Z8
	VPMINSD Z15, Z8, Z8      // t
	VMULPS.BCST 8(R9), Z8, Z6
	VMULPS.BCST 12(R9), Z8, Z7
	VSUBPS Z6, Z4, Z4
	VSUBPS Z7, Z5, Z5
	VMULPS Z4, Z4, Z4
	VMULPS Z5, Z5, Z5
	VADDPS Z5, Z4, Z4        // distance squared
	VMULPS.BCST 28(R9), Z8, Z8 // t·along
	VADDPS.BCST 20(R9), Z8, Z6
	VBROADCASTSS 24(R9), Z7
	VSUBPS Z8, Z7, Z7
	VMINPS Z7, Z6, Z6        // cost
	VPCMPD $1, Z2, Z4, K1    // nearer
	VPCMPEQD Z2, Z4, K2      // as near
	VMINPS Z3, Z6, K2, Z3
	VMOVAPS Z6, K1, Z3
	VPMINSD Z4, Z2, Z2
	ADDQ $32, R9
	DECQ R10
	JNZ segment
	TESTQ R12, R12
	JNZ more

found:
	KANDW K6, K3, K3
	VCMPPS $2, Z11, Z2, K3, K1 // within the longest leg
	VSQRTPS Z2, Z4
	VMULPS Z10, Z4, Z4
	VADDPS Z4, Z3, Z3
	VMINPS Z3, Z28, K1, Z28
	MOVL R8, R9
	SHLQ $5, R9
	MOVL BX, R10
	SHLQ $5, R10
	VMOVUPS Y28, 512(DI)(R9*1)
	VEXTRACTF32X8 $1, Z28, 512(DI)(R10*1)
	// The highest cost of each, in the lane of the group.
	HIGHEST(Z28, Z6)
	KMOVW K6, R9             // none of a group that is passed over
	MOVL R9, R10
	ANDL $1, R9
	SHRL $15, R10
	SHLXL R8, R9, R9
	SHLXL BX, R10, R10
	KMOVW R9, K1
	KMOVW R10, K2
	ORL R10, R9
	ORL R9, ret+48(FP)
	VMOVAPS Z6, K1, Z21
	VEXTRACTF32X8 $1, Z6, Y6
	VMOVAPS Z6, K2, Z21
next:
	TESTL AX, AX
	JNZ pair
	CMPL ret+48(FP), $0
	JEQ none

	CMPL 960(DI), $0
	JEQ all
	MOVL $NEVER, R9
	VPBROADCASTD R9, Y0
	// The last step below it.
	STEP(928)
	STEP(932)
	STEP(936)
	STEP(940)
	STEP(944)
	STEP(948)
	STEP(952)
	STEP(956)
	VMOVAPS Y0, Y21
all:
	MOVL ret+48(FP), R9
	KMOVW R9, K1
	VMOVUPS 896(DI), Y0
	VMOVAPS Y21, K1, Y0
	VMOVUPS Y0, 896(DI)
	VZEROUPPER
	RET

long:
	// How far away, and how cheap at least, are the parts? A lane for each of them.
	VBROADCASTSS 768(DI)(R8*4), Z4
	VBROADCASTSS 768(DI)(BX*4), K7, Z4
	VADDPS Z12, Z4, Z4       // west
	VBROADCASTSS 800(DI)(R8*4), Z5
	VBROADCASTSS 800(DI)(BX*4), K7, Z5
	VADDPS Z13, Z5, Z5       // south
	VBROADCASTSS 832(DI)(R8*4), Z6
	VBROADCASTSS 832(DI)(BX*4), K7, Z6
	VADDPS Z12, Z6, Z6       // east
	VBROADCASTSS 864(DI)(R8*4), Z7
	VBROADCASTSS 864(DI)(BX*4), K7, Z7
	VADDPS Z13, Z7, Z7       // north
	VSUBPS Z6, Z23, Z8       // p.west - east
	VSUBPS Z25, Z4, Z9       // west - p.east
	VPMAXSD Z9, Z8, Z8
	VPMAXSD Z14, Z8, Z8
	VSUBPS Z7, Z24, Z9
	VSUBPS Z26, Z5, Z4
	VPMAXSD Z4, Z9, Z9
	VPMAXSD Z14, Z9, Z9
	VMULPS Z8, Z8, Z8
	VMULPS Z9, Z9, Z9
	VADDPS Z9, Z8, Z30       // distance squared
	VSQRTPS Z30, Z4
	VMULPS Z10, Z4, Z4
	VADDPS Z27, Z4, Z4
	VCMPPS $2, Z11, Z30, K6, K1
	VCMPPS $2, Z29, Z4, K1, K1
	KORTESTW K1, K1
	JZ next
	HALVES                   // that they may help
	// The part nearest to each of the groups comes first.
	VSHUFF64X2 $0xb1, Z30, Z30, Z4
	VMINPS Z4, Z30, Z4
	VPERMILPS $0x4e, Z4, Z5
	VMINPS Z5, Z4, Z4
	VPERMILPS $0xb1, Z4, Z5
	VMINPS Z5, Z4, Z4
	VCMPPS $0, Z4, Z30, K6, K1
	KMOVW K1, R9
	MOVBLZX R9, R10
	SHRL $8, R9
	BLSIL R10, R11
	BLSIL R9, R9
	ORL R9, R11
	MOVL R11, R13
part:
	TZCNTL R11, R9
	BLSRL R11, R11
	MOVLQSX 160(R12), R10
	IMULQ R10, R9
	MOVQ CX, DX
	SUBQ R9, DX              // pieces left from there on
	CMPQ DX, R10
	CMOVQLT DX, R10
	SHLQ $5, R9
	ADDQ SI, R9
	JMP segment
more:
	TESTL R11, R11
	JNZ part
	TESTL R13, R13
	JZ found
	// Then those that are no farther away than what has been found for any node.
	HIGHEST(Z2, Z4)
	VCMPPS $2, Z4, Z30, K6, K1
	KMOVW K1, R11
	MOVL R11, R9
	SHRL $8, R9
	ORL R9, R11
	ANDNL R11, R13, R11
	MOVBLZX R11, R11
	XORL R13, R13
	TESTL R11, R11
	JNZ part
	JMP found

none:
	VZEROUPPER
	RET

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
