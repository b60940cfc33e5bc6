package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// progress tells how far a stage is, on a terminal only.
func progress(to *os.File) func(stage string, done, total int64) {
	if !terminal(to) {
		return nil
	}
	return func(stage string, done, total int64) {
		if total > 0 {
			_, _ = fmt.Fprintf(to, "\r%-20s %3d %%", stage, 100*done/total)
		}
		if done >= total {
			_, _ = fmt.Fprintln(to)
		}
	}
}

// terminal reports whether somebody may be looking at what is written.
func terminal(to *os.File) bool {
	info, err := to.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// writeJSON writes a report to a file; "" writes nothing.
func writeJSON(file string, v any) error {
	if file == "" {
		return nil
	}
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
