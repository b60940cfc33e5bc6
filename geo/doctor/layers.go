package doctor

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// need is what a dataset without a layer cannot say.
type need struct {
	layer    geo.Layer
	severity Severity
	zh, en   string
}

// needs lists them by layer. What is derived where it is missing (a built-up area, a
// barrier that nobody stands behind) is a note.
func needs() []need {
	return []need{
		{geo.LayerUnits, Warning, "没有乡镇排名和记分卡,只能对整个数据范围计算。", "There are no rankings and scorecards of towns: figures are given for the whole of the data only."},
		{geo.LayerRoads, Warning, "所有按路网距离或时间计算的生活圈和等时圈都是灰灯。", "All circles by network distance or time, and all isochrones, are grey."},
		{geo.LayerFacilities, Warning, "所有设施的覆盖率和生活圈完整度都是灰灯。", "Every coverage and every completeness is grey."},
		{geo.LayerHomes, Warning, "没有居住点:覆盖率没有分母。", "There are no homes: coverage has no denominator."},
		{geo.LayerGreenways, Warning, "每万人绿道长度是灰灯。", "The greenway length per 10,000 people is grey."},
		{geo.LayerParks, Warning, "公园绿地服务半径覆盖率是灰灯。", "The coverage by service radii of parks is grey."},
		{geo.LayerParcels, Warning, "公园绿地服务半径覆盖率(以居住用地为分母)是灰灯,建成区也少一个推算依据。", "The coverage of residential land by parks is grey, and a built-up area is harder to derive."},
		{geo.LayerPopulation, Note, "只有官方人口(如有),按住宅、用地或街道长度分摊到居住点。", "People are the official ones, if any, shared out over dwellings, land or streets."},
		{geo.LayerBuildings, Note, "人口只能按用地或街道分布,精度较低;建成区按用地推算。", "People are spread over land or streets, which is coarser; a built-up area is derived from land use."},
		{geo.LayerBuiltUp, Note, "建成区由用地和建筑推算,并注明“推算”。", "Built-up areas are derived from land use and buildings, and marked so."},
		{geo.LayerBarriers, Note, "到道路的连接线可能跨过没有画出的水面和铁路。", "Links to roads may cross water and railways that are not drawn."},
	}
}

// layers tells which layers are empty, and which figures are grey for it.
func layers(_ context.Context, p *patient) ([]Finding, error) {
	var out []Finding
	for _, n := range needs() {
		if p.ds.Count(n.layer) > 0 {
			continue
		}
		out = append(out, Finding{
			ID: "layer-missing", Severity: n.severity, Layer: n.layer, Count: 1,
			Zh: "没有" + layerZh(n.layer) + "图层。", En: "The layer " + string(n.layer) + " is empty.",
			EffectZh: n.zh, EffectEn: n.en,
		})
	}
	return out, nil
}
