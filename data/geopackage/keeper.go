package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// keeper reads and compresses what layers held before a commit, over a connection of
// its own, beside whoever writes: its transaction goes on seeing them as they were.
type keeper struct {
	session *session
	cancel  context.CancelFunc
	// queue takes the tables to keep, with room for all; whoever closes it has no more.
	queue  chan *table
	closed bool
	done   chan struct{}

	// What follows is for whoever has seen done closed.
	parts map[geo.Layer][][]byte
	err   error
}

// startKeeper begins a keeper's transaction. Nobody else may commit meanwhile.
func (s *Store) startKeeper(ctx context.Context) (*keeper, error) {
	ctx, cancel := context.WithCancel(ctx)
	k := &keeper{session: newSession(s.path, s.opts.Busy, s.closed), cancel: cancel,
		queue: make(chan *table, len(geo.Layers())), done: make(chan struct{}), parts: map[geo.Layer][][]byte{}}
	tx, at, err := k.begin(ctx)
	if err != nil {
		cancel()
		k.session.disconnect()
		return nil, fmt.Errorf("read what the changed layers hold: %w", err)
	}
	go func() {
		defer close(k.done)
		defer k.session.disconnect()
		defer func() { _ = tx.Rollback() }()
		for t := range k.queue {
			if k.err != nil {
				continue
			}
			if k.parts[t.layer], k.err = packLayer(ctx, tx, t, at.layers[t.name]); k.err != nil {
				k.err = fmt.Errorf("table %s: %w", t.name, k.err)
			}
		}
	}()
	return k, nil
}

// begin makes the transaction see the file as it is now.
func (k *keeper) begin(ctx context.Context) (*sql.Tx, *layout, error) {
	if err := k.session.connect(ctx, "rw"); err != nil {
		return nil, nil, err
	}
	tx, err := k.session.conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, err
	}
	at, err := readLayout(ctx, tx)
	if err != nil {
		_ = tx.Rollback()
	}
	return tx, at, err
}

// join waits until everything in the queue is kept.
func (k *keeper) join() error {
	if !k.closed {
		k.closed = true
		close(k.queue)
	}
	<-k.done
	return k.err
}

// stop ends the reading if it is still under way.
func (k *keeper) stop() {
	k.cancel()
	_ = k.join() // whoever wants to know has joined before
}
