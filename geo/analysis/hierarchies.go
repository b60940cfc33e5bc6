package analysis

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync/atomic"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// HierarchyStore keeps hierarchies of networks between runs, by the key of the network
// ([hierarchy.Graph.Key]).
type HierarchyStore interface {
	// Open returns the hierarchy kept under a key; the error is [fs.ErrNotExist] when
	// there is none.
	Open(key hierarchy.Key) (*hierarchy.Hierarchy, error)
	// Save keeps a hierarchy.
	Save(key hierarchy.Key, h *hierarchy.Hierarchy) error
}

// Hierarchies makes the hierarchies of networks in the background, one at a time, or
// takes them from a store. One serves an analysis and those that follow it
// ([Analysis.Next]). It is safe for concurrent use.
type Hierarchies struct {
	// life ends the work under way; it outlives every question.
	life  context.Context
	store HierarchyStore
	log   *slog.Logger
	turn  chan struct{}
}

// NewHierarchies returns what makes hierarchies until ctx ends. With a nil store they
// are made anew in every run.
func NewHierarchies(ctx context.Context, store HierarchyStore, log *slog.Logger) *Hierarchies {
	return &Hierarchies{life: ctx, store: store, log: log, turn: make(chan struct{}, 1)}
}

// only returns what makes no hierarchies, so that an analysis has those that it is given.
func (h *Hierarchies) only() *Hierarchies {
	if h == nil {
		return nil
	}
	ended, end := context.WithCancel(context.Background())
	end()
	return &Hierarchies{life: ended, store: h.store, log: h.log, turn: h.turn}
}

// contracting is a network whose hierarchy is there or on its way.
type contracting struct {
	ready atomic.Pointer[network.Contracted]
	// done is closed when ready is set or the work has failed with err.
	done chan struct{}
	err  error
}

// start makes or finds the hierarchy of a graph; it does not wait for it.
func (h *Hierarchies) start(g *network.Graph) *contracting {
	c := &contracting{done: make(chan struct{})}
	if c.err = h.life.Err(); c.err != nil {
		close(c.done)
		return c
	}
	go func() {
		defer close(c.done)
		select {
		case h.turn <- struct{}{}:
			defer func() { <-h.turn }()
		case <-h.life.Done():
			c.err = h.life.Err()
			return
		}
		made, err := h.make(g)
		if err != nil {
			c.err = err
			if h.life.Err() == nil {
				h.log.Error("contracting a network; it is searched node by node meanwhile", "mode", g.Mode().ID, "error", err)
			}
			return
		}
		c.ready.Store(made)
	}()
	return c
}

// make takes the hierarchy from the store, or makes it and puts it there. A store that
// does not work costs time, not answers.
func (h *Hierarchies) make(g *network.Graph) (*network.Contracted, error) {
	if h.store == nil {
		return g.Contract(h.life)
	}
	key := g.Arcs().Key()
	kept, err := h.store.Open(key)
	if err == nil {
		return g.Contracted(kept)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		h.log.Warn("a kept hierarchy cannot be used; it is made anew", "mode", g.Mode().ID, "error", err)
	}
	made, err := g.Contract(h.life)
	if err != nil {
		return nil, err
	}
	if err := h.store.Save(key, made.Hierarchy()); err != nil {
		h.log.Warn("a hierarchy cannot be kept; the next start makes it anew", "mode", g.Mode().ID, "error", err)
	}
	return made, nil
}

// contractedBytes is about what the hierarchy of a node takes: 2.7 arcs of 8 bytes in
// each direction, and three numbers.
const contractedBytes = 2*22 + 12

// contracting starts the hierarchy of a network, or finds it in the cache; nil where
// the analysis makes none.
func (a *Analysis) contracting(ctx context.Context, l *network.Linker) (*contracting, error) {
	if a.hierarchies == nil {
		return nil, nil
	}
	return cached(ctx, a.cache, "contracted "+netKey(l), func(context.Context) (*contracting, int64, error) {
		return a.hierarchies.start(l.Graph()), int64(contractedBytes * l.Graph().Nodes()), nil
	})
}

// contracted is the network with its hierarchy; nil while it is not ready.
func (a *Analysis) contracted(ctx context.Context, l *network.Linker) (*network.Contracted, error) {
	c, err := a.contracting(ctx, l)
	if c == nil || err != nil {
		return nil, err
	}
	return c.ready.Load(), nil
}

// Contract waits until the hierarchy of a mode under a metric is ready. Answers are the
// same without it; who is going to ask for many waits for it first. It does nothing in
// an analysis that makes none.
func (a *Analysis) Contract(ctx context.Context, mode string, metric geo.Metric) error {
	m, ok := a.profiles.Mode(mode)
	if !ok {
		return &FieldError{Field: "mode", Value: mode, Rule: "is no mode", Missing: true}
	}
	l, err := a.network(ctx, m, metric)
	if err != nil {
		return err
	}
	c, err := a.contracting(ctx, l)
	if c == nil || err != nil {
		return err
	}
	select {
	case <-c.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	if c.err != nil {
		return fmt.Errorf("waiting for the hierarchy of mode %q: %w", mode, c.err)
	}
	return nil
}
