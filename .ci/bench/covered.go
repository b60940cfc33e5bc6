package main

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// benchCovered measures the ground within a quarter of an hour of 303 facilities, from
// the field to the polygons, in cells of 20 m, on one thread: of the town, a square of
// some 8 km around its centre, and of all that the extract holds.
func benchCovered(ctx context.Context, t *table, porto string) error {
	_, top, g, err := walkingNetwork(ctx, porto)
	if err != nil {
		return err
	}
	ground := isochrone.NewTable(network.NewLinker(g, network.NewGround(top, nil, nil)), isochrone.TableOptions{CellM: 20, Workers: 1})
	sources := trial.Random(g, 1, editedFacilities, 7)[0]
	town := orb.Bound{Min: orb.Point{-8.66, 41.11}, Max: orb.Point{-8.56, 41.19}}
	for _, area := range []struct {
		name, goal string
		box        orb.Bound
	}{{"a town of 8 km", "< 120 ms", town}, {"the whole extract, 36 x 47 km", "none", top.Bound()}} {
		clip := isochrone.Clip{Inside: []orb.MultiPolygon{{area.box.ToPolygon()}}}
		d, err := median(9, func() error {
			f, err := g.Field(ctx, sources, network.To, network.Unreachable)
			if err != nil {
				return err
			}
			_, err = ground.Covered(ctx, f, []uint32{g.Units(15 * 60)}, clip)
			return err
		})
		if err != nil {
			return err
		}
		t.row(fmt.Sprintf("Porto: ground within 15 min of %d facilities, field and polygons, 20 m, one thread: %s", editedFacilities, area.name), ms(d), "none", area.goal)
	}
	return nil
}
