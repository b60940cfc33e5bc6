package homes

import "github.com/seed-4611ae28/lifecircle/geo"

// stateDwellings makes the dwellings in each parcel that states their number add
// up to it: its buildings in proportion, or its land sites by area where it has
// none.
func stateDwellings(land *parcels, buildings, sites []site) {
	inBuildings := byParcel(buildings)
	inLand := byParcel(sites)
	for i, p := range land.homes {
		stated, ok := p.Dwellings.Get()
		if !ok || stated < 0 {
			continue
		}
		if at := inBuildings[int32(i)]; len(at) > 0 {
			for _, k := range at {
				buildings[k].estimated = false
			}
			shareOut(stated, at, buildings)
		} else {
			shareOut(stated, inLand[int32(i)], sites)
		}
	}
}

func shareOut(dwellings float64, at []int, sites []site) {
	weights := make([]float64, len(at))
	for j, k := range at {
		weights[j] = sites[k].weight
	}
	for j, n := range spread(dwellings, weights) {
		sites[at[j]].Dwellings = geo.Known(n)
	}
}

func byParcel(sites []site) map[int32][]int {
	m := map[int32][]int{}
	for i := range sites {
		if sites[i].parcel != noParcel {
			m[sites[i].parcel] = append(m[sites[i].parcel], i)
		}
	}
	return m
}
