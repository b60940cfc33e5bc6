// What the kernels of both widths know of the types of kernel.go, parts.go and frame.go.
// Layouts, in bytes. piece: x 0, y 4, vx 8, vy 12, perM2 16, back 20, on 24, along 28.
// nodes: x 0, y 256, cost 512, west 768, south 800, east 832, north 864, dearest 896,
// top 928, steps 960, stepped 992, high 996.
// lie: first 0, up 8, right 16, turn 24, each x and y.
// offered: west 0, south 4, east 8, north 12, low 16, perM 20, dx 24, dy 28, back 32,
// on 36, parts 40.
// ways: lowBack 0, lowOn 32, highBack 64, highOn 96, first 128, last 132.
// parts: west 0, south 32, east 64, north 96, low 128, each 160.
// ask: west 0, south 4, east 8, north 12, perM 16, bound 20, most2 24,
// near2 28.

// Numbers in single precision.
#define ONE 0x3f800000
#define INFINITE 0x7f800000
// NEVER is minus infinity.
#define NEVER 0xff800000

// FOOT finds the points of the piece at R9 nearest to the places Y0 and Y1: how far away they
// are, squared, in Y4, and where on the piece in Y8. It uses Y5 to Y9; Y14 is zero and Y15 one.
#define FOOT \
	VBROADCASTSS 0(R9), Y4 \
	VSUBPS Y4, Y0, Y4 \
	VBROADCASTSS 4(R9), Y5 \
	VSUBPS Y5, Y1, Y5 \
	VBROADCASTSS 8(R9), Y6 \
	VBROADCASTSS 12(R9), Y7 \
	VMULPS Y6, Y4, Y8 \
	VMULPS Y7, Y5, Y9 \
	VADDPS Y9, Y8, Y8 \
	VBROADCASTSS 16(R9), Y9 \
	VMULPS Y9, Y8, Y8 \
	VMAXPS Y14, Y8, Y8 \
	VMINPS Y15, Y8, Y8 \
	VMULPS Y6, Y8, Y6 \
	VMULPS Y7, Y8, Y7 \
	VSUBPS Y6, Y4, Y4 \
	VSUBPS Y7, Y5, Y5 \
	VMULPS Y4, Y4, Y4 \
	VMULPS Y5, Y5, Y5 \
	VADDPS Y5, Y4, Y4
