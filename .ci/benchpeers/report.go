package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"text/template"
	"time"
)

// report is what a run has found.
type report struct {
	Date                  string
	Machine               machine
	LoadBefore, LoadAfter string
	Versions, Absent      []remark
	Networks              []networkRow
	Ready                 []readyRow
	Nearest               []nearestRow
	Equicost              []equicostRow
	Isochrones            []isochroneRow
	Growth                []growthRow
}

// remark says something about a peer or a town.
type remark struct{ About, Text string }

// networkRow is one town's walking network.
type networkRow struct {
	Town                     string
	Nodes, Edges, Facilities int
	// Roads is how many are open to walkers, LeftOut how many of them are private.
	Roads, LeftOut int
}

// readyRow is how long somebody took to be ready for questions.
type readyRow struct {
	Town, Who, What string
	Took            time.Duration
}

// nearestRow is one peer's figure beside lifecircle's.
type nearestRow struct {
	Town, Peer  string
	Limit       uint32
	Winner      bool
	Theirs, Own time.Duration
	// Batch is lifecircle's, costs alone and without a limit, of sixteen together.
	Batch    time.Duration
	Compared comparison
}

// isochroneRow is Valhalla's figure beside lifecircle's for one kind of request, and
// how the ground of all their contours compares.
type isochroneRow struct {
	Town        string
	Minutes     []float64
	Origins     int
	Theirs, Own time.Duration
	// OwnOne is lifecircle's on one thread, which is all that Valhalla uses.
	OwnOne               time.Duration
	TheirBytes, OwnBytes int
	Ground               []shared
}

func (r *report) version(peer, version string) {
	r.Versions = append(r.Versions, remark{peer, version})
}

func (r *report) leaveOut(what, why string) {
	progress("left out: %s: %s", what, why)
	r.Absent = append(r.Absent, remark{what, why})
}

func (r *report) prepared(town, who, what string, took time.Duration) {
	r.Ready = append(r.Ready, readyRow{town, who, what, took})
}

// Runs and FacilityEvery are for the page.
func (r *report) Runs() int          { return runs }
func (r *report) FacilityEvery() int { return facilityEvery }

//go:embed benchmarks.md.tmpl
var page string

// markdown is the page of the report.
func (r *report) markdown() ([]byte, error) {
	t, err := template.New("benchmarks.md").Parse(page)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, r); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	return b.Bytes(), nil
}

// write writes the page and its plot into a folder.
func (r *report) write(folder string) error {
	r.Date = time.Now().Format(time.DateOnly)
	b, err := r.markdown()
	if err != nil {
		return err
	}
	for name, plot := range map[string][]byte{"benchmarks.svg": r.plot(), "growth.svg": r.growthPlot()} {
		if err := os.WriteFile(filepath.Join(folder, name), plot, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(folder, "benchmarks.md"), b, 0o644)
}
