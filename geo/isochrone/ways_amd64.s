#include "textflag.h"
#include "kernel_amd64.h"

DATA one<>+0(SB)/4, $ONE
GLOBL one<>(SB), RODATA|NOPTR, $4
DATA inf<>+0(SB)/4, $INFINITE
GLOBL inf<>(SB), RODATA|NOPTR, $4
DATA never<>+0(SB)/4, $NEVER
GLOBL never<>(SB), RODATA|NOPTR, $4
// As in Go: 4.
DATA under<>+0(SB)/4, $0x40800000
GLOBL under<>(SB), RODATA|NOPTR, $4
// The number of each lane, and a bit for it.
DATA lane<>+0(SB)/8, $0x0000000100000000
DATA lane<>+8(SB)/8, $0x0000000300000002
DATA lane<>+16(SB)/8, $0x0000000500000004
DATA lane<>+24(SB)/8, $0x0000000700000006
GLOBL lane<>(SB), RODATA|NOPTR, $32
DATA bits<>+0(SB)/8, $0x0000000200000001
DATA bits<>+8(SB)/8, $0x0000000800000004
DATA bits<>+16(SB)/8, $0x0000002000000010
DATA bits<>+24(SB)/8, $0x0000008000000040
GLOBL bits<>(SB), RODATA|NOPTR, $32

// NEAREST takes one more piece, at R9, into account: of the places Y0 and Y1 it leaves the
// least distance squared in Y2, and how far along that is in Y3. It uses Y4 to Y9; Y14 is zero
// and Y15 one.
#define NEAREST \
	FOOT \
	VBROADCASTSS 28(R9), Y5 \
	VMULPS Y5, Y8, Y8 \
	VBROADCASTSS 20(R9), Y6 \
	VADDPS Y8, Y6, Y6 \
	VCMPPS $1, Y2, Y4, Y8 \
	VCMPPS $0, Y2, Y4, Y9 \
	VMINPS Y3, Y6, Y7 \
	VBLENDVPS Y9, Y7, Y3, Y3 \
	VBLENDVPS Y8, Y6, Y3, Y3 \
	VMINPS Y4, Y2, Y2

// INTEREST leaves in Y7 what is of interest to groups of which Y6 has the highest costs: the
// last step below it, or with no steps that itself. It uses AX, R9, Y8 and Y9.
#define INTEREST(step, done) \
	MOVL 992(DI), AX \
	VMOVAPS Y6, Y7 \
	TESTL AX, AX \
	JZ done \
	VBROADCASTSS never<>(SB), Y7 \
	LEAQ 960(DI), R9 \
step: \
	VBROADCASTSS (R9), Y8 \
	VCMPPS $1, Y6, Y8, Y9 \
	VBLENDVPS Y9, Y8, Y7, Y7 \
	ADDQ $4, R9 \
	DECL AX \
	JNZ step \
done:

// HIGHEST keeps the highest number of Y7; it uses X8 and X9.
#define HIGHEST \
	VEXTRACTF128 $1, Y7, X8 \
	VMAXPS X8, X7, X8 \
	VPERMILPS $0x4e, X8, X9 \
	VMAXPS X9, X8, X8 \
	VPERMILPS $0xb1, X8, X9 \
	VMAXSS X9, X8, X8 \
	VMOVSS X8, 996(DI)

// LEAST and MOST leave the least and the most of the numbers of Y4 in X5. They use X6.
#define LEAST \
	VEXTRACTF128 $1, Y4, X5 \
	VMINPS X5, X4, X5 \
	VPERMILPS $0x4e, X5, X6 \
	VMINPS X6, X5, X5 \
	VPERMILPS $0xb1, X5, X6 \
	VMINSS X6, X5, X5

#define MOST \
	VEXTRACTF128 $1, Y4, X5 \
	VMAXPS X5, X4, X5 \
	VPERMILPS $0x4e, X5, X6 \
	VMAXPS X6, X5, X5 \
	VPERMILPS $0xb1, X5, X6 \
	VMAXSS X6, X5, X5

