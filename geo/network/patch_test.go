package network_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestRandomPatchesLinkAsTheLinkerDoes(t *testing.T) {
	manyNetworks(t, 100, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(r)
		if len(town.roads) == 0 {
			return
		}
		_, l := town.world(t, cycling(), geo.NetworkTime)
		proj := l.Graph().Topology().Projection()
		var box orb.Bound
		for i, h := range town.homes {
			p := proj.ToPlane(h)
			if i == 0 {
				box = orb.Bound{Min: p, Max: p}
			}
			box = box.Extend(p)
		}
		patch := l.Patch(box, true)
		defer patch.Release()
		for i, h := range town.homes {
			for _, leaving := range []bool{true, false} {
				require.Equal(t, l.Links(nil, h, leaving), patch.Links(nil, proj.ToPlane(h), leaving), "home %d leaving %v", i, leaving)
			}
		}
	})
}
