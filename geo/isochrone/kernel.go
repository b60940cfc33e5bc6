package isochrone

// Costs of ground are worked out for a block of nodes at a time by kernels. They are written
// once in Go (short, slow, the reference; their names end in Go) and once for processors with
// vector instructions; both give the same results, bit for bit.

// lanes is how many numbers the kernels work on together, word how many answers there
// are in a word of a mask.
const (
	lanes = 8
	word  = 64
)

// A block is a square of nodes, and a group of it the nodes that are worked on
// together: 4 columns by 2 rows.
const (
	blockShift  = 3
	blockNodes  = 1 << blockShift
	blockSize   = blockNodes * blockNodes
	blockGroups = blockSize / lanes
	groupCols   = 4
	groupRows   = lanes / groupCols
)

// withinGo sets a bit for each node of a tile that costs no more than a limit.
func withinGo(cost *[tileNodes * tileNodes]uint32, limit uint32, in *[tileNodes]uint64) {
	above := uint64(limit) + 1
	for r := range in {
		var row uint64
		for _, c := range cost[r<<tileShift:][:tileNodes] {
			// The highest bit is set where the difference is below zero.
			row = row>>1 | (uint64(c)-above)&(1<<63)
		}
		in[r] = row
	}
}
