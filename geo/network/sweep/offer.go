package sweep

// Offer lowers a row of costs by another one, add dearer: acc = min(acc, row + add) in
// each lane. No number may be above [hierarchy.None]; what reaches None is None.
func Offer(acc, row *[Lanes]uint32, add uint32) { offer(acc, row, add) }

// lower lowers a row by another one, more dearer. No sum overflows: neither part is
// above None.
func lower(row, by *[Lanes]uint32, more uint32) {
	for i := range row {
		row[i] = min(row[i], by[i]+more)
	}
}

// lowerNearest is lower with winners.
func lowerNearest(cost, winner, byCost, byWinner *[Lanes]uint32, more uint32) {
	for i := range cost {
		l := min(label(cost[i], winner[i]), label(byCost[i]+more, byWinner[i]))
		cost[i], winner[i] = uint32(l>>32), ^uint32(l)
	}
}

// label is a cost with a winner below it, turned round so that of two labels the lesser
// is the cheaper one, of equal costs the one with the smaller id. That of a lane that is
// not reached is less than any other at the cost None.
func label(cost, winner uint32) uint64 { return uint64(cost)<<32 | uint64(^winner) }
