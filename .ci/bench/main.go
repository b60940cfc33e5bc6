// Command bench measures what the README states, on this machine, one thing after
// another, with the yardstick (a plain prototype of the same work) run beside it
// where there is one:
//
//	bench BINARY REALDATA YARDSTICK
//
// BINARY is the built lifecircle, REALDATA the folder of real extracts, YARDSTICK
// the folder of the prototype's source. What is absent is named and left out.
// Nothing else should run meanwhile.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: bench BINARY REALDATA YARDSTICK")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, realdata, yardstick string) error {
	t := &table{}
	porto := filepath.Join(realdata, "porto.osm.pbf")
	stick, err := buildYardstick(ctx, yardstick)
	if err != nil {
		t.note("no yardstick: %v", err)
	}
	if err := benchDemo(ctx, t); err != nil {
		return err
	}
	if _, err := os.Stat(porto); err != nil {
		t.note("left out: what is measured on Porto (%v)", err)
	} else {
		if err := benchLoad(ctx, t, stick, porto); err != nil {
			return err
		}
		if err := benchImport(ctx, t, binary, porto); err != nil {
			return err
		}
		if err := benchImportPeers(ctx, t, binary, porto); err != nil {
			return err
		}
		if err := benchServer(ctx, t, porto); err != nil {
			return err
		}
		if err := benchCovered(ctx, t, porto); err != nil {
			return err
		}
		if err := benchEdits(ctx, t, porto); err != nil {
			return err
		}
	}
	if err := benchPlanning(ctx, t, binary, realdata); err != nil {
		return err
	}
	if err := benchReaders(ctx, t); err != nil {
		return err
	}
	if err := benchMillion(ctx, t, stick); err != nil {
		return err
	}
	if err := benchEngine(ctx, t, binary, stick, porto); err != nil {
		return err
	}
	t.print()
	return nil
}

// table collects the rows of the result.
type table struct {
	rows  [][4]string
	notes []string
}

func (t *table) row(what, figure, yardstick, goal string) {
	t.rows = append(t.rows, [4]string{what, figure, yardstick, goal})
	fmt.Fprintf(os.Stderr, "%s: %s (%s) %s\n", what, figure, yardstick, goal)
}

func (t *table) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
	fmt.Fprintln(os.Stderr, t.notes[len(t.notes)-1])
}

func (t *table) print() {
	fmt.Printf("%s, %d processors, %s, `make bench` on %s\n\n", runtime.Version(), runtime.NumCPU(), processor(), time.Now().Format("2006-01-02"))
	fmt.Println("| what | figure | yardstick in the same run | goal |")
	fmt.Println("| --- | --- | --- | --- |")
	for _, r := range t.rows {
		fmt.Printf("| %s | %s | %s | %s |\n", r[0], r[1], r[2], r[3])
	}
	for _, n := range t.notes {
		fmt.Printf("\n%s\n", n)
	}
}

// median of n timed runs after one that is not counted.
func median(n int, f func() error) (time.Duration, error) {
	if err := f(); err != nil {
		return 0, err
	}
	all := make([]time.Duration, n)
	for i := range all {
		start := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		all[i] = time.Since(start)
	}
	slices.Sort(all)
	return all[n/2], nil
}

// ms prints a duration in milliseconds with three digits that count.
func ms(d time.Duration) string {
	v := float64(d) / float64(time.Millisecond)
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f ms", v)
	case v >= 10:
		return fmt.Sprintf("%.1f ms", v)
	default:
		return fmt.Sprintf("%.2f ms", v)
	}
}

// against prints a yardstick's figure and the ratio to it; "none" without one.
func against(own, stick time.Duration) string {
	if stick == 0 {
		return "none"
	}
	return fmt.Sprintf("%s (%.2f ×)", ms(stick), float64(own)/float64(stick))
}
