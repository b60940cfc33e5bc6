package importer

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// shippedRules are read once for all tests; nothing changes them.
var shippedRules = sync.OnceValues(func() (*LayerOptions, error) {
	rules, err := profiles.Load()
	if err != nil {
		return nil, err
	}
	c, err := profiles.NewClassifier(rules)
	return &LayerOptions{Categories: rules.Categories, Classifier: c}, err
})

// withRules lets an import tell categories by the rules that ship.
func withRules(t testing.TB) func(*LayerOptions) {
	t.Helper()
	rules, err := shippedRules()
	require.NoError(t, err)
	return func(o *LayerOptions) { o.Categories, o.Classifier = rules.Categories, rules.Classifier }
}

// poiRow is a row of the made table, with what a person expects of it.
type poiRow struct {
	values                      []string
	name, want, status, repeats string
}

// poiTable reads testdata/amap.csv: the last three columns are expectations, "-" for a
// row of no category and "!" for one that is refused.
func poiTable(t testing.TB) (header []string, rows []poiRow) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "amap.csv"))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	all, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	n := len(all[0]) - 3
	for _, line := range all[1:] {
		rows = append(rows, poiRow{line[:n], line[2], line[n], line[n+1], line[n+2]})
	}
	return all[0][:n], rows
}

func csvText(t testing.TB, header []string, rows []poiRow) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	require.NoError(t, w.Write(header))
	for _, r := range rows {
		require.NoError(t, w.Write(r.values))
	}
	w.Flush()
	require.NoError(t, w.Error())
	return b.String()
}

func TestAmapTable(t *testing.T) {
	header, rows := poiTable(t)
	require.GreaterOrEqual(t, len(rows), 80)
	utf8 := csvText(t, header, rows)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(utf8)
	require.NoError(t, err)
	for encoding, text := range map[string]string{"utf-8": utf8, "utf-8 with a byte order mark": "\ufeff" + utf8, "gbk": gbk} {
		ds, report := accepted(t, "facilities", "amap.csv", text, withRules(t))
		byID := map[string]*geo.Facility{}
		for i := range ds.Facilities {
			byID[ds.Facilities[i].ID] = &ds.Facilities[i]
		}
		unplaced, refused := 0, 0
		for i, row := range rows {
			f := byID["amap-"+row.values[0]]
			at := encoding + ": " + row.values[0] + " " + row.name
			switch row.want {
			case "-":
				unplaced++
				require.Nil(t, f, at)
				continue
			case "!":
				refused++
				require.Nil(t, f, at)
				require.True(t, slices.ContainsFunc(report.Refused, func(r Refusal) bool { return r.Row == i+2 }), at)
				continue
			}
			require.NotNil(t, f, "%s: %v", at, report.Unplaced)
			require.ElementsMatch(t, strings.Fields(row.want), f.Categories, at)
			require.Equal(t, geo.Status(row.status), f.Status, at)
			winner := ""
			if w := byID[f.SupersededBy]; w != nil {
				winner = w.Name
			}
			require.Equal(t, row.repeats, winner, at)
			require.Equal(t, row.repeats == "" && row.status == "", f.Counts(), at)
			require.Equal(t, row.values[11] != "[]", f.Attributes["biz_ext"] != nil, at)
		}
		require.Equal(t, unplaced, report.unplaced())
		require.Len(t, report.Refused, refused)
		require.Equal(t, report.Selected, report.Accepted+refused+unplaced, "no row is lost")
	}
}

// told is what an import makes of the table, whatever the order of its rows: one line
// for each facility, with what it repeats.
func told(ds *geo.Dataset) []string {
	names := map[string]string{}
	line := func(f *geo.Facility) string {
		return fmt.Sprintf("%s|%s|%s|%v", f.Name, strings.Join(f.Categories, " "), f.Status, f.Location)
	}
	for i := range ds.Facilities {
		names[ds.Facilities[i].ID] = line(&ds.Facilities[i])
	}
	var out []string
	for i := range ds.Facilities {
		f := &ds.Facilities[i]
		out = append(out, line(f)+" -> "+names[f.SupersededBy])
	}
	slices.Sort(out)
	return out
}

