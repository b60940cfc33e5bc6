#include "textflag.h"

// Layouts, in bytes. piece: x 0, y 4, vx 8, vy 12, perM2 16, back 20, on 24, along 28.
// nodes: x 0, y 256, cost 512, west 768, south 800, east 832, north 864, dearest 896,
// steps 928, stepped 960.
// lie: first 0, up 8, right 16, turn 24, each x and y.
// offered: west 0, south 4, east 8, north 12, low 16, perM 20, dx 24, dy 28, parts 32.
// parts: west 0, south 32, east 64, north 96, low 128, each 160.
// ask: west 0, south 4, east 8, north 12, perM 16, bound 20, most2 24,
// near2 28.

DATA one<>+0(SB)/4, $0x3f800000
GLOBL one<>(SB), RODATA|NOPTR, $4
DATA inf<>+0(SB)/4, $0x7f800000
GLOBL inf<>(SB), RODATA|NOPTR, $4
DATA half<>+0(SB)/4, $0x3f000000
GLOBL half<>(SB), RODATA|NOPTR, $4
// A bit for each lane.
DATA bits<>+0(SB)/8, $0x0000000200000001
DATA bits<>+8(SB)/8, $0x0000000800000004
DATA bits<>+16(SB)/8, $0x0000002000000010
DATA bits<>+24(SB)/8, $0x0000008000000040
GLOBL bits<>(SB), RODATA|NOPTR, $32
DATA never<>+0(SB)/4, $0xff800000
GLOBL never<>(SB), RODATA|NOPTR, $4

// Columns and rows of the nodes of the first group.
DATA cols<>+0(SB)/4, $0x00000000
DATA cols<>+4(SB)/4, $0x3f800000
DATA cols<>+8(SB)/4, $0x40000000
DATA cols<>+12(SB)/4, $0x40400000
DATA cols<>+16(SB)/4, $0x00000000
DATA cols<>+20(SB)/4, $0x3f800000
DATA cols<>+24(SB)/4, $0x40000000
DATA cols<>+28(SB)/4, $0x40400000
GLOBL cols<>(SB), RODATA|NOPTR, $32
DATA rows<>+0(SB)/8, $0x0000000000000000
DATA rows<>+8(SB)/8, $0x0000000000000000
DATA rows<>+16(SB)/8, $0x3f8000003f800000
DATA rows<>+24(SB)/8, $0x3f8000003f800000
GLOBL rows<>(SB), RODATA|NOPTR, $32
DATA two<>+0(SB)/4, $0x40000000
GLOBL two<>(SB), RODATA|NOPTR, $4
DATA four<>+0(SB)/4, $0x40800000
GLOBL four<>(SB), RODATA|NOPTR, $4

// func placeAVX2(n *nodes, l *lie, cost, dearest float32)
TEXT ·placeAVX2(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), DI
	MOVQ l+8(FP), SI
	VBROADCASTSS cost+16(FP), Y14
	VBROADCASTSS dearest+20(FP), Y0
	VMOVUPS Y0, 896(DI)
	VMOVUPS cols<>(SB), Y10
	VBROADCASTSS four<>(SB), Y0
	VADDPS Y0, Y10, Y11      // columns of the eastern group
	VMOVUPS rows<>(SB), Y12
	VBROADCASTSS two<>(SB), Y13
	XORQ BX, BX              // nodes in bytes
	XORQ CX, CX              // groups in bytes
