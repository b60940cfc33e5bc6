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
