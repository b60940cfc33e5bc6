package crs_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ask runs an independent program on lines of numbers and returns the numbers it
// answers, line by line. The test is skipped where the program is not installed.
func ask(t *testing.T, lines []string, program string, args ...string) [][]float64 {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed (Debian packages gdal-bin, proj-bin): no independent oracle", program)
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var rows [][]float64
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		var row []float64
		for _, f := range strings.Fields(line) {
			v, err := strconv.ParseFloat(f, 64)
			if err != nil { // an azimuth in degrees, minutes and seconds
				continue
			}
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	require.Len(t, rows, len(lines), "one answer per line from %s", program)
	return rows
}

func num(vs ...float64) string {
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%.17g", v)
	}
	return b.String()
}
