package osm

import (
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm/multipolygon"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// object is a thing on the map with its tags: a point, a line or an area.
type object struct {
	kind objectKind
	id   int64
	tags tags
	// One of the three is set.
	point orb.Point
	line  orb.MultiLineString
	outline
}

// rowID is the id of the row that an object becomes.
func (o *object) rowID() string { return "osm-" + o.kind.letter() + strconv.FormatInt(o.id, 10) }

func (o *object) isArea() bool { return len(o.area) > 0 }

// squareMetres is the area of an object, unknown for what has none.
func (o *object) squareMetres() geo.Amount {
	if !o.isArea() {
		return geo.Unknown()
	}
	return geo.Known(crs.Area(o.area))
}

// inside returns a point of the object: of an area one inside, of a line its middle.
func (o *object) inside() orb.Point {
	switch {
	case o.isArea():
		return multipolygon.Inside(o.area)
	case len(o.line) > 0:
		return middle(o.line)
	}
	return o.point
}

// middle returns the point half-way along a line.
func middle(m orb.MultiLineString) orb.Point {
	half := crs.LengthMulti(m) / 2
	for _, l := range m {
		for i := 1; i < len(l); i++ {
			d := crs.ShortDistance(l[i-1], l[i])
			if d >= half && d > 0 {
				t := half / d
				return orb.Point{l[i-1][0] + t*(l[i][0]-l[i-1][0]), l[i-1][1] + t*(l[i][1]-l[i-1][1])}
			}
			half -= d
		}
	}
	last := m[len(m)-1]
	return last[len(last)-1]
}

// take gives an object to every layer that wants it.
func (r *reader) take(o *object) {
	r.facility(o)
	r.park(o)
	r.parcel(o)
	r.building(o)
	r.barrier(o)
}

// points takes the nodes that carry tags.
func (r *reader) points() {
	for i := range r.x.tagged {
		n := &r.x.tagged[i]
		r.facility(&object{kind: nodeObject, id: n.id, tags: n.tags, point: n.place.point()})
	}
}

// ways takes the ways that carry tags: closed ones that are areas as areas, others as
// lines.
func (r *reader) ways() {
	for i, id := range r.x.ways.ids {
		t := r.x.ways.tagsOf(i)
		if len(t) == 0 || r.taken[i] {
			continue
		}
		if t.get("boundary") == "administrative" && t.get("name") != "" && r.x.ways.closed(i) && !r.inBoundary[id] {
			r.report.refuse(wayObject, id, t, "boundary", "administrative", "a unit is a relation: a closed way is not read as one")
		}
		o := object{kind: wayObject, id: id, tags: t}
		switch {
		case r.x.ways.closed(i) && isArea(t):
			if !r.wantsArea(t) {
				continue
			}
			area, result, err := r.x.wayArea(i)
			if err != nil {
				if r.matters(t) {
					r.report.refuse(wayObject, id, t, "nodes", err.Error(), closedRule)
				}
				continue
			}
			if result.Crossings > 0 {
				r.report.repaired("an outline that crosses or touches itself was cut there", wayObject, id)
			}
			o.outline = area
		case r.wantsLine(t):
			if o.line = r.x.line(i); len(o.line) == 0 {
				if !isRoad(t) { // a road was reported when it was cut
					r.report.ignored("a line without two places", wayObject, id)
				}
				continue
			}
		default:
			continue
		}
		r.take(&o)
		r.greenwayWay(&o)
	}
}

// wantsArea reports whether some layer may take an area with the tags. Which
// facility it is may hang on its size, so that has to be made first.
func (r *reader) wantsArea(t tags) bool { return isGround(t) || r.mayServe(t) }

// isGround reports whether a layer other than that of facilities takes an area with
// the tags.
func isGround(t tags) bool {
	return parkKind(t) != "" || parcelUse(t) != "" || isBuilding(t) || isWaterArea(t)
}

// matters reports whether an area with the tags, whose size is not known, would be
// missed.
func (r *reader) matters(t tags) bool { return isGround(t) || len(r.categories(t, geo.Unknown())) > 0 }

// wantsLine reports whether some layer takes a line with the tags.
func (r *reader) wantsLine(t tags) bool {
	_, barrier := barrierLine(t)
	return barrier || isGreenway(t) || r.mayServe(t)
}