// The rows of the table in any order, with ids of their own or numbered by their
// place, tell the same.
func TestAmapTableInAnyOrder(t *testing.T) {
	header, rows := poiTable(t)
	withoutIDs := func(rows []poiRow) []poiRow {
		out := slices.Clone(rows)
		for i := range out {
			out[i].values = append([]string{"", ""}, out[i].values[2:]...)
		}
		return out
	}
	for _, make := range []func([]poiRow) []poiRow{func(r []poiRow) []poiRow { return r }, withoutIDs} {
		ds, report := accepted(t, "facilities", "amap.csv", csvText(t, header, make(rows)), withRules(t))
		want := told(ds)
		for seed := range uint64(8) {
			shuffled := slices.Clone(rows)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			other, r := accepted(t, "facilities", "amap.csv", csvText(t, header, make(shuffled)), withRules(t))
			require.Equal(t, want, told(other), "seed %d", seed)
			require.Equal(t, reasons(report), reasons(r), "seed %d", seed)
		}
	}
}

// reasons are the counts of a report by reason.
func reasons(r *Report) map[string]int {
	out := map[string]int{}
	for _, f := range slices.Concat(r.Unplaced, r.Remarks) {
		out[f.What] = f.Count
	}
	return out
}

func TestAmapCoordinates(t *testing.T) {
	header, rows := poiTable(t)
	text := csvText(t, header, rows)
	ds, _ := accepted(t, "facilities", "amap.csv", text, withRules(t), func(o *LayerOptions) { o.CRS = "gcj02" })
	for i := range ds.Facilities {
		if f := &ds.Facilities[i]; f.ID == "amap-A001" {
			// About 480 m at Wangjiangjing, 30 km away: the table of offsets says so.
			d := crs.ShortDistance(orb.Point{120.72, 30.64}, f.Location)
			require.InDelta(t, 490, d, 30)
			require.Less(t, f.Location[0], 120.72, "GCJ-02 lies east of where it is")
		}
	}
	for _, c := range []struct {
		what, header, cell string
		want               orb.Point
	}{
		{"lon,lat", "location", `"120.5,30.25"`, orb.Point{120.5, 30.25}},
		{"full width", "坐标", "120.5，30.25", orb.Point{120.5, 30.25}},
		{"a space", "经纬度", "120.5 30.25", orb.Point{120.5, 30.25}},
		{"Baidu", "location.lng,location.lat", "120.5,30.25", orb.Point{120.5, 30.25}},
		{"own columns first", "location,lon,lat", `"1,2",120.5,30.25`, orb.Point{120.5, 30.25}},
		{"an address", "location,lon,lat", "人民路1号,120.5,30.25", orb.Point{120.5, 30.25}},
	} {
		ds, _ := accepted(t, "facilities", "a.csv", "category,"+c.header+"\nE02,"+c.cell+"\n")
		require.Equal(t, c.want, ds.Facilities[0].Location, c.what)
		if c.what == "an address" {
			require.Equal(t, "人民路1号", ds.Facilities[0].Attributes["location"])
		}
	}
	_, report := accepted(t, "population", "p.csv", "persons,location,lon,lat\n5,人民路1号,120.5,30.5\n6,人民路2号,120.5,30.6\n")
	require.Contains(t, report.Remarks, Finding{What: "columns not used: location", Count: 1})
	people, _ := accepted(t, "population", "p.csv", "persons,location\n5,\"120.5,30.5\"\n")
	require.Equal(t, orb.Point{120.5, 30.5}, people.Population[0].Geometry)
	ds, _ = accepted(t, "facilities", "a.csv", "category,位置\nE02,\"120.5,30.25\"\n", func(o *LayerOptions) { o.Map = map[string]string{"lonlat": "位置"} })
	require.Equal(t, orb.Point{120.5, 30.25}, ds.Facilities[0].Location)
	for cell, want := range map[string]string{"人民路": "a row needs a place", `"120.5,30.25,1"`: "a row needs a place", `"0,0"`: "0"} {
		r, err := dry(t, "facilities", "a.csv", "category,location\nE02,\"120.5,30.25\"\nE02,"+cell+"\n")
		require.NoError(t, err, cell)
		require.Len(t, r.Report.Refused, 1, cell)
		require.Contains(t, r.Report.Refused[0].Rule, want, cell)
	}
}

