package scenario

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// DefaultSnapM is how far the end of a new road may lie from the road that it is meant to
// meet: a hand that draws on a map of a town misses by some metres.
const DefaultSnapM = 5.0

// Options tune how edits are read. The zero value works.
type Options struct {
	// Profiles know categories and classes of road; without them any are taken.
	Profiles *geo.Profiles
	// SnapM is how far, in metres, the end of a new road may be moved to meet another
	// road; 0 is [DefaultSnapM], a negative one joins only what meets exactly.
	SnapM float64
}

// editor is a dataset while edits are made on it.
type editor struct {
	ds         *geo.Dataset
	o          Options
	number     int
	facilities *table[geo.Facility]
	roads      *table[geo.RoadSegment]
	greenways  *table[geo.Greenway]
	parks      *table[geo.Park]
	parcels    *table[geo.Parcel]
	cells      *table[geo.PopulationCell]
	homes      *table[geo.Home]
	units      *table[geo.Unit]
	// newRoads are the ids of roads that edits made, in order.
	newRoads []string
	// roadSources are the sources of the dataset's roads, nil until an edit adds one.
	roadSources map[string]bool
	changes     Changes
}

// Apply makes the edits on a dataset, which is left as it is; what the two have in common
// is shared. An edit that is not accepted is an [*EditError]. The dataset of edits that
// come to nothing is ds itself. Linear in the rows of the layers that are edited.
func Apply(ctx context.Context, ds *geo.Dataset, edits []Edit, o Options) (*geo.Dataset, *Changes, error) {
	if o.SnapM == 0 {
		o.SnapM = DefaultSnapM
	}
	o.SnapM = max(o.SnapM, 0)
	if len(edits) > MaxEdits {
		e := refuse("edits", len(edits), fmt.Sprintf("has to have at most %d edits", MaxEdits), fmt.Sprintf("最多 %d 条", MaxEdits))
		e.Edit = -1
		return nil, nil, e
	}
	e := &editor{ds: ds, o: o,
		facilities: newTable(ds.Facilities, func(f *geo.Facility) string { return f.ID }),
		roads:      newTable(ds.Roads, func(r *geo.RoadSegment) string { return r.ID }),
		greenways:  newTable(ds.Greenways, func(g *geo.Greenway) string { return g.ID }),
		parks:      newTable(ds.Parks, func(p *geo.Park) string { return p.ID }),
		parcels:    newTable(ds.Parcels, func(p *geo.Parcel) string { return p.ID }),
		cells:      newTable(ds.Population, func(c *geo.PopulationCell) string { return c.ID }),
		homes:      newTable(ds.Homes, func(h *geo.Home) string { return h.ID }),
		// Two sources may describe one unit; the row that counts is the one edited.
		units: newTable(ds.Units, func(u *geo.Unit) string { return u.Code + "\x00" + u.Source }),
	}
	for i := range edits {
		if err := ctx.Err(); err != nil {
			return nil, nil, fmt.Errorf("making edit %d: %w", i, err)
		}
		e.number = i
		err := edits[i].check()
		if err == nil {
			err = e.edit(&edits[i])
		}
		if err != nil {
			err.Edit = i
			return nil, nil, err
		}
	}
	if err := e.joinRoads(ctx); err != nil {
		return nil, nil, err
	}
	return e.finish(edits)
}

func (e *editor) edit(edit *Edit) *EditError {
	switch edit.Layer {
	case Facility:
		return e.editFacility(edit)
	case Road:
		return e.editRoad(edit)
	case Greenway:
		return e.editGreenway(edit)
	case Park:
		return e.editPark(edit)
	case Parcel:
		return e.editParcel(edit)
	}
	return e.editPopulation(edit)
}

// idOf is the id of a new row: the given one, or one of the content and the number.
func (e *editor) idOf(edit *Edit) string {
	if edit.ID != "" {
		return edit.ID
	}
	text, _ := json.Marshal(edit) // what was decoded from JSON can be written as such
	return fmt.Sprintf("%s-%d-%s", Source, e.number+1, digest(string(text))[:10])
}