pair:
	// The western ends of both rows, and a column's step.
	VBROADCASTSS 8(SI), Y0
	VMULPS Y0, Y12, Y0
	VBROADCASTSS 0(SI), Y1
	VADDPS Y0, Y1, Y0        // x
	VBROADCASTSS 12(SI), Y1
	VMULPS Y1, Y12, Y1
	VBROADCASTSS 4(SI), Y2
	VADDPS Y1, Y2, Y1        // y
	VBROADCASTSS 24(SI), Y2
	VMULPS Y2, Y12, Y2
	VBROADCASTSS 16(SI), Y3
	VADDPS Y2, Y3, Y2        // step of x
	VBROADCASTSS 28(SI), Y3
	VMULPS Y3, Y12, Y3
	VBROADCASTSS 20(SI), Y4
	VADDPS Y3, Y4, Y3        // step of y
	VMULPS Y2, Y10, Y4
	VADDPS Y4, Y0, Y4        // x of the western group
	VMULPS Y3, Y10, Y5
	VADDPS Y5, Y1, Y5        // y
	VMULPS Y2, Y11, Y6
	VADDPS Y6, Y0, Y6        // x of the eastern group
	VMULPS Y3, Y11, Y7
	VADDPS Y7, Y1, Y7        // y
	VMOVUPS Y4, (DI)(BX*1)
	VMOVUPS Y5, 256(DI)(BX*1)
	VMOVUPS Y14, 512(DI)(BX*1)
	VMOVUPS Y6, 32(DI)(BX*1)
	VMOVUPS Y7, 288(DI)(BX*1)
	VMOVUPS Y14, 544(DI)(BX*1)
	// The boxes: of the corners.
	VEXTRACTF128 $1, Y4, X0
	VMINPS X0, X4, X1
	VMOVSS X1, 768(DI)(CX*1)
	VMAXPS X0, X4, X1
	VEXTRACTPS $3, X1, 832(DI)(CX*1)
	VPERMILPS $3, X5, X0
	VMINSS X0, X5, X1
	VMOVSS X1, 800(DI)(CX*1)
	VEXTRACTF128 $1, Y5, X0
	VPERMILPS $3, X0, X1
	VMAXSS X0, X1, X1
	VMOVSS X1, 864(DI)(CX*1)
	VEXTRACTF128 $1, Y6, X0
	VMINPS X0, X6, X1
	VMOVSS X1, 772(DI)(CX*1)
	VMAXPS X0, X6, X1
	VEXTRACTPS $3, X1, 836(DI)(CX*1)
	VPERMILPS $3, X7, X0
	VMINSS X0, X7, X1
	VMOVSS X1, 804(DI)(CX*1)
	VEXTRACTF128 $1, Y7, X0
	VPERMILPS $3, X0, X1
	VMAXSS X0, X1, X1
	VMOVSS X1, 868(DI)(CX*1)
	VADDPS Y13, Y12, Y12
	ADDQ $64, BX
	ADDQ $8, CX
	CMPQ CX, $32
	JNE pair
	VZEROUPPER
	RET

// func helpsAVX2(n *nodes, s *offered, most2 float32) uint32
TEXT ·helpsAVX2(SB), NOSPLIT, $0-28
	MOVQ n+0(FP), DI
	MOVQ s+8(FP), DX
	VXORPS Y14, Y14, Y14
	// A lane for each group.
	VBROADCASTSS 0(DX), Y0
	VSUBPS 832(DI), Y0, Y0   // s.west - east
	VMOVUPS 768(DI), Y1
	VBROADCASTSS 8(DX), Y2
	VSUBPS Y2, Y1, Y1        // west - s.east
	VMAXPS Y1, Y0, Y0
	VMAXPS Y14, Y0, Y0
	VBROADCASTSS 4(DX), Y1
	VSUBPS 864(DI), Y1, Y1
	VMOVUPS 800(DI), Y2
	VBROADCASTSS 12(DX), Y3
	VSUBPS Y3, Y2, Y2        // south - s.north
	VMAXPS Y2, Y1, Y1
	VMAXPS Y14, Y1, Y1
	VMULPS Y0, Y0, Y0
	VMULPS Y1, Y1, Y1
	VADDPS Y1, Y0, Y0        // distance squared
	VBROADCASTSS 20(DX), Y10 // perM
	VBROADCASTSS most2+16(FP), Y11
	VSQRTPS Y0, Y1
	VMULPS Y10, Y1, Y1
	VBROADCASTSS 16(DX), Y2
	VADDPS Y1, Y2, Y1        // cost at least
	VCMPPS $2, 896(DI), Y1, Y1 // no more than the dearest
	VCMPPS $2, Y11, Y0, Y0
	VANDPS Y0, Y1, Y1
	VMOVMSKPS Y1, AX
	MOVL AX, ret+24(FP)
	VZEROUPPER
	RET

