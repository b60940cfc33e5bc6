//go:build !race

package oracle

// raceDetector tells that the tests were built with it.
const raceDetector = false
