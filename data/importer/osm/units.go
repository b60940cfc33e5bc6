package osm

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm/multipolygon"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// levelOf maps an admin_level to a level, given which one is a town. The steps are
// those of China (OSM wiki, "Tag:boundary=administrative"): 4 province, 5
// prefecture, 6 county, 8 town, 9 and 10 village.
func levelOf(admin, town int) (geo.Level, bool) {
	switch admin - town {
	case -4:
		return geo.LevelProvince, true
	case -3:
		return geo.LevelPrefecture, true
	case -2:
		return geo.LevelCounty, true
	case 0:
		return geo.LevelTown, true
	case 1, 2:
		return geo.LevelVillage, true
	}
	return "", false
}

// isAdministrative reports whether a relation draws an administrative boundary.
func isAdministrative(t tags) bool {
	return t.get("boundary") == "administrative" && t.is("type", "boundary", "multipolygon")
}

// units makes the administrative units.
func (r *reader) units() {
	var places []taggedNode
	for _, n := range r.x.tagged {
		if n.tags.get("place") != "" && n.tags.get("name") != "" {
			places = append(places, n)
		}
	}
	deeper := map[string]bool{} // codes of villages two levels below a town
	for i := range r.x.relations {
		rel := &r.x.relations[i]
		if !isAdministrative(rel.tags) {
			continue
		}
		for _, m := range rel.members {
			if m.kind == wayObject {
				r.inBoundary[m.ref] = true
			}
		}
		text := rel.tags.get("admin_level")
		admin, err := strconv.Atoi(text)
		if err != nil {
			r.report.refuse(relationObject, rel.id, rel.tags, "admin_level", text, "an administrative boundary has a whole number as admin_level")
			continue
		}
		level, ok := levelOf(admin, r.TownLevel)
		if !ok {
			r.report.ignored(fmt.Sprintf("an administrative boundary of admin_level %d, which is no level when towns are %d", admin, r.TownLevel), relationObject, rel.id)
			continue
		}
		if u, ok := r.unit(rel, level, places); ok {
			r.d.Units = append(r.d.Units, u)
			deeper[u.Code] = admin-r.TownLevel == 2
		}
	}
	r.dropCoarseVillages(deeper)
	slices.SortStableFunc(r.d.Units, func(a, b geo.Unit) int {
		if c := slices.Index(geo.Levels(), a.Level) - slices.Index(geo.Levels(), b.Level); c != 0 {
			return c
		}
		return cmp.Compare(a.Code, b.Code)
	})
}

func (r *reader) unit(rel *relation, level geo.Level, places []taggedNode) (geo.Unit, bool) {
	o, ok := r.relationArea(rel, "a boundary needs all of its ways")
	if !ok {
		return geo.Unit{}, false
	}
	u := geo.Unit{
		Code:     r.code(rel, level),
		Name:     nameOf(rel.tags),
		NameEn:   rel.tags.get("name:en"),
		Level:    level,
		Type:     unitType(rel.tags),
		Geometry: o.area,
		Source:   r.Source,
	}
	if u.Name == "" {
		r.report.ignored("a unit without a name: it is kept, nameless", relationObject, rel.id)
	}
	place := placeOf(rel, o.area, places)
	u.Population, u.PopulationYear = r.residents(rel, level, place)
	u.Seat = r.seat(rel, place)
	return u, true
}

// statisticalKeys are the keys under which a statistical code may stand, in lower
// case. The code counts if it has the length that its level has.
var statisticalKeys = []string{"ref:cn:stat", "ref:stat", "gb2260", "gb/t 2260", "ref:gb2260", "ref:gb", "cn:code", "ref:admin", "admin_ref", "ref"}

// codeLengths are the digits of a statistical code: 2 for a province, 4 for a
// prefecture, 6 for a county (GB/T 2260), 9 for a town (GB/T 10114) and 12 for a
// village or a town with 000 (the statistics bureau's 统计用区划代码).
var codeLengths = map[geo.Level][]int{
	geo.LevelProvince:   {2},
	geo.LevelPrefecture: {4},
	geo.LevelCounty:     {6},
	geo.LevelTown:       {9, 12},
	geo.LevelVillage:    {12},
}

// code returns the statistical code of a unit if it states one that is not taken,
// else one made of the relation's number.
func (r *reader) code(rel *relation, level geo.Level) string {
	own := "osm-r" + strconv.FormatInt(rel.id, 10)
	for _, want := range statisticalKeys {
		for _, t := range rel.tags {
			if strings.ToLower(t.key) != want || !plainNumber.MatchString(t.value) ||
				!slices.Contains(codeLengths[level], len(t.value)) {
				continue
			}
			if r.codes[t.value] {
				r.report.refuse(relationObject, rel.id, rel.tags, t.key, t.value, "two units cannot have one code: this one gets the number of its relation")
				return own
			}
			r.codes[t.value] = true
			return t.value
		}
	}
	return own
}