// func offerAVX2(n *nodes, s *offered, street *piece, pieces int, barred uint64, groups uint32, most2 float32) uint32
TEXT ·offerAVX2(SB), NOSPLIT, $32-52
	MOVL $0, ret+48(FP)
	MOVQ n+0(FP), DI
	MOVQ s+8(FP), DX
	MOVQ street+16(FP), SI
	MOVQ pieces+24(FP), CX
	LEAQ barred+32(FP), R14
	MOVL groups+40(FP), AX
	VBROADCASTSS most2+44(FP), Y11
	VXORPS Y14, Y14, Y14
	TESTL AX, AX
	JZ done
	VBROADCASTSS 20(DX), Y10 // perM
	VBROADCASTSS one<>(SB), Y15
	VBROADCASTSS 24(DX), Y12 // dx
	VBROADCASTSS 28(DX), Y13 // dy
	MOVQ 32(DX), R12         // parts
group:
	BSFL AX, R8
	MOVL R8, BX
	SHLQ $5, BX              // of the group's nodes, in bytes
	// May it help any node of the group?
	VMOVUPS (DI)(BX*1), Y0    // x
	VMOVUPS 256(DI)(BX*1), Y1 // y
	VBROADCASTSS 0(DX), Y4
	VSUBPS Y0, Y4, Y4        // s.west - x
	VBROADCASTSS 8(DX), Y5
	VSUBPS Y5, Y0, Y5        // x - s.east
	VMAXPS Y5, Y4, Y4
	VMAXPS Y14, Y4, Y4
	VBROADCASTSS 4(DX), Y5
	VSUBPS Y1, Y5, Y5
	VBROADCASTSS 12(DX), Y6
	VSUBPS Y6, Y1, Y6
	VMAXPS Y6, Y5, Y5
	VMAXPS Y14, Y5, Y5
	VMULPS Y4, Y4, Y4
	VMULPS Y5, Y5, Y5
	VADDPS Y5, Y4, Y4        // distance squared
	VSQRTPS Y4, Y5
	VMULPS Y10, Y5, Y5
	VBROADCASTSS 16(DX), Y6
	VADDPS Y5, Y6, Y5        // cost at least
	VBROADCASTSS 896(DI)(R8*4), Y6
	VMINPS 512(DI)(BX*1), Y6, Y6
	VCMPPS $2, Y6, Y5, Y5    // no more than of interest
	VCMPPS $2, Y11, Y4, Y4
	VANDPS Y5, Y4, Y4
	VPBROADCASTB (R14)(R8*1), Y5
	VMOVUPS bits<>(SB), Y6
	VPAND Y6, Y5, Y5
	VPCMPEQD Y6, Y5, Y5      // barred
	VANDNPS Y4, Y5, Y4
	VMOVMSKPS Y4, R9
	TESTL R9, R9
	JZ next
	VADDPS Y12, Y0, Y0
	VADDPS Y13, Y1, Y1
	VBROADCASTSS inf<>(SB), Y2    // least distance squared
	VMOVAPS Y2, Y3                // cost there
	MOVQ SI, R9
	MOVQ CX, R10
	TESTQ R12, R12
	JZ segment

	// How far away, and how cheap at least, are the parts? A lane for each of them.
	VBROADCASTSS 768(DI)(R8*4), Y4
	VADDPS Y12, Y4, Y4       // west
	VBROADCASTSS 800(DI)(R8*4), Y5
	VADDPS Y13, Y5, Y5       // south
	VBROADCASTSS 832(DI)(R8*4), Y6
	VADDPS Y12, Y6, Y6       // east
	VBROADCASTSS 864(DI)(R8*4), Y7
	VADDPS Y13, Y7, Y7       // north
	VMOVUPS 0(R12), Y8
	VSUBPS Y6, Y8, Y8        // p.west - east
	VSUBPS 64(R12), Y4, Y9   // west - p.east
	VMAXPS Y9, Y8, Y8
	VMAXPS Y14, Y8, Y8
	VMOVUPS 32(R12), Y9
	VSUBPS Y7, Y9, Y9
	VSUBPS 96(R12), Y5, Y4
	VMAXPS Y4, Y9, Y9
	VMAXPS Y14, Y9, Y9
	VMULPS Y8, Y8, Y8
	VMULPS Y9, Y9, Y9
	VADDPS Y9, Y8, Y8        // distance squared
	VSQRTPS Y8, Y4
	VMULPS Y10, Y4, Y4
	VADDPS 128(R12), Y4, Y4
	VBROADCASTSS 896(DI)(R8*4), Y5
	VCMPPS $2, Y5, Y4, Y4
	VCMPPS $2, Y11, Y8, Y5
	VANDPS Y5, Y4, Y4
	VMOVMSKPS Y4, R11
	TESTL R11, R11
	JZ next
	// The nearest of them comes first.
	VMOVUPS Y8, away-32(SP)
	VEXTRACTF128 $1, Y8, X4
	VMINPS X4, X8, X4
	VPERMILPS $0x4e, X4, X5
	VMINPS X5, X4, X4
	VPERMILPS $0xb1, X4, X5
	VMINPS X5, X4, X4
	VBROADCASTSS X4, Y4
	VCMPPS $0, Y4, Y8, Y4
	VMOVMSKPS Y4, R13
	BSFL R13, R13
	MOVLQSX 160(R12), R10
	MOVQ R13, R9
	IMULQ R10, R9
	MOVQ CX, R11
	SUBQ R9, R11             // pieces left from there on
	CMPQ R11, R10
	CMOVQLT R11, R10
	SHLQ $5, R9
	ADDQ SI, R9

