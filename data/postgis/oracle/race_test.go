//go:build race

package oracle

// raceDetector tells that the tests were built with it: it makes programs up to ten
// times slower (go.dev/doc/articles/race_detector), so that some ask fewer questions.
const raceDetector = true
