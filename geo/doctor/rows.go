package doctor

import (
	"github.com/seed-4611ae28/lifecircle/geo"
)

// sourceOf is the source of row i of a layer, and whether the row counts at all.
func (p *patient) sourceOf(layer geo.Layer, i int) (source string, counts bool) {
	switch layer {
	case geo.LayerUnits:
		return p.ds.Units[i].Source, p.ds.Units[i].SupersededBy == ""
	case geo.LayerBuiltUp:
		return p.ds.BuiltUps[i].Source, true
	case geo.LayerFacilities:
		return p.ds.Facilities[i].Source, p.ds.Facilities[i].SupersededBy == ""
	case geo.LayerRoads:
		return p.ds.Roads[i].Source, true
	case geo.LayerGreenways:
		return p.ds.Greenways[i].Source, true
	case geo.LayerParks:
		return p.ds.Parks[i].Source, true
	case geo.LayerParcels:
		return p.ds.Parcels[i].Source, true
	case geo.LayerBuildings:
		return p.ds.Buildings[i].Source, true
	case geo.LayerBarriers:
		return p.ds.Barriers[i].Source, true
	case geo.LayerPopulation:
		return p.ds.Population[i].Source, p.ds.Population[i].SupersededBy == ""
	case geo.LayerHomes:
		return p.ds.Homes[i].Source, true
	}
	return "", false
}

// nameOf is the id and the name of row i of a layer.
func (p *patient) nameOf(layer geo.Layer, i int) (id, name string) {
	switch layer {
	case geo.LayerUnits:
		return p.ds.Units[i].Code, p.ds.Units[i].Name
	case geo.LayerBuiltUp:
		return p.ds.BuiltUps[i].ID, ""
	case geo.LayerFacilities:
		return p.ds.Facilities[i].ID, p.ds.Facilities[i].Name
	case geo.LayerRoads:
		return p.ds.Roads[i].ID, p.ds.Roads[i].Name
	case geo.LayerGreenways:
		return p.ds.Greenways[i].ID, p.ds.Greenways[i].Name
	case geo.LayerParks:
		return p.ds.Parks[i].ID, p.ds.Parks[i].Name
	case geo.LayerParcels:
		return p.ds.Parcels[i].ID, ""
	case geo.LayerBuildings:
		return p.ds.Buildings[i].ID, ""
	case geo.LayerBarriers:
		return p.ds.Barriers[i].ID, ""
	case geo.LayerPopulation:
		return p.ds.Population[i].ID, ""
	case geo.LayerHomes:
		return p.ds.Homes[i].ID, ""
	}
	return "", ""
}

// placeOf is where row i of a layer is.
func (p *patient) placeOf(layer geo.Layer, i int) Place {
	id, name := p.nameOf(layer, i)
	out := Place{ID: id, Name: name}
	if g := p.ds.Geometry(layer, i); !geo.EmptyGeometry(g) {
		out.At = pointOf(g.Bound().Center())
	}
	return out
}

// layerZh is the Chinese word for the rows of a layer.
func layerZh(layer geo.Layer) string {
	switch layer {
	case geo.LayerUnits:
		return "行政单元"
	case geo.LayerBuiltUp:
		return "建成区"
	case geo.LayerFacilities:
		return "设施"
	case geo.LayerRoads:
		return "道路"
	case geo.LayerGreenways:
		return "绿道"
	case geo.LayerParks:
		return "公园"
	case geo.LayerParcels:
		return "地块"
	case geo.LayerBuildings:
		return "建筑"
	case geo.LayerBarriers:
		return "阻隔"
	case geo.LayerPopulation:
		return "人口"
	case geo.LayerHomes:
		return "居住点"
	case geo.LayerElevation:
		return "高程"
	}
	return string(layer)
}

// levelZh is the Chinese word for a level.
func levelZh(level geo.Level) string {
	switch level {
	case geo.LevelProvince:
		return "省"
	case geo.LevelPrefecture:
		return "设区市"
	case geo.LevelCounty:
		return "县(市、区)"
	case geo.LevelTown:
		return "乡镇(街道)"
	case geo.LevelVillage:
		return "村(社区)"
	}
	return string(level)
}
