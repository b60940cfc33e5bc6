package scenario

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// A spot within nodeM of the end of a road is that end: a stub of a metre is a slip of
// the hand.
const nodeM = 1.0

// joiner joins new roads to what they meet.
type joiner struct {
	proj  *crs.LocalTM
	snapM float64
	// roads are the new ones, in order, and then those of the dataset near them.
	roads   []*drawnRoad
	fresh   int
	changes *Changes
}

// joinRoads joins the new roads, after all edits have been read, so that the order of the
// list does not matter but for the ends of new roads that miss each other. Every pair of
// a new road and a road near it is compared, segment by segment.
func (e *editor) joinRoads(ctx context.Context) error {
	if len(e.newRoads) == 0 {
		return nil
	}
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	j := &joiner{snapM: e.o.SnapM, changes: &e.changes}
	for _, id := range e.newRoads {
		r, _ := e.roads.find(id)
		j.roads = append(j.roads, &drawnRoad{RoadSegment: r, fresh: true})
		box = box.Union(r.Geometry.Bound())
	}
	j.fresh, j.proj = len(j.roads), crs.NewLocalTM(box.Center())
	reach := degreesOf(box, j.snapM+touchM)
	boxes := make([]orb.Bound, j.fresh)
	for i := range boxes {
		boxes[i] = widened(j.roads[i].Geometry.Bound(), reach)
	}
	box = widened(box, reach)
	// Rows of the dataset are copied only when they are split.
	for i := range e.roads.base {
		if i&0xffff == 0 && ctx.Err() != nil {
			return fmt.Errorf("joining new roads: %w", ctx.Err())
		}
		r := &e.roads.base[i]
		if e.roads.gone[i] || len(r.Geometry) < 2 {
			continue
		}
		if b := r.Geometry.Bound(); box.Intersects(b) {
			for k := range boxes {
				if boxes[k].Intersects(b) {
					if e.roads.changed[i] != nil {
						r = e.roads.changed[i]
					}
					j.roads = append(j.roads, &drawnRoad{RoadSegment: r})
					break
				}
			}
		}
	}
	for _, d := range j.roads {
		d.flatten(j.proj)
	}
	for i := range j.fresh {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("joining new roads: %w", err)
		}
		j.snap(j.roads[i], false)
		j.snap(j.roads[i], true)
	}
	for i := range j.fresh {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("joining new roads: %w", err)
		}
		j.cross(i)
	}
	j.tidyJoints()
	return e.splitRoads(j)
}

// tidyJoints keeps of every place where a new road meets others the first finding.
func (j *joiner) tidyJoints() {
	type spotOf struct {
		road string
		at   orb.Point
	}
	seen := map[spotOf]bool{}
	j.changes.Joints = slices.DeleteFunc(j.changes.Joints, func(x Joint) bool {
		k := spotOf{x.Road, rounded(x.At)}
		twice := seen[k]
		seen[k] = true
		return twice
	})
}

