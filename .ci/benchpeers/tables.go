package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// table writes rows under a head in Markdown; columns after the first `left` hold
// figures and are set right.
func table(left int, head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(head)
	rule := make([]string, len(head))
	for i := range rule {
		rule[i] = "---"
		if i >= left {
			rule[i] = "---:"
		}
	}
	line(rule)
	for _, r := range rows {
		line(r)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// NetworkTable lists the networks.
func (r *report) NetworkTable() string {
	var rows [][]string
	for _, n := range r.Networks {
		rows = append(rows, []string{n.Town, thousands(n.Nodes), thousands(n.Edges), thousands(n.Facilities), fmt.Sprintf("%s of %s", thousands(n.LeftOut), thousands(n.Roads))})
	}
	return table(1, []string{"extract", "nodes", "edges", "facilities", "private roads left out"}, rows)
}

// NearestTable lists the figures about nearest facilities.
func (r *report) NearestTable() string {
	var rows [][]string
	for _, n := range r.Nearest {
		tells := "cost"
		if n.Winner {
			tells = "cost, facility"
		}
		rows = append(rows, []string{n.Town, inLimit(n.Limit), n.Peer, tells, inWords(n.Theirs), inWords(n.Own), "**" + times(n.Theirs, n.Own) + "**", micros(n.Batch), "**" + times(n.Theirs, n.Batch) + "**",
			thousands(n.Compared.Nodes), thousands(n.Compared.Reached), millimetres(n.Compared.LargestMM)})
	}
	return table(4, []string{"extract", "question", "peer", "it tells", "its time", "lifecircle", "ratio", "one of sixteen", "ratio", "nodes compared", "of them reached", "largest difference"}, rows)
}

// IsochroneTable lists the figures about isochrones.
func (r *report) IsochroneTable() string {
	var rows [][]string
	for _, i := range r.Isochrones {
		rows = append(rows, []string{i.Town, minutesInWords(i.Minutes), inWords(i.Theirs), inWords(i.Own), "**" + times(i.Theirs, i.Own) + "**",
			inWords(i.OwnOne), times(i.Theirs, i.OwnOne), fmt.Sprintf("%d kB", i.TheirBytes/1000), fmt.Sprintf("%d kB", i.OwnBytes/1000)})
	}
	return table(2, []string{"extract", "one request for", "Valhalla", "lifecircle", "ratio", "on one thread", "ratio", "Valhalla's GeoJSON", "lifecircle's"}, rows)
}

// GroundTable says how the polygons compare, as medians over the origins.
func (r *report) GroundTable() string {
	var rows [][]string
	for _, i := range r.Isochrones {
		if len(i.Minutes) < 2 {
			continue
		}
		for _, m := range i.Minutes {
			var area, common []float64
			for _, g := range i.Ground {
				if g.Minutes == m {
					area, common = append(area, g.Area), append(common, g.Common)
				}
			}
			rows = append(rows, []string{i.Town, minutesInWords([]float64{m}), fmt.Sprintf("%.2f", middle(area)), fmt.Sprintf("%.0f %%", 100*middle(common))})
		}
	}
	return table(2, []string{"extract", "contour", "Valhalla's area / lifecircle's", "ground in both, of the ground in either"}, rows)
}

// EquicostWrong reports whether it is wrong anywhere.
func (r *report) EquicostWrong() bool {
	return slices.ContainsFunc(r.Equicost, func(e equicostRow) bool { return e.Lost+e.Wrong > 0 })
}

// EquicostTable lists what equicost := true gets wrong.
func (r *report) EquicostTable() string {
	var rows [][]string
	for _, e := range r.Equicost {
		rows = append(rows, []string{e.Town, inLimit(e.Limit), thousands(e.Reached), thousands(e.Lost), thousands(e.Wrong), fmt.Sprintf("%.1f m", e.WorstMM/1000)})
	}
	return table(2, []string{"extract", "question", "nodes to be reached", "missing", "wrong cost", "worst of them"}, rows)
}

// ReadyTable says how long everybody took to be ready, one column a town.
func (r *report) ReadyTable() string {
	head := []string{"who", "from what to what"}
	var rows [][]string
	for _, t := range r.Ready {
		column := slices.Index(head, t.Town)
		if column < 0 {
			head, column = append(head, t.Town), len(head)
			for i := range rows {
				rows[i] = append(rows[i], "–")
			}
		}
		row := slices.IndexFunc(rows, func(c []string) bool { return c[0] == t.Who })
		if row < 0 {
			row = len(rows)
			rows = append(rows, append([]string{t.Who, t.What}, slices.Repeat([]string{"–"}, len(head)-2)...))
		}
		rows[row][column] = inWords(t.Took)
	}
	return table(2, head, rows)
}

// middle is the median of numbers, 0 of none.
func middle(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(all))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

func minutesInWords(m []float64) string {
	var parts []string
	for _, v := range m {
		parts = append(parts, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return strings.Join(parts, ", ") + " min"
}

func millimetres(d float64) string {
	if d == 0 {
		return "0"
	}
	return fmt.Sprintf("%.2g mm", d)
}

// thousands prints a number in groups of three.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
