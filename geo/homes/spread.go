package homes

// spread shares a total in proportion to weights. The last one with a weight takes
// the remainder, so that the shares add up to the total but for the rounding of
// that very addition. Without any weight above 0 everything goes to the last.
func spread(total float64, weights []float64) []float64 {
	shares := make([]float64, len(weights))
	if len(weights) == 0 {
		return shares
	}
	sum, last := 0.0, len(weights)-1
	for _, w := range weights {
		sum += w
	}
	for sum > 0 && weights[last] <= 0 {
		last--
	}
	given, lost := 0.0, 0.0
	for i, w := range weights {
		if i == last || !(w > 0) {
			continue
		}
		shares[i] = total * (w / sum)
		// Kahan summation (Communications of the ACM 8(1), 1965).
		y := shares[i] - lost
		t := given + y
		lost = (t - given) - y
		given = t
	}
	shares[last] = max(0, total-given)
	return shares
}
