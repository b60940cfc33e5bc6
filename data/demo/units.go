package demo

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Statistical codes of 2, 4, 6, 9 and 12 digits. No province has the number 99.
const (
	provinceCode   = "99"
	prefectureCode = "9901"
	countyCode     = "990101"
)

// encode gives towns and villages their codes and names: communities count from
// 001, villages from 200, except the two that stand for gaps (see [Gaps]).
func encode(d *territory, t *terrain, towns []*town, s seed) {
	for _, tn := range towns {
		tn.code, tn.name = townCode(tn.index), townName(tn.index)
		counts := [2]int{1, 200}
		var special [2]*village
		if tn.index == 0 {
			special = [2]*village{quarterOf(tn), beyondRiver(tn, t)}
		}
		for _, v := range tn.villages {
			kind := 1
			if v.community {
				kind = 0
			}
			if v == special[kind] {
				v.code = []string{QuarterWithoutKindergarten, VillageWithoutClinic}[kind]
				continue
			}
			v.code = fmt.Sprintf("%s%03d", tn.code, counts[kind])
			counts[kind]++
		}
	}
	nameVillages(d.villages, s)
}

// quarterOf picks the community that has no kindergarten: one north-west of the
// middle, where homes are dense.
func quarterOf(tn *town) *village {
	var best *village
	for _, v := range tn.villages {
		goal := orb.Point{tn.seat[0] - 1100, tn.seat[1] + 900}
		if v.community && (best == nil || apartM(v.start, goal) < apartM(best.start, goal)) {
			best = v
		}
	}
	return best
}

// beyondRiver picks the village that has no clinic: the one south of the river
// that lies furthest west of the bridges.
func beyondRiver(tn *town, t *terrain) *village {
	var best *village
	for _, v := range tn.villages {
		if v.community || v.start[1] > t.river.at(v.start[0])-700 {
			continue
		}
		if best == nil || v.start[0] < best.start[0] {
			best = v
		}
	}
	return best
}

// officialFactor is how much the official population of [TownRescaled] exceeds
// the sum of its homes.
const officialFactor = 1.03

// units writes the administrative units, from the widest down.
func (c *county) units() {
	// The cells of the county, of each town and of each village.
	var county []int
	ofTown, ofVillage := make([][]int, len(c.towns)), make([][]int, len(c.land.villages))
	for k, o := range c.land.town {
		if o < 0 {
			continue
		}
		county = append(county, k)
		ofTown[o] = append(ofTown[o], k)
		if v := c.land.village[k]; v >= 0 {
			ofVillage[v] = append(ofVillage[v], k)
		}
	}
	all := c.land.outline(county, func(k int) bool { return c.land.town[k] >= 0 })
	total := 0
	for _, v := range c.land.villages {
		total += v.persons
	}
	seat := c.towns[0].office
	add := func(u geo.Unit, persons int) {
		u.Population, u.PopulationYear, u.Source = geo.Known(float64(persons)), dataYear, source
		c.ds.Units = append(c.ds.Units, u)
	}
	add(geo.Unit{Code: provinceCode, Name: provinceName, NameEn: "Dongming Province (invented)", Level: geo.LevelProvince, Type: "省", Seat: &seat, Geometry: all}, total)
	add(geo.Unit{Code: prefectureCode, Name: prefectureName, NameEn: "Jiyu City (invented)", Level: geo.LevelPrefecture, Type: "市", Seat: &seat, Geometry: all.Clone()}, total)
	add(geo.Unit{Code: countyCode, Name: countyName, NameEn: "Lanting County (invented)", Level: geo.LevelCounty, Type: "县", Seat: &seat, Geometry: all.Clone()}, total)

	for _, tn := range c.towns {
		persons := 0
		for _, v := range tn.villages {
			persons += v.persons
		}
		if tn.code == TownRescaled {
			persons = int(float64(persons)*officialFactor + 0.5)
		}
		kind := "镇"
		if tn.index == 0 {
			kind = "街道"
		}
		office := tn.office
		add(geo.Unit{Code: tn.code, Name: tn.name, Level: geo.LevelTown, Type: kind, Seat: &office,
			Geometry: c.land.outline(ofTown[tn.index], func(k int) bool { return int(c.land.town[k]) == tn.index })}, persons)
	}
	for _, tn := range c.towns {
		for _, v := range tn.villages {
			kind := "村"
			if v.community {
				kind = "社区"
			}
			point := v.seat
			add(geo.Unit{Code: v.code, Name: v.name, Level: geo.LevelVillage, Type: kind, Seat: &point,
				Geometry: c.land.outline(ofVillage[v.index], func(k int) bool { return int(c.land.village[k]) == v.index })}, v.persons)
		}
	}
	c.builtUps(ofTown)
}

// builtUps writes the built-up area of every town: the cells of territory whose
// middle lies in it, and in the town.
func (c *county) builtUps(ofTown [][]int) {
	for _, tn := range c.towns {
		built := make(map[int]bool)
		var cells []int
		for _, k := range ofTown[tn.index] {
			if tn.builtUp(c.land.spot(k), c.seed) {
				built[k] = true
				cells = append(cells, k)
			}
		}
		c.ds.BuiltUps = append(c.ds.BuiltUps, geo.BuiltUp{
			ID: "demo-built-up-" + tn.code, Unit: tn.code, Source: source,
			Geometry: c.land.outline(cells, func(k int) bool { return built[k] }),
		})
	}
}
