package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"slices"
	"time"
)

// bar is one figure of the plot; Ratio is what stands behind it, if anything.
type bar struct {
	Label string
	Took  time.Duration
	Own   bool
	Ratio string
}

// group is a question with the bars that answer it.
type group struct {
	Title string
	Bars  []bar
}

// groups are the questions worth seeing at a glance: the nearest facility without a
// limit, and the isochrone of three contours.
func (r *report) groups() []group {
	var out []group
	for _, n := range r.Networks {
		g := group{Title: fmt.Sprintf("%s: nearest of %s facilities for each of %s nodes", n.Town, thousands(n.Facilities), thousands(n.Nodes))}
		var own []time.Duration
		var theirs []bar
		for _, row := range r.Nearest {
			if row.Town == n.Town && row.Limit == 0 && !row.Winner {
				own = append(own, row.Own)
				theirs = append(theirs, bar{Label: row.Peer, Took: row.Theirs, Ratio: times(row.Theirs, row.Own)})
			}
		}
		if len(theirs) == 0 {
			continue
		}
		slices.SortStableFunc(theirs, func(a, b bar) int { return int(a.Took - b.Took) })
		g.Bars = append([]bar{{Label: "lifecircle", Took: median(own), Own: true}}, theirs...)
		out = append(out, g)
	}
	for _, i := range r.Isochrones {
		if len(i.Minutes) < 2 {
			continue
		}
		out = append(out, group{Title: fmt.Sprintf("%s: isochrone on foot, %s, polygons", i.Town, minutesInWords(i.Minutes)), Bars: []bar{
			{Label: "lifecircle", Took: i.Own, Own: true}, {Label: "Valhalla", Took: i.Theirs, Ratio: times(i.Theirs, i.Own)},
		}})
	}
	return out
}

// The plot's measures in pixels, and its colours.
const (
	plotWidth  = 760
	plotLeft   = 110
	plotRight  = 620
	barHeight  = 16
	barStep    = 22
	titleStep  = 30
	groupSpace = 10
	plotTop    = 46

	ownColour   = "#12805c"
	peerColour  = "#8796a5"
	inkColour   = "#1f2933"
	faintColour = "#d9dee3"
)

// plot draws the groups as bars on a logarithmic scale, which starts at a power of
// ten: a bar ten times as long in time is one decade longer here. The background is
// white, so that the plot can be read on a dark page.
func (r *report) plot() []byte { return drawPlot(r.groups()) }

func drawPlot(groups []group) []byte {
	low, high := decades(groups)
	x := func(d time.Duration) float64 {
		v := math.Log10(float64(d) / float64(time.Millisecond))
		return plotLeft + (plotRight-plotLeft)*(v-float64(low))/float64(high-low)
	}
	height := plotTop
	for _, g := range groups {
		height += titleStep + barStep*len(g.Bars) + groupSpace
	}
	bottom := height
	height += 16
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="system-ui, sans-serif" font-size="12" fill="%s" role="img">`+"\n", plotWidth, height, plotWidth, height, inkColour)
	b.WriteString("<title>Time per question, lifecircle and its peers, logarithmic scale</title>\n")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", plotWidth, height)
	fmt.Fprintf(&b, `<text x="%d" y="18" font-weight="600">Time per question (logarithmic; shorter is better)</text>`+"\n", 12)
	for p := low; p <= high; p++ {
		d := time.Duration(math.Pow10(p) * float64(time.Millisecond))
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="%s"/>`+"\n", x(d), plotTop, x(d), bottom, faintColour)
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle" font-size="11">%s</text>`+"\n", x(d), plotTop-6, decade(p))
	}
	y := plotTop
	for _, g := range groups {
		y += titleStep
		fmt.Fprintf(&b, `<text x="12" y="%d" font-weight="600">%s</text>`+"\n", y-8, html.EscapeString(g.Title))
		for _, c := range g.Bars {
			colour, figure := peerColour, inWords(c.Took)
			if c.Own {
				colour = ownColour
			}
			if c.Ratio != "" {
				figure += " · " + c.Ratio
			}
			fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", plotLeft-8, y+barHeight-4, html.EscapeString(c.Label))
			fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%.1f" height="%d" rx="2" fill="%s"/>`+"\n", plotLeft, y, max(1, x(c.Took)-plotLeft), barHeight, colour)
			fmt.Fprintf(&b, `<text x="%.1f" y="%d">%s</text>`+"\n", max(plotLeft, x(c.Took))+6, y+barHeight-4, html.EscapeString(figure))
			y += barStep
		}
		y += groupSpace
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// decades are the powers of ten, in milliseconds, between which all bars end.
func decades(groups []group) (low, high int) {
	least, most := math.Inf(1), math.Inf(-1)
	for _, g := range groups {
		for _, c := range g.Bars {
			if c.Took > 0 {
				v := math.Log10(float64(c.Took) / float64(time.Millisecond))
				least, most = min(least, v), max(most, v)
			}
		}
	}
	if least > most {
		return 0, 1
	}
	// A bar must not end where it starts.
	low = int(math.Ceil(least)) - 1
	return low, max(low+1, int(math.Ceil(most)))
}

// decade names a power of ten of milliseconds.
func decade(p int) string {
	if p >= 3 {
		return fmt.Sprintf("%.0f s", math.Pow10(p-3))
	}
	if p >= 0 {
		return fmt.Sprintf("%.0f ms", math.Pow10(p))
	}
	return fmt.Sprintf("%.0f µs", math.Pow10(p+3))
}
