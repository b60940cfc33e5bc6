//go:build race

package main

import "time"

// raceDetector tells that the tests were built with it.
const raceDetector = true

// soon is how long an edit made by another program may take to be answered from. It
// is 2 s; the race detector makes programs up to ten times slower, as its
// documentation has it (go.dev/doc/articles/race_detector).
const soon = 10 * 2 * time.Second
