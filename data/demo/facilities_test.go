package demo

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// every lists the 72 categories of the facility taxonomy.
const every = `nursery kindergarten primary_school junior_high senior_high vocational_school elderly_school
village_clinic township_health_centre general_hospital specialist_hospital pharmacy ambulance_station
elderly_service_centre elderly_day_care nursing_home elderly_canteen disability_home cemetery
culture_centre culture_hall library museum cinema visitor_centre cultural_square civilisation_station
sports_centre sports_pitch fitness_point swimming_pool fitness_trail gym
mall wet_market supermarket convenience_store catering bank post_office parcel_point telecom_outlet daily_services
hotel homestay shopping_street fuel
township_government public_service_hall community_office police_station justice_office fire_station neighbourhood_centre
park pocket_park square greenway playground
bus_stop bus_station car_park charging_station motorway_access rail_station passenger_pier
public_toilet waste_collection sewage_works emergency_shelter recycling_point industrial_park`

func TestEveryCategoryIsThere(t *testing.T) {
	ids := strings.Fields(every)
	require.Len(t, ids, 72)
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		standing := map[string]int{}
		for _, f := range ds.Facilities {
			for _, c := range f.Categories {
				assert.Contains(t, ids, c, f.ID)
				if f.Counts() {
					standing[c]++
				}
			}
		}
		for _, id := range ids {
			assert.Positive(t, standing[id], id)
		}
	})
}

// TestGapsAreThere looks at every planted gap by brute force, in a straight line.
func TestGapsAreThere(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, towns int) {
		gaps := Gaps(towns)
		require.NotEmpty(t, gaps)
		for _, g := range gaps {
			u := unitOf(t, ds, g.Unit)
			var all, within []geo.Facility
			for _, f := range ds.Facilities {
				for _, c := range g.Categories {
					if f.Serves(c) {
						all = append(all, f)
						if inside(u.Geometry, f.Location) {
							within = append(within, f)
						}
					}
				}
			}
			require.NotEmpty(t, all, "elsewhere there are some: %s", g.En)
			switch g.Kind {
			case NoneInUnit:
				assert.Empty(t, within, g.En)
				nearest := math.Inf(1)
				for _, f := range all {
					if f.Name == FacilityAcrossBorder && f.Counts() {
						for _, p := range u.Geometry[0][0] {
							nearest = min(nearest, crs.Distance(p, f.Location))
						}
					}
				}
				assert.Less(t, nearest, 350.0, "one stands just beyond the border")
			case NoneExisting:
				require.NotEmpty(t, within, g.En)
				for _, f := range within {
					assert.False(t, f.Counts(), "%s: %s", g.En, f.ID)
				}
			case NonePublic:
				require.NotEmpty(t, within, g.En)
				for _, f := range within {
					assert.Equal(t, "private", f.Attributes["ownership"], "%s: %s", g.En, f.ID)
				}
			case FarFromSeat:
				for _, f := range all {
					assert.Greater(t, crs.Distance(*u.Seat, f.Location), g.RadiusM, "%s: %s", g.En, f.ID)
				}
				assert.Greater(t, riverSide(t, ds, unitOf(t, ds, townCode(0)).Seat, u.Seat), 0, "the river runs between it and the county seat")
			case FarFromHomes:
				people := 0
				for _, h := range ds.Homes {
					if h.Village != g.Unit {
						continue
					}
					people++
					for _, f := range all {
						for _, p := range append(f.AccessPoints(), f.Location) {
							require.Greater(t, crs.ShortDistance(h.Location, p), g.RadiusM, "%s: %s and %s", g.En, h.ID, f.ID)
						}
					}
				}
				assert.Greater(t, people, 50)
			default:
				assert.Fail(t, "unknown kind", g.Kind)
			}
		}
	})
}

// riverSide counts how often the straight line between two places crosses the
// river's outer bank.
func riverSide(t *testing.T, ds *geo.Dataset, a, b *orb.Point) int {
	t.Helper()
	n := 0
	for _, x := range ds.Barriers {
		if x.Kind == geo.BarrierWater {
			ring := x.Geometry.(orb.Polygon)[0]
			for k := 1; k < len(ring); k++ {
				if meet(*a, *b, ring[k-1], ring[k]) {
					n++
				}
			}
		}
	}
	return n
}

func TestGapsOfFewTowns(t *testing.T) {
	assert.Len(t, Gaps(0), 6)
	for _, g := range Gaps(1) {
		assert.NotEqual(t, TownWithClosedMarket, g.Unit)
	}
}

func TestAttributesAreTypedAndSomeUnknown(t *testing.T) {
	ds := county5(t)
	states := map[geo.Status]int{}
	having, lacking := map[string]int{}, 0
	for _, f := range ds.Facilities {
		require.True(t, f.Status.Valid() && f.Status != "", f.ID)
		states[f.Status]++
		for k, v := range f.Attributes {
			switch v.(type) {
			case string, float64, bool:
			default:
				assert.Fail(t, "type of attribute", "%s: %s is %T", f.ID, k, v)
			}
			having[k]++
		}
		if f.Serves("kindergarten") {
			if _, ok := f.Attributes["ownership"]; !ok {
				lacking++
			}
		}
		if a, ok := f.AreaM2.Get(); ok && len(f.Footprint) > 0 {
			assert.InDelta(t, crs.Area(f.Footprint), a, 0.51, f.ID)
		}
		assert.NotEmpty(t, f.Name, f.ID)
	}
	for _, k := range []string{"ownership", "open", "star", "grade", "beds", "places", "area_m2", "seats", "classes"} {
		assert.Positive(t, having[k], k)
	}
	assert.Positive(t, lacking, "kindergartens whose owner is unknown")
	for _, s := range []geo.Status{geo.StatusPlanned, geo.StatusClosed, geo.StatusBuilding} {
		assert.Positive(t, states[s], s)
	}
	assert.Greater(t, states[geo.StatusExisting], 9*len(ds.Facilities)/10)
}

// TestFacilitiesStandBesideRoads: everything within the county but what belongs
// beside a line is within 100 m of a road in a straight line.
func TestFacilitiesStandBesideRoads(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		tree, _ := pieces(ds.Roads)
		for _, f := range ds.Facilities {
			for _, at := range f.AccessPoints() {
				box := crs.NewLocalTM(at)
				lo, hi := box.ToGeo(orb.Point{-120, -120}), box.ToGeo(orb.Point{120, 120})
				near := math.Inf(1)
				tree.Search(lo, hi, func(_, _ [2]float64, q piece) bool {
					near = min(near, toPiece(box, q))
					return true
				})
				assert.Less(t, near, 100.0, "%s %v %s", f.ID, f.Categories, f.Name)
			}
		}
	})
}

// toPiece is the distance in metres from the centre of a plane to a piece of road.
func toPiece(plane *crs.LocalTM, q piece) float64 {
	a, b := plane.ToPlane(q.a), plane.ToPlane(q.b)
	dx, dy := b[0]-a[0], b[1]-a[1]
	f := max(0, min(1, -(a[0]*dx+a[1]*dy)/(dx*dx+dy*dy)))
	return math.Hypot(a[0]+f*dx, a[1]+f*dy)
}