// What a table says of a facility, and which of it decides.
func TestWhatDecidesACategory(t *testing.T) {
	for _, c := range []struct {
		what, header, row string
		want              string // categories, or ! and the rule of the refusal, or - and the reason
	}{
		{"own category before the type", "名称,类别,typecode", "王店小学,幼儿园,141203", "kindergarten"},
		{"the type in the column of categories", "名称,类型", "王店小学,科教文化服务;学校;小学", "primary_school"},
		{"a code there", "名称,类型", "王店小学,141203", "primary_school"},
		{"a category in one column, a type in another", "名称,类别,type", "王店小学,幼儿园,科教文化服务;学校;小学", "kindergarten"},
		{"the same in the other order", "名称,type,类别", "王店小学,科教文化服务;学校;小学,幼儿园", "kindergarten"},
		{"a word that is no category, and a type", "名称,类别,typecode", "王店小学,学堂一类,141203", "primary_school"},
		{"a word that is no category, and a name", "名称,类别", "王店小学,学堂一类", "!is no category"},
		{"a word that is no category, and a type that is none", "名称,类别,typecode", "王店小学,学堂一类,170200", "!is no category"},
		{"tags", "name,amenity,religion", "王店,kindergarten,", "kindergarten"},
		{"tags that no category asks for", "name,amenity", "王店小学,place_of_worship", "-标签"},
		{"the name alone", "name,备注", "王店小学,x", "primary_school"},
		{"a name that tells nothing", "name,备注", "王店,x", "!is required"},
		{"nothing", "备注", "x", "!is required"},
		{"the gate of something", "name,备注", "王店小学东门,x", "!名称是出入口"},
		{"a code that is none", "name,typecode", "王店小学,12", "!six digits"},
		{"a family that is none", "name,typecode", "王店小学,330411", "!six digits"},
		{"a code that a category makes needless", "name,typecode,category", "王店小学,12,E03", "primary_school"},
		{"no category for the type", "name,typecode", "王店小学教育公司,170200", "-POI 类型 17 公司企业"},
		{"a gate", "name,typecode", "王店小学(东门),991000", "-门、通道"},
		{"a park without its size", "name,typecode", "梅里公园,110101", "-公园的点没有面积"},
		{"a park with its size", "name,typecode,面积(亩)", "梅里公园,110101,30", "park"},
		{"mapped", "name,kategorie", "王店小学,科教文化服务;学校;小学", "primary_school"},
	} {
		text := c.header + ",lon,lat\n" + c.row + ",120.5,30.5\n"
		r, err := dry(t, "facilities", "a.csv", text, withRules(t), func(o *LayerOptions) {
			if c.what == "mapped" {
				o.Map = map[string]string{"category": "kategorie"}
			}
		})
		switch {
		case strings.HasPrefix(c.want, "!"):
			require.ErrorIs(t, err, ErrNothingAccepted, c.what)
			require.Len(t, r.Report.Refused, 1, c.what)
			require.Contains(t, r.Report.Refused[0].Rule, c.want[1:], c.what)
		case strings.HasPrefix(c.want, "-"):
			require.ErrorIs(t, err, ErrNothingAccepted, c.what)
			require.Empty(t, r.Report.Refused, c.what)
			require.Len(t, r.Report.Unplaced, 1, c.what)
			require.Contains(t, r.Report.Unplaced[0].What, c.want[1:], c.what)
			var out strings.Builder
			require.NoError(t, r.Report.Print(&out, 9))
			require.Contains(t, out.String(), "1 of no category")
			require.Contains(t, out.String(), "no category: "+c.want[1:])
		default:
			require.NoError(t, err, "%s: %v %v", c.what, r.Report.Refused, r.Report.Unplaced)
			require.Equal(t, strings.Fields(c.want), r.Settlement.Dataset.Facilities[0].Categories, c.what)
		}
	}
}

func TestStatusOfATable(t *testing.T) {
	for _, c := range []struct {
		row  string
		want geo.Status
	}{
		{"王店小学,现状", geo.StatusExisting}, {"王店小学,在建", geo.StatusBuilding}, {"王店小学,规划", geo.StatusPlanned}, {"王店小学,停用", geo.StatusClosed},
		{"王店小学,已拆", geo.StatusClosed}, {"王店小学,", ""}, {"王店小学(在建),", geo.StatusBuilding}, {"王店小学(规划),现状", geo.StatusExisting},
		{"王店小学（暂停营业）,", geo.StatusClosed}, {"王店小学旧址,", geo.StatusClosed}, {"拟建王店小学,", geo.StatusPlanned}, {"规划小学,", ""},
	} {
		for _, column := range []string{"状态", "建设状态", "现状规划"} {
			ds, _ := accepted(t, "facilities", "a.csv", "名称,"+column+",类别,lon,lat\n"+c.row+",小学,120.5,30.5\n", withRules(t))
			f := &ds.Facilities[0]
			require.Equal(t, c.want, f.Status, c.row)
			require.Equal(t, c.want == "" || c.want == geo.StatusExisting, f.Counts(), c.row)
		}
	}
}

