package isochrone

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// patchNodes is the number of nodes along the side of a patch: ground so small
// that its nodes lie on straight lines in the plane, to a millimetre or two.
const (
	patchShift = 4
	patchNodes = 1 << patchShift
)

// ground is the canvas of a network: it knows how to find costs.
type ground struct {
	*canvas
	a    *arrivals
	proj *crs.LocalTM
	// late samples leaves whose costs turn out to be needed when they are drawn.
	late *sampler
}

// fill finds on which side of every limit each node of the window is.
func (g *ground) fill(ctx context.Context, workers int, samplers *shelf[*sampler]) error {
	work, all := errgroup.WithContext(ctx)
	work.SetLimit(workers)
	for y := g.win.y0; y <= g.win.y1 && all.Err() == nil; y++ {
		for x := g.win.x0; x <= g.win.x1 && all.Err() == nil; x++ {
			work.Go(func() error {
				if err := all.Err(); err != nil {
					return err
				}
				w := samplers.get()
				defer samplers.put(w)
				*g.at(x, y) = g.tileOf(w, x, y)
				return nil
			})
		}
	}
	if err := work.Wait(); err != nil {
		return fmt.Errorf("sampling the ground: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("sampling the ground: %w", err)
	}
	return nil
}

// useful is the highest cost that a contour can depend on.
func (g *ground) useful() float64 { return float64(g.limits[len(g.limits)-1]) + float64(g.rise) }

// within is the number of the first limit that a cost is within; len(limits) when it
// is above all.
func within(limits []uint32, cost float64) int {
	for n, l := range limits {
		if cost <= float64(l) {
			return n
		}
	}
	return len(limits)
}

// tileOf samples a tile; nil when none of it is within any limit.
func (g *ground) tileOf(w *sampler, x, y int) *block {
	col, row := x<<tileShift, y<<tileShift
	var f frame
	f.set(g, col, row, tileNodes)
	if w.s.begin(g.a, f.centre, f.radius); !w.s.reaches(g.useful()) {
		return nil
	}
	var b *block
	for r := row; r < row+tileNodes; r += patchNodes {
		for c := col; c < col+tileNodes; c += patchNodes {
			f.set(g, c, r, patchNodes)
			if w.s.begin(g.a, f.centre, f.radius); !w.s.reaches(g.useful()) {
				continue
			}
			if b == nil {
				b = newBlock()
			}
			g.patch(w, b, &f)
		}
	}
	return b
}

// patch decides the leaves of a patch.
func (g *ground) patch(w *sampler, b *block, f *frame) {
	p := patch{ground: g, frame: f}
	for r := f.row; r < f.row+patchNodes; r += leafNodes {
		for c := f.col; c < f.col+patchNodes; c += leafNodes {
			if w.asked = g.askedOf(c, r); w.asked == 0 {
				continue
			}
			f.points(w, c, r)
			n, same := p.look(w)
			if !same {
				n, same = w.settle(g.limits, g.useful())
			} else if n < len(g.limits) {
				w.set(g.limits[n])
			}
			if n < len(g.limits) || !same {
				b.store(w, c, r)
			}
			if same {
				b.rough(c, r)
			}
		}
	}
}

// patch is a patch while its leaves are decided.
type patch struct {
	*ground
	*frame
	// known and near have a bit for each of the first 64 limits: whether some node of
	// the patch may be within it, once that is known.
	known, near uint64
}

// reaches reports whether some node of the patch may be within a limit.
func (p *patch) reaches(w *sampler, level int) bool {
	bit := uint64(1) << uint(level)
	if level > 63 || p.known&bit == 0 {
		s := w.s
		centre, radius := s.centre, s.radius
		s.begin(p.a, p.centre, p.radius)
		p.known |= bit
		if s.reaches(float64(p.limits[level])) {
			p.near |= bit
		}
		s.begin(p.a, centre, radius)
	}
	return level > 63 || p.near&bit != 0
}

// look decides a leaf by what is known of the streets next to it: every node is
// within limit n and not within the one before, or it cannot tell.
func (p *patch) look(w *sampler) (n int, same bool) {
	centre, radius := w.disc()
	w.s.begin(p.a, centre, radius)
	n = within(p.limits, w.s.x.highest(p.a, centre, radius))
	if n == 0 || !p.reaches(w, n-1) {
		return n, true
	}
	if n == len(p.limits) && !w.s.reaches(float64(p.limits[n-1])) {
		return n, true
	}
	w.s.nearby()
	if n = within(p.limits, w.s.most); n == 0 {
		return 0, true
	}
	bound := float64(p.limits[n-1])
	if w.s.promises(bound) {
		return 0, false
	}
	w.s.within(bound)
	return n, !w.s.promises(bound)
}

// exact is the cost of a node of a leaf that was decided as a whole, now that a
// contour passes it.
func (g *ground) exact(col, row int) uint32 {
	w := g.late
	w.asked = 1
	p := g.proj.ToPlane(g.point(col, row))
	for i := range w.points {
		w.points[i] = p
	}
	w.s.begin(g.a, p, tiny)
	w.s.nearby()
	w.sample(g.useful())
	return w.cost[0]
}

// askedOf has a bit for each node of a leaf that the clip holds.
func (g *ground) askedOf(col, row int) uint32 {
	if g.clip == nil {
		return 1<<leafSize - 1
	}
	asked := uint32(0)
	for r := range leafNodes {
		s := g.clip.rowSpans(row + r)
		for c := range leafNodes {
			if _, ok := find(s, float64(col+c)*g.clip.dx); ok {
				asked |= 1 << uint(r<<leafShift+c)
			}
		}
	}
	return asked
}

// frame is a square of nodes with the plane coordinates of its corners.
type frame struct {
	col, row, nodes int
	corner          [4]orb.Point // of the nodes at col, row and col+nodes, row+nodes
	centre          orb.Point
	radius          float64
}

func (f *frame) set(g *ground, col, row, nodes int) {
	f.col, f.row, f.nodes = col, row, nodes
	for i := range f.corner {
		f.corner[i] = g.proj.ToPlane(g.point(col+i&1*nodes, row+i>>1*nodes))
	}
	f.centre, f.radius = around(f.corner[:]...)
}

func (f *frame) at(col, row int) orb.Point {
	u, v := float64(col-f.col)/float64(f.nodes), float64(row-f.row)/float64(f.nodes)
	var p orb.Point
	for k := range p {
		p[k] = (f.corner[0][k]*(1-u)+f.corner[1][k]*u)*(1-v) + (f.corner[2][k]*(1-u)+f.corner[3][k]*u)*v
	}
	return p
}

// points sets the places of the nodes of a leaf.
func (f *frame) points(w *sampler, col, row int) {
	for i := range w.points {
		w.points[i] = f.at(col+i&(leafNodes-1), row+i>>leafShift)
	}
}
