package network

// pageNodes is the number of nodes of a page: neighbours on the ground are neighbours in
// number, so what a facility more or less changes lies on few pages of 2 kB.
const pageNodes = 256

// page are the labels of as many nodes as follow one another.
type page [pageNodes]label

// changes are the labels of an edited field: pages where they differ from those of a
// field that was computed, nil where they do not. Fields made from one another share the
// pages that are alike, and each stands on the computed field itself: there are no
// chains.
type changes struct {
	base  *Field
	pages []*page
	// lab are the labels of the base, which nodes without a page have.
	lab []label
}

func (c *changes) label(v int32) label {
	if p := c.pages[uint32(v)/pageNodes]; p != nil {
		return p[uint32(v)%pageNodes]
	}
	return c.lab[v]
}

// revision is an edited field that is being made.
type revision struct {
	f *Field
	// from is the field that is edited; its pages are written by nobody.
	from *Field
	c    *changes
}

// revise begins an edit.
func (f *Field) revise(g *Graph) *revision {
	c := &changes{base: f, pages: make([]*page, (g.nodes+pageNodes-1)/pageNodes)}
	if f.changes != nil {
		c.base = f.changes.base
		copy(c.pages, f.changes.pages)
	}
	c.lab = c.base.lab
	r := &revision{from: f, c: c, f: &Field{
		g: g, direction: f.direction, limit: f.limit, out: f.out, sources: f.sources, onEdge: f.onEdge, changes: c,
	}}
	// The base knows nothing of nodes that were added after it was computed.
	if known := len(c.lab); g.nodes > known {
		for i := known / pageNodes; i < len(c.pages); i++ {
			if c.pages[i] == nil {
				c.pages[i] = c.base.page(i)
			}
		}
	}
	return r
}

// page copies a page of labels.
func (f *Field) page(i int) *page {
	p := new(page)
	known := 0
	if first := i * pageNodes; first < len(f.lab) {
		known = copy(p[:], f.lab[first:])
	}
	for k := known; k < pageNodes; k++ {
		p[k] = unlabelled
	}
	return p
}

// shared reports whether a page is not the revision's own.
func (r *revision) shared(i int) bool {
	p := r.c.pages[i]
	return p == nil || r.from.changes != nil && i < len(r.from.changes.pages) && p == r.from.changes.pages[i]
}

// put writes a label, on a page of the revision's own.
func (r *revision) put(v int32, l label) {
	i := int(uint32(v) / pageNodes)
	if r.shared(i) {
		if p := r.c.pages[i]; p != nil {
			own := *p
			r.c.pages[i] = &own
		} else {
			r.c.pages[i] = r.c.base.page(i)
		}
	}
	r.c.pages[i][uint32(v)%pageNodes] = l
}

// trim drops the pages that have become what the base has.
func (r *revision) trim() {
	known := r.c.base.g.nodes
	for i, p := range r.c.pages {
		if p == nil || r.shared(i) || (i+1)*pageNodes > known {
			continue
		}
		same := true
		for k := 0; same && k < pageNodes; k++ {
			same = p[k] == r.c.base.label(int32(i*pageNodes+k))
		}
		if same {
			r.c.pages[i] = nil
		}
	}
}

// Bytes is the memory of the field's labels and of what tells on which edges sources
// stand: for an edited one what differs from the field that was computed first, pages
// that it shares with other edits included.
func (f *Field) Bytes() int {
	if f.changes == nil {
		return 8*len(f.lab) + f.onEdge.marks.bytes(nil)
	}
	n := 8 * len(f.changes.pages)
	for _, p := range f.changes.pages {
		if p != nil {
			n += 8 * pageNodes
		}
	}
	if f.onEdge.changes != nil {
		n += f.onEdge.marks.bytes(f.onEdge.first)
	}
	return n
}
