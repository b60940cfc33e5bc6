// Command benchpeers measures lifecircle beside its peers, on the same extracts, in
// one run, and writes what it found to benchmarks.md and benchmarks.svg:
//
//	benchpeers REALDATA DOCS
//
// REALDATA is the folder of extracts, DOCS the folder to write to. The peers are
// installed with pinned versions into the user's cache folder when they are not
// there yet: scipy and pandana by pip, Valhalla by npm. pgRouting runs in a private
// PostgreSQL server. A peer that cannot be had is named with the reason.
//
// Every peer's costs are compared with lifecircle's before a figure is believed; a
// difference that is not accounted for ends the run, and nothing is written.
// One thing runs after another. Nothing else should run meanwhile.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: benchpeers REALDATA DOCS")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1], os.Args[2])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchpeers:", err)
		os.Exit(1)
	}
}

// extracts are the towns that are measured, largest first.
func extracts() []extract {
	return []extract{
		{Name: "Porto", File: "porto.osm.pbf"},
		{Name: "Heidelberg", File: "heidelberg.osm.pbf"},
		{Name: "Porto Alegre", File: "porto-alegre.osm.pbf"},
	}
}

func run(ctx context.Context, realdata, docs string) (err error) {
	folder, err := os.MkdirTemp("", "benchpeers")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	w, err := openWorkshop(folder)
	if err != nil {
		return err
	}
	r := &report{Machine: readMachine(), LoadBefore: loadAverage()}
	peers, closePeers, err := w.nearestPeers(ctx, r)
	defer func() { err = errors.Join(err, closePeers()) }()
	if err != nil {
		return err
	}
	valhalla := w.valhalla(ctx, r)
	for _, e := range extracts() {
		path := filepath.Join(realdata, e.File)
		if _, err := os.Stat(path); err != nil {
			r.leaveOut(e.Name, "the extract is not there")
			continue
		}
		n, err := readWalkable(ctx, e.Name, path)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		if err := measureNearest(ctx, r, n, filepath.Join(folder, e.File+".nearest"), peers); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		if err := measureGrowth(ctx, r, n); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
		if valhalla == nil {
			continue
		}
		if err := measureIsochrones(ctx, r, e.Name, path, filepath.Join(folder, e.File+".isochrones"), valhalla); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	if err := measureGenerated(ctx, r, folder, peers); err != nil {
		return err
	}
	if len(r.Nearest) == 0 {
		return errors.New("nothing was measured: neither a peer nor an extract")
	}
	r.LoadAfter = loadAverage()
	return r.write(docs)
}

// measureGenerated measures on generated networks, beside the peers up to a million
// nodes.
func measureGenerated(ctx context.Context, r *report, folder string, peers []nearestPeer) error {
	const largestForPeers = 1_000_000
	for _, nodes := range generatedSizes() {
		n, err := generatedNetwork(ctx, nodes)
		if err != nil {
			return fmt.Errorf("generating %d nodes: %w", nodes, err)
		}
		if nodes <= largestForPeers {
			err = measureNearest(ctx, r, n, filepath.Join(folder, fmt.Sprint(nodes, ".nearest")), peers)
		} else {
			err = n.contract(ctx)
		}
		if err == nil {
			err = measureGrowth(ctx, r, n)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
	}
	slices.SortStableFunc(r.Growth, func(a, b growthRow) int { return a.Nodes - b.Nodes })
	return nil
}

// extract is one town's OpenStreetMap file.
type extract struct{ Name, File string }
