package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// liveDataset is the dataset in service: it makes each new version ready beside the
// one that answers, and swaps it in.
type liveDataset struct {
	at       *place
	profiles *geo.Profiles
	log      *slog.Logger
	// hierarchies makes the networks' hierarchies while questions are being answered.
	hierarchies *analysis.Hierarchies
	current     analysis.Current
	failure     atomic.Pointer[error]
	// away asks whether the store can be reached; nil while there is none to ask.
	away atomic.Pointer[func() error]
	// store is the one that is followed: nil until it is open, and for the demo county.
	store atomic.Pointer[data.Store]
}

// reachable is how long a store may take to say that it is there.
const reachable = 2 * time.Second

// Current is the analysis in service, nil before the first is ready.
func (l *liveDataset) Current() api.Analyst {
	if a := l.current.Get(); a != nil {
		return a
	}
	return nil
}

// Err tells why the newest version is not in service, or that the file or the
// database is gone; nil when neither is so.
func (l *liveDataset) Err() error {
	if e := l.failure.Load(); e != nil {
		return *e
	}
	if away := l.away.Load(); away != nil {
		if err := (*away)(); err != nil {
			return fmt.Errorf("the dataset: %w", err)
		}
	}
	return nil
}

// records are what the store keeps beside the dataset, nil where there is no store.
func (l *liveDataset) records() data.Records {
	if s := l.store.Load(); s != nil {
		return *s
	}
	return nil
}

// watchOver makes Err ask after the store.
func (l *liveDataset) watchOver(ctx context.Context, store data.Store) {
	away := func() error {
		_, err := os.Stat(l.at.file)
		return err
	}
	if db, ok := store.(interface{ Ping(context.Context) error }); ok {
		away = func() error {
			ctx, cancel := context.WithTimeout(ctx, reachable)
			defer cancel()
			return db.Ping(ctx)
		}
	}
	l.away.Store(&away)
}

// follow puts the dataset in service, and every later version of it, until ctx
// ends. Without a file or a database it is the demo county. It fails only when nothing can be
// put in service at the start; later failures leave the last version answering.
func (l *liveDataset) follow(ctx context.Context) error {
	if !l.at.named() {
		ds, err := demo.Make(ctx, demo.Options{})
		if err != nil {
			return fmt.Errorf("making the demo county: %w", err)
		}
		return l.ready(ctx, ds)
	}
	store, err := l.at.open(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	l.store.Store(&store)
	l.watchOver(ctx, store)
	if err := l.load(ctx, store); err != nil {
		return err
	}
	// What changed since that load is sent first.
	for range store.Watch(ctx) {
		if err := l.load(ctx, store); err != nil && ctx.Err() == nil {
			l.log.Error("the new version is not in service", "error", err)
		}
	}
	return nil
}

// load reads the store and makes what it holds ready.
func (l *liveDataset) load(ctx context.Context, store data.Store) error {
	ds, err := store.Load(ctx)
	if err == nil {
		err = l.ready(ctx, ds)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		l.failure.Store(&err)
	}
	return err
}

// ready swaps a dataset in, unless it is the one in service.
func (l *liveDataset) ready(ctx context.Context, ds *geo.Dataset) error {
	start := time.Now()
	if a := l.current.Get(); a == nil || a.Dataset().Version != ds.Version {
		var err error
		if a == nil {
			a, err = analysis.New(ctx, ds, l.profiles, analysis.Options{Hierarchies: l.hierarchies})
		} else {
			a, err = a.Next(ctx, ds)
		}
		if err != nil {
			return err
		}
		l.current.Swap(a)
		// What the first visitor would wait for: the links of every home to every
		// network. Nobody waits for it here, and it stops when the server does.
		go func() {
			if _, err := a.Summary(ctx); err != nil && ctx.Err() == nil {
				l.log.Error("linking homes to the networks", "error", err)
			}
		}()
		l.log.Info("dataset in service", "title", ds.Title, "version", ds.Version, "took", time.Since(start).Round(time.Millisecond).String())
	}
	l.failure.Store(nil)
	return nil
}
