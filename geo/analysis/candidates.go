package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// CandidateKind says where a facility might be added.
type CandidateKind string

// The kinds of candidate.
const (
	// CandidateVillages are the seats of villages, without a seat a point inside them.
	CandidateVillages CandidateKind = "villages"
	// CandidateNodes are the ends and junctions of streets that places may be linked to.
	CandidateNodes CandidateKind = "nodes"
	// CandidateParcels are points inside parcels of land where the category may stand
	// ([UsesFor]).
	CandidateParcels CandidateKind = "parcels"
	// CandidateHomes are the places where people live.
	CandidateHomes CandidateKind = "homes"
	// CandidateList are places that the asker names.
	CandidateList CandidateKind = "list"
)

// MaxCandidates bounds the candidates of a question. Where there are more, the area is
// divided into squares of 50 m, or √2 times that, and so on, and the one nearest to the
// middle of each square stands for those in it.
const MaxCandidates = 5000

// thinM is the side of the smallest squares. Nodes, parcels and homes are thinned as well
// where squares of a fiftieth (1/reachShare) of what the limit can carry in a straight line
// are larger than that: for half an hour by car a junction is as good as the next one.
const (
	thinM      = 50
	reachShare = 50
)

// Candidate is a place where a facility might be added.
type Candidate struct {
	// ID is the code of the village, the id of the parcel or home, what the asker calls it, or
	// the place in degrees.
	ID, Name string
	Kind     CandidateKind
	Location orb.Point
}

// candidates are those of a question, with their links as places where one arrives.
type candidates struct {
	list  []Candidate
	links [][]network.Link
	// forbidden lie on ground to be avoided, far are out of reach of everybody who gains by
	// one, unplaced have no link: all are left out. drawn of the forbidden lie in areas that
	// the asker drew, and on no other ground to be avoided.
	forbidden, drawn, far, unplaced int
	// all is how many there were to begin with, squareM the side of the squares by which they
	// were thinned, 0 where they were not.
	all     int
	squareM float64
}

// listed are the candidates of a kind in an area that do not lie on ground to be avoided.
type listed struct {
	list           []Candidate
	all, forbidden int
}

// candidatesFor finds the candidates of a question: those listed that are near who gains.
func (a *Analysis) candidatesFor(ctx context.Context, q *SitesQuery, area *Area, l *asked, w *want, near *homeGrid) (*candidates, error) {
	linker, err := a.linkerOf(ctx, q, l)
	if err != nil {
		return nil, err
	}
	all, err := a.listedFor(ctx, q, area, linker, w)
	if err != nil {
		return nil, err
	}
	kept, drawn := without(all.list, q.AvoidAreas)
	out := &candidates{all: all.all, forbidden: all.forbidden + drawn, drawn: drawn}
	if q.Candidates != CandidateVillages && q.Candidates != CandidateList {
		limit, err := a.costLimit(ctx, l)
		if err != nil {
			return nil, err
		}
		here := len(kept)
		kept = slices.DeleteFunc(slices.Clone(kept), func(c Candidate) bool { return !near.any(a.plane.ToPlane(c.Location)) })
		out.far = here - len(kept)
		kept, out.squareM = a.thin(kept, MaxCandidates, limit.ReachM/reachShare)
	}
	if linker == nil {
		out.list, out.links = kept, make([][]network.Link, len(kept))
		return out, nil
	}
	links, err := a.linkAll(ctx, linker, len(kept), func(i int) orb.Point { return kept[i].Location }, false)
	if err != nil {
		return nil, err
	}
	for i, c := range kept {
		if at := links.of(i); len(at) > 0 {
			out.list, out.links = append(out.list, c), append(out.links, at)
		} else {
			out.unplaced++
		}
	}
	return out, nil
}

// linkerOf is the network that candidates are linked to; for straight lines it is asked for
// nodes alone.
func (a *Analysis) linkerOf(ctx context.Context, q *SitesQuery, l *asked) (*network.Linker, error) {
	metric := l.metric
	if metric == geo.StraightLine {
		if q.Candidates != CandidateNodes {
			return nil, nil
		}
		metric = geo.NetworkDistance
	}
	if l.mode == nil {
		return nil, &FieldError{Field: "mode", Value: "", Rule: "is no mode; /v1/modes lists them", Missing: true}
	}
	return a.network(ctx, l.mode, metric)
}

