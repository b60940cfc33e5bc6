package analysis

import (
	"context"
	"fmt"
	"math"
	"strings"
	"unsafe"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// maxRoadEdits is how many roads may differ for the networks to be followed up rather
// than made anew.
const maxRoadEdits = 1000

// networksBefore are the networks and links of the version before, of which those of a
// version with other roads are made: what an edit does not come near stays as it is.
type networksBefore struct {
	// linkers and links are by their keys in the cache.
	linkers map[string]*network.Linker
	links   map[string]*linkList
	seats   map[string]map[string][]network.Link
	// facilities is nil where they are as before.
	facilities *facilityChanges
}

// followRoads makes the topology of the version before that of this one, and tells
// whether the ground is the same: no motorway differs, which legs do not cross. It reports
// false where that is no use: barriers or built-up areas are others too, too much
// differs, or slopes are known.
func (a *Analysis) followRoads(ctx context.Context, before *Analysis, in hold) (edited, grounded bool, err error) {
	if in&holdBuiltUp == 0 || before.top == nil || !before.top.Pristine() || len(a.ds.Elevation) > 0 {
		return false, false, nil
	}
	if v := a.ds.LayerVersions[geo.LayerBarriers]; v == "" || v != before.ds.LayerVersions[geo.LayerBarriers] {
		return false, false, nil
	}
	removed, added, ok := changedRoads(before.ds.Roads, a.ds.Roads)
	if !ok || framed(before, removed, added) {
		return false, false, nil
	}
	if a.top, err = before.top.Edited(ctx, removed, added); err != nil {
		return false, false, fmt.Errorf("following the roads: %w", err)
	}
	grounded = true
	for i := range added {
		grounded = grounded && !strings.HasPrefix(added[i].Highway, "motorway")
	}
	for _, e := range removed {
		grounded = grounded && !strings.HasPrefix(before.ds.Roads[e].Highway, "motorway")
	}
	return true, grounded, nil
}

// framed reports whether a road that is gone or new has a part in the box of all roads.
// The plane in which links are measured is at its middle: another plane, and lengths
// differ in the last digit.
func framed(before *Analysis, removed []int32, added []geo.RoadSegment) bool {
	box := before.top.Bound()
	inner := orb.Bound{Min: orb.Point{math.Nextafter(box.Min[0], 1000), math.Nextafter(box.Min[1], 1000)},
		Max: orb.Point{math.Nextafter(box.Max[0], -1000), math.Nextafter(box.Max[1], -1000)}}
	within := func(line orb.LineString) bool {
		b := line.Bound()
		return inner.Contains(b.Min) && inner.Contains(b.Max)
	}
	for _, e := range removed {
		if !within(before.ds.Roads[e].Geometry) {
			return true
		}
	}
	for i := range added {
		if !within(added[i].Geometry) {
			return true
		}
	}
	return false
}

// changedRoads compares the roads of two versions by id: which are gone or differ, and
// which are new or differ. It reports false where too many are, or an id repeats.
func changedRoads(before, after []geo.RoadSegment) (removed []int32, added []geo.RoadSegment, ok bool) {
	// Versions mostly share a beginning.
	same := 0
	for same < min(len(before), len(after)) && sameRoad(&before[same], &after[same]) {
		same++
	}
	if len(before)-same > maxRoadEdits*100 {
		return nil, nil, false
	}
	at := make(map[string]int, len(before)-same)
	for i := same; i < len(before); i++ {
		at[before[i].ID] = i
	}
	if len(at) != len(before)-same {
		return nil, nil, false
	}
	for k := same; k < len(after); k++ {
		r := &after[k]
		if i, found := at[r.ID]; found && sameRoad(&before[i], r) {
			delete(at, r.ID)
			continue
		}
		added = append(added, *r)
	}
	for i := same; i < len(before); i++ {
		if _, left := at[before[i].ID]; left {
			removed = append(removed, int32(i))
		}
	}
	return removed, added, len(removed)+len(added) <= maxRoadEdits
}

// sameRoad reports whether two roads are alike in everything. A geometry that they share
// in memory is not looked into.
func sameRoad(x, y *geo.RoadSegment) bool {
	return x == y || x.ID == y.ID && x.Name == y.Name && x.From == y.From && x.To == y.To && x.Highway == y.Highway &&
		x.OneWay == y.OneWay && x.OneWayBicycle == y.OneWayBicycle && x.OneWayBicycleStated == y.OneWayBicycleStated &&
		x.Access == y.Access && x.Vehicle == y.Vehicle && x.Foot == y.Foot && x.Bicycle == y.Bicycle && x.Motor == y.Motor &&
		x.Sidewalk == y.Sidewalk && x.MaxSpeedKmh == y.MaxSpeedKmh && x.Surface == y.Surface && x.Bridge == y.Bridge &&
		x.Tunnel == y.Tunnel && x.Level == y.Level && x.DurationS == y.DurationS &&
		x.FromBarrier == y.FromBarrier && x.ToBarrier == y.ToBarrier && x.Source == y.Source && sameLine(x.Geometry, y.Geometry)
}

func sameLine(x, y orb.LineString) bool {
	return len(x) == len(y) && (unsafe.SliceData(x) == unsafe.SliceData(y) || x.Equal(y))
}

// networksOf notes what is known of the networks of a version that others will be made of.
func networksOf(before *Analysis, h hold, changes *facilityChanges) *networksBefore {
	n := &networksBefore{
		linkers: make(map[string]*network.Linker), links: make(map[string]*linkList),
		seats: make(map[string]map[string][]network.Link), facilities: changes,
	}
	before.cache.mu.Lock()
	defer before.cache.mu.Unlock()
	for key, e := range before.cache.entries {
		if e.place == nil {
			continue
		}
		switch v := e.value.(type) {
		case *network.Linker:
			n.linkers[key] = v
		case *linkList:
			// Homes that are others have other links.
			if strings.HasPrefix(key, "facilities ") || h&holdHomes != 0 {
				n.links[key] = v
			}
		case map[string][]network.Link:
			if h&holdUnits != 0 {
				n.seats[key] = v
			}
		}
	}
	return n
}

// change is what differs between a mode's network and that of the version before; nil
// where that is not known.
func (a *Analysis) change(ctx context.Context, key string) (*network.Change, error) {
	if a.before == nil {
		return nil, nil
	}
	old, ok := a.before.linkers["network "+key]
	if !ok {
		return nil, nil
	}
	return cached(ctx, a.cache, "change "+key, func(ctx context.Context) (*network.Change, int64, error) {
		g, c, err := old.Graph().Edited(ctx, a.top)
		if err != nil {
			return nil, 0, err
		}
		arcs, edges := g.Bytes()
		return c, int64(arcs + edges), nil
	})
}

// relink follows up the links of places: those of which the change may have made others
// are found anew. was is where a place was in the list before, -1 for a new one; nil
// where all are where they were.
func (a *Analysis) relink(ctx context.Context, l *network.Linker, old *linkList, was func(i int) int, n int, at func(i int) []orb.Point, leaving bool) (*linkList, error) {
	c, err := a.change(ctx, netKey(l))
	if err != nil {
		return nil, err
	}
	affected, err := c.Affected(ctx, leaving)
	if err != nil {
		return nil, err
	}
	out := &linkList{start: make([]uint32, 1, n+1), links: make([]network.Link, 0, len(old.links))}
	for i := range n {
		if i&0xfff == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("linking %d places to the %s network: %w", n, l.Graph().Mode().ID, ctx.Err())
		}
		k, points := was(i), at(i)
		again := k < 0
		for _, p := range points {
			again = again || affected.Place(p, old.of(k))
		}
		if again {
			for _, p := range points {
				out.links = l.Links(out.links, p, leaving)
			}
		} else {
			out.links = append(out.links, old.of(k)...)
		}
		out.start = append(out.start, uint32(len(out.links)))
	}
	return out, nil
}

// linksBefore are the links of a kind of place before an edit of roads, nil where they
// are not known or no road was edited.
func (a *Analysis) linksBefore(key string) *linkList {
	if a.before == nil {
		return nil
	}
	return a.before.links[key]
}
