package analysis

import (
	"reflect"
	"slices"
	"strings"
	"unsafe"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// facilityChanges is what became of the facilities from one version to the next.
type facilityChanges struct {
	// was is where each facility stood in the version before, -1 for one that is new or
	// differs; now is the other way round, -1 for one that has gone or differs.
	was, now []int32
	// categories are those of every facility that is new, gone, or differs, as it was
	// and as it is.
	categories map[string]bool
}

// touches reports whether a want may be met otherwise than before.
func (c *facilityChanges) touches(w *want) bool {
	return slices.ContainsFunc(w.categories, func(id string) bool { return c.categories[id] })
}

// changedFacilities compares the facilities of two versions, both sorted by id.
func changedFacilities(before, after []*geo.Facility) *facilityChanges {
	c := &facilityChanges{was: make([]int32, len(after)), now: make([]int32, len(before)), categories: make(map[string]bool)}
	touch := func(f *geo.Facility) {
		for _, id := range f.Categories {
			c.categories[id] = true
		}
	}
	i, k := 0, 0
	for i < len(before) || k < len(after) {
		var order int
		switch {
		case i == len(before):
			order = 1
		case k == len(after):
			order = -1
		default:
			order = strings.Compare(before[i].ID, after[k].ID)
		}
		switch {
		case order < 0:
			c.now[i] = -1
			touch(before[i])
			i++
		case order > 0:
			c.was[k] = -1
			touch(after[k])
			k++
		case sameFacility(before[i], after[k]):
			c.was[k], c.now[i] = int32(i), int32(k)
			i, k = i+1, k+1
		default:
			c.was[k], c.now[i] = -1, -1
			touch(before[i])
			touch(after[k])
			i, k = i+1, k+1
		}
	}
	return c
}

// sameFacility reports whether two facilities of one id are alike in all that matters to
// an answer. What they share in memory is not looked into.
func sameFacility(x, y *geo.Facility) bool {
	return x == y || x.Location == y.Location && x.Name == y.Name && x.Status == y.Status && x.AreaM2 == y.AreaM2 &&
		x.Source == y.Source && x.SupersededBy == y.SupersededBy && slices.Equal(x.Categories, y.Categories) &&
		slices.Equal(x.Entrances, y.Entrances) && sameAttributes(x.Attributes, y.Attributes) && sameGround(x.Footprint, y.Footprint)
}

func sameAttributes(x, y map[string]any) bool {
	return len(x) == len(y) && (reflect.ValueOf(x).Pointer() == reflect.ValueOf(y).Pointer() || reflect.DeepEqual(x, y))
}

func sameGround(x, y orb.MultiPolygon) bool {
	return len(x) == len(y) && (unsafe.SliceData(x) == unsafe.SliceData(y) || x.Equal(y))
}

// followHandles numbers the facilities of the next version so that those that are as
// they were keep their handles; it reports false where there is no room.
func (c *facilityChanges) followHandles(before []int32) ([]int32, bool) {
	out := make([]int32, len(c.was))
	for k, i := range c.was {
		if i >= 0 {
			out[k] = before[i]
		}
	}
	return out, fillHandles(out)
}

// follow makes of an entry of the cache that hangs on facilities what it is after the
// changes; false where it has to be computed anew. Entries that do not are as they were.
func (a *Analysis) follow(c *facilityChanges, e *entry, before *cache) (any, bool) {
	switch v := e.value.(type) {
	case chosen:
		if c.touches(v.want) {
			return nil, false
		}
		return v.follow(c), true
	case *reach:
		if c.touches(v.chosen.want) {
			return nil, false
		}
		return v.follow(c, v.group), true
	case *group:
		return v.follow(c)
	case *counted:
		return v, !v.group.touched(c)
	case *setCovered:
		return v, !slices.ContainsFunc(v.wants, c.touches)
	case *SortedFacilities:
		return v, !c.touches(v.want)
	case *wantedField:
		return v, !c.touches(v.want)
	case *facilitiesIn:
		return a.followIn(c, v), true
	case *linkList:
		if net, ok := strings.CutPrefix(e.key, "facilities "); ok {
			l, ok := before.entries["network "+net]
			if !ok || l.place == nil {
				return nil, false
			}
			return a.followLinks(c, v, l.value.(*network.Linker)), true
		}
	}
	return e.value, true
}

// follow puts the positions of the facilities of a want that is not touched where they
// are now.
func (v chosen) follow(c *facilityChanges) chosen {
	out := chosen{want: v.want, unknown: v.unknown, index: make([]int32, len(v.index))}
	for i, k := range v.index {
		out.index[i] = c.now[k]
	}
	return out
}

func (r *reach) follow(c *facilityChanges, g *group) *reach {
	out := *r
	out.chosen, out.group = r.chosen.follow(c), g
	return &out
}

func (g *group) touched(c *facilityChanges) bool {
	return slices.ContainsFunc(g.reaches, func(r *reach) bool { return c.touches(r.chosen.want) })
}

func (g *group) follow(c *facilityChanges) (any, bool) {
	if g.touched(c) {
		return nil, false
	}
	out := *g
	out.reaches = make([]*reach, len(g.reaches))
	for i, r := range g.reaches {
		out.reaches[i] = r.follow(c, &out)
	}
	return &out, true
}

// followIn asks of the facilities that are new or differ whether they belong to the area.
func (a *Analysis) followIn(c *facilityChanges, v *facilitiesIn) *facilitiesIn {
	out := &facilitiesIn{area: v.area, in: make([]bool, len(c.was))}
	var in *inside
	for k, i := range c.was {
		if i >= 0 {
			out.in[k] = v.in[i]
			continue
		}
		if in == nil {
			in = a.insideOf(v.area)
		}
		out.in[k] = in.place(a.facilities[k].Location)
	}
	return out
}

// followLinks finds the links of the facilities that are new or differ.
func (a *Analysis) followLinks(c *facilityChanges, v *linkList, l *network.Linker) *linkList {
	out := &linkList{start: make([]uint32, 1, len(c.was)+1), links: make([]network.Link, 0, len(v.links))}
	for k, i := range c.was {
		if i >= 0 {
			out.links = append(out.links, v.of(int(i))...)
		} else {
			for _, p := range a.facilities[k].AccessPoints() {
				out.links = l.Links(out.links, p, false)
			}
		}
		out.start = append(out.start, uint32(len(out.links)))
	}
	return out
}
