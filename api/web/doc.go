// Package web is the map at "/": a page that asks the API of the same server and
// draws what it answers.
//
// The sources are TypeScript under src/, bundled by Vite into dist/, which is
// committed and embedded, so that building the binary needs Go alone. `make web`
// rebuilds dist/ from the sources; dist/BUILD records which sources it was built
// from, and a test compares.
//
// The page needs nothing from another server: no tiles, no fonts, no glyphs. What
// lies under the results is the dataset itself, asked from the API.
package web
