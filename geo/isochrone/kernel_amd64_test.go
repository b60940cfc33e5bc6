package isochrone

func init() {
	if hasVectors {
		versions = append(versions, version{
			"AVX2",
			func(n *nodes, s *offered, groups uint32, barred uint64, most2 float32) {
				offerAVX2(n, s, &s.pieces[0], len(s.pieces), barred, groups, most2)
			},
			func(b *boxes, q *ask, least []float32, mask []uint64) float32 {
				return siftAVX2(&b.west[0], &b.south[0], &b.east[0], &b.north[0], &b.low[0], len(b.low)/lanes, q, &least[0], &mask[0])
			},
		})
	}
	if hasWide {
		versions = append(versions, version{
			"AVX-512",
			(*nodes).offer,
			func(b *boxes, q *ask, least []float32, mask []uint64) float32 {
				return siftAVX512(&b.west[0], &b.south[0], &b.east[0], &b.north[0], &b.low[0], len(b.low)/(2*lanes), q, &least[0], &mask[0])
			},
		})
	}
}