// suffixes are the last characters of a name that say what a unit is.
var suffixes = []string{"街道", "镇", "乡", "村", "社区", "自治州", "自治县", "县", "区", "市", "省"}

func unitType(t tags) string {
	for _, key := range [...]string{"name", "name:zh"} {
		name := t.get(key)
		for _, s := range suffixes {
			if strings.HasSuffix(name, s) && name != s {
				return s
			}
		}
	}
	return t.get("border_type")
}

// residents returns the official number of residents and its year. A town or village
// that does not state it gets that of the place of its name, if there is one: what is
// wider than a town bears the name of a place that is only a part of it.
func (r *reader) residents(rel *relation, level geo.Level, place *taggedNode) (geo.Amount, int) {
	kind, id, t := relationObject, rel.id, rel.tags
	if t.get("population") == "" && place != nil && (level == geo.LevelTown || level == geo.LevelVillage) {
		kind, id, t = nodeObject, place.id, place.tags
	}
	v := t.get("population")
	if v == "" {
		return geo.Unknown(), 0
	}
	n := people(v)
	if !n.IsKnown() {
		r.report.refuse(kind, id, t, "population", v, populationRule)
		return n, 0
	}
	if kind == nodeObject {
		r.report.repaired("a unit without a population got that of the place of the same name in it", relationObject, rel.id)
	}
	return n, year(t.get("population:date"))
}

// seat returns the point of a unit's government: the member that is its centre, else
// its label, else the place of the same name that lies inside.
func (r *reader) seat(rel *relation, place *taggedNode) *orb.Point {
	for _, roles := range seatRoles {
		for _, m := range rel.members {
			if m.kind != nodeObject || !slices.Contains(roles, m.role) {
				continue
			}
			if at, ok := r.x.nodes.place(m.ref); ok {
				p := at.point()
				return &p
			}
		}
	}
	if place == nil {
		return nil
	}
	p := place.place.point()
	return &p
}

// placeOf returns the place node that has the name of a unit and lies inside it, the
// largest if there are several, nil if there is none.
func placeOf(rel *relation, area orb.MultiPolygon, places []taggedNode) *taggedNode {
	var best *taggedNode
	rank := len(placeRanks)
	for i := range places {
		n := &places[i]
		if n.tags.get("name") != rel.tags.get("name") || !planar.MultiPolygonContains(area, n.place.point()) {
			continue
		}
		k := slices.Index(placeRanks, n.tags.get("place"))
		if k < 0 {
			k = len(placeRanks) - 1
		}
		if k < rank {
			best, rank = n, k
		}
	}
	return best
}

// seatRoles are the roles of a boundary's nodes that mark its seat, best first.
var seatRoles = [...][]string{{"admin_centre", "admin_center"}, {"label"}}

// seatNodes lists the nodes that may be seats of units.
func (x *extract) seatNodes() []int64 {
	var list []int64
	for i := range x.relations {
		if !isAdministrative(x.relations[i].tags) {
			continue
		}
		for _, m := range x.relations[i].members {
			if m.kind == nodeObject {
				list = append(list, m.ref)
			}
		}
	}
	return list
}

// placeRanks are the kinds of place from the largest to the smallest; any other
// stands with the last.
var placeRanks = []string{"city", "town", "borough", "suburb", "village", "quarter", "neighbourhood", "hamlet", "locality"}

// dropCoarseVillages drops villages one level below a town that hold villages two
// levels below: the people of one would be told twice.
func (r *reader) dropCoarseVillages(deeper map[string]bool) {
	var inside []orb.Point
	for _, u := range r.d.Units {
		if deeper[u.Code] {
			inside = append(inside, multipolygon.Inside(u.Geometry))
		}
	}
	if len(inside) == 0 {
		return
	}
	r.d.Units = slices.DeleteFunc(r.d.Units, func(u geo.Unit) bool {
		if u.Level != geo.LevelVillage || deeper[u.Code] {
			return false
		}
		holds := slices.ContainsFunc(inside, func(p orb.Point) bool { return planar.MultiPolygonContains(u.Geometry, p) })
		if holds {
			r.report.Refused = append(r.report.Refused, Refusal{
				Object: u.Code, Name: u.Name, Field: "admin_level", Value: strconv.Itoa(r.TownLevel + 1),
				Rule: fmt.Sprintf("a boundary of admin_level %d that holds one of %d is no village", r.TownLevel+1, r.TownLevel+2),
			})
		}
		return holds
	})
}

const populationRule = "a population is a whole number, with separators between groups of three at most: it is left unknown"
