package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// editRoad: add takes a line and highway, and name, oneway (yes, no, -1), access,
// vehicle, foot, bicycle, motor_vehicle, sidewalk, maxspeed_kmh, surface, bridge, tunnel,
// level; set takes the same but for bridge, tunnel and level, which say what it joins.
// Close and remove both take the row away: nobody travels a closed road.
func (e *editor) editRoad(edit *Edit) *EditError {
	switch edit.Op {
	case Close, Remove:
		if !e.roads.remove(edit.ID) {
			return noSuchRow(edit)
		}
		e.newRoads = slices.DeleteFunc(e.newRoads, func(id string) bool { return id == edit.ID })
		return nil
	case Set:
		r, _ := e.roads.find(edit.ID)
		switch {
		case r == nil:
			return noSuchRow(edit)
		case edit.Geometry != nil:
			return refuse("geometry", edit.Geometry.GeoJSONType(), "is not set: remove the road and add another", "不能修改线形：请删除后重新添加")
		}
		p := &properties{all: edit.Properties}
		e.setRoad(r, p)
		return p.rest()
	}
	shape, ok := edit.Geometry.(orb.LineString)
	if !ok {
		if edit.Geometry == nil {
			return refuseMissing("geometry")
		}
		return refuseName("geometry.type", edit.Geometry.GeoJSONType(), []string{"LineString"})
	}
	r := geo.RoadSegment{ID: e.idOf(edit), Geometry: shape}
	r.Source = e.roadSource(r.ID)
	p := &properties{all: edit.Properties}
	e.setRoad(&r, p)
	p.truth("bridge", &r.Bridge)
	p.truth("tunnel", &r.Tunnel)
	if v, some := p.value("level"); some {
		n, is := numberOf(v)
		if !is || n != float64(int8(n)) || n < -127 {
			p.fail(refuse("level", v, "has to be a whole number from -127 to 127", "应为 -127 至 127 的整数"))
		} else {
			r.Level = int8(n)
		}
	}
	if err := p.rest(); err != nil {
		return err
	}
	if err := e.roads.add(r); err != nil {
		return err
	}
	e.newRoads = append(e.newRoads, r.ID)
	return nil
}

// roadSource is a source that no other road has: streets end where it changes (package
// network), so that what is there keeps the streets, and with them the links, that it has,
// though a new road begin at a dead end. An id may come again once the road that had it
// was applied and split into parts with other ids.
func (e *editor) roadSource(id string) string {
	if e.roadSources == nil {
		e.roadSources = map[string]bool{}
		for i := range e.roads.base {
			e.roadSources[e.roads.base[i].Source] = true
		}
	}
	source := Source + ":" + id
	for n := 2; e.roadSources[source] || slices.ContainsFunc(e.newRoads, func(other string) bool {
		r, _ := e.roads.find(other)
		return r.Source == source
	}); n++ {
		source = fmt.Sprintf("%s:%s#%d", Source, id, n)
	}
	return source
}

func (e *editor) setRoad(r *geo.RoadSegment, p *properties) {
	p.text("name", &r.Name)
	p.text("highway", &r.Highway)
	switch {
	case r.Highway == "":
		p.fail(refuseMissing("highway"))
	case !e.usable(r.Highway):
		p.fail(refuse("highway", r.Highway, "is a class of road that no mode may use; they are OpenStreetMap's, such as residential, footway, secondary",
			"没有任何出行方式可用此道路等级；取值同 OpenStreetMap，如 residential、footway、secondary"))
	}
	p.text("access", &r.Access)
	p.text("vehicle", &r.Vehicle)
	p.text("foot", &r.Foot)
	p.text("bicycle", &r.Bicycle)
	p.text("motor_vehicle", &r.Motor)
	p.truth("sidewalk", &r.Sidewalk)
	p.number("maxspeed_kmh", func(v float64) { r.MaxSpeedKmh = v })
	p.text("surface", &r.Surface)
	if v, some := p.value("oneway"); some {
		switch v {
		case "yes", true, "1", float64(1):
			r.OneWay = geo.Forward
		case "no", false, "0", float64(0):
			r.OneWay = geo.BothWays
		case "-1", float64(-1):
			r.OneWay = geo.Backward
		default:
			p.fail(refuseName("oneway", strings.TrimSpace(clip(textOf(v))), []string{"yes", "no", "-1"}))
		}
	}
}

// usable reports whether any mode may use roads of a class.
func (e *editor) usable(class string) bool {
	if e.o.Profiles == nil {
		return true
	}
	for i := range e.o.Profiles.Modes {
		m := &e.o.Profiles.Modes[i]
		if slices.Contains(m.Classes, class) || slices.Contains(m.OnlyIfAllowed, class) || slices.Contains(m.OpenIfDesignated, class) {
			return true
		}
	}
	return class == "ferry"
}
