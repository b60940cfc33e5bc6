package lifecircle

import "math"

// linked groups places by single linkage (Florek et al. 1951): two are of one group when a
// chain leads from one to the other of which no step is longer than apartM. Places are given
// by number; groups and their members keep the order given, groups by their first member.
//
// Places lie in squares so small that all of one square are within apartM of each other;
// then only pairs from squares next to one another are compared, until one is near enough.
func linked(which []int32, places []Place, apartM float64) [][]int32 {
	side := 0.7 * apartM // the diagonal is 0.99 apartM
	squares := make(map[[2]int][]int32)
	square := func(p Place) [2]int { return [2]int{int(math.Floor(p[0] / side)), int(math.Floor(p[1] / side))} }
	groups := newGroups(len(which))
	for k, i := range which {
		s := square(places[i])
		if first := squares[s]; len(first) > 0 {
			groups.join(first[0], int32(k))
		}
		squares[s] = append(squares[s], int32(k))
	}
	near := func(a, b int32) bool {
		p, q := places[which[a]], places[which[b]]
		return math.Hypot(p[0]-q[0], p[1]-q[1]) <= apartM
	}
	for s, here := range squares {
		for dx := 0; dx <= 2; dx++ {
			for dy := -2; dy <= 2; dy++ {
				there := squares[[2]int{s[0] + dx, s[1] + dy}]
				if dx == 0 && dy <= 0 || len(there) == 0 || groups.find(here[0]) == groups.find(there[0]) {
					continue
				}
				if anyPair(here, there, near) {
					groups.join(here[0], there[0])
				}
			}
		}
	}
	number := make(map[int32]int)
	var out [][]int32
	for k, i := range which {
		root := groups.find(int32(k))
		n, ok := number[root]
		if !ok {
			n = len(out)
			number[root] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], i)
	}
	return out
}

func anyPair(here, there []int32, near func(a, b int32) bool) bool {
	for _, a := range here {
		for _, b := range there {
			if near(a, b) {
				return true
			}
		}
	}
	return false
}

// groups is a union-find (Tarjan 1975).
type groups []int32

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = int32(i)
	}
	return g
}

func (g groups) find(i int32) int32 {
	for g[i] != i {
		g[i] = g[g[i]]
		i = g[i]
	}
	return i
}

// join puts two members in one group, named by the smaller.
func (g groups) join(a, b int32) {
	a, b = g.find(a), g.find(b)
	g[max(a, b)] = min(a, b)
}