// A table that repeats itself, one that repeats another source, and the marks after
// its rows went out and came back.
func TestRepeatsInsideATable(t *testing.T) {
	const table = "id,name,typecode,location\n" +
		"1,王店镇卫生院,090102,\"120.5,30.5\"\n" +
		"2,王店镇卫生院门诊部,090102,\"120.501,30.5\"\n" +
		"3,王店镇卫生院(东门),090102,\"120.502,30.5\"\n" +
		"4,王店镇卫生院东门,090102,\"120.51,30.5\"\n" + // 960 m away
		"5,南梅公园站(西门),150702,\"120.52,30.5\"\n" +
		"6,南梅公园站(北门),150702,\"120.521,30.5\"\n" // two gates, and nothing whole
	winners := func(ds *geo.Dataset, source string) map[string]string {
		out := map[string]string{}
		for i := range ds.Facilities {
			if f := &ds.Facilities[i]; f.Source == source {
				out[strings.TrimPrefix(f.ID, source+"-")] = f.SupersededBy
			}
		}
		return out
	}
	store := &memory{}
	_, err := dry(t, "facilities", "poi.csv", table, withRules(t), func(o *LayerOptions) { o.Store, o.DryRun = store, false })
	require.NoError(t, err)
	want := map[string]string{"1": "", "2": "poi-1", "3": "poi-1", "4": "", "5": "poi-6", "6": ""}
	require.Equal(t, want, winners(loaded(t, store), "poi"), "北 stands before 西 in the order of characters")

	// Another source takes the place of the hospital, and of what repeats it.
	_, err = dry(t, "facilities", "a.csv", "名称,类别,lon,lat\n王店镇卫生院,H02,120.5001,30.5\n", withRules(t), func(o *LayerOptions) { o.Store, o.DryRun = store, false })
	require.NoError(t, err)
	want["1"], want["2"], want["3"] = "a-2", "a-2", "a-2"
	require.Equal(t, want, winners(loaded(t, store), "poi"))

	// As an export writes them, and under another name.
	var b strings.Builder
	b.WriteString("id,name,category,lon,lat,repeats,superseded_by\n")
	for _, f := range loaded(t, store).Facilities {
		if f.Source == "poi" {
			repeats, _ := f.Attributes["repeats"].(string)
			fmt.Fprintf(&b, "%s,%s,%s,%v,%v,%s,%s\n", f.ID, f.Name, strings.Join(f.Categories, "|"), f.Location[0], f.Location[1], repeats, f.SupersededBy)
		}
	}
	again := &memory{}
	back, err := dry(t, "facilities", "back.csv", b.String(), withRules(t), func(o *LayerOptions) { o.Store, o.DryRun = again, false })
	require.NoError(t, err)
	for what := range reasons(back.Report) {
		require.NotContains(t, what, "both count")
	}
	require.Equal(t, map[string]string{"poi-1": "", "poi-2": "back-poi-1", "poi-3": "back-poi-1", "poi-4": "", "poi-5": "back-poi-6", "poi-6": ""}, winners(loaded(t, again), "back"))
}

