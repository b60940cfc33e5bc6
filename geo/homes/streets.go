package homes

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// streetSites returns the sites along the roads of the classes. counted says that
// they are residential streets, whose length the homes carry.
func streetSites(ctx context.Context, roads []geo.RoadSegment, classes []string, o Options, counted bool) ([]site, error) {
	var sites []site
	for i := range roads {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := &roads[i]
		if !slices.Contains(classes, r.Highway) || !inhabited(r) {
			continue
		}
		if err := checkPoints(r.Geometry...); err != nil {
			return nil, fmt.Errorf("road %s: %w", r.ID, err)
		}
		points, length := along(r.Geometry, o.StreetStepM)
		share := length / float64(len(points))
		for k, at := range points {
			s := site{
				Home: geo.Home{
					ID: "s-" + r.ID + "-" + strconv.Itoa(k), Location: at,
					GrainM: math.Min(share, o.StreetStepM), Source: r.Source,
				},
				weight: share,
				parcel: noParcel,
			}
			if counted {
				s.StreetM = geo.Known(share)
			}
			sites = append(sites, s)
		}
	}
	order(sites)
	return sites, nil
}

// inhabited reports whether people may live along the road: it can be walked, if
// only by those who live there, and is neither a bridge nor a tunnel.
func inhabited(r *geo.RoadSegment) bool {
	if r.Bridge || r.Tunnel {
		return false
	}
	if r.Foot != "" {
		return r.Foot != "no"
	}
	return r.Access != "no"
}

// along returns the middles of equal parts of a line, each at most step metres
// long, and the length of the whole in metres; nothing for a line without length.
func along(ls orb.LineString, step float64) ([]orb.Point, float64) {
	if len(ls) < 2 {
		return nil, 0
	}
	legs := make([]float64, len(ls)-1)
	length := 0.0
	for i := range legs {
		legs[i] = crs.ShortDistance(ls[i], ls[i+1])
		length += legs[i]
	}
	if !(length > 0) {
		return nil, 0
	}
	n := int(math.Ceil(length/step - 1e-9))
	n = max(n, 1)
	points := make([]orb.Point, 0, n)
	leg, before := 0, 0.0
	for k := range n {
		want := (float64(k) + 0.5) * length / float64(n)
		for leg < len(legs)-1 && before+legs[leg] < want {
			before += legs[leg]
			leg++
		}
		t := 0.0
		if legs[leg] > 0 {
			t = min(1, (want-before)/legs[leg])
		}
		a, b := ls[leg], ls[leg+1]
		points = append(points, round7(orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}))
	}
	return points, length
}
