package supply

import "fmt"

// Zone is a ring of a catchment: costs up to UpTo, as a share of the limit and included,
// count Weight.
type Zone struct {
	UpTo, Weight float64
}

// Zones are the rings of a catchment from the inside out: the weights of E2SFCA (Luo and
// Qi 2009). A share beyond the last counts nothing.
type Zones []Zone

// SlowDecay are the zones that [E2SFCA] takes when it is given none: thirds of the limit (in
// the paper 10, 20 and 30 minutes) that count 1.00, 0.68 and 0.22, the slower of the two
// sets of Luo and Qi (2009).
func SlowDecay() Zones { return thirds(1, 0.68, 0.22) }

// SharpDecay are the same thirds with the sharper set that is ascribed to Luo and Qi (2009):
// 1.00, 0.42 and 0.09 (second hand: not checked against the paper).
func SharpDecay() Zones { return thirds(1, 0.42, 0.09) }

func thirds(a, b, c float64) Zones { return Zones{{1.0 / 3, a}, {2.0 / 3, b}, {1, c}} }

// Weight is what a cost counts, given as a share of the limit; it is a [Weight].
func (z Zones) Weight(share float64) float64 {
	for _, k := range z {
		if share <= k.UpTo {
			return k.Weight
		}
	}
	return 0
}

// Validate names the first zone that makes no sense: zones end one beyond the other, at or
// within the limit, and weights lie in 0 to 1 and do not grow on the way out.
func (z Zones) Validate() error {
	upTo, weight := 0.0, 1.0
	for i, k := range z {
		switch {
		case !(k.UpTo > upTo && k.UpTo <= 1):
			return fmt.Errorf("zone %d ends at %v of the limit: it has to end beyond %v and at 1 at most", i, k.UpTo, upTo)
		case !(k.Weight >= 0 && k.Weight <= weight):
			return fmt.Errorf("zone %d has the weight %v: it has to lie in 0 to %v, the weight of the zone within", i, k.Weight, weight)
		}
		upTo, weight = k.UpTo, k.Weight
	}
	return nil
}
