package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// keeper reads and compresses what layers hold before a commit, over a connection of
// its own, beside whoever writes them: its transaction goes on seeing them as they
// were.
type keeper struct {
	session *session
	cancel  context.CancelFunc
	done    chan struct{}

	// What follows is for whoever has seen done closed.
	before *versions
	parts  map[geo.Layer][][]byte
	err    error
}

// startKeeper begins to read the wanted layers, and the version if that is to be read
// too. Nobody else may commit meanwhile.
func (s *Store) startKeeper(ctx context.Context, h *chronicle, version bool, wanted map[geo.Layer]bool) (*keeper, error) {
	ctx, cancel := context.WithCancel(ctx)
	k := &keeper{session: newSession(s.path, s.opts.Busy, s.closed), cancel: cancel, done: make(chan struct{}), parts: map[geo.Layer][][]byte{}}
	fail := func(err error) (*keeper, error) {
		cancel()
		k.session.disconnect()
		return nil, fmt.Errorf("read what the changed layers hold: %w", err)
	}
	if err := k.session.connect(ctx, "rw"); err != nil {
		return fail(err)
	}
	tx, err := k.session.conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fail(err)
	}
	at, err := readLayout(ctx, tx) // and so the transaction has begun
	if err != nil {
		_ = tx.Rollback()
		return fail(err)
	}
	go func() {
		defer close(k.done)
		defer k.session.disconnect()
		defer func() { _ = tx.Rollback() }()
		k.err = k.read(ctx, tx, at, h, version, wanted)
	}()
	return k, nil
}

func (k *keeper) read(ctx context.Context, tx *sql.Tx, at *layout, h *chronicle, version bool, wanted map[geo.Layer]bool) error {
	seen := *h // what it reads, nobody changes meanwhile
	if version {
		v, err := readAll(ctx, tx, &geo.Dataset{}, false)
		if err != nil {
			return err
		}
		k.before, seen.before = &v, v
	}
	for _, l := range layers() {
		t := l.spec()
		st := at.layers[t.name]
		if st == nil || !wanted[t.layer] || !seen.wants(t.layer) {
			continue
		}
		parts, err := packLayer(ctx, tx, t, st)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		k.parts[t.layer] = parts
	}
	return nil
}

// join waits until everything is read, and tells the version if it was read too.
func (k *keeper) join(before *versions) error {
	<-k.done
	if k.before != nil {
		*before = *k.before
	}
	return k.err
}

// stop ends the reading if it is still under way.
func (k *keeper) stop() {
	k.cancel()
	<-k.done
}
