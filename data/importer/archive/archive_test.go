package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// zipped makes an archive of name, content pairs.
func zipped(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: zip.Deflate, NonUTF8: true})
		require.NoError(t, err)
		_, err = io.WriteString(f, pairs[i+1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func opened(t testing.TB, b []byte) (*Archive, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.zip")
	require.NoError(t, os.WriteFile(path, b, 0o600))
	a, err := Open(path)
	if err == nil {
		t.Cleanup(func() { require.NoError(t, a.Close()) })
	}
	return a, err
}

func gbk(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	require.NoError(t, err)
	return out
}

func TestNamesInGBKAndUTF8(t *testing.T) {
	for name, written := range map[string]string{
		"gbk": gbk(t, "王店镇/设施.shp"), "utf-8 without the flag": "王店镇/设施.shp",
		// The second byte of 誠 is a backslash in GBK.
		"backslashes": gbk(t, `王店镇\设施.shp`),
	} {
		a, err := opened(t, zipped(t, written, "x", "__MACOSX/._a.shp", "", "folder/", ""))
		require.NoError(t, err, name)
		require.Len(t, a.Files, 1, name)
		require.Equal(t, "王店镇/设施.shp", a.Files[0].Name, name)
		require.Len(t, a.ByExtension(".SHP"), 1)
		_, ok := a.Named("王店镇/设施", ".shp")
		require.True(t, ok)
	}
	a, err := opened(t, zipped(t, gbk(t, "朶匼.shp"), "x"))
	require.NoError(t, err)
	require.Equal(t, "朶匼.shp", a.Files[0].Name, "characters whose second byte is a backslash")
}

func TestNamesThatLeadOut(t *testing.T) {
	for _, name := range []string{"../a.shp", "a/../../b.shp", `..\a.shp`, "/etc/passwd", `C:\a.shp`, "c:a.shp", "a\nb", "a\x00.shp"} {
		_, err := opened(t, zipped(t, name, "x"))
		require.ErrorContains(t, err, "the archive names a file", name)
	}
	_, err := opened(t, zipped(t, "a.shp", "x", "a.shp", "y"))
	require.ErrorContains(t, err, "two files")
	_, err = opened(t, []byte("no archive"))
	require.ErrorContains(t, err, "not a valid zip file")
}

func TestBombs(t *testing.T) {
	var before, after runtime.MemStats
	big := zipped(t, "a.shp", strings.Repeat("\x00", 80<<20))
	runtime.ReadMemStats(&before)
	_, err := opened(t, big)
	require.ErrorContains(t, err, "that is a bomb")
	// A size that is a lie: the central directory states 4 GiB less one byte.
	liar := zipped(t, "a.shp", "some bytes")
	at := bytes.Index(liar, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(liar[at+24:], 1<<32-2)
	_, err = opened(t, liar)
	require.ErrorContains(t, err, "that is a bomb")
	// A size that is stated too small is where reading ends.
	liar = zipped(t, "a.shp", strings.Repeat("x", 5000))
	at = bytes.Index(liar, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(liar[at+24:], 10)
	a, err := opened(t, liar)
	require.NoError(t, err)
	in, err := a.Files[0].Open()
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, in)
	require.Error(t, err)
	require.LessOrEqual(t, n, int64(5000))
	runtime.ReadMemStats(&after)
	// Directories and decoders: far below the 80 MB that the bomb holds.
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8<<20))
}

func FuzzList(f *testing.F) {
	f.Add(zipped(f, "a.shp", "x", gbk(f, "王.dbf"), "y"))
	f.Add(zipped(f, "../a", ""))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := Read(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for _, file := range a.Files {
			require.Empty(t, nameRule(file.Name))
			if in, err := file.Open(); err == nil {
				n, _ := io.Copy(io.Discard, io.LimitReader(in, 1<<20))
				require.LessOrEqual(t, n, file.Size)
				_ = in.Close() // a stream cut short says so once more
			}
		}
	})
}