func noSuchRow(edit *Edit) *EditError {
	return refuse("id", edit.ID, fmt.Sprintf("is no %s of this dataset", edit.Layer), "数据集中没有此要素")
}

// digest is a hash of some texts, as long as the versions of stores are.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = h.Write([]byte(p)) // writing to a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// finish puts the dataset together. A layer that was edited has a version made of the
// one before and of all edits: whoever knows the two of them knows the rows.
func (e *editor) finish(edits []Edit) (*geo.Dataset, *Changes, error) {
	next := *e.ds
	c := &e.changes
	keep := func(l geo.Layer, r RowChanges) {
		if !r.none() {
			c.Layers = append(c.Layers, LayerChanges{l, r})
		}
	}
	var r RowChanges
	next.Units, r = finish(c, e.units, func(u *geo.Unit) orb.Geometry { return nil })
	for _, list := range [][]string{r.Added, r.Changed, r.Removed} {
		for i := range list {
			list[i], _, _ = strings.Cut(list[i], "\x00")
		}
	}
	keep(geo.LayerUnits, r)
	next.Facilities, r = finish(c, e.facilities, func(f *geo.Facility) orb.Geometry { return f.Location })
	keep(geo.LayerFacilities, r)
	next.Roads, r = finish(c, e.roads, func(s *geo.RoadSegment) orb.Geometry { return s.Geometry })
	keep(geo.LayerRoads, r)
	next.Greenways, r = finish(c, e.greenways, func(g *geo.Greenway) orb.Geometry { return g.Geometry })
	keep(geo.LayerGreenways, r)
	next.Parks, r = finish(c, e.parks, func(p *geo.Park) orb.Geometry { return p.Geometry })
	keep(geo.LayerParks, r)
	next.Parcels, r = finish(c, e.parcels, func(p *geo.Parcel) orb.Geometry { return p.Geometry })
	keep(geo.LayerParcels, r)
	next.Population, r = finish(c, e.cells, func(p *geo.PopulationCell) orb.Geometry { return p.Geometry })
	keep(geo.LayerPopulation, r)
	next.Homes, r = finish(c, e.homes, func(h *geo.Home) orb.Geometry { return h.Location })
	keep(geo.LayerHomes, r)
	if len(c.Layers) == 0 {
		return e.ds, c, nil
	}
	if e.ds.ExtentFrom == "roads" || e.ds.ExtentFrom == "rows" {
		next.Extent, next.ExtentFrom = orb.Bound{}, ""
		next.DeriveExtent()
	}
	text, err := json.Marshal(edits)
	if err != nil {
		return nil, nil, errors.Join(errors.New("naming the version of a scenario"), err)
	}
	next.LayerVersions = maps.Clone(e.ds.LayerVersions)
	if next.LayerVersions == nil {
		next.LayerVersions = map[geo.Layer]string{}
	}
	snap := fmt.Sprint(e.o.SnapM)
	for i := range c.Layers {
		l := c.Layers[i].Layer
		next.LayerVersions[l] = digest(Source, e.ds.Version, e.ds.LayerVersions[l], string(l), snap, string(text))
	}
	next.Version = digest(Source, e.ds.Version, snap, string(text))
	return &next, c, nil
}

// finish finishes a table, and notes where its rows changed, before and after.
func finish[T any](c *Changes, t *table[T], place func(*T) orb.Geometry) ([]T, RowChanges) {
	rows, r := t.finish()
	for i := range t.base {
		if t.gone[i] || t.changed[i] != nil {
			c.note(place(&t.base[i]))
		}
		if t.changed[i] != nil {
			c.note(place(t.changed[i]))
		}
	}
	for _, row := range t.added {
		c.note(place(row))
	}
	return rows, r
}
