package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

// task is what a peer's script is told beside the network.
type task struct {
	Runs int `json:"runs"`
	// LimitsMM are the limits to answer within; 0 is no limit.
	LimitsMM []uint32 `json:"limits_mm,omitempty"`
	// Extract, Origins, Minutes and SpeedKmh are for isochrones; each list of minutes
	// is one request.
	Extract  string       `json:"extract,omitempty"`
	Origins  [][2]float64 `json:"origins,omitempty"`
	Minutes  [][]float64  `json:"minutes,omitempty"`
	SpeedKmh float64      `json:"speed_kmh,omitempty"`
}

// write writes the task into a folder, which is made.
func (t task) write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "task.json"), b, 0o644)
}

// export writes the network as plain files into a folder: nodes.csv, edges.csv (each
// open both ways, costs in millimetres) and facilities.csv (their nodes).
func (n *walkable) export(folder string) error {
	return errors.Join(
		writeFile(folder, "nodes.csv", "node,lon,lat", len(n.Nodes), func(i int) string {
			return fmt.Sprintf("%d,%.7f,%.7f", i, n.Nodes[i][0], n.Nodes[i][1])
		}),
		writeFile(folder, "edges.csv", "from,to,cost_mm", len(n.Edges), func(i int) string {
			return fmt.Sprintf("%d,%d,%d", n.Edges[i].From, n.Edges[i].To, n.Edges[i].Cost)
		}),
		writeFile(folder, "facilities.csv", "node", len(n.Facilities), func(i int) string {
			return strconv.Itoa(int(n.Facilities[i]))
		}))
}

// writeFile writes a head and some lines.
func writeFile(folder, name, head string, lines int, line func(i int) string) error {
	var b bytes.Buffer
	b.WriteString(head + "\n")
	for i := range lines {
		b.WriteString(line(i) + "\n")
	}
	return os.WriteFile(filepath.Join(folder, name), b.Bytes(), 0o644)
}

// readCosts reads what a script wrote: one little-endian float64 per node.
func readCosts(file string) ([]float64, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if len(b)%8 != 0 {
		return nil, fmt.Errorf("%s: %d bytes are no whole number of costs", filepath.Base(file), len(b))
	}
	out := make([]float64, len(b)/8)
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return out, nil
}
