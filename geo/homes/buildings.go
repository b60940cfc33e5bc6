package homes

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// buildingSites returns one site in each building that is a home.
func buildingSites(ctx context.Context, ds *geo.Dataset, land *parcels, o Options) ([]site, error) {
	taken, err := newFootprints(ds.Facilities)
	if err != nil {
		return nil, err
	}
	var sites []site
	for i := range ds.Buildings {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		b := &ds.Buildings[i]
		if n, stated := b.Dwellings.Get(); (stated && n <= 0) || (!stated && !IsHome(b.Use)) {
			continue
		}
		if err := checkPolygons(orb.MultiPolygon{b.Geometry}); err != nil {
			return nil, fmt.Errorf("building %s: %w", b.ID, err)
		}
		at := pointInside(orb.MultiPolygon{b.Geometry})
		area := crs.Area(b.Geometry)
		n, stated := dwellingsOf(b, area, o.DwellingM2)
		if !stated && b.Use == "yes" && (area < o.MinBuildingM2 || land.otherUse(at) || taken.has(b.ID, at)) {
			continue
		}
		sites = append(sites, site{
			Home: geo.Home{
				ID: "b-" + b.ID, Location: round7(at), Dwellings: geo.Known(n), Source: b.Source,
			},
			weight:    n,
			estimated: !stated,
			parcel:    land.at(at),
			building:  b.Geometry,
		})
	}
	order(sites)
	return sites, nil
}
