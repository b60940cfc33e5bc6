package hierarchy

import "fmt"

// check names the first thing that makes h no hierarchy: every promise of the type that
// can be told without knowing the graph. Start, Node, Position, Out and In have the right
// lengths already. O(nodes + steps), and reads each array once but Position.
func (h *Hierarchy) check() error {
	n := h.Nodes()
	if h.Start[0] != 0 || uint64(h.Start[n]) != uint64(len(h.Out)) {
		return fmt.Errorf("rows span steps %d to %d, want 0 to %d", h.Start[0], h.Start[n], len(h.Out))
	}
	symmetric := h.Symmetric()
	for p, v := range h.Node {
		// Each of n positions has a node that has this position: both are permutations.
		if uint64(v) >= uint64(n) || uint64(h.Position[v]) != uint64(p) {
			return fmt.Errorf("node %d at position %d of %d does not stand there", v, p, n)
		}
		from, to := h.Start[p], h.Start[p+1]
		if to < from || uint64(to) > uint64(len(h.Out)) {
			return fmt.Errorf("position %d has steps %d to %d of %d", p, from, to, len(h.Out))
		}
		if err := checkSteps(p, h.Out[from:to]); err != nil {
			return err
		}
		if symmetric {
			continue
		}
		if err := checkSteps(p, h.In[from:to]); err != nil {
			return err
		}
		for i, a := range h.In[from:to] {
			if b := h.Out[int(from)+i]; a.To != b.To {
				return fmt.Errorf("step %d from position %d leads out to %d but in from %d", int(from)+i, p, b.To, a.To)
			}
		}
	}
	return nil
}

func checkSteps(p int, steps []Arc) error {
	for _, a := range steps {
		if uint64(a.To) >= uint64(p) {
			return fmt.Errorf("step from position %d leads to %d, must be smaller", p, a.To)
		}
		if a.Cost > None {
			return fmt.Errorf("step from position %d to %d costs %d, at most %d allowed", p, a.To, a.Cost, uint32(None))
		}
	}
	return nil
}
