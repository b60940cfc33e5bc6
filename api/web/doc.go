// Package web is the map at "/": a page that asks the API of the same server and draws
// what it answers, every share with its denominator, and what is unknown as unknown.
//
// The sources are TypeScript under src/, bundled by Vite into dist/, which is
// committed and embedded, so that building the binary needs Go alone:
//
//	make web             rebuilds dist/ (needs npm)
//	npm test             tests the parts that compute: formats, classes, addresses
//	npm run dev          serves the sources, asking an API on localhost:8080
//	go test ./api/web    looks at the map of the demo in Chromium
//	go test ./api/web -run Demo -args -screenshot FILE.png
//
// dist/BUILD records the SHA-256 of every source and built file, and a test compares.
//
// The page needs nothing from another server: no tiles, no fonts, no glyphs. What
// lies under the results is the dataset's own units, asked from the API; letters are
// drawn from the fonts of the machine.
package web
