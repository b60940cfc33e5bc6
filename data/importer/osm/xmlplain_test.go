package osm

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plainTexts are as programs write them.
var plainTexts = map[string]string{
	"osmium": "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\" generator=\"osmium/1.15.0\">\n" +
		"  <bounds minlon=\"1\" minlat=\"2\" maxlon=\"3\" maxlat=\"4\"/>\n" +
		"  <node id=\"1\" version=\"3\" timestamp=\"2024-05-06T07:08:09Z\" uid=\"9\" user=\"王 &amp; &#x738B;\" changeset=\"1\" lat=\"2.5\" lon=\"1.25\"/>\n" +
		"  <node id=\"-2\" lat=\"-2.1234567\" lon=\"1\">\n    <tag k=\"name\" v=\"a&quot;&lt;b&gt;&apos;&#10;é&#233;\"/>\n  </node>\n" +
		"  <way id=\"7\">\n    <nd ref=\"1\"/>\n    <nd ref=\"-2\"/>\n    <tag k=\"highway\" v=\"path\"/>\n  </way>\n" +
		"  <relation id=\"8\">\n    <member type=\"way\" ref=\"7\" role=\"outer\"/>\n    <member type=\"changeset\" ref=\"x\" role=\"\"/>\n" +
		"    <tag k=\"type\" v=\"multipolygon\"/>\n  </relation>\n</osm>\n",
	"overpass": `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="Overpass API 0.7.62">
<note>The data included in this document is from www.openstreetmap.org. The data is made available under ODbL.</note>
<meta osm_base="2024-06-01T00:00:00Z"/>

  <node id="1" lat="2" lon="1.12345678"/>
  <way id="3"><nd ref="1"></nd><nd ref="1" /></way>

</osm>
`,
	"josm": "<?xml version='1.0' encoding='UTF-8'?>\r\n<osm version='0.6' upload='false' generator='JOSM'>\r\n" +
		"  <node id='-101751' action='modify' visible='true' lat='30.7' lon='120.7' />\r\n" +
		"  <node id='5' action='delete' lat='30.7' lon='120.7' />\r\n  <way id='6' visible=\"false\"><nd ref='5'/></way>\r\n</osm>",
	"written by hand": `<osm><node id="1" lon="1e1" lat="+2"/><node id="2" lon="181" lat="1"/><node id="3" lat="1"/><node id='4' lon=' 1' lat='2'/></osm>`,
	"nothing":         `<osm version="0.6"></osm>`,
}

// oddTexts are sound XML, or not, and left to the reader of any XML.
var oddTexts = []string{
	``, `<osm/>`, `<osm>`, `<osm><node id="1" lon="1" lat="2"/>`, `<gpx></gpx>`, `<osm></osm><osm></osm>`, `<osm></osm>x`,
	`<osm><!-- c --><node id="1" lon="1" lat="2"/></osm>`, `<osm><![CDATA[<node id="1"/>]]></osm>`, `<!DOCTYPE osm><osm></osm>`,
	`<osm><a:node id="1" lon="1" lat="2"/></osm>`, `<osm><node id="1" a:lon="1" lat="2"/></osm>`, `<osm><delete><node id="1" lon="1" lat="2"/></delete></osm>`,
	`<osm><node id="1" lon="1" lat="2"><tag k="a" v="&nbsp;"/></node></osm>`, `<osm><node id="1" user="&#0;"/></osm>`, `<osm><node id="1" user="&#xD800;"/></osm>`,
	`<osm><node id="1" user="a<b"/></osm>`, "<osm><node id=\"1\" user=\"\xff\"/></osm>", "<osm><node id=\"1\" user=\"\x01\"/></osm>", `<osm><node id="1" user="￿"/></osm>`,
	`<osm><node id="x" lon="1" lat="2"/></osm>`, `<osm><way id="1"><nd ref=""/></way></osm>`, `<osm><way id="1"></node></osm>`, `<osm><way id="1"><center lat="1"/></way></osm>`,
	`<osm><node id = "1" lon="1" lat="2"/></osm>`, `<osm><node id=1 /></osm>`, `<osm><node id="1" lon/></osm>`, `<osm>&amp;</osm>`, `<osm><note>]]></note></osm>`,
	`<osm><remark>runtime error</remark></osm>`, `<?xml version="1.1"?><osm></osm>`, `<?xml version="1.0" encoding="latin1"?><osm></osm>`,
	"<osm><node id=\"1\" user=\"a\rb\"/></osm>", `<osm><node id="99999999999999999999"/></osm>`, `<osm></osm >`, `<osm></os></osm>`,
}

// requireAlike reads a text both ways, in blocks of a size. It tells whether it is plain:
// then both find the same.
func requireAlike(t *testing.T, text []byte, size int) (plain bool) {
	t.Helper()
	none := func(int64) {}
	for _, roadsOnly := range []bool{false, true} {
		want, wrong := parseXML(t.Context(), bytes.NewReader(text), newFilter(roadsOnly), none)
		got, nodes, err := readPlain(t.Context(), bytes.NewReader(text), newFilter(roadsOnly), 2, size, none)
		if err != nil {
			require.ErrorIs(t, err, errNotPlain)
			return false
		}
		require.NoError(t, wrong, "%q", text)
		for _, some := range nodes {
			got.nodes = append(got.nodes, some...)
		}
		one, other := &xmlObjects{}, &xmlObjects{} // which have nil for every empty list
		one.take(want)
		other.take(got)
		require.Equal(t, one.x, other.x, "%q", text)
		require.Equal(t, want.nodes, got.nodes, "%q", text)
		require.Equal(t, want.refused, got.refused, "%q", text)
	}
	return true
}

