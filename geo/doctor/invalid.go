package doctor

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// invalid looks for polygons that cross themselves or break another rule of OGC 06-103r4
// (§6.1.11). Import refuses them; an edit in another program may make one.
func invalid(_ context.Context, p *patient) ([]Finding, error) {
	var out []Finding
	for _, layer := range []geo.Layer{geo.LayerUnits, geo.LayerBuiltUp, geo.LayerParks, geo.LayerParcels} {
		f := Finding{ID: "geometry-invalid", Severity: Serious, Layer: layer}
		for i := range p.ds.Count(layer) {
			mp, _ := p.ds.Geometry(layer, i).(orb.MultiPolygon)
			if _, counts := p.sourceOf(layer, i); !counts || len(mp) == 0 {
				continue
			}
			err := shape.Validate(mp)
			if err == nil {
				continue
			}
			place := p.placeOf(layer, i)
			place.Detail = err.Error()
			if fault, ok := shape.FaultOf(err); ok && fault.At != nil {
				place.At = fault.At
			}
			f.add(place)
		}
		f.Zh = fmt.Sprintf("%s图层有 %d 行的面不合法(自相交等)。", layerZh(layer), f.Count)
		f.En = fmt.Sprintf("Rows of %s whose polygon is not valid (it crosses itself, or the like): %d.", layer, f.Count)
		f.EffectZh = "面积、归属和叠加的结果不可信。"
		f.EffectEn = "Areas, what lies inside, and overlays cannot be trusted."
		out = append(out, f)
	}
	return out, nil
}
