package geotiff

import (
	"fmt"
	"strings"
)

// Reference is the reference system of a raster.
type Reference struct {
	// EPSG is the code of the system, 0 when the file gives none (or describes a
	// system of its own).
	EPSG int
	// Projected tells coordinates in metres or the like from degrees.
	Projected bool
	// Unit is the EPSG code of the unit that the file gives the projected
	// coordinates, 0 when it gives none; 9001 is the metre.
	Unit int
	// Name is what the file calls the system, "" when it does not.
	Name string
}

// String reads "EPSG:4326", "CGCS2000 / own grid", or "no reference system".
func (r Reference) String() string {
	switch {
	case r.EPSG != 0:
		return fmt.Sprintf("EPSG:%d", r.EPSG)
	case r.Name != "":
		return r.Name
	}
	return "no reference system"
}

// Keys of the GeoKeyDirectory and two of their values (OGC 19-008r4 clause 7).
const (
	keyModelType     = 1024
	keyRasterType    = 1025
	keyCitation      = 1026
	keyGeodetic      = 2048
	keyGeodeticName  = 2049
	keyProjected     = 3072
	keyProjectedName = 3073
	keyLinearUnit    = 3076

	modelProjected = 1
	pixelIsPoint   = 2
	// Codes of 0 are undefined, 32767 are user-defined.
	userDefined = 32767
)

// geoKeys are the keys with a number, and those with text.
type geoKeys struct {
	numbers map[int]int
	texts   map[int]string
}

// readGeoKeys reads the directory: a header of four numbers, the last the number
// of keys, then four for each (clause 7.1.1): key, tag that holds the value or 0,
// count, value or index. The real numbers of self-made systems are not looked at.
func readGeoKeys(d *directory) (*geoKeys, error) {
	k := &geoKeys{numbers: map[int]int{}, texts: map[int]string{}}
	list, err := d.integers(tagGeoKeys, 1<<14)
	if err != nil || list == nil {
		return k, err
	}
	if len(list) < 4 || list[0] != 1 {
		return nil, wrong(tagGeoKeys.String(), fmt.Sprint(list[:min(len(list), 4)]), "begins with version 1")
	}
	n := list[3]
	if n > uint64(len(list)-4)/4 {
		return nil, wrong(tagGeoKeys.String(), fmt.Sprintf("with %d keys", n), "there is room for %d", (len(list)-4)/4)
	}
	text, err := d.text(tagGeoText)
	if err != nil {
		return nil, err
	}
	for i := range int(n) {
		key := list[4+4*i : 8+4*i]
		count, value := key[2], key[3]
		switch tag(key[1]) {
		case 0:
			k.numbers[int(key[0])] = int(value)
		case tagGeoText:
			if value > uint64(len(text)) || count > uint64(len(text))-value {
				return nil, wrong(tagGeoKeys.String(), fmt.Sprintf("key %d of %d characters at %d", key[0], count, value),
					"lies within GeoAsciiParams, which has %d", len(text))
			}
			k.texts[int(key[0])] = strings.TrimRight(text[value:value+count], "| \x00")
		}
	}
	return k, nil
}

func (k *geoKeys) pixelIsPoint() bool { return k.numbers[keyRasterType] == pixelIsPoint }

func (k *geoKeys) reference() Reference {
	r := Reference{Projected: k.numbers[keyModelType] == modelProjected, Unit: k.numbers[keyLinearUnit]}
	names := []int{keyGeodeticName, keyCitation}
	code := k.numbers[keyGeodetic]
	if r.Projected {
		code, names = k.numbers[keyProjected], []int{keyProjectedName, keyCitation}
	}
	if code != userDefined {
		r.EPSG = code
	}
	for _, key := range names {
		if r.Name == "" {
			r.Name = k.texts[key]
		}
	}
	return r
}
