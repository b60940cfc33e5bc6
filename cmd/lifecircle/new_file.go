package main

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// newFile is a dataset that has no file yet. The first commit makes one, so that
// what fails before, or in it, leaves none behind.
type newFile struct {
	path  string
	store *geopackage.Store
}

var _ data.Store = (*newFile)(nil)

// Load finds nothing until something was committed.
func (f *newFile) Load(ctx context.Context) (*geo.Dataset, error) {
	if f.store == nil {
		return nil, data.ErrEmpty
	}
	return f.store.Load(ctx)
}

// LoadNear finds nothing until something was committed.
func (f *newFile) LoadNear(ctx context.Context, near data.Near) (*geo.Dataset, error) {
	if f.store == nil {
		return nil, data.ErrEmpty
	}
	return f.store.LoadNear(ctx, near)
}

// Version is "" until something was committed.
func (f *newFile) Version(ctx context.Context) (string, error) {
	if f.store == nil {
		return "", nil
	}
	return f.store.Version(ctx)
}

// Watch is closed at once while there is no file.
func (f *newFile) Watch(ctx context.Context) <-chan string {
	if f.store == nil {
		none := make(chan string)
		close(none)
		return none
	}
	return f.store.Watch(ctx)
}

// Commit makes the file. It fails when another program has made it meanwhile.
func (f *newFile) Commit(ctx context.Context, w data.Write) error {
	if f.store != nil {
		return f.store.Commit(ctx, w)
	}
	if err := geopackage.Make(ctx, f.path, w, geopackage.Options{}); err != nil {
		return err
	}
	store, err := geopackage.Open(ctx, f.path, geopackage.Options{})
	if err != nil {
		return err
	}
	f.store = store
	return nil
}

// History is empty until something was committed.
func (f *newFile) History(ctx context.Context) ([]data.HistoryEntry, error) {
	if f.store == nil {
		return nil, nil
	}
	return f.store.History(ctx)
}

// Revert knows no version until something was committed.
func (f *newFile) Revert(ctx context.Context, r data.Reversal) error {
	if f.store == nil {
		_, err := data.FindVersion(nil, r.Before)
		return err
	}
	return f.store.Revert(ctx, r)
}

// Restore knows no version until something was committed.
func (f *newFile) Restore(ctx context.Context, version string) error {
	if f.store == nil {
		_, err := data.FindVersion(nil, version)
		return err
	}
	return f.store.Restore(ctx, version)
}

// KeepHistory fails until something was committed.
func (f *newFile) KeepHistory(ctx context.Context, versions int) error {
	if f.store == nil {
		return data.ErrEmpty
	}
	return f.store.KeepHistory(ctx, versions)
}

// Close closes the file, if there is one.
func (f *newFile) Close() error {
	if f.store == nil {
		return nil
	}
	return f.store.Close()
}
