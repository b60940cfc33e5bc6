package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// policy is the page's Content-Security-Policy: everything comes from this server.
// MapLibre GL reads images through blob: and data: addresses and sets styles on the
// elements it makes; it may start its worker from a blob.
const policy = "default-src 'none'; script-src 'self'; worker-src 'self' blob:; connect-src 'self'; " +
	"img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// Vite names what lies in assets/ by a hash of its content, so it never changes; the
// page that names it may, with the next release.
const (
	cacheForever = "public, max-age=31536000, immutable"
	cacheAsk     = "no-cache"
)

// contentTypes are the kinds of file that dist/ holds. They are written here, and not
// asked of package mime, because that reads the machine's own table.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
}

// asset is one built file, ready to be sent.
type asset struct {
	contentType, etag, cache string
	body                     []byte
}

// load reads the built files by the path that asks for them.
func load(built fs.FS) map[string]asset {
	assets := make(map[string]asset)
	// An embedded file system was read when the binary was built: walking it cannot fail.
	_ = fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == record {
			return err
		}
		body, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		a := asset{contentType: typeOf(name), etag: `"` + hex.EncodeToString(sum[:12]) + `"`, cache: cacheAsk, body: body}
		if strings.HasPrefix(name, "assets/") {
			a.cache = cacheForever
		}
		assets["/"+name] = a
		return nil
	})
	if page, ok := assets["/index.html"]; ok {
		assets["/"] = page
		delete(assets, "/index.html")
	}
	return assets
}

func typeOf(name string) string {
	if t, ok := contentTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// serve sends the asset, or 304 to a client that holds it.
func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", a.cache)
	h.Set("ETag", a.etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}