segment:
	VBROADCASTSS 0(R9), Y4
	VSUBPS Y4, Y0, Y4    // x - p.x
	VBROADCASTSS 4(R9), Y5
	VSUBPS Y5, Y1, Y5    // y - p.y
	VBROADCASTSS 8(R9), Y6
	VBROADCASTSS 12(R9), Y7
	VMULPS Y6, Y4, Y8
	VMULPS Y7, Y5, Y9
	VADDPS Y9, Y8, Y8
	VBROADCASTSS 16(R9), Y9
	VMULPS Y9, Y8, Y8
	VMAXPS Y14, Y8, Y8
	VMINPS Y15, Y8, Y8   // t
	VMULPS Y6, Y8, Y6
	VMULPS Y7, Y8, Y7
	VSUBPS Y6, Y4, Y4
	VSUBPS Y7, Y5, Y5
	VMULPS Y4, Y4, Y4
	VMULPS Y5, Y5, Y5
	VADDPS Y5, Y4, Y4    // distance squared
	VBROADCASTSS 28(R9), Y5
	VMULPS Y5, Y8, Y8    // t·along
	VBROADCASTSS 20(R9), Y6
	VADDPS Y8, Y6, Y6
	VBROADCASTSS 24(R9), Y7
	VSUBPS Y8, Y7, Y7
	VMINPS Y7, Y6, Y6    // cost
	VCMPPS $1, Y2, Y4, Y8 // nearer
	VCMPPS $0, Y2, Y4, Y9 // as near
	VMINPS Y3, Y6, Y7
	VBLENDVPS Y9, Y7, Y3, Y3
	VBLENDVPS Y8, Y6, Y3, Y3
	VMINPS Y4, Y2, Y2
	ADDQ $32, R9
	DECQ R10
	JNZ segment

	TESTQ R12, R12
	JZ found
	TESTQ R13, R13
	JS more
	// Then those that are no farther away than what has been found for any node.
	VEXTRACTF128 $1, Y2, X4
	VMAXPS X4, X2, X4
	VPERMILPS $0x4e, X4, X5
	VMAXPS X5, X4, X4
	VPERMILPS $0xb1, X4, X5
	VMAXPS X5, X4, X4
	VBROADCASTSS X4, Y4
	VMOVUPS away-32(SP), Y5
	VCMPPS $2, Y4, Y5, Y4
	VMOVMSKPS Y4, R11
	BTRL R13, R11
	MOVQ $-1, R13
