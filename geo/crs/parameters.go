package crs

import "strings"

// projectionParameters are those of a projection, in degrees and metres.
type projectionParameters struct {
	meridian, origin, scale, east, north float64
	// strange is a parameter that is not understood, and changes everything.
	strange string
}

// parameters reads them by their names in WKT 1, ESRI's dialect and WKT 2.
func parameters(conversion *wkt) projectionParameters {
	p := projectionParameters{scale: 1}
	for _, c := range conversion.children {
		v, ok := c.number()
		if c.keyword != "PARAMETER" || !ok {
			continue
		}
		switch words(c.name()) {
		case "centralmeridian", "longitudeofcenter", "longitudeofnaturalorigin", "longitudeoforigin":
			p.meridian = v
		case "latitudeoforigin", "latitudeofnaturalorigin":
			p.origin = v
		case "scalefactor", "scalefactoratnaturalorigin":
			p.scale = v
		case "falseeasting":
			p.east = v
		case "falsenorthing":
			p.north = v
		case "auxiliaryspheretype", "standardparallel1", "latitudeof1ststandardparallel":
			if v != 0 { // 0 for Web Mercator; any other value is another projection
				p.strange = c.name()
			}
		default:
			p.strange = c.name()
		}
	}
	return p
}

// words folds a name: "False_Easting" and "False easting" are one.
func words(s string) string {
	return strings.ToLower(strings.NewReplacer("_", "", " ", "", "-", "").Replace(s))
}

// unitOf is the unit of length in metres, wherever a dialect writes it.
func unitOf(n, conversion *wkt) (float64, bool) {
	if u, ok := n.child("UNIT", "LENGTHUNIT").number(); ok {
		return u, true
	}
	for _, c := range n.children {
		if u, ok := c.child("LENGTHUNIT").number(); ok && c.keyword == "AXIS" {
			return u, true
		}
	}
	for _, c := range conversion.children { // PARAMETER["False easting", 500000, LENGTHUNIT[…]]
		if u, ok := c.child("LENGTHUNIT").number(); ok {
			return u, true
		}
	}
	return 0, false
}
