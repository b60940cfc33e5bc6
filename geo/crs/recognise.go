package crs

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Recognise returns the system that a file names: by the well-known text of a .prj
// file or a database (WKT 1, ESRI's, WKT 2), or by a name that [Parse] knows. What
// is recognised is the datum and every parameter, not the name, which people
// change. A system that cannot be converted is refused by its name.
func Recognise(text string) (*System, error) {
	if !strings.ContainsAny(text, "[(") {
		return Parse(text)
	}
	root, err := parseWKT(text)
	if err != nil {
		return nil, err
	}
	switch root.keyword {
	case "COMPD_CS", "COMPOUNDCRS": // heights are dropped
		for _, c := range root.children {
			if s, err := fromWKT(c); s != nil || err != nil {
				return s, err
			}
		}
	default:
		if s, err := fromWKT(root); s != nil || err != nil {
			return s, err
		}
	}
	return nil, fmt.Errorf("reference system %q (%s) cannot be converted: it is neither geographic nor projected", root.name(), root.keyword)
}

// fromWKT is the system of a horizontal node; nil and no error when it is another.
func fromWKT(n *wkt) (*System, error) {
	switch n.keyword {
	case "GEOGCS", "GEOGCRS", "GEODCRS", "GEOGRAPHICCRS", "GEODETICCRS":
		return geographicWKT(n, n.name())
	case "PROJCS", "PROJCRS", "PROJECTEDCRS":
		return projectedWKT(n)
	}
	return nil, nil
}

// geographicWKT reads the datum, and refuses other units and prime meridians.
func geographicWKT(n *wkt, name string) (*System, error) {
	datum := n.child("DATUM", "ENSEMBLE", "GEODETICDATUM", "TRF")
	code, err := datumCode(datum.name(), name)
	if err != nil {
		return nil, err
	}
	if prime, ok := n.child("PRIMEM", "PRIMEMERIDIAN").number(); ok && prime != 0 {
		return nil, fmt.Errorf("reference system %q cannot be converted: its longitudes do not start at Greenwich but at %g", name, prime)
	}
	if unit, ok := n.child("UNIT", "ANGLEUNIT").number(); ok && math.Abs(unit-degree) > 1e-9 {
		return nil, fmt.Errorf("reference system %q cannot be converted: its unit is not the degree but %g of a radian", name, unit)
	}
	return degrees(code), nil
}

// datumCode is 4326 or 4490 by the name of a datum in any dialect.
func datumCode(datum, system string) (int, error) {
	key := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(strings.TrimPrefix(datum, "D_")))
	switch key {
	case "wgs1984", "wgs84", "worldgeodeticsystem1984", "worldgeodeticsystem1984ensemble":
		return 4326, nil
	case "china2000", "cgcs2000", "chinageodeticcoordinatesystem2000", "chinese2000":
		return 4490, nil
	}
	switch {
	case strings.Contains(key, "xian"):
		return 0, lostDatum(strconv.Quote(system), "Xian 1980")
	case strings.Contains(key, "beijing"):
		return 0, lostDatum(strconv.Quote(system), "Beijing 1954")
	}
	return 0, fmt.Errorf("reference system %q with datum %q cannot be converted: only WGS 84 and CGCS2000 can", system, datum)
}

// projectedWKT finds the system whose parameters are those of the text.
func projectedWKT(n *wkt) (*System, error) {
	base := n.child("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", "GEOGCRS")
	if base == nil {
		return nil, fmt.Errorf("reference system %q cannot be converted: it names no datum", n.name())
	}
	geographic, err := geographicWKT(base, n.name())
	if err != nil {
		return nil, err
	}
	conversion, method := n, n.child("PROJECTION")
	if c := n.child("CONVERSION"); c != nil {
		conversion, method = c, c.child("METHOD", "PROJECTION")
	}
	p := parameters(conversion)
	refuse := func(why string) error {
		return fmt.Errorf("reference system %q (%s on %s) cannot be converted: %s", n.name(), method.name(), geographic.Datum, why)
	}
	if unit, ok := unitOf(n, conversion); ok && unit != 1 {
		return nil, refuse(fmt.Sprintf("its unit is not the metre but %g m", unit))
	}
	if p.strange != "" {
		return nil, refuse(fmt.Sprintf("its parameter %q is not understood", p.strange))
	}
	switch words(method.name()) {
	case "mercatorauxiliarysphere", "popularvisualisationpseudomercator":
		if geographic.EPSG == 4326 && p.east == 0 && p.north == 0 && p.meridian == 0 && p.origin == 0 {
			return webMercator(), nil
		}
	case "mercator1sp", "mercator": // WKT 1 has no word for the sphere, GDAL says it in an extension
		sphere := n.child("EXTENSION")
		if sphere != nil && strings.Contains(strings.Join(sphere.texts, " "), "+b=6378137 ") && p.east == 0 && p.north == 0 && p.meridian == 0 {
			return webMercator(), nil
		}
	case "transversemercator", "gausskruger":
		return gridWKT(geographic, p, refuse)
	}
	return nil, refuse("this projection is not known")
}

// gridWKT finds the CGCS2000 grid with the parameters, every one of them.
func gridWKT(geographic *System, p projectionParameters, refuse func(string) error) (*System, error) {
	if geographic.EPSG != 4490 {
		return nil, refuse("the grids that can be have the datum CGCS2000")
	}
	if p.scale != 1 || p.origin != 0 || p.north != 0 {
		return nil, refuse(fmt.Sprintf("a Gauss-Krüger grid has scale 1, origin 0 and false northing 0, not %g, %g and %g", p.scale, p.origin, p.north))
	}
	for code := lastGrid; code >= firstGrid; code-- { // 3° before 6°: they can be the same
		g, err := GaussKruger(code)
		if err == nil && g.CentralMeridian == p.meridian && g.FalseEasting == p.east {
			return grid(code), nil
		}
	}
	return nil, refuse(fmt.Sprintf("no grid of the registry has central meridian %g and false easting %g", p.meridian, p.east))
}