// func measureAVX2(w *ways, n *nodes, s *offered, street *piece, pieces int, may uint64, most2 float32)
TEXT ·measureAVX2(SB), NOSPLIT, $0-52
	MOVQ w+0(FP), DI
	MOVQ n+8(FP), SI
	MOVQ s+16(FP), DX
	MOVQ street+24(FP), R8
	MOVQ pieces+32(FP), CX
	LEAQ may+40(FP), R11
	VPCMPEQD Y12, Y12, Y12
	VPSRLD $1, Y12, Y12      // the first piece that is needed: the highest number
	VPXOR Y13, Y13, Y13      // and the last
	VXORPS Y14, Y14, Y14
	VBROADCASTSS one<>(SB), Y15
	MOVQ $8, BX
group:
	VBROADCASTSS 24(DX), Y0  // dx
	VADDPS (SI), Y0, Y0      // x
	VBROADCASTSS 28(DX), Y1  // dy
	VADDPS 256(SI), Y1, Y1   // y
	VBROADCASTSS inf<>(SB), Y2
	VMOVAPS Y2, Y3
	MOVQ R8, R9
	XORL R10, R10
segment:
	NEAREST
	VMOVD R10, X6
	VPBROADCASTD X6, Y6
	VBLENDVPS Y8, Y6, Y10, Y10 // the first of the nearest
	VORPS Y8, Y9, Y9
	VBLENDVPS Y9, Y6, Y11, Y11 // and the last
	ADDQ $32, R9
	INCL R10
	CMPL R10, CX
	JNE segment
	VPMINSD Y10, Y12, Y12
	VPMAXSD Y11, Y13, Y13
	VSQRTPS Y2, Y4
	VBROADCASTSS 20(DX), Y5  // perM
	VMULPS Y5, Y4, Y4
	VBROADCASTSS most2+48(FP), Y5
	VCMPPS $2, Y5, Y2, Y5    // within the longest leg
	VPBROADCASTB (R11), Y6
	VMOVUPS bits<>(SB), Y7
	VPAND Y7, Y6, Y6
	VPCMPEQD Y7, Y6, Y6      // may be linked
	VANDPS Y6, Y5, Y5
	VBROADCASTSS inf<>(SB), Y6
	VBLENDVPS Y5, Y4, Y6, Y0 // the leg
	VMOVSS under<>(SB), X1
	VADDPS Y3, Y0, Y4
	LEAST
	VSUBSS X1, X5, X5
	VMOVSS X5, 0(DI)
	MOST
	VADDSS X1, X5, X5
	VMOVSS X5, 64(DI)
	VSUBPS Y3, Y0, Y4
	LEAST
	VSUBSS X1, X5, X5
	VMOVSS X5, 32(DI)
	MOST
	VADDSS X1, X5, X5
	VMOVSS X5, 96(DI)
	INCQ R11
	ADDQ $4, DI
	ADDQ $32, SI
	DECQ BX
	JNZ group
	VEXTRACTI128 $1, Y12, X4
	VPMINSD X4, X12, X4
	VPSHUFD $0x4e, X4, X5
	VPMINSD X5, X4, X4
	VPSHUFD $0xb1, X4, X5
	VPMINSD X5, X4, X4
	VMOVD X4, 96(DI)
	VEXTRACTI128 $1, Y13, X4
	VPMAXSD X4, X13, X4
	VPSHUFD $0x4e, X4, X5
	VPMAXSD X5, X4, X4
	VPSHUFD $0xb1, X4, X5
	VPMAXSD X5, X4, X4
	VMOVD X4, 100(DI)
	VZEROUPPER
	RET

