package isochrone_test

import (
	"context"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

func TestProbe(t *testing.T) {
	ctx := context.Background()
	roads, box, err := osm.ReadRoads(ctx, "/work/shared/realdata/porto.osm.pbf", osm.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(len(roads), box)
	m := &geo.Mode{ID: "walk", Vehicle: geo.OnFoot, SpeedKmh: 4, LegFactor: 2, LegSpeedKmh: 4, LinkLimitM: 500,
		Classes: []string{"primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential", "living_street", "service", "pedestrian", "track", "road", "footway", "steps", "path", "cycleway", "bridleway", "corridor", "crossing"},
		OnlyIfAllowed: []string{"motorway", "trunk", "motorway_link", "trunk_link"}}
	top, err := network.NewTopology(ctx, roads)
	if err != nil {
		t.Fatal(err)
	}
	for _, lim := range []float64{200, 500} {
		m.LinkLimitM = lim
		g, _ := top.Graph(ctx, m, geo.NetworkTime)
		l := network.NewLinker(g, network.NewGround(top, nil, nil))
		for _, at := range []orb.Point{{-8.6110, 41.1496}, {-8.65, 41.2}, {-8.5, 41.2}, {-8.45, 41.05}} {
			pr := top.Projection()
			c := pr.ToPlane(at)
			r := rand.New(rand.NewSource(1))
			n, links := 3000, 0
			var buf []network.Link
			mx := 0
			t0 := time.Now()
			for range n {
				p := orb.Point{c[0] + r.Float64()*1000 - 500, c[1] + r.Float64()*1000 - 500}
				buf = l.LinksInPlane(buf[:0], p, true)
				links += len(buf)
				mx = max(mx, len(buf))
			}
			fmt.Printf("limit %v at %v: %.1f us/node %.2f links/node max %d\n", lim, at, float64(time.Since(t0).Microseconds())/float64(n), float64(links)/float64(n), mx)
		}
	}
}
