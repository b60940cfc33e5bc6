package importer

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

func TestMain(m *testing.M) { cluster.Main(m, cluster.Options{}) }

func schemes(t testing.TB) []geo.LandUseScheme {
	t.Helper()
	p, err := profiles.Load()
	require.NoError(t, err)
	return p.LandUseSchemes
}

// under imports in a classification.
func under(t testing.TB, scheme string) func(*LayerOptions) {
	return func(o *LayerOptions) { o.Scheme, o.Schemes = scheme, schemes(t) }
}

// lot is a square of 100 m to a side, at a place of a grid.
func lot(x, y int) string {
	const dx, dy = 0.00104, 0.0009
	w, s := 120.7+float64(x)*dx, 30.6+float64(y)*dy
	return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f]]]}`,
		w, s, w+dx, s, w+dx, s+dy, w, s+dy, w, s)
}

// lots are parcels in a row with one property each.
func lots(column string, values ...string) string {
	var list []string
	for i, v := range values {
		list = append(list, lot(i, 0)+`|{"`+column+`":`+v+`}`)
	}
	return collection(list...)
}

func uses(ds *geo.Dataset) (list []string) {
	for _, p := range ds.Parcels {
		list = append(list, p.Use)
	}
	return list
}

func whats(list []Finding) (out []string) {
	for _, f := range list {
		out = append(out, f.What)
	}
	return out
}

// ofLand are the remarks but that on the reference system.
func ofLand(r *Report) []string {
	return slices.DeleteFunc(whats(r.Remarks), func(what string) bool { return strings.HasPrefix(what, "coordinates alone") })
}

func TestTheSameCodesUnderTwoClassifications(t *testing.T) {
	text := lots("DLBM", `"0702"`, `"0803"`, `"0804"`, `"05"`, `"0901"`, `"1101"`, `"1207"`, `"0701"`)
	survey, _ := accepted(t, "parcels", "a.geojson", text, under(t, "gbt21010"))
	plan, _ := accepted(t, "parcels", "a.geojson", text, under(t, "ydyh2023"))
	require.Equal(t, []string{"residential", "education", "institutional", "commercial", "military", "water", "other", "residential"}, uses(survey))
	require.Equal(t, []string{"institutional", "institutional", "education", "wetland", "commercial", "industrial", "transport", "residential"}, uses(plan))
	require.Equal(t, "gbt21010:0702", survey.Parcels[0].Code)
	require.Equal(t, "ydyh2023:0702", plan.Parcels[0].Code)
}

func TestCodesAsFilesHaveThem(t *testing.T) {
	for _, c := range []struct{ scheme, value, use, code, remark string }{
		{"gbt21010", `"701.0"`, "residential", "0701", "701.0 as 0701"},
		{"gbt21010", `701`, "residential", "0701", "701 as 0701"},
		{"gbt21010", `"０７０２"`, "residential", "0702", ""},
		{"gbt21010", `1004`, "transport", "1004", ""},
		{"gbt21010", `"5"`, "commercial", "05", "5 as 05"},
		{"gbt21010", `"8h2"`, "institutional", "08H2", "as 08H2"},
		{"gbt21010", `"201K"`, "orchard", "0201K", "as 0201K"},
		{"ydyh2023", `70102`, "residential", "070102", "70102 as 070102"},
		{"ydyh2023", `"0701/0703"`, "residential", "0701/0703", ""},
		{"ydyh2023", `"0701/0901"`, "mixed", "0701/0901", "codes of different uses"},
		{"ydyh2023", `"701、901"`, "mixed", "0701/0901", "codes of different uses"},
		{"ydyh2023", `"0701/0810"`, "unknown", "0701/0810", "not in ydyh2023"},
		{"ydyh2023", `"0799"`, "unknown", "0799", "not in ydyh2023: taken as use unknown: 0799"},
		{"ydyh2023", `"799"`, "unknown", "799", "not in ydyh2023"},
		{"gb50137", `"R21"`, "residential", "R21", ""},
		{"gb50137", `"r2"`, "residential", "R2", ""},
		{"gb50137", `"R2B1"`, "mixed", "R2/B1", "codes of different uses"},
		{"gb50137", `"R2/R1"`, "residential", "R2/R1", ""},
		{"gb50137", `"RB"`, "mixed", "R/B", "codes of different uses"},
		{"gb50137", `"C2"`, "unknown", "C2", "not in gb50137"},
		{"ydyh2023", `"城镇住宅用地"`, "residential", "", ""},
		{"ydyh2023", `"公园绿地"`, "park", "", ""},
		{"gbt21010", `"商住混合用地"`, "mixed", "", "land of mixed use"},
		{"gbt21010", `"某种用地"`, "某种用地", "", ""},
	} {
		ds, report := accepted(t, "parcels", "a.geojson", lots("用地代码", c.value), under(t, c.scheme))
		p := ds.Parcels[0]
		require.Equal(t, c.use, p.Use, c.value)
		if c.code == "" {
			require.Empty(t, p.Code, c.value)
		} else {
			require.Equal(t, c.scheme+":"+c.code, p.Code, c.value)
		}
		remarks := strings.Join(ofLand(report), "\n")
		if require.Contains(t, remarks, c.remark, c.value); c.remark == "" {
			require.Empty(t, remarks, c.value)
		}
	}
}

// A classification of one's own may have a code that is another's without its zero.
func TestAnAmbiguousCodeIsRefused(t *testing.T) {
	own := geo.LandUseScheme{ID: "own", Zh: "自定", Form: geo.CodePairs, Codes: []geo.LandUseCode{
		{Code: "0701", Zh: "住宅", Use: "residential"}, {Code: "701", Zh: "商业", Use: "commercial"},
	}}
	r, err := dry(t, "parcels", "a.geojson", lots("DLBM", `"0701"`, `"701"`), func(o *LayerOptions) { o.Scheme, o.Schemes = "own", []geo.LandUseScheme{own} })
	require.NoError(t, err)
	require.Equal(t, []Refusal{{Row: 2, Field: "land_code", Column: "DLBM", Value: "701", Rule: "own has both 701 and 0701: format the column as text"}}, r.Report.Refused)
}

func TestCodesWithoutAClassificationAreAskedAbout(t *testing.T) {
	text := collection(lot(0, 0)+`|{"DLBM":"0702","DLMC":"农村宅基地"}`, lot(1, 0)+`|{"DLBM":"0101","DLMC":"水田"}`, lot(2, 0)+`|{"DLBM":"0702","DLMC":"农村宅基地"}`)
	all := func(o *LayerOptions) { o.Schemes = schemes(t) }
	var usage *UsageError
	_, err := dry(t, "parcels", "现状.geojson", text, all)
	require.ErrorAs(t, err, &usage)
	for _, want := range []string{
		"which classification are the land-use codes of", "现状.geojson in?", "用地代码属于哪个分类",
		"0702 is 农村宅基地 in gbt21010, 城镇社区服务设施用地 in ydyh2020.",
		"Codes found: 0702 农村宅基地 (2 rows); 0101 水田 (1 row);",
		"--scheme gbt21010  (土地利用现状分类(三调); has the codes of 3 of 3 rows)",
		"--scheme ydyh2023  (用地用海分类(2023); has the codes of 1 of 3 rows)",
		"--scheme gb50137  (城市用地分类与规划建设用地标准; has the codes of 0 of 3 rows)",
	} {
		require.ErrorContains(t, err, want)
	}
	for _, value := range []string{`"0701"`, `701`, `"R2"`, `"0701/0901"`, `"08H2"`} {
		_, err = dry(t, "parcels", "a.geojson", lots("用地性质", value), all)
		require.ErrorAs(t, err, &usage, "codes in the column of uses: %s", value)
	}
	// Words, and names on which the classifications agree, are no codes.
	ds, report := accepted(t, "parcels", "a.geojson", lots("用地性质", `"residential"`, `"农村宅基地"`, `"公园与绿地"`, `"PARK"`, `"居住用地"`, `"水田"`, `"其他土地"`), all)
	require.Equal(t, []string{"residential", "residential", "park", "PARK", "residential", "farmland", "other"}, uses(ds))
	require.Empty(t, ds.Parks, "parks are made with --scheme")
	require.Empty(t, report.Made)
	// What was set or mapped outright is not asked about.
	ds, _ = accepted(t, "parcels", "a.geojson", text, all, func(o *LayerOptions) { o.Set = map[string]string{"use": "residential"} })
	require.Equal(t, []string{"residential", "residential", "residential"}, uses(ds))
	ds, _ = accepted(t, "parcels", "a.geojson", text, all, func(o *LayerOptions) { o.Map = map[string]string{"use": "DLMC"} })
	require.Equal(t, []string{"residential", "farmland", "residential"}, uses(ds))

	_, err = dry(t, "parcels", "a.geojson", text, under(t, "tudi"))
	require.ErrorAs(t, err, &usage)
	require.ErrorContains(t, err, "there is gb50137, gbt21010, ydyh2020, ydyh2023")
	_, err = dry(t, "parks", "a.geojson", text, under(t, "gbt21010"))
	require.ErrorAs(t, err, &usage)
}

// The wrong classification is said to be one, by the codes that it does not have and
// by the names beside those that it has; nothing is switched.
func TestTheWrongClassificationIsSaidToBeOne(t *testing.T) {
	plan := lots("DLBM", `"1401"`, `"0703"`, `"070102"`, `"1701"`, `"0901"`)
	ds, report := accepted(t, "parcels", "a.geojson", plan, under(t, "gbt21010"))
	require.Equal(t, []string{"unknown", "unknown", "residential", "unknown", "military"}, uses(ds))
	require.Contains(t, strings.Join(whats(report.Remarks), "\n"),
		"gbt21010 has the codes, under the names beside them, of 2 of 5 rows, ydyh2020 or ydyh2023 of 5: if the file is in that classification, import it again with --scheme ydyh2020; nothing was switched")
	_, report = accepted(t, "parcels", "a.geojson", plan, under(t, "ydyh2023"))
	require.Empty(t, ofLand(report))

	named := collection(lot(0, 0)+`|{"DLBM":"0702","DLMC":"农村宅基地"}`, lot(1, 0)+`|{"DLBM":"0701","DLMC":"城镇住宅用地"}`)
	ds, report = accepted(t, "parcels", "a.geojson", named, under(t, "ydyh2023"))
	require.Equal(t, []string{"institutional", "residential"}, uses(ds))
	said := strings.Join(whats(report.Remarks), "\n")
	require.Contains(t, said, "the name beside the code says another use in ydyh2023; the code counts: 0702 农村宅基地")
	require.Contains(t, said, "ydyh2023 has the codes, under the names beside them, of 1 of 2 rows, gbt21010 of 2")
	_, report = accepted(t, "parcels", "a.geojson", named, under(t, "gbt21010"))
	require.Empty(t, ofLand(report))
}

// landSurvey is a land survey of two towns: a street between two built-up blocks, villages
// and fields. The town of the west has its parcels in x < 5.
func landSurvey() (text string, rows [][4]string) {
	drawn := []string{
		// y from the south; a parcel is code:settlement
		"0101: 0101: 0101: 0702:203 0702:203 0101: 0101: 1104:",
		"0701:202 0701:202 0810:202 1004:202 0601:202A 0701:202 0701:202 0101:",
		"0701:202 08H2:202 0810A:202 1004:202 05H1:202 0810:202 0701:202 0101:",
		"0101: 0101: 1101: 1101: 1101: 1101: 0701:201 0810:",
		"0701:202 0101: 0101: 0101: 0101: 0101: 0101: 0101:", // apart, and of the same town
	}
	var list []string
	for y, line := range drawn {
		for x, cell := range strings.Fields(line) {
			code, settlement, _ := strings.Cut(cell, ":")
			town := "3304111060000000000"
			if x >= 5 {
				town = "3304111050000000000"
			}
			g := lot(x, y)
			list = append(list, g+fmt.Sprintf(`|{"BSM":"%d","DLBM":"%s","DLMC":"名称","CZCSXM":"%s","ZLDWDM":"%s"}`, 10*y+x, code, settlement, town))
			rows = append(rows, [4]string{g, code, settlement, town[:9]})
		}
	}
	return collection(list...), rows
}

func TestALandSurveyMakesThreeLayers(t *testing.T) {
	text, rows := landSurvey()
	shp := filepath.Join(t.TempDir(), "DLTB.shp")
	ogr(t, "-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", "-a_srs", "EPSG:4490", "-t_srs", "EPSG:4549", shp, inFile(t, "d.geojson", text))
	ds, report, err := fromFile(t, "parcels", shp, under(t, "gbt21010"))
	require.NoError(t, err)
	require.Len(t, ds.Parcels, 40)
	require.Len(t, ds.Parks, 4)
	require.Len(t, ds.BuiltUps, 2)

	// PostGIS measures the same ground on the ellipsoid, from the file as it was drawn.
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, cluster.Database(t))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, "CREATE TEMP TABLE lots (geom geometry, code text, settlement text, town text)")
	require.NoError(t, err)
	for _, r := range rows {
		_, err := conn.Exec(ctx, "INSERT INTO lots VALUES (ST_GeomFromGeoJSON($1), $2, $3, $4)", r[0], r[1], r[2], r[3])
		require.NoError(t, err)
	}
	judge := func(where string) (area float64) {
		t.Helper()
		require.NoError(t, conn.QueryRow(ctx, "SELECT coalesce(ST_Area(ST_Union(geom)::geography), 0) FROM lots WHERE "+where).Scan(&area))
		return area
	}
	sum := func(use string) float64 {
		for _, u := range report.LandUse {
			if u.Use == use {
				return u.AreaM2
			}
		}
		return 0
	}
	// Corners move by half a centimetre at most between metres and degrees.
	const near = 0.5
	require.InDelta(t, judge("code IN ('0701', '0702')"), sum("residential"), near)
	require.InDelta(t, judge("code = '0601'"), sum("industrial"), near)
	require.InDelta(t, judge("code IN ('1101', '1104')"), sum("water"), near)
	parks, squares := 0.0, 0.0
	for _, p := range ds.Parks {
		if p.Kind == "park" {
			parks += crs.Area(p.Geometry)
		} else {
			require.Equal(t, "square", p.Kind)
			squares += crs.Area(p.Geometry)
		}
	}
	require.InDelta(t, judge("code = '0810'"), parks, near)
	require.InDelta(t, judge("code = '0810A'"), squares, near)
	west := geo.Unit{Code: "330411106", Level: geo.LevelTown, Geometry: orb.MultiPolygon{orb.Bound{Min: orb.Point{120.69, 30.59}, Max: orb.Point{120.7052, 30.61}}.ToPolygon()}}
	east := geo.Unit{Code: "osm-r7", Level: geo.LevelTown, Geometry: orb.MultiPolygon{orb.Bound{Min: orb.Point{120.7052, 30.59}, Max: orb.Point{120.72, 30.61}}.ToPolygon()}}
	ds.Units = []geo.Unit{west, east}
	areas, err := builtup.All(ctx, ds)
	require.NoError(t, err)
	const urban = "settlement IN ('201', '201A', '202', '202A')"
	for code, town := range map[string]string{"330411106": "330411106", "osm-r7": "330411105"} {
		a := areas[code]
		require.True(t, a.Derived)
		require.InDelta(t, judge(urban+" AND town = '"+town+"'"), crs.Area(a.Geometry), near, code)
	}
	require.Equal(t, []Made{
		{Layer: geo.LayerParks, Rows: 4, AreaM2: report.Made[0].AreaM2, From: "parcels whose code is a park or a square of gbt21010"},
		{Layer: geo.LayerBuiltUp, Rows: 2, AreaM2: report.Made[1].AreaM2, From: "parcels whose CZCSXM is one of 201, 201A, 202, 202A"},
	}, report.Made)
	require.InDelta(t, judge(urban), report.Made[1].AreaM2, near)
	var printed strings.Builder
	require.NoError(t, report.Print(&printed, 0))
	require.Contains(t, printed.String(), "  land use residential: 10 rows, ")
	require.Contains(t, printed.String(), "  made built-up: 2 rows, 15.9")

	// The service radius has both what it divides and what it divides by.
	p, err := profiles.Load()
	require.NoError(t, err)
	rule, _ := p.ParkRule("park_2022")
	res, err := serviceradius.Measure(ctx, west.Geometry, *rule, ds.Parks, ds.Parcels)
	require.NoError(t, err)
	require.InDelta(t, judge("code IN ('0701', '0702') AND town = '330411106'"), res.ResidentialM2.Or(0), 5)

	// Without the towns in the file each part is a row; what nobody calls town is none.
	ds, _, err = fromFile(t, "parcels", shp, under(t, "gbt21010"), func(o *LayerOptions) { o.Set = map[string]string{"town": "王店"} })
	require.NoError(t, err)
	require.Len(t, ds.BuiltUps, 2, "the blocks touch, and one lies apart")
	ds, _, err = fromFile(t, "parcels", shp, under(t, "gbt21010"), func(o *LayerOptions) { o.Set = map[string]string{"settlement": "203"} })
	require.NoError(t, err)
	require.Empty(t, ds.BuiltUps)
	// A plan has no such column.
	ds, report, err = fromFile(t, "parcels", shp, under(t, "ydyh2020"))
	require.NoError(t, err)
	require.Empty(t, ds.BuiltUps)
	require.Empty(t, ds.Parks)
	require.Contains(t, strings.Join(whats(report.Remarks), "\n"), "gbt21010 of 40: if the file is in that classification")
}

// The rows are the same whatever the order of the file.
func TestMadeLayersDoNotDependOnTheOrder(t *testing.T) {
	text, _ := landSurvey()
	ds, _ := accepted(t, "parcels", "a.geojson", text, under(t, "gbt21010"))
	body := strings.TrimSuffix(strings.TrimPrefix(text, `{"type":"FeatureCollection","features":[`), "]}")
	features := strings.SplitAfter(body, "}},")
	features[len(features)-1] += ","
	slices.Reverse(features)
	turned := `{"type":"FeatureCollection","features":[` + strings.TrimSuffix(strings.Join(features, ""), ",") + "]}"
	again, _ := accepted(t, "parcels", "a.geojson", turned, under(t, "gbt21010"))
	require.Equal(t, ds.BuiltUps, again.BuiltUps)
	require.ElementsMatch(t, ds.Parks, again.Parks)
}

func TestMadeLayersAreReplacedTogether(t *testing.T) {
	s, err := geopackage.Open(context.Background(), filepath.Join(t.TempDir(), "s.gpkg"), geopackage.Options{Create: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	text, _ := landSurvey()
	parcels := func(text, source string, change ...func(*LayerOptions)) error {
		o := LayerOptions{Layer: "parcels", File: inFile(t, "a.geojson", text), Store: s, Source: source, Now: noon}
		under(t, "gbt21010")(&o)
		for _, c := range change {
			c(&o)
		}
		_, err := Layer(context.Background(), o)
		return err
	}
	other := func(layer, text, source string) {
		t.Helper()
		_, err := Layer(context.Background(), LayerOptions{Layer: layer, File: inFile(t, "a.geojson", text), Store: s, Source: source, Now: noon})
		require.NoError(t, err)
	}
	other("parks", collection(lot(20, 20)+`|{"kind":"park"}`), "ours")
	other("built-up", collection(lot(20, 20)+`|{}`), "ours")
	require.NoError(t, parcels(text, "survey"))
	require.Len(t, loaded(t, s).Parks, 5)
	require.Len(t, loaded(t, s).BuiltUps, 3)
	// Again, with one park and no town: what was made before goes, what is ours stays.
	require.NoError(t, parcels(lots("DLBM", `"0810"`), "survey"))
	ds := loaded(t, s)
	require.Len(t, ds.Parcels, 1)
	require.Equal(t, []string{"ours-1", "survey-1-landuse-park"}, []string{ds.Parks[0].ID, ds.Parks[1].ID})
	require.Len(t, ds.BuiltUps, 1)
	// Appended, it adds to all three; with --replace-layer only parcels of others go.
	require.NoError(t, parcels(text, "survey", func(o *LayerOptions) { o.Mode = data.Append }))
	require.Len(t, loaded(t, s).Parks, 6)
	require.NoError(t, parcels(lots("DLBM", `"0701"`), "other", func(o *LayerOptions) { o.Mode = data.ReplaceLayer }))
	ds = loaded(t, s)
	require.Len(t, ds.Parcels, 1)
	require.Len(t, ds.Parks, 6)
	// Rows that were imported by themselves are never replaced by made ones.
	var usage *UsageError
	err = parcels(text, "ours")
	require.ErrorAs(t, err, &usage)
	require.ErrorContains(t, err, "source ours: it has parks that were imported by themselves (ours-1)")
	require.Len(t, loaded(t, s).Parcels, 1, "nothing was written")
}
