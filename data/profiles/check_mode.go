package profiles

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// highways are the road classes a mode may speak of. A class misspelt would close its
// roads without a word.
var highways = []string{
	"motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
	"secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified",
	"residential", "living_street", "service", "road", "track", "pedestrian", "path",
	"footway", "steps", "cycleway", "bridleway", "corridor", "busway", "bus_guideway",
	"escape", "raceway", "platform",
}

func checkMode(r record[geo.Mode]) []error {
	c := &checker{at: r.at}
	m := r.value
	c.common(m.ID, m.Zh, m.En, m.Provenance)
	switch m.Vehicle {
	case geo.OnFoot, geo.OnBicycle, geo.InCar:
	default:
		c.wrong("vehicle", string(m.Vehicle), "must be foot, bicycle or motor")
	}
	used := c.classes(m)
	c.speeds(m, used)
	if m.LegFactor < 1 || m.LegFactor > 10 || m.LegFactor != m.LegFactor {
		c.wrong("leg_factor", m.LegFactor, "must be from 1 to 10")
	}
	c.speed("leg_speed_kmh", m.LegSpeedKmh)
	c.positive("link_limit_m", m.LinkLimitM)
	c.positiveIfStated("link_limit_built_up_m", m.LinkLimitBuiltUpM)
	c.words("closed_barriers", m.ClosedBarriers)
	c.slope(m.Slope)
	for _, key := range []string{"obeys_one_way", "ferries"} {
		if !c.at.states(key) {
			c.errs = append(c.errs, c.at.missing(key))
		}
	}
	return c.errs
}

// classes checks the three lists of road classes and returns their union.
func (c *checker) classes(m geo.Mode) map[string]string {
	if len(m.Classes) == 0 {
		c.wrong("classes", "", "must name at least one highway class")
	}
	used := map[string]string{}
	for _, list := range []struct {
		key   string
		names []string
	}{{"classes", m.Classes}, {"only_if_allowed", m.OnlyIfAllowed}, {"open_if_designated", m.OpenIfDesignated}} {
		for i, name := range list.names {
			key := fmt.Sprintf("%s[%d]", list.key, i)
			if !slices.Contains(highways, name) {
				c.wrong(key, name, "is no highway class")
			}
			if other, ok := used[name]; ok {
				c.wrong(key, name, "already stands in "+other)
			}
			used[name] = list.key
		}
	}
	return used
}

// speeds checks that there is one speed, or one for every class used.
func (c *checker) speeds(m geo.Mode, used map[string]string) {
	if c.at.states("speed_factor") && (m.SpeedFactor > 1 || !(m.SpeedFactor > 0)) {
		c.wrong("speed_factor", m.SpeedFactor, "must be greater than 0 and at most 1")
	}
	one, many := c.at.states("speed_kmh"), c.at.states("class_speed_kmh")
	if one == many {
		c.wrong("speed_kmh", m.SpeedKmh, "must be stated, or else class_speed_kmh, and not both")
		return
	}
	if one {
		c.speed("speed_kmh", m.SpeedKmh)
		return
	}
	for _, class := range slices.Sorted(maps.Keys(m.ClassSpeedKmh)) {
		key := "class_speed_kmh." + class
		c.speed(key, m.ClassSpeedKmh[class])
		if _, ok := used[class]; !ok {
			c.wrong(key, m.ClassSpeedKmh[class], "is the speed of a class that the mode does not use")
		}
	}
	for _, class := range slices.Sorted(maps.Keys(used)) {
		if _, ok := m.ClassSpeedKmh[class]; !ok {
			c.wrong("class_speed_kmh", class, "has no speed there, and the mode uses it")
		}
	}
}