// Which of several rows counts: whole places before parts, what the table states
// before what is told, then the content; and a parent that the file names.
func TestWhichRowCounts(t *testing.T) {
	const header = "id,parent,name,category,typecode,location\n"
	for _, c := range []struct {
		what string
		rows []string
		want string // the rows that count
	}{
		{"a whole place of a longer name", []string{`1,,王店镇卫生院(秀洲区第三人民医院),,090102,"120.5,30.5"`, `2,,王店镇卫生院门诊,,090102,"120.5,30.5001"`}, "1"},
		{"what is stated, of a longer name", []string{`1,,王店镇卫生院（中心院区）,H02,,"120.5,30.5"`, `2,,王店镇卫生院,,090102,"120.5,30.5001"`}, "1"},
		{"a chain of 40 m steps", []string{`1,,公厕,,200300,"120.5,30.5"`, `2,,公厕,,200300,"120.5,30.50036"`, `3,,公厕,,200300,"120.5,30.50072"`}, "1 3"},
		{"45 m east and 45 m north", []string{`1,,公厕,,200300,"120.5,30.5"`, `2,,公厕,,200300,"120.50047,30.50041"`}, "1 2"},
		{"two shops whose name ends like a department", []string{`1,,中国移动营业厅,,070603,"120.5,30.5"`, `2,,中国移动营业厅,,070603,"120.502,30.5"`}, "1 2"},
		{"the same shop twice", []string{`1,,中国移动营业厅,,070603,"120.5,30.5"`, `2,,中国移动营业厅,,070603,"120.5003,30.5"`}, "1"},
		{"two departments and nothing whole", []string{`1,,王店医院门诊部,,090100,"120.5,30.5"`, `2,,王店医院住院部,,090100,"120.502,30.5"`}, "1 2"},
		{"two gates and nothing whole", []string{`1,,王店医院(南门),,090100,"120.5,30.5"`, `2,,王店医院东门,,090100,"120.502,30.5"`}, "2"},
		{"a parent of another name", []string{`1,,秀洲区第三人民医院,,090100,"120.5,30.5"`, `2,1,王店医院门诊部,,090100,"120.502,30.5"`}, "1"},
		{"no parent of another name", []string{`1,,秀洲区第三人民医院,,090100,"120.5,30.5"`, `2,,王店医院急诊,,090100,"120.502,30.5"`}, "1 2"},
		{"a parent far away", []string{`1,,秀洲区第三人民医院,,090100,"120.5,30.5"`, `2,1,王店医院急诊,,090100,"120.51,30.5"`}, "1 2"},
		{"a clinic of a hospital", []string{`1,,秀洲区人民医院,,090100,"120.5,30.5"`, `2,,秀洲区人民医院门诊部,,090300,"120.501,30.5"`}, "1"},
		{"a pharmacy of a hospital", []string{`1,,秀洲区人民医院,,090100,"120.5,30.5"`, `2,1,秀洲区人民医院药房,,090601,"120.501,30.5"`}, "1 2"},
		{"another thing beside it", []string{`1,,王店停车场,,150904,"120.5,30.5"`, `2,,王店(停车场),,150904,"120.502,30.5"`}, "1 2"},
		{"planned and existing", []string{`1,,王店小学,,141203,"120.5,30.5"`, `2,,王店小学(规划),,141203,"120.5,30.5"`, `3,,王店小学(规划),,141203,"120.5,30.5001"`}, "1 2"},
	} {
		for _, rows := range [][]string{c.rows, reversed(c.rows)} {
			ds, _ := accepted(t, "facilities", "a.csv", header+strings.Join(rows, "\n")+"\n", withRules(t))
			var counting []string
			for _, f := range ds.Facilities {
				if f.SupersededBy == "" {
					counting = append(counting, strings.TrimPrefix(f.ID, "a-"))
				}
				require.NotContains(t, f.Attributes, "location")
			}
			slices.Sort(counting)
			require.Equal(t, c.want, strings.Join(counting, " "), c.what)
		}
	}
}

func reversed(list []string) []string {
	out := slices.Clone(list)
	slices.Reverse(out)
	return out
}

// Rows whose category the table states stay, and are remarked on.
func TestRepeatsOfALedger(t *testing.T) {
	ds, report := accepted(t, "facilities", "a.csv", "名称,类别,lon,lat\n王店小学,小学,120.5,30.5\n王店小学,小学,120.5001,30.5\n王店小学,小学,120.51,30.5\n", withRules(t))
	for _, f := range ds.Facilities {
		require.True(t, f.Counts())
	}
	require.Equal(t, 1, reasons(report)["two rows name the same facility within 50 m: both count, since the table states their categories"])
}

func TestRepeatsStop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := LayerOptions{}
	withRules(t)(&o)
	b := &builder{classifier: o.Classifier, rows: &geo.Dataset{Facilities: make([]geo.Facility, 2)}, spots: make([]spot, 2)}
	require.ErrorIs(t, b.repeats(ctx, o.Categories), context.Canceled)
}
