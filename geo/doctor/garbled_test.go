package doctor

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// asRead is a text written in one encoding and read in another.
func asLatin1(b []byte) string {
	out := make([]rune, len(b))
	for i, c := range b {
		out[i] = rune(c)
	}
	return string(out)
}

func TestGarbledText(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte("中心小学"))
	require.NoError(t, err)
	utf8AsGBK, err := simplifiedchinese.GBK.NewDecoder().String("王店")
	require.NoError(t, err)
	for text, meant := range map[string]string{
		asLatin1(gbk):                    "中心小学",
		"1. " + asLatin1(gbk):            "1. 中心小学",
		asLatin1([]byte("中心小学")):         "中心小学",
		asLatin1([]byte("Müllerstraße")): "Müllerstraße",
		"MÃ¼ller":                        "Müller",
		utf8AsGBK:                        "王店",
		"中心\ufffd学":                      "",
		"王江泾镇中心卫生院\ufffd\ufffd":          "",
	} {
		got, bad := garbledText(text)
		require.True(t, bad, text)
		require.Equal(t, meant, got, text)
	}
	for _, text := range []string{
		"", "School", "中心小学", "王江泾镇", "Müller & Söhne", "Rua da Conceição", "Água", "ÅÄÖ", "Ærø", "naïve café",
		"São João da Pesqueira", "Île-à-la-Crosse", "联通", "Ö", "小学(南校区)", "ПОЧТА", "Τράπεζα", "さくら幼稚園", "药店",
		"Straße", "Öäüß",
	} {
		meant, bad := garbledText(text)
		require.False(t, bad, "%s is taken for %s", text, meant)
	}
}

func TestTidyName(t *testing.T) {
	for name, want := range map[string]string{
		" a ": "a", "a  b": "a b", "药店\u3000一": "药店 一", "a\u00a0b": "a b", "\ufeffa": "a", "a\u200bb": "ab", "a\tb\n": "a b",
		"e\u0301": "é", "药店（南）": "药店（南）", "می\u200cخواهم": "می\u200cخواهم", "": "", "\u3000": "",
	} {
		require.Equal(t, want, TidyName(name), "%q", name)
		require.Equal(t, want, TidyName(TidyName(name)))
	}
}
