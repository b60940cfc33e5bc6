package main

import (
	"os"
	"regexp"
	"runtime"
	"strings"
)

// machine is what the figures hang on.
type machine struct {
	Processor string
	Count     int
	System    string
	Go        string
}

func readMachine() machine {
	m := machine{Processor: "processor unknown", Count: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if name := regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindSubmatch(b); name != nil {
			m.Processor = string(name[1])
		}
	}
	if b, err := os.ReadFile("/etc/os-release"); err == nil {
		if name := regexp.MustCompile(`(?m)^PRETTY_NAME="(.*)"$`).FindSubmatch(b); name != nil {
			m.System = string(name[1])
		}
	}
	return m
}

// loadAverage is that of the last minute, "" where the system does not tell.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(b), " ")
	return first
}
