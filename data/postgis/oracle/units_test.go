package oracle

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
)

// unitTolerance is the largest symmetric difference of two outlines of one relation, as
// a share of its area. Both are made of the same nodes.
const unitTolerance = 1e-9

func TestUnitsAreThoseOfOsm2pgsql(t *testing.T) {
	for _, c := range []struct{ name, file string }{
		{"Liechtenstein", "liechtenstein.osm.pbf"}, {"Monaco", "monaco-2026.osm.pbf"}, {"Andorra", "andorra.osm.pbf"},
	} {
		t.Run(c.name, func(t *testing.T) { compareUnits(t, c.name, c.file) })
	}
}

// assembled is a relation that is a unit of ours, an area of osm2pgsql's, or both.
type assembled struct {
	Relation     int64
	Level, Name  string
	Ours, Theirs bool
	// Apart is the symmetric difference, as a share of the area.
	Apart float64
}

const unitsQuery = `
	SELECT COALESCE(u.id, b.id), COALESCE(b.admin_level, ''), COALESCE(b.name, ''), u.id IS NOT NULL, b.id IS NOT NULL,
		CASE WHEN u.id IS NOT NULL AND b.id IS NOT NULL THEN ST_Area(ST_SymDifference(u.geom, b.geom)) / ST_Area(b.geom) ELSE 0 END
	FROM unit u FULL JOIN (
		SELECT -osm_id AS id, min(admin_level) AS admin_level, min(name) AS name, ST_Union(way) AS geom
		FROM planet_osm_polygon WHERE boundary = 'administrative' AND osm_id < 0 GROUP BY osm_id
	) b ON b.id = u.id ORDER BY 1`

func compareUnits(t *testing.T, data, file string) {
	program, err := exec.LookPath("osm2pgsql")
	if err != nil {
		unavailable(t, "osm2pgsql is not installed (apt-get install osm2pgsql)")
	}
	ds, said := extract(t, file)
	d := newDatabase(t)
	cmd := exec.CommandContext(t.Context(), program, "--database", d.url, "--output", "pgsql",
		"--latlong", "--multi-geometry", "--number-processes", "1", realdata(t, file))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	var rows [][]any
	for i := range ds.Units {
		rows = append(rows, []any{relationOf(t, ds.Units[i].Code), ds.Units[i].Geometry})
	}
	d.load("unit", "id bigint", rows)
	var w worst
	refused := refusals(said)
	for _, p := range table[assembled](d, unitsQuery) {
		name := fmt.Sprintf("relation %d (%s, admin_level %s)", p.Relation, p.Name, p.Level)
		switch {
		case p.Ours && p.Theirs:
			w.see(p.Apart, "%s", name)
			require.LessOrEqual(t, p.Apart, unitTolerance, "%s: the outlines differ", name)
			continue
		case p.Ours:
			except(t, "units", data, "relation %d is a unit of ours and no area of osm2pgsql's", p.Relation)
			require.Fail(t, "a unit that osm2pgsql does not have", name)
		}
		level, _ := strconv.Atoi(p.Level)
		switch why, ok := refused[p.Relation]; {
		case ok:
			except(t, "units", data, "%s: osm2pgsql draws it, we refuse it: %s", name, why)
		case !isLevel(level, townLevel(file)):
			except(t, "units", data, "%s: osm2pgsql draws it; it is no level when towns are %d, and listed as passed over", name, townLevel(file))
		default:
			require.Fail(t, "osm2pgsql has a unit that we lack without a word", name)
		}
	}
	require.NotZero(t, w.n, "no unit is common: there is nothing to compare")
	report(t, finding{
		oracle: "units", data: data, compared: w.n, what: "relations that both assemble",
		largest: fmt.Sprintf("%g of the area", w.diff), tolerance: fmt.Sprintf("%.0e", unitTolerance),
		remark: fmt.Sprintf("%d relations are refused by our importer because ways of them are missing at the edge of the extract (its report names each); osm2pgsql draws none of those that are administrative either, except those listed.", len(refused)),
	})
}

// isLevel reports whether an admin_level is that of a unit, by the importer's
// documentation.
func isLevel(admin, town int) bool {
	return admin >= town-4 && admin <= town+2 && admin != town-1
}

// refusals are the administrative relations that were refused, and why.
func refusals(r *osm.Report) map[int64]string {
	out := map[int64]string{}
	for _, f := range r.Refused {
		number, ok := strings.CutPrefix(f.Object, "relation ")
		if id, err := strconv.ParseInt(number, 10, 64); ok && err == nil && f.Field == "members" {
			out[id] = f.Value
		}
	}
	return out
}

// relationOf is the number of the relation that a unit was made of.
func relationOf(t *testing.T, code string) int64 {
	id, err := strconv.ParseInt(strings.TrimPrefix(code, "osm-r"), 10, 64)
	require.NoError(t, err, "the code of %s is not that of a relation", code)
	return id
}
