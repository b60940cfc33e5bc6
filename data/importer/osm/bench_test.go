package osm

import (
	"context"
	"testing"
)

func BenchmarkReadRoadsPorto(b *testing.B) {
	path := "/work/shared/realdata/porto.osm.pbf"
	b.ReportAllocs()
	for b.Loop() {
		s, _, err := ReadRoads(context.Background(), path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(s)), "segments")
	}
}
