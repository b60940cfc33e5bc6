package text

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func gbk(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	require.NoError(t, err)
	return out
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"utf-8": "UTF-8", "UTF8": "UTF-8", "65001": "UTF-8", "GBK\r\n": "GB18030", "CP936": "GB18030", "936": "GB18030", "GB2312": "GB18030",
		"Big5": "BIG5", "950": "BIG5", "ANSI 1252": "WINDOWS-1252", "88591": "WINDOWS-1252", "ISO 8859-1": "WINDOWS-1252", "shift_jis": "SHIFT_JIS", "\ufeffUTF-8": "UTF-8",
	} {
		e, err := Named(name)
		require.NoError(t, err, name)
		require.Equal(t, want, e.String(), name)
	}
	for _, name := range []string{"klingon", "", "replacement", "x-user-defined"} {
		_, err := Named(name)
		require.ErrorContains(t, err, "is not known", name)
	}
}

func TestChoiceByTheStrongestEvidenceThatFits(t *testing.T) {
	utf, gb := "王江泾镇", gbk(t, "王江泾镇")
	for _, c := range []struct {
		name         string
		text         string
		option, page string
		driver       byte
		want, why    string
	}{
		{"nothing said, UTF-8", utf, "", "", 0, "UTF-8", "valid UTF-8"},
		{"nothing said, GBK", gb, "", "", 0, "GB18030", "not UTF-8"},
		{"cpg", gb, "", "GBK", 0x57, "GB18030", ".cpg file says so"},
		{"driver", gb, "", "", 0x4d, "GB18030", "driver byte of the table is 0x4d"},
		{"cpg before driver", utf, "", "UTF-8", 0x4d, "UTF-8", ".cpg"},
		{"option before cpg", gb, "gbk", "UTF-8", 0x4d, "GB18030", "asked for"},
		{"cpg that lies", gb, "", "UTF-8", 0, "GB18030", "the .cpg file says UTF-8, which the text is not written in"},
		{"driver that lies", utf + "x", "", "", 0x4e, "UTF-8", "the language driver byte says EUC-KR"},
		{"cpg unknown", gb, "", "OEM", 0, "GB18030", `says "OEM", which is not known`},
		{"driver that says nothing", gb, "", "", 0x57, "GB18030", "not UTF-8"},
		{"ascii", "abc", "", "", 0, "UTF-8", "valid UTF-8"},
	} {
		valid := func(e Encoding) (bool, error) { _, ok := e.Decode([]byte(c.text)); return ok, nil }
		got, err := Choose(Evidence{Option: c.option, CodePage: c.page, Driver: c.driver, Valid: valid})
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, got.Encoding.String(), c.name)
		require.Contains(t, got.String(), c.why, c.name)
	}
	never := func(Encoding) (bool, error) { return false, nil }
	_, err := Choose(Evidence{Valid: never})
	require.ErrorContains(t, err, "--encoding")
	_, err = Choose(Evidence{Option: "utf-8", Valid: never})
	require.ErrorContains(t, err, "asked for")
}

// A table whose field names are cut after ten bytes cuts characters too.
func TestTextCutInsideACharacter(t *testing.T) {
	s, ok := UTF8().DecodeCut([]byte("乡镇代码")[:10])
	require.True(t, ok)
	require.Equal(t, "乡镇代", s)
	s, ok = GB18030().DecodeCut([]byte(gbk(t, "乡镇代码所属"))[:11])
	require.True(t, ok)
	require.Equal(t, "乡镇代码所", s)
	_, ok = UTF8().DecodeCut([]byte("\xffab"))
	require.False(t, ok, "what is broken at its beginning is not cut")
}

func TestFilesOfEveryEncoding(t *testing.T) {
	const want = "名称,经度\n王店镇,120.5\n"
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(want)
	require.NoError(t, err)
	utf16be, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(want)
	require.NoError(t, err)
	big5, err := traditionalchinese.Big5.NewEncoder().String("名稱")
	require.NoError(t, err)
	for _, c := range []struct{ name, text, option, want, chosen string }{
		{"utf-8", want, "", want, "UTF-8"},
		{"byte order mark", "\ufeff" + want, "", want, "UTF-8"},
		{"byte order mark and option", "\ufeff" + want, "utf-8", want, "UTF-8"},
		{"gbk", gbk(t, want), "", want, "GB18030"},
		{"utf-16le", utf16, "", want, "UTF-16LE"},
		{"utf-16be", utf16be, "", want, "UTF-16BE"},
		{"big5 by option", big5, "big5", "名稱", "BIG5"},
		{"four bytes of GB18030", "\x82\x35\x8f\x33", "", "\u9fa6", "GB18030"},
	} {
		r, choice, err := NewReader(strings.NewReader(c.text), c.option)
		require.NoError(t, err, c.name)
		got, err := io.ReadAll(iotest.OneByteReader(r))
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, string(got), c.name)
		require.Equal(t, c.chosen, choice.Encoding.String(), c.name)
	}
}

func TestTextThatIsInNoEncoding(t *testing.T) {
	_, _, err := NewReader(strings.NewReader("\xff\xff\xff"), "")
	require.ErrorContains(t, err, "neither UTF-8 nor GBK")
	r, _, err := NewReader(strings.NewReader("a\nb\n"+gbk(t, "王")), "utf-8")
	require.NoError(t, err)
	_, err = io.ReadAll(r)
	require.ErrorContains(t, err, "line 3: the text is not written in UTF-8")
}

func FuzzNewReader(f *testing.F) {
	for _, s := range []string{"a", "\xef\xbb\xbfa", "\xff\xfea\x00", "\xcd\xf5", "\xff\xff", "\x81\x30\x81", "王\xe7"} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "gbk")
	}
	f.Fuzz(func(t *testing.T, b []byte, option string) {
		r, choice, err := NewReader(bytes.NewReader(b), option)
		if err != nil {
			return
		}
		out, err := io.ReadAll(r)
		require.True(t, utf8.Valid(out) || err != nil, "what is passed on is UTF-8")
		require.LessOrEqual(t, len(out), 4*len(b)+4)
		if err == nil && choice.Encoding == UTF8() && option == "" {
			require.Equal(t, strings.TrimPrefix(string(b), "\ufeff"), string(out))
		}
	})
}

func BenchmarkNewReader(b *testing.B) {
	line := gbk(b, "王店幼儿园,幼儿园,120.5,30.6,一二三四五六七八九十\n")
	file := []byte(strings.Repeat(line, 100_000))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		r, _, err := NewReader(bytes.NewReader(file), "")
		require.NoError(b, err)
		_, err = io.Copy(io.Discard, r)
		require.NoError(b, err)
	}
}
