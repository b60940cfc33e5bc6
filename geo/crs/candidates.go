package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// What Chinese data in metres can look like, east first. A 6° zone reaches 334 km
// from its meridian at the equator, and files that go past the edge of their zone
// are common; the northings are those of 2.7° N to 55.9° N.
const (
	leastEasting, mostEasting   = 100_000, 900_000
	leastNorthing, mostNorthing = 300_000, 6_200_000
)

// webMercatorChina is longitude 72.8 to 135.6, latitude 2.7 to 55.7.
var webMercatorChina = orb.Bound{Min: orb.Point{8_100_000, 300_000}, Max: orb.Point{15_100_000, 7_500_000}}

const (
	// chinaWest and chinaEast bound the places to which a grid without a zone number
	// may lead, in degrees: China and some way beyond, as files go past its border.
	chinaWest, chinaEast = 71.5, 138.5
)

// candidates lists the ways in which a box of metres can be read.
func candidates(box orb.Bound) []candidate {
	list := ordered(box, false)
	north := ordered(turned(box), true)
	for _, c := range north {
		// With northing first it is China, with easting first Russia or the Arctic.
		if c.system.EPSG == 3857 {
			list = append(list, candidate{system: webMercator()})
		}
	}
	return append(list, north...)
}

// ordered lists the systems in which a box, east first, can be.
func ordered(box orb.Bound, north bool) []candidate {
	var list []candidate
	first, last := zones(box)
	switch {
	case first != last:
	case first == 0:
		for code := 4534; code <= lastGrid; code++ { // the 6° grids of the same meridians are the same
			if g := grid(code); fits(box, g) {
				list = append(list, candidate{g, north})
			}
		}
	case first >= 13 && first <= 23:
		list = appendFit(list, box, grid(4491+first-13), north)
	case first >= 25 && first <= 45:
		list = appendFit(list, box, grid(4513+first-25), north)
	}
	if within(box, webMercatorChina) {
		list = append(list, candidate{webMercator(), north})
	}
	return list
}

func appendFit(list []candidate, box orb.Bound, g *System, north bool) []candidate {
	if fits(box, g) {
		return append(list, candidate{g, north})
	}
	return list
}

// fits reports whether a box is where Chinese data of the grid can be.
func fits(box orb.Bound, g *System) bool {
	base := math.Floor(g.extent.Min[0]/1e6) * 1e6
	likely := orb.Bound{Min: orb.Point{base + leastEasting, leastNorthing}, Max: orb.Point{base + mostEasting, mostNorthing}}
	if !within(box, likely) {
		return false
	}
	lon := g.ToWGS84(box.Center())[0]
	return numbered(g) || (lon >= chinaWest && lon <= chinaEast)
}

// numbered reports whether eastings of the grid carry a zone number.
func numbered(g *System) bool { return g.extent.Min[0] > 1e6 }

// zones are the zone numbers of the least and the greatest easting, 0 for none.
func zones(box orb.Bound) (first, last int) {
	return int(math.Floor(box.Min[0] / 1e6)), int(math.Floor(box.Max[0] / 1e6))
}
