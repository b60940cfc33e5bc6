// Command fidelity (draft).
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"
)

func workers() int { return min(2, runtime.GOMAXPROCS(0)) }

func main() {
	ctx := context.Background()
	for _, e := range extracts() {
		if len(os.Args) > 2 && os.Args[2] != e.Name {
			continue
		}
		start := time.Now()
		lap := func(what string) { fmt.Println(e.Name, what, time.Since(start).Round(time.Millisecond)) }
		t, err := open(ctx, e, os.Args[1], 8000)
		if err != nil {
			panic(err)
		}
		lap("open")
		s, err := t.sample(ctx, 1, 20, 1)
		if err != nil {
			panic(err)
		}
		lap(fmt.Sprintf("sampled %d %d links", s.len(), len(s.links)))
		f, err := t.compare(ctx, s, 10, 1)
		if err != nil {
			panic(err)
		}
		lap("compared")
		fmt.Println(f.Roads, f.Grid, f.Homes, t.window.box)
		for k := range minutes {
			for _, y := range []*tally{&f.ByRoad[k], &f.ByGrid[k]} {
				slices.Sort(y.Rim)
				most := float32(0)
				if len(y.Rim) > 0 {
					most = y.Rim[len(y.Rim)-1]
				}
				fmt.Println(minutes[k], y.Places, "differ", y.Differ, "drawn", y.Drawn, "fromline", y.FromLine, "beyond", len(y.Beyond), "max", most)
			}
			fmt.Printf("people %+v %.4f%%\n", f.People[k], 100*f.People[k].share())
		}
		fmt.Println(len(f.Misstated), f.Misstated[:min(3, len(f.Misstated))])
	}
}
