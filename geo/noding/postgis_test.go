package noding_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/noding"
)

func TestMain(m *testing.M) { cluster.Main(m, cluster.Options{}) }

// The judge is ST_Node of PostGIS, which puts a node wherever lines cross: as many
// pieces as ours, of the same length. Drawings in which a vertex lies within 3 cm of
// another line, or three lines cross within 10 cm, are left out: what is one place to
// us, who round to 1e-7 degrees, is none or two to PostGIS.
func TestAgainstPostGIS(t *testing.T) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, cluster.Database(t))
	require.NoError(t, err)
	defer func() { _ = conn.Close(ctx) }()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	compared, leftOut := 0, 0
	for drawings := 0; drawings < 40; {
		lines := randomLines(r, 5+r.IntN(40), false)
		var drawn orb.MultiLineString
		for _, l := range lines {
			drawn = append(drawn, l.Points)
		}
		var pieces int
		var length, shortest float64
		require.NoError(t, conn.QueryRow(ctx, `SELECT count(*), sum(ST_Length(geom::geography)), min(ST_Length(geom::geography)) FROM
  ST_Dump(ST_Node(ST_GeomFromText($1, 4326)))`, wkt.MarshalString(drawn)).Scan(&pieces, &length, &shortest))
		if shortest < 0.1 || nearlyTouching(lines) {
			leftOut++
			continue
		}
		drawings++
		out, _ := node(t, -1, lines...)
		met := map[orb.Point]int{}
		for _, l := range out {
			for _, p := range l {
				met[p]++
			}
		}
		mine, sum := 0, 0.0
		for _, l := range out {
			sum += crs.Length(l)
			for k := 1; k < len(l); k++ {
				if k == len(l)-1 || met[l[k]] > 1 {
					mine++
				}
			}
		}
		require.Equal(t, pieces, mine)
		require.InEpsilon(t, length, sum, 1e-6)
		compared += mine
	}
	require.Less(t, leftOut, 40, "drawings left out")
	t.Logf("%d pieces compared in 40 drawings, %d left out", compared, leftOut)
}

// nearlyTouching reports whether a vertex lies within 3 cm of a segment that it is no
// end of.
func nearlyTouching(lines []noding.Line) bool {
	plane := crs.NewLocalTM(centre)
	for _, a := range lines {
		for _, p := range a.Points {
			for _, b := range lines {
				for k := 1; k < len(b.Points); k++ {
					u, v, q := plane.ToPlane(b.Points[k-1]), plane.ToPlane(b.Points[k]), plane.ToPlane(p)
					if p != b.Points[k-1] && p != b.Points[k] && planar.DistanceFromSegment(u, v, q) < 0.03 {
						return true
					}
				}
			}
		}
	}
	return false
}
