package exporter

import "github.com/seed-4611ae28/lifecircle/geo"

func road(r *geo.RoadSegment) feature {
	m := members{{"id", r.ID}}
	m.text("name", r.Name)
	m.text("highway", r.Highway)
	if r.OneWay != geo.BothWays {
		m.text("oneway", direction(r.OneWay))
	}
	if r.OneWayBicycleStated {
		m.text("oneway_bicycle", direction(r.OneWayBicycle))
	}
	m.text("access", r.Access)
	m.text("vehicle", r.Vehicle)
	m.text("foot", r.Foot)
	m.text("bicycle", r.Bicycle)
	m.text("motor", r.Motor)
	m.yes("sidewalk", r.Sidewalk)
	m.measure("maxspeed_kmh", r.MaxSpeedKmh)
	m.text("surface", r.Surface)
	m.yes("bridge", r.Bridge)
	m.yes("tunnel", r.Tunnel)
	m.integer("layer", int64(r.Level))
	m.measure("duration_s", r.DurationS)
	m.integer("from_node", r.From)
	m.integer("to_node", r.To)
	m.text("from_barrier", r.FromBarrier)
	m.text("to_barrier", r.ToBarrier)
	m.origin(r.Source, "")
	return feature{r.Geometry, m}
}

func direction(o geo.OneWay) string {
	switch o {
	case geo.Forward:
		return "forward"
	case geo.Backward:
		return "backward"
	}
	return "no"
}