// listedFor lists the candidates of a question, or has them in the cache.
func (a *Analysis) listedFor(ctx context.Context, q *SitesQuery, area *Area, linker *network.Linker, w *want) (*listed, error) {
	uses, mode := []string(nil), ""
	if q.Candidates == CandidateParcels {
		uses = a.usesFor(w)
	}
	list := func(context.Context) (*listed, int64, error) {
		all, err := a.listCandidates(q, area, linker, uses)
		if err != nil {
			return nil, 0, err
		}
		out, off := &listed{all: len(all)}, a.forbidden(q.Avoid)
		out.list = slices.DeleteFunc(all, func(c Candidate) bool { return off.contains(c.Location) })
		out.forbidden = out.all - len(out.list)
		const bytesEach = 100
		return out, int64(bytesEach * len(out.list)), nil
	}
	switch q.Candidates {
	case CandidateList:
		out, _, err := list(ctx)
		return out, err
	case CandidateNodes:
		mode = netKey(linker)
	}
	return cached(ctx, a.cache, fmt.Sprintf("candidates %s %s %s %q %q", q.Candidates, area.Code, mode, q.Avoid, uses), list)
}

// listCandidates lists the candidates of a kind in an area, in the order of their ids.
func (a *Analysis) listCandidates(q *SitesQuery, area *Area, linker *network.Linker, uses []string) ([]Candidate, error) {
	in := a.insideOf(area)
	var out []Candidate
	switch q.Candidates {
	case CandidateVillages:
		for i := range a.villages {
			v := &a.villages[i]
			if !in.unit(v) {
				continue
			}
			c := Candidate{ID: v.unit.Code, Name: v.unit.Name, Location: v.middle}
			if v.unit.Seat != nil {
				c.Location = *v.unit.Seat
			}
			out = append(out, c)
		}
	case CandidateNodes:
		out = a.nodes(in, linker.Graph())
	case CandidateParcels:
		for i := range a.ds.Parcels {
			p := &a.ds.Parcels[i]
			if !slices.Contains(uses, p.Use) || len(p.Geometry) == 0 {
				continue
			}
			if at := shape.InsidePoint(p.Geometry); in.place(at) {
				out = append(out, Candidate{ID: p.ID, Name: p.Use, Location: at})
			}
		}
	case CandidateHomes:
		for i := range a.homes.homes {
			if h := &a.homes.homes[i]; in.place(h.Location) {
				out = append(out, Candidate{ID: h.ID, Location: h.Location})
			}
		}
	case CandidateList:
		for _, p := range q.At {
			if !a.extent().Contains(p) {
				return nil, &FieldError{Field: "at", Value: placeID(p), Rule: "lies outside the ground that the data describes"}
			}
			out = append(out, Candidate{ID: placeID(p), Location: p})
		}
		for _, c := range q.Places {
			if c.ID == "" {
				c.ID = placeID(c.Location)
			}
			if !a.extent().Contains(c.Location) {
				return nil, &FieldError{Field: "candidates", Value: c.ID, Rule: "lies outside the ground that the data describes"}
			}
			out = append(out, c)
		}
	default:
		return nil, &FieldError{Field: "candidates", Value: string(q.Candidates), Rule: "has to be villages, nodes, parcels, homes, or a list of places"}
	}
	slices.SortFunc(out, func(x, y Candidate) int { return strings.Compare(x.ID, y.ID) })
	out = slices.CompactFunc(out, func(x, y Candidate) bool { return x.ID == y.ID })
	for i := range out {
		out[i].Kind = q.Candidates
	}
	return out, nil
}

// placeID names a place by its degrees.
func placeID(p orb.Point) string { return fmt.Sprintf("%.7f,%.7f", p.Lon(), p.Lat()) }

// nodes are the ends of the streets of an area that the mode may use and places may be
// linked to: not of bridges, tunnels and motorways.
func (a *Analysis) nodes(in *inside, g *network.Graph) []Candidate {
	top, n := g.Topology(), int32(a.top.Edges())
	seen := make([]bool, top.Nodes())
	var out []Candidate
	for e := range n {
		road := top.Road(e)
		usable := g.Usable(e) || int(e+n) < top.Edges() && g.Usable(e+n)
		if !usable || road.Bridge || road.Tunnel || isMotorway(road.Highway) {
			continue
		}
		from, to := top.Ends(e)
		for k, v := range []int32{from, to} {
			if seen[v] {
				continue
			}
			seen[v] = true
			p := road.Geometry[k*(len(road.Geometry)-1)]
			if in.place(p) {
				out = append(out, Candidate{ID: placeID(p), Location: p})
			}
		}
	}
	return out
}

func isMotorway(highway string) bool {
	return highway == "motorway" || highway == "motorway_link"
}
