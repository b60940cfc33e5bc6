package demo

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// The units that stand for a gap, by code; see [Gaps].
const (
	TownWithoutElderlyCentre   = countyCode + "100"
	TownRescaled               = countyCode + "101"
	TownWithPlannedSchool      = countyCode + "101"
	TownWithPrivateNurseries   = countyCode + "102"
	TownWithClosedMarket       = countyCode + "103"
	QuarterWithoutKindergarten = countyCode + "001199"
	VillageWithoutClinic       = countyCode + "001299"
)

// GapKind says what a planted gap is.
type GapKind string

// The kinds of gap.
const (
	// NoneInUnit: nothing of the categories stands within the unit.
	NoneInUnit GapKind = "none_in_unit"
	// NoneExisting: what there is of them in the unit is planned, or closed.
	NoneExisting GapKind = "none_existing"
	// NonePublic: all of them in the unit are private.
	NonePublic GapKind = "none_public"
	// FarFromHomes: none stands within RadiusM of any home of the unit.
	FarFromHomes GapKind = "far_from_homes"
	// FarFromSeat: none stands within RadiusM of the unit's seat.
	FarFromSeat GapKind = "far_from_seat"
)

// Gap is something the county was made to lack.
type Gap struct {
	Kind       GapKind
	Unit       string
	Categories []string
	// RadiusM is a straight distance in metres, 0 for kinds that have none.
	RadiusM float64
	Zh, En  string
}

// clinics are the categories that treat the sick.
func clinics() []string {
	return []string{"village_clinic", "township_health_centre", "general_hospital", "specialist_hospital"}
}

// Gaps lists the gaps planted in a county of so many towns (0 for DefaultTowns).
// They are the same for every seed.
func Gaps(towns int) []Gap {
	if towns == 0 {
		towns = DefaultTowns
	}
	all := []Gap{
		{NoneInUnit, TownWithoutElderlyCentre, []string{"elderly_service_centre"}, 0,
			"镇内没有居家养老服务中心；最近的一处就在镇界之外", "no home-care centre in the town; the nearest stands just beyond its border"},
		{FarFromSeat, VillageWithoutClinic, clinics(), 2000,
			"河对岸的村庄，2公里内没有任何医疗点", "a village across the river, with no clinic within 2 km"},
		{FarFromHomes, QuarterWithoutKindergarten, []string{"kindergarten"}, 300,
			"建成区内的社区，居民300米内没有幼儿园", "a built-up quarter with no kindergarten within 300 m of any home"},
		{NoneExisting, TownWithPlannedSchool, []string{"junior_high"}, 0,
			"初中仅为规划", "the junior high school is only planned"},
		{NonePublic, TownWithPrivateNurseries, []string{"kindergarten"}, 0,
			"幼儿园全部为民办", "all kindergartens are private"},
		{NoneExisting, TownWithClosedMarket, []string{"wet_market"}, 0,
			"农贸市场已关闭", "the wet market is closed"},
	}
	var out []Gap
	for _, g := range all {
		var n int
		for k := 1; k <= towns; k++ {
			if townCode(k) == g.Unit {
				n = k
			}
		}
		if n > 0 || len(g.Unit) == 12 {
			out = append(out, g)
		}
	}
	return out
}

// barred reports whether a gap forbids a facility of the category at a place.
func (c *county) barred(category string, at orb.Point, v *village) bool {
	switch category {
	case "elderly_service_centre":
		return v != nil && v.town.code == TownWithoutElderlyCentre
	case "kindergarten":
		// An entrance may lie 21 m from the facility's middle.
		for _, h := range c.quarterHomes {
			if crs.ShortDistance(h, at) < 345 {
				return true
			}
		}
	case "village_clinic", "township_health_centre", "general_hospital", "specialist_hospital":
		return crs.ShortDistance(c.farSeat, at) < 2020
	}
	return false
}

// bent gives a facility the state and the owner that a gap asks of it.
func (c *county) bent(f *geo.Facility, v *village) {
	switch {
	case v == nil:
	case f.Categories[0] == "junior_high" && v.town.code == TownWithPlannedSchool:
		f.Status = geo.StatusPlanned
	case f.Categories[0] == "wet_market" && v.town.code == TownWithClosedMarket:
		f.Status = geo.StatusClosed
	case f.Categories[0] == "kindergarten" && v.town.code == TownWithPrivateNurseries:
		f.Attributes["ownership"] = "private"
	}
}
