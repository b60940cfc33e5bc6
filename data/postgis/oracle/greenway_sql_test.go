package oracle

import (
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/greenway"
)

// earlier joins every piece s to the earlier pieces e near it that run the same way or
// back.
var earlier = fmt.Sprintf(`FROM piece s JOIN piece e ON e.n < s.n AND e.strip && s.geom AND
	abs(cos(ST_Azimuth(ST_StartPoint(s.geom), ST_EndPoint(s.geom)) - ST_Azimuth(ST_StartPoint(e.geom), ST_EndPoint(e.geom)))) >= cos(radians(%g))`, greenway.SameAngle)

// greenwayRules write the rule that every metre counts once in SQL: of every straight
// piece, take away the flat-ended strips of SameM around earlier pieces that run the
// same way or back.
func greenwayRules() []string {
	return []string{
		// Lines and borders are straight in degrees: cut to some 50 m before they are
		// projected, since where a path grazes a border a millimetre is a decimetre along it.
		fmt.Sprintf(`CREATE TABLE piece AS
			SELECT row_number() OVER (ORDER BY id, (s).path) AS n, id, ST_Transform((s).geom, %d) AS geom
			FROM (SELECT id, ST_DumpSegments(ST_Segmentize(geom, 0.0005)) AS s FROM line) x
			WHERE NOT ST_Equals(ST_StartPoint((s).geom), ST_EndPoint((s).geom))`, plane),
		`ALTER TABLE piece ADD strip geometry`,
		fmt.Sprintf(`UPDATE piece SET strip = ST_Buffer(geom, %g, 'endcap=flat')`, greenway.SameM),
		`CREATE INDEX ON piece USING gist (geom)`, `CREATE INDEX ON piece USING gist (strip)`, `ANALYZE piece`,
		fmt.Sprintf(`CREATE TABLE rest AS
			SELECT s.n, ST_Azimuth(ST_StartPoint(s.geom), ST_EndPoint(s.geom)) AS azimuth, CASE WHEN count(e.n) = 0 THEN s.geom ELSE ST_Difference(s.geom, ST_Union(e.strip)) END AS geom
			%s GROUP BY s.n, s.geom`, strings.Replace(earlier, "JOIN", "LEFT JOIN", 1)),
		`CREATE INDEX ON rest USING gist (geom)`,
		fmt.Sprintf(`CREATE TABLE ground AS SELECT id, ST_Transform(ST_Segmentize(geom, 0.0005), %d) AS geom FROM unit`, plane),
		`CREATE TABLE side AS SELECT id, (ST_DumpSegments(ST_Boundary(geom))).geom AS geom FROM ground`,
		`CREATE INDEX ON side USING gist (geom)`, `CREATE INDEX ON ground USING gist (geom)`, `ANALYZE`,
		// What runs near the border is looked at twice, moved BorderM to its left and to its right.
		fmt.Sprintf(`CREATE TABLE near AS
			SELECT DISTINCT s.id, r.n, r.geom, %g * cos(r.azimuth) AS dx, %g * -sin(r.azimuth) AS dy
			FROM side s JOIN rest r ON ST_DWithin(s.geom, r.geom, %g)`, greenway.BorderM, greenway.BorderM, 2*greenway.BorderM),
		`ANALYZE`,
	}
}

// A stretch counts as the mean of its two copies to the left and to the right, where a
// border is near.
const greenwayQuery = `
WITH united AS (SELECT ST_Union(geom) AS geom FROM line),
counted AS (
	SELECT g.id, ST_Length(ST_Transform(r.geom, 4326)::geography) AS once, 0 AS along
	FROM ground g JOIN rest r ON ST_Intersects(g.geom, r.geom)
	WHERE NOT EXISTS (SELECT FROM near n WHERE n.id = g.id AND n.n = r.n)
	UNION ALL
	SELECT id, (l + r) / 2, m - (l + r) / 2 FROM (
		SELECT n.id,
			ST_Length(ST_Transform(ST_Intersection(ST_Translate(n.geom, dx, dy), g.geom), 4326)::geography) AS l,
			ST_Length(ST_Transform(ST_Intersection(ST_Translate(n.geom, -dx, -dy), g.geom), 4326)::geography) AS r,
			ST_Length(ST_Transform(ST_Intersection(n.geom, g.geom), 4326)::geography) AS m
		FROM near n JOIN ground g USING (id)
	) x
), sums AS (
	SELECT id, sum(once) AS once, sum(along) AS along FROM counted GROUP BY id
)
SELECT u.id, ST_Length(ST_Intersection(n.geom, u.geom)::geography), COALESCE(s.once, 0), COALESCE(s.along, 0)
FROM united n, unit u LEFT JOIN sums s USING (id) ORDER BY u.id`

// repeats says what the rule that every metre counts once finds, by kind.
func repeats(d *database) string {
	type repeat struct {
		Self, Meet bool
		Pairs      int
		Metres     float64
	}
	names := map[[2]bool]string{
		{true, true}: "where a line turns back on itself", {true, false}: "where a line comes back beside itself",
		{false, true}: "where lines fork at less than 20° or share their way", {false, false}: "where lines run side by side",
	}
	var said []string
	for _, r := range table[repeat](d, `
		SELECT self, meet, count(*)::integer, sum(m) FROM (
			SELECT s.id = e.id AS self, ST_DWithin(s.geom, e.geom, 0.001) AS meet, ST_Length(ST_Intersection(s.geom, e.strip)) AS m `+earlier+`
		) x WHERE m > 0.001 GROUP BY 1, 2 ORDER BY 4 DESC`) {
		said = append(said, fmt.Sprintf("%s %s pieces, %.1f m", names[[2]bool{r.Self, r.Meet}], grouped(r.Pairs), r.Metres))
	}
	if len(said) == 0 {
		return "nothing."
	}
	return strings.Join(said, "; ") + "."
}