more:
	TESTL R11, R11
	JZ found
	BSFL R11, R9
	LEAL -1(R11), R10
	ANDL R10, R11
	MOVLQSX 160(R12), R10
	IMULQ R10, R9
	MOVQ CX, BX
	SUBQ R9, BX
	CMPQ BX, R10
	CMOVQLT BX, R10
	SHLQ $5, R9
	ADDQ SI, R9
	JMP segment

found:
	MOVL ret+48(FP), R9
	BTSL R8, R9
	MOVL R9, ret+48(FP)
	MOVL R8, BX
	SHLQ $5, BX
	VSQRTPS Y2, Y4
	VMULPS Y10, Y4, Y4
	VADDPS Y4, Y3, Y3
	VCMPPS $2, Y11, Y2, Y5 // within the longest leg
	VPBROADCASTB (R14)(R8*1), Y4
	VMOVUPS bits<>(SB), Y7
	VPAND Y7, Y4, Y4
	VPCMPEQD Y7, Y4, Y4    // barred
	VANDNPS Y5, Y4, Y5
	VMOVUPS 512(DI)(BX*1), Y6
	VMINPS Y3, Y6, Y7
	VBLENDVPS Y5, Y7, Y6, Y6
	VMOVUPS Y6, 512(DI)(BX*1)
	VEXTRACTF128 $1, Y6, X7
	VMAXPS X7, X6, X6
	VPERMILPS $0x4e, X6, X7
	VMAXPS X7, X6, X6
	VPERMILPS $0xb1, X6, X7
	VMAXPS X7, X6, X6
	CMPL 960(DI), $0
	JEQ all
	VBROADCASTSS X6, Y6
	VMOVUPS 928(DI), Y7
	VBROADCASTSS never<>(SB), Y8
	VCMPPS $1, Y6, Y7, Y9  // steps below the highest cost
	VBLENDVPS Y9, Y7, Y8, Y6
	VEXTRACTF128 $1, Y6, X7
	VMAXPS X7, X6, X6
	VPERMILPS $0x4e, X6, X7
	VMAXPS X7, X6, X6
	VPERMILPS $0xb1, X6, X7
	VMAXPS X7, X6, X6
all:
	VMOVSS X6, 896(DI)(R8*4)
next:
	LEAL -1(AX), R11
	ANDL R11, AX
	JNZ group
done:
	VZEROUPPER
	RET

// func siftAVX2(west, south, east, north, low *float32, groups int, q *ask, least *float32, mask *uint64) float32
TEXT ·siftAVX2(SB), NOSPLIT, $0-76
	MOVQ west+0(FP), R8
	MOVQ south+8(FP), R9
	MOVQ east+16(FP), R10
	MOVQ north+24(FP), R11
	MOVQ low+32(FP), R12
	MOVQ groups+40(FP), CX
	MOVQ q+48(FP), SI
	MOVQ least+56(FP), DI
	MOVQ mask+64(FP), DX
	VBROADCASTSS 0(SI), Y8   // west
	VBROADCASTSS 4(SI), Y9   // south
	VBROADCASTSS 8(SI), Y10  // east
	VBROADCASTSS 12(SI), Y11 // north
	VBROADCASTSS 16(SI), Y12 // perM
	VBROADCASTSS 20(SI), Y13 // bound
	VBROADCASTSS 24(SI), Y14 // most2
	VBROADCASTSS 28(SI), Y6  // near2
	VBROADCASTSS inf<>(SB), Y5
	VXORPS Y15, Y15, Y15
	VBROADCASTSS inf<>(SB), Y7 // the lowest bound
	XORQ BX, BX
