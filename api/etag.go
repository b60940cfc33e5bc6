package api

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// entityTag makes the weak entity tag of an answer from everything it depends on.
// Weak, because the same answer may travel gzipped or plain (RFC 9110 §8.8.1).
func entityTag(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		// Writing to a hash never fails.
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return `W/"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:18]) + `"`
}

// tagMatches reports whether an If-None-Match header names the tag, by the weak
// comparison that RFC 9110 §13.1.2 asks for. A "*" is told apart as star: it holds
// whenever there is an answer at all, which only computing tells.
func tagMatches(header []string, tag string) (match, star bool) {
	opaque := strings.TrimPrefix(tag, "W/")
	rest := strings.Join(header, ",")
	for {
		rest = strings.TrimLeft(rest, " \t,")
		if rest == "" {
			return match, star
		}
		if rest[0] == '*' {
			star = true
			rest = rest[1:]
			continue
		}
		rest = strings.TrimPrefix(rest, "W/")
		if rest == "" || rest[0] != '"' {
			return match, star
		}
		end := strings.IndexByte(rest[1:], '"')
		if end < 0 {
			return match, star
		}
		if rest[:end+2] == opaque {
			match = true
		}
		rest = rest[end+2:]
	}
}