func TestPlainXMLIsReadAlike(t *testing.T) {
	for name, text := range plainTexts {
		for size := 1; size < len(text)+2; size += 1 + size/8 {
			// Blocks that are too small for the longest object are none.
			if plain := requireAlike(t, []byte(text), size); size > 16 {
				assert.True(t, plain, "%s, blocks of %d bytes", name, size)
			}
		}
	}
}

func TestOddXMLIsLeftToTheOther(t *testing.T) {
	for _, text := range oddTexts {
		requireAlike(t, []byte(text), 20)
		if plain := requireAlike(t, []byte(text), 1<<20); plain {
			assert.Equal(t, `<osm></osm >`, text)
		}
	}
}

// Sound files of every kind of element, broken at a random place: whatever is still plain
// is read alike.
func TestBrokenXMLIsReadAlike(t *testing.T) {
	const seed = 5
	r := rand.New(rand.NewPCG(seed, seed))
	pieces := []string{"<", ">", "/", "\"", "'", "&", ";", "=", " ", "\n", "\r", "]]>", "<!--", "-->", "<nd ref=\"1\"/>", "<node ", "</osm>", "<way id='1'>", "&#65;", "\x00", "\xc3", "é", "7", ".", "e"}
	plain, odd := 0, 0
	for range 800 {
		text := []byte(plainTexts[[]string{"osmium", "overpass", "josm", "written by hand"}[r.IntN(4)]])
		for range 1 + r.IntN(2) {
			at := r.IntN(len(text))
			piece := pieces[r.IntN(len(pieces))]
			text = append(text[:at:at], append([]byte(piece), text[at+r.IntN(min(2, len(text)-at)):]...)...)
		}
		if requireAlike(t, text, 64+r.IntN(500)) {
			plain++
		} else {
			odd++
		}
	}
	assert.Greater(t, plain, 30)
	assert.Greater(t, odd, 30)
}

// A file with objects beyond number is read in many blocks at once; and one that never
// begins another object does not fill the memory.
func TestPlainXMLInManyBlocks(t *testing.T) {
	var b strings.Builder
	b.WriteString("<osm>")
	for i := range 3000 {
		fmt.Fprintf(&b, `<node id="%d" lon="1.%d" lat="2"><tag k="name" v="n%d"/></node>`, i, i, i%7)
	}
	for i := range 2000 {
		fmt.Fprintf(&b, `<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="path"/></way>`, i, i, i+1)
	}
	b.WriteString("</osm>")
	require.True(t, requireAlike(t, []byte(b.String()), 700))

	endless := "<osm><way id=\"1\">" + strings.Repeat(`<nd ref="1"/>`, 5000) + "</way></osm>"
	require.False(t, requireAlike(t, []byte(endless), 100))
	require.True(t, requireAlike(t, []byte(endless), 10000))
}

// What a file was broken off with is told by the reader of any XML.
func TestPlainXMLBrokenOff(t *testing.T) {
	broken := errors.New("broken")
	_, _, err := readPlain(t.Context(), &failingReader{text: strings.NewReader(plainTexts["osmium"]), err: broken}, newFilter(false), 2, 50, func(int64) {})
	require.ErrorIs(t, err, errNotPlain)
}

type failingReader struct {
	text *strings.Reader
	err  error
}

func (r *failingReader) Read(b []byte) (int, error) {
	if r.text.Len() == 0 {
		return 0, r.err
	}
	return r.text.Read(b)
}

func FuzzPlainXML(f *testing.F) {
	for _, text := range plainTexts {
		f.Add([]byte(text), uint16(100))
	}
	for _, text := range oddTexts {
		f.Add([]byte(text), uint16(100))
	}
	f.Fuzz(func(t *testing.T, text []byte, size uint16) { requireAlike(t, text, int(size)+1) })
}

func TestDegrees(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "-0": 0, "1.5": 15000000, "-179.9999999": -1799999999, "012.34": 123400000, "7.0000001": 70000001} {
		got, ok := degrees([]byte(text))
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "-", ".5", "5.", "1e3", "+1", "1.00000001", "1000", "1 ", "--1", "1.-5", "NaN", "999"} {
		_, ok := degrees([]byte(text))
		assert.False(t, ok, text)
	}
}

// Places are read as by the standard library, whatever form they have.
func TestPlacesOfText(t *testing.T) {
	const seed = 6
	r := rand.New(rand.NewPCG(seed, seed))
	number := func() string {
		v := (r.Float64()*2 - 1) * []float64{1, 90, 180, 200}[r.IntN(4)]
		return fmt.Sprintf([]string{"%v", "%.7f", "%.3f", "%.0f", "%.9f", "%e", "+%v"}[r.IntN(7)], v)
	}
	for range 20000 {
		lon, lat := number(), number()
		p, field := bytesPlace([]byte(lon), []byte(lat))
		want, wantField := textPlace(lon, lat)
		require.Equal(t, want, p, "%s %s", lon, lat)
		require.Equal(t, wantField, field, "%s %s", lon, lat)
	}
}