boxes:
	VMOVUPS (R8)(BX*4), Y0
	VSUBPS Y10, Y0, Y0       // west - q.east
	VSUBPS (R10)(BX*4), Y8, Y1 // q.west - east
	VMAXPS Y1, Y0, Y0
	VMAXPS Y15, Y0, Y0
	VMOVUPS (R9)(BX*4), Y2
	VSUBPS Y11, Y2, Y2
	VSUBPS (R11)(BX*4), Y9, Y3
	VMAXPS Y3, Y2, Y2
	VMAXPS Y15, Y2, Y2
	VMULPS Y0, Y0, Y0
	VMULPS Y2, Y2, Y2
	VADDPS Y2, Y0, Y0        // distance squared
	VSQRTPS Y0, Y1
	VMULPS Y12, Y1, Y1
	VADDPS (R12)(BX*4), Y1, Y1
	VCMPPS $2, Y14, Y0, Y2   // short enough
	VBLENDVPS Y2, Y1, Y5, Y1
	VMOVUPS Y1, (DI)(BX*4)
	VMINPS Y1, Y7, Y7
	VCMPPS $2, Y13, Y1, Y1
	VCMPPS $2, Y6, Y0, Y0
	VANDPS Y0, Y1, Y1
	VMOVMSKPS Y1, AX
	MOVB AX, (DX)
	INCQ DX
	ADDQ $8, BX
	DECQ CX
	JNZ boxes
	VEXTRACTF128 $1, Y7, X0
	VMINPS X0, X7, X7
	VPERMILPS $0x4e, X7, X0
	VMINPS X0, X7, X7
	VPERMILPS $0xb1, X7, X0
	VMINPS X0, X7, X7
	VMOVSS X7, ret+72(FP)
	VZEROUPPER
	RET

// func pickAVX2(least *float32, groups int, bound float32, mask *uint64)
TEXT ·pickAVX2(SB), NOSPLIT, $0-32
	MOVQ least+0(FP), SI
	MOVQ groups+8(FP), CX
	VBROADCASTSS bound+16(FP), Y0
	MOVQ mask+24(FP), DX
numbers:
	VMOVUPS (SI), Y1
	VCMPPS $2, Y0, Y1, Y1
	VMOVMSKPS Y1, AX
	MOVB AX, (DX)
	INCQ DX
	ADDQ $32, SI
	DECQ CX
	JNZ numbers
	VZEROUPPER
	RET

// func roundAVX2(n *nodes, tile *uint32, useful float32)
TEXT ·roundAVX2(SB), NOSPLIT, $0-20
	MOVQ n+0(FP), SI
	MOVQ tile+8(FP), DI
	VBROADCASTSS useful+16(FP), Y0
	VBROADCASTSS half<>(SB), Y1
	VPCMPEQD Y2, Y2, Y2
	XORQ BX, BX
rounds:
	// Two groups side by side make two rows.
	VMOVUPS 512(SI)(BX*1), Y3
	VMOVUPS 544(SI)(BX*1), Y4
	VADDPS Y1, Y3, Y5
	VADDPS Y1, Y4, Y6
	VCVTTPS2DQ Y5, Y5
	VCVTTPS2DQ Y6, Y6
	VCMPPS $2, Y0, Y3, Y3
	VCMPPS $2, Y0, Y4, Y4
	VBLENDVPS Y3, Y5, Y2, Y5
	VBLENDVPS Y4, Y6, Y2, Y6
	VMOVUPS X5, (DI)
	VMOVUPS X6, 16(DI)
	VEXTRACTF128 $1, Y5, 256(DI)
	VEXTRACTF128 $1, Y6, 272(DI)
	ADDQ $512, DI
	ADDQ $64, BX
	CMPQ BX, $256
	JNE rounds
	VZEROUPPER
	RET

// func withinAVX2(cost *uint32, limit uint32, in *uint64)
TEXT ·withinAVX2(SB), NOSPLIT, $0-24
	MOVQ cost+0(FP), SI
	MOVL limit+8(FP), AX
	VMOVD AX, X0
	VPBROADCASTD X0, Y0
	MOVQ in+16(FP), DI
	MOVQ $512, CX // bytes of bits
sorts:
	VPMINUD (SI), Y0, Y1
	VPCMPEQD (SI), Y1, Y1
	VMOVMSKPS Y1, AX
	MOVB AX, (DI)
	ADDQ $32, SI
	INCQ DI
	DECQ CX
	JNZ sorts
	VZEROUPPER
	RET
