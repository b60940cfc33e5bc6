package main

import (
	"fmt"
	"os"
	"testing"
	"time"
)

func TestQuick(t *testing.T) {
	for _, e := range extracts() {
		start := time.Now()
		f, err := measure(t.Context(), e, os.Getenv("REALDATA"), t.TempDir(), plan{Origins: 12, SideM: 8000, RoadM: 10, GridM: 60, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(e.Name, time.Since(start))
		for _, r := range rows(f) {
			fmt.Println(r.Town, r.Kind, r.Minutes, r.Places, r.Differ, r.DrawnShare(), r.RimM(0.5), r.RimM(0.99), r.RimM(1), r.Outside(), r.FromLine)
		}
		for k := range minutes {
			fmt.Println(minutes[k], f.People[k], f.People[k].Share())
		}
		fmt.Println(len(f.Misstated), f.Misstated[:min(3, len(f.Misstated))], f.Verdict)
	}
}
