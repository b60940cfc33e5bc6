//go:build !race

package main

import "time"

// raceDetector tells that the tests were built with it.
const raceDetector = false

// soon is how long an edit made by another program may take to be answered from.
const soon = 2 * time.Second
