// Command fidelity compares isochrones as they are served with what is counted, on real
// extracts, and writes what it found to fidelity.md:
//
//	fidelity REALDATA DOCS
//
// REALDATA is the folder of extracts, DOCS the folder to write to. It draws origins on
// foot, asks the server's own handler for 5, 15 and 30 minutes and reads the text that
// comes back. Then:
//
//   - ground: every metre of every road of the network around, and a grid, is looked for
//     in the polygon and counted by its own links. Where the two differ a place has to be
//     found within the tolerance that is counted as the first is drawn.
//   - people: those of the homes inside the polygons against those counted.
//   - shape: GEOS judges whether every polygon is valid as served and lies within the
//     wider ones.
//
// It ends with status 1 when a limit is broken. Everything is drawn by seeds.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"
)

// plan says how much is compared.
type plan struct {
	Origins int
	// SideM is the side of the square that is sampled, around the densest roads.
	SideM float64
	// RoadM and GridM are how far apart samples are, along roads and in the grid.
	RoadM, GridM float64
	Seed         uint64
	// Judged: GEOS is asked about the shapes.
	Judged bool
}

func fullPlan() plan {
	return plan{Origins: 50, SideM: 8000, RoadM: 1, GridM: 20, Seed: 1, Judged: true}
}

// workers is how many processors are used: this is to leave room for other work.
func workers() int { return min(2, runtime.GOMAXPROCS(0)) }

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: fidelity REALDATA DOCS")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1], os.Args[2], fullPlan())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fidelity:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, realdata, docs string, p plan) (err error) {
	folder, err := os.MkdirTemp("", "fidelity")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	r := &report{Plan: p, Date: time.Now().Format("2006-01-02")}
	if r.Judge, err = judgeVersion(ctx, folder); err != nil {
		return err
	}
	for _, e := range extracts() {
		start := time.Now()
		f, err := measure(ctx, e, realdata, folder, p)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		r.Towns = append(r.Towns, f)
		fmt.Fprintf(os.Stderr, "%s: %s\n", e.Name, time.Since(start).Round(time.Second))
	}
	broken := r.broken()
	for _, b := range broken {
		fmt.Fprintln(os.Stderr, b)
	}
	if err := r.write(filepath.Join(docs, "fidelity.md")); err != nil {
		return err
	}
	if len(broken) > 0 {
		return fmt.Errorf("%d limits are broken", len(broken))
	}
	return nil
}

// measure compares one town.
func measure(ctx context.Context, e extract, realdata, folder string, p plan) (*found, error) {
	t, err := open(ctx, e, realdata, p.SideM)
	if err != nil {
		return nil, err
	}
	f, err := t.compare(ctx, p)
	if err != nil {
		return nil, err
	}
	f.Verdict = &verdict{}
	if p.Judged {
		f.Verdict, err = judge(ctx, folder, f.Answers)
	}
	f.Answers = nil
	return f, err
}
