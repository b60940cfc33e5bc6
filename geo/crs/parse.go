package crs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Parse returns the system that a person names:
//
//	epsg:4549, EPSG::4549, urn:ogc:def:crs:EPSG::4549, 4549
//	wgs84, crs84, cgcs2000, webmercator, gcj02, bd09
//	cgcs2000-3deg-120     3° grid by its central meridian
//	cgcs2000-3deg-zone40  3° grid with the zone number in front of eastings
//	cgcs2000-6deg-117, cgcs2000-6deg-zone20
//
// Case, spaces and a hyphen or underscore in gcj-02 do not matter. The datums of
// Xian 1980 and Beijing 1954 are refused with the reason, others by their name.
func Parse(name string) (*System, error) {
	key := strings.ToLower(strings.Join(strings.Fields(name), ""))
	if m := epsgName.FindStringSubmatch(key); m != nil {
		code, err := strconv.Atoi(m[1])
		if err != nil {
			return nil, unknown(name)
		}
		return fromCode(code)
	}
	if m := gridName.FindStringSubmatch(key); m != nil {
		return gridNamed(name, m)
	}
	switch strings.NewReplacer("-", "", "_", "", ":", "").Replace(key) {
	case "wgs84", "crs84", "ogccrs84", "urnogcdefcrsogc1.3crs84", "urnogcdefcrsogccrs84":
		return degrees(4326), nil
	case "cgcs2000":
		return degrees(4490), nil
	case "webmercator":
		return webMercator(), nil
	case "gcj02":
		return gcj02System(), nil
	case "bd09":
		return bd09System(), nil
	case "xian80", "xian1980", "西安80", "西安1980":
		return nil, lostDatum(name, "Xian 1980")
	case "beijing54", "beijing1954", "北京54", "北京1954":
		return nil, lostDatum(name, "Beijing 1954")
	}
	return nil, unknown(name)
}

var (
	epsgName = regexp.MustCompile(`^(?:urn:(?:x-)?ogc:def:crs:)?(?:epsg:(?:[0-9.]*:)?)?(\d{1,9})$`)
	gridName = regexp.MustCompile(`^cgcs2000-([36])deg-(zone)?(\d{1,3})$`)
)

// fromCode is the system of a code, or why there is none.
func fromCode(code int) (*System, error) {
	if s := systemOf(code); s != nil {
		return s, nil
	}
	name := fmt.Sprintf("EPSG:%d", code)
	switch {
	case code == 4610, code >= 2327 && code <= 2390:
		return nil, lostDatum(name, "Xian 1980")
	case code == 4214, code == 4555, code >= 2401 && code <= 2442, code >= 21413 && code <= 21423,
		code >= 21453 && code <= 21463, code >= 21473 && code <= 21483:
		return nil, lostDatum(name, "Beijing 1954")
	}
	return nil, unknown(name)
}

// gridNamed is the grid of a name by meridian or zone.
func gridNamed(name string, m []string) (*System, error) {
	n, err := strconv.Atoi(m[3])
	if err != nil {
		return nil, unknown(name)
	}
	for code := firstGrid; code <= lastGrid; code++ {
		g := grid(code)
		sixDegrees, numbered := code <= 4512, numbered(g)
		if sixDegrees != (m[1] == "6") || numbered != (m[2] != "") {
			continue
		}
		if want := g.CentralMeridian; (!numbered && want == float64(n)) || (numbered && int(g.extent.Min[0]/1e6) == n) {
			return g, nil
		}
	}
	return nil, fmt.Errorf("reference system %q: there is no such grid; 3-degree grids have the meridians 75, 78 … 135 (zones 25 to 45), 6-degree grids 75, 81 … 135 (zones 13 to 23)", name)
}

// lostDatum refuses a datum whose shift to WGS 84 is not public. The EPSG registry
// has no shift for Xian 1980 at all and for Beijing 1954 some that hold in single
// regions only; what PROJ does instead, nothing, it calls a ballpark of unknown
// accuracy (projinfo -s EPSG:4610 -t EPSG:4490).
func lostDatum(name, datum string) error {
	return fmt.Errorf("reference system %s has the datum %s, which cannot be converted: the parameters of its shift to CGCS2000 are local and not public, "+
		"and without them places are off by tens of metres to more than 100 m; have the file converted to CGCS2000 (EPSG:4490 or 4513 to 4554) by the office that keeps the parameters", name, datum)
}

func unknown(name string) error {
	return fmt.Errorf("reference system %q cannot be converted; what can is epsg:4326 (WGS 84), epsg:4490 (CGCS2000), its grids epsg:4491 to 4554 "+
		"(such as epsg:4549, 3-degree with central meridian 120°E, or epsg:4528, zone 40), epsg:3857 (Web Mercator), gcj02 and bd09", name)
}