// splitRoads puts the parts of split roads in their places.
func (e *editor) splitRoads(j *joiner) error {
	for _, d := range j.roads {
		parts := d.split(j.proj)
		if len(parts) < 2 {
			continue
		}
		id := d.ID
		e.roads.remove(id)
		for n := range parts {
			parts[n].ID = fmt.Sprintf("%s~%d", id, n+1)
			if err := e.roads.add(parts[n]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *drawnRoad) flatten(proj *crs.LocalTM) {
	d.plane = d.plane[:0]
	for _, p := range d.Geometry {
		d.plane = append(d.plane, proj.ToPlane(p))
	}
	d.box = d.plane.Bound()
}

// snap moves an end of a new road onto the nearest road within the tolerance, and gives
// it the number of the node that is there or will be.
func (j *joiner) snap(d *drawnRoad, last bool) {
	k := 0
	if last {
		k = len(d.plane) - 1
	}
	p := d.plane[k]
	tolerance := max(j.snapM, touchM)
	// What is there comes before what is new: two new roads that end by the same street
	// meet on it.
	best := j.nearest(d, p, tolerance, j.roads[j.fresh:])
	if best.road == nil {
		best = j.nearest(d, p, tolerance, j.roads[:j.fresh])
	}
	at, node := d.Geometry[k], nodeAt(d.Geometry[k])
	if best.road == nil {
		j.changes.Loose = append(j.changes.Loose, at)
	} else {
		var ends bool
		if at, node, ends = best.road.end(best.plane, min(nodeM, max(j.snapM, touchM))); !ends {
			at = j.place(best.plane)
			node = nodeAt(at)
			best.road.cuts = append(best.road.cuts, cut{best.segment, best.part, at, node})
		} else if best.road.fresh && node == 0 {
			node = nodeAt(at)
		}
		j.changes.Joints = append(j.changes.Joints, Joint{Road: d.ID, With: best.road.ID, At: at, MovedM: distance(p, j.proj.ToPlane(at))})
	}
	line := append(orb.LineString(nil), d.Geometry...)
	line[k] = at
	if line[0] == line[len(line)-1] && len(line) == 2 {
		return // shorter than the tolerance: it would be nothing
	}
	d.Geometry = line
	if last {
		d.To = node
	} else {
		d.From = node
	}
	d.flatten(j.proj)
}

// nearest is the nearest spot of some roads to a place of the plane, within a tolerance;
// its road is nil for none.
func (j *joiner) nearest(d *drawnRoad, p orb.Point, tolerance float64, roads []*drawnRoad) spot {
	best := spot{awayM: math.Inf(1)}
	for _, o := range roads {
		if o == d || !o.near(p, tolerance) {
			continue
		}
		// A bridge comes down to the level of what it ends at.
		endsOnly := o.raised() || !d.raised() && o.Level != d.Level
		if s := o.nearest(p, endsOnly); s.awayM <= tolerance && s.awayM < best.awayM {
			best = s
		}
	}
	return best
}

// cross cuts a new road and what it crosses or touches at grade, the roads before it in
// the list and those of the dataset.
func (j *joiner) cross(i int) {
	d := j.roads[i]
	for n, o := range j.roads {
		if n < j.fresh && n <= i || !d.box.Pad(touchM).Intersects(o.box) {
			continue
		}
		for k := 0; k+1 < len(d.plane); k++ {
			a, b := d.plane[k], d.plane[k+1]
			for l := 0; l+1 < len(o.plane); l++ {
				j.meet(d, o, k, l, a, b, o.plane[l], o.plane[l+1])
			}
		}
	}
}

// meet cuts two roads where a segment of each cross, or where a vertex of one lies on the
// other. The end of a bridge that lies on a road is where it comes down.
func (j *joiner) meet(d, o *drawnRoad, k, l int, a, b, p, q orb.Point) {
	if max(a[0], b[0])+touchM < min(p[0], q[0]) || max(p[0], q[0])+touchM < min(a[0], b[0]) ||
		max(a[1], b[1])+touchM < min(p[1], q[1]) || max(p[1], q[1])+touchM < min(a[1], b[1]) {
		return
	}
	touched := false
	for _, t := range [...]struct {
		of, on          *drawnRoad
		vertex, at      int
		plane, from, to orb.Point
	}{{d, o, k, l, a, p, q}, {d, o, k + 1, l, b, p, q}, {o, d, l, k, p, a, b}, {o, d, l + 1, k, q, a, b}} {
		foot, part := nearestOn(t.plane, t.from, t.to)
		if distance(foot, t.plane) > touchM {
			continue
		}
		touched = true
		end := t.vertex == 0 || t.vertex == len(t.of.plane)-1
		switch {
		case !apart(d, o):
		case !end || !t.of.raised() || t.on.raised():
			continue // they pass above each other
		}
		at, node, isEnd := t.of.end(t.plane, touchM)
		if !isEnd {
			at = t.of.Geometry[t.vertex]
			if t.of.fresh && !t.on.fresh {
				at = j.place(foot) // what is there stays where it is
			}
			if other, id, ends := t.on.end(foot, touchM); ends {
				at, node = other, id
			} else {
				node = nodeAt(at)
			}
			t.of.cuts = append(t.of.cuts, cut{min(t.vertex, len(t.of.plane)-2), partOf(t.vertex, len(t.of.plane)), at, node})
		}
		t.on.cuts = append(t.on.cuts, cut{t.at, part, at, node})
		j.changes.Joints = append(j.changes.Joints, Joint{Road: d.ID, With: o.ID, At: at})
	}
	if touched || apart(d, o) {
		return
	}
	at, u, v, crossing := intersection(a, b, p, q)
	if !crossing {
		return
	}
	place := j.place(at)
	node := nodeAt(place)
	d.cuts = append(d.cuts, cut{k, u, place, node})
	o.cuts = append(o.cuts, cut{l, v, place, node})
	j.changes.Joints = append(j.changes.Joints, Joint{Road: d.ID, With: o.ID, At: place})
}

// partOf is where a vertex lies on the segment that begins there, or, for the last one,
// ends there.
func partOf(vertex, vertices int) float64 {
	if vertex == vertices-1 {
		return 1
	}
	return 0
}

func (d *drawnRoad) near(p orb.Point, m float64) bool { return d.box.Pad(m).Contains(p) }

// place is a place of the plane in degrees. It is not rounded: a road that is split
// somewhere has to lie where it lay, or a leg to it gets longer by a centimetre.
func (j *joiner) place(plane orb.Point) orb.Point { return j.proj.ToGeo(plane) }

// rounded is a place to 1e-7 degrees (a centimetre), which is what tells places apart.
func rounded(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

// nodeAt is the number of a node that an edit makes at a place: negative, as editors of
// OpenStreetMap number what is not uploaded, and the same for the same place.
func nodeAt(p orb.Point) int64 {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], uint64(int64(math.Round(p[0]*1e7))))
	binary.LittleEndian.PutUint64(b[8:], uint64(int64(math.Round(p[1]*1e7))))
	h := sha256.Sum256(b[:])
	return -1 - int64(binary.LittleEndian.Uint64(h[:8])>>1)
}

// degreesOf is at least a number of metres, in degrees, anywhere in a box.
func degreesOf(box orb.Bound, m float64) float64 {
	const metresPerDegree = 110_000 // at least, along a meridian
	widest := max(math.Abs(box.Min[1]), math.Abs(box.Max[1]))
	return m / metresPerDegree / max(math.Cos(widest*math.Pi/180), 0.01)
}

func widened(b orb.Bound, by float64) orb.Bound {
	return orb.Bound{Min: orb.Point{b.Min[0] - by, b.Min[1] - by}, Max: orb.Point{b.Max[0] + by, b.Max[1] + by}}
}
