package doctor

// parts joins numbered things into sets (union-find with path halving; Tarjan 1975).
type parts struct{ parent []int32 }

func newParts(n int) *parts {
	p := &parts{parent: make([]int32, n)}
	for i := range p.parent {
		p.parent[i] = int32(i)
	}
	return p
}

func (p *parts) find(i int32) int32 {
	for p.parent[i] != i {
		p.parent[i] = p.parent[p.parent[i]]
		i = p.parent[i]
	}
	return i
}

func (p *parts) join(a, b int32) { p.parent[p.find(a)] = p.find(b) }