// func boundAVX2(n *nodes, w *ways, back, on float32) uint32
TEXT ·boundAVX2(SB), NOSPLIT, $0-28
	MOVQ n+0(FP), DI
	MOVQ w+8(FP), SI
	VBROADCASTSS back+16(FP), Y12
	VBROADCASTSS on+20(FP), Y13
	// A lane for each group.
	VADDPS 0(SI), Y12, Y0
	VADDPS 32(SI), Y13, Y1
	VMINPS Y1, Y0, Y0        // cost at least
	CMPL 992(DI), $0
	JEQ plain
	VADDPS 64(SI), Y12, Y1
	VADDPS 96(SI), Y13, Y2
	VMINPS Y2, Y1, Y1        // and at most
	VMINPS 928(DI), Y1, Y6
	INTEREST(lower, lowered)
	VMOVUPS Y6, 928(DI)
	VMOVUPS Y7, 896(DI)
	HIGHEST
	VCMPPS $2, Y7, Y0, Y0
	VMOVMSKPS Y0, CX
	MOVL CX, ret+24(FP)
	VZEROUPPER
	RET
plain:
	VCMPPS $2, 896(DI), Y0, Y0
	VMOVMSKPS Y0, CX
	MOVL CX, ret+24(FP)
	VZEROUPPER
	RET

// func walkAVX2(n *nodes, s *offered, street *piece, pieces int, may uint64, groups uint32, most2 float32)
TEXT ·walkAVX2(SB), NOSPLIT, $0-48
	MOVQ n+0(FP), DI
	MOVQ s+8(FP), DX
	MOVQ street+16(FP), SI
	MOVQ pieces+24(FP), R13
	LEAQ may+32(FP), R11
	MOVL groups+40(FP), CX
	VBROADCASTSS most2+44(FP), Y11
	VBROADCASTSS 20(DX), Y10 // perM
	VBROADCASTSS 24(DX), Y12 // dx
	VBROADCASTSS 28(DX), Y13 // dy
	VXORPS Y14, Y14, Y14
	VBROADCASTSS one<>(SB), Y15
group:
	BSFL CX, BX
	LEAL -1(CX), R8
	ANDL R8, CX
	MOVQ BX, R8
	SHLQ $5, R8              // of the group's nodes, in bytes
	VADDPS (DI)(R8*1), Y12, Y0 // x
	VADDPS 256(DI)(R8*1), Y13, Y1 // y
	VBROADCASTSS inf<>(SB), Y2 // least distance squared
	VMOVAPS Y2, Y3           // how far along that is
	MOVQ SI, R9
	MOVQ R13, R10
segment:
	NEAREST
	ADDQ $32, R9
	DECQ R10
	JNZ segment
	VSQRTPS Y2, Y4
	VMULPS Y10, Y4, Y4       // the leg
	VBROADCASTSS 32(DX), Y5
	VADDPS Y3, Y5, Y5        // back
	VBROADCASTSS 36(DX), Y6
	VSUBPS Y3, Y6, Y6        // on
	VMINPS Y6, Y5, Y5
	VADDPS Y4, Y5, Y5
	VCMPPS $2, Y11, Y2, Y6   // within the longest leg
	VPBROADCASTB (R11)(BX*1), Y7
	VMOVUPS bits<>(SB), Y8
	VPAND Y8, Y7, Y7
	VPCMPEQD Y8, Y7, Y7      // may be linked
	VANDPS Y7, Y6, Y6
	VMOVUPS 512(DI)(R8*1), Y4
	VMINPS Y5, Y4, Y5
	VBLENDVPS Y6, Y5, Y4, Y4
	VMOVUPS Y4, 512(DI)(R8*1)
	VEXTRACTF128 $1, Y4, X5
	VMAXPS X5, X4, X4
	VPERMILPS $0x4e, X4, X5
	VMAXPS X5, X4, X4
	VPERMILPS $0xb1, X4, X5
	VMAXPS X5, X4, X4
	VBROADCASTSS X4, Y4
	VMOVD BX, X5
	VPBROADCASTD X5, Y5
	VPCMPEQD lane<>(SB), Y5, Y5
	VMOVUPS 928(DI), Y6
	VMINPS Y6, Y4, Y4
	VBLENDVPS Y5, Y4, Y6, Y6
	VMOVUPS Y6, 928(DI)
	TESTL CX, CX
	JNZ group
	INTEREST(step, stepped)
	VMOVUPS Y7, 896(DI)
	HIGHEST
	VZEROUPPER
	RET
