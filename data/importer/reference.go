package importer

import "strings"

// checkReference refuses the reference systems that are not converted.
func checkReference(crs string) error {
	switch strings.ToLower(crs) {
	case "", "wgs84", "cgcs2000", "epsg:4326", "4326", "epsg:4490", "4490", "ogc:crs84", "crs84":
		return nil
	}
	return usagef("reference system %q cannot be converted; longitude and latitude in WGS 84 (EPSG:4326) or CGCS2000 (EPSG:4490) can be imported", crs)
}
