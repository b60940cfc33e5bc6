package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// buildYardstick builds the prototype into a temporary folder and returns its path.
func buildYardstick(ctx context.Context, source string) (string, error) {
	if _, err := os.Stat(source); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "yardstick")
	if err != nil {
		return "", err
	}
	out := filepath.Join(dir, "yardstick")
	c := exec.CommandContext(ctx, "go", "build", "-o", out, ".")
	c.Dir = source
	if b, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building it: %w: %s", err, b)
	}
	return out, nil
}

// stickTimes are the yardstick's figures of one run.
type stickTimes struct{ load, field time.Duration }

// runYardstick runs the prototype and reads its figures: the median load, and the
// best of its bucket queues over all nodes in the numbering it likes best.
func runYardstick(ctx context.Context, stick string, args ...string) (stickTimes, error) {
	var t stickTimes
	if stick == "" {
		return t, nil
	}
	b, err := exec.CommandContext(ctx, stick, args...).CombinedOutput()
	if err != nil {
		return t, fmt.Errorf("running the yardstick: %w: %s", err, b)
	}
	load := regexp.MustCompile(`load total\s+median (\S+)`)
	field := regexp.MustCompile(`multi-source bucket width.*unlimited (\S+)`)
	for line := range strings.SplitSeq(string(b), "\n") {
		if m := load.FindStringSubmatch(line); m != nil {
			t.load, _ = time.ParseDuration(m[1])
		}
		if m := field.FindStringSubmatch(line); m != nil {
			if d, err := time.ParseDuration(m[1]); err == nil && (t.field == 0 || d < t.field) {
				t.field = d
			}
		}
	}
	return t, nil
}

// processor is the processor's name, as the system tells it.
func processor() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "processor unknown"
	}
	if m := regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindStringSubmatch(string(b)); m != nil {
		return m[1]
	}
	return "processor unknown"
}
