package analysis

import (
	"context"
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// Summary describes the dataset as it is analysed, with what no network reaches.
// The first call links every home and facility to the network of every mode.
func (a *Analysis) Summary(ctx context.Context) (*Summary, error) {
	return cached(ctx, a.cache, "summary", func(ctx context.Context) (*Summary, int64, error) {
		s := &Summary{
			Dataset: a.ds, Counts: make(map[geo.Layer]int), Levels: make(map[geo.Level]int),
			UnplacedHomes: make(map[string]int), UnplacedPersons: make(map[string]geo.Amount),
			UnplacedFacility: make(map[string]int), SmallComponents: make(map[string]float64),
		}
		for _, l := range geo.Layers() {
			s.Counts[l] = a.ds.Count(l)
		}
		for _, u := range a.units {
			s.Levels[u.Level]++
		}
		whole := a.wholeArea()
		d, err := a.demandOf(ctx, whole, geo.OriginAll, "")
		if err != nil {
			return nil, 0, err
		}
		s.Population = d.population.Persons
		for _, g := range d.GrainM {
			s.GrainM = max(s.GrainM, g)
		}
		columns := d.Demand
		columns.Connected = make([]bool, d.Len())
		cover := lifecircle.Cover(&columns, make([]uint32, d.Len()), make([]uint32, len(d.villages)), lifecircle.Limit{})
		s.Denominator = cover.Denominator()
		if s.Elevation, err = a.elevation(ctx); err != nil {
			return nil, 0, err
		}
		if a.top == nil {
			return s, 0, nil
		}
		for i := range a.profiles.Modes {
			if err := a.summarise(ctx, s, &a.profiles.Modes[i], d); err != nil {
				return nil, 0, err
			}
		}
		return s, 1 << 10, nil
	})
}

// summarise counts what the network of a mode does not reach.
func (a *Analysis) summarise(ctx context.Context, s *Summary, mode *geo.Mode, d *demand) error {
	l, err := a.network(ctx, mode, geo.NetworkDistance)
	if err != nil {
		return err
	}
	links, err := a.homeLinks(ctx, l, true)
	if err != nil {
		return err
	}
	at, err := a.facilityLinks(ctx, l)
	if err != nil {
		return err
	}
	for i, f := range a.facilities {
		if f.Counts() && len(at.of(i)) == 0 {
			s.UnplacedFacility[mode.ID]++
		}
	}
	persons, known := 0.0, false
	s.UnplacedHomes[mode.ID] = 0
	for i, h := range d.members {
		n, ok := d.Persons[i].Get()
		known = known || ok
		if len(links.of(int(h))) == 0 {
			s.UnplacedHomes[mode.ID]++
			persons += n
		}
	}
	s.UnplacedPersons[mode.ID] = geo.Unknown()
	if known {
		s.UnplacedPersons[mode.ID] = geo.Known(persons)
	}
	// Lengths are summed in the order of the rows, and the last digits hang on it.
	s.SmallComponents[mode.ID] = math.Round(l.Graph().SmallShare()*1e6) / 1e6
	return nil
}
