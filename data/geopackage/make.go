package geopackage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/seed-4611ae28/lifecircle/data"
)

// Make makes a file that holds what is written, and nothing before. It is made beside its
// place, under a name of its own, and put there when it is complete: there is never a
// part of it, whatever happens. It fails when there is a file by then. As nobody else has
// it open it needs no journal, and nothing is written twice, as by a commit to a file
// that others may read.
func Make(ctx context.Context, path string, w data.Write, o Options) (err error) {
	part := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d-%d.part", filepath.Base(path), os.Getpid(), drafts.Add(1)))
	defer func() {
		if e := os.Remove(part); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}()
	o.Create, o.draft = true, true
	s, err := Open(ctx, part, o)
	if err != nil {
		return err
	}
	if err := errors.Join(s.draw(ctx, w), s.Close()); err != nil {
		return err
	}
	if err := flush(part); err != nil {
		return fmt.Errorf("write %s to the disk: %w", part, err)
	}
	// A rename would replace what another program has put there meanwhile.
	claim, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("create the dataset: %w", err)
	}
	if err := errors.Join(claim.Close(), os.Rename(part, path)); err != nil {
		return fmt.Errorf("create the dataset: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// draw writes a draft: the rows of large layers directly, then all else by a commit.
func (s *Store) draw(ctx context.Context, w data.Write) error {
	if err := w.Check(); err != nil {
		return fmt.Errorf("commit to %s: %w", s.path, err)
	}
	if err := s.fill(ctx, &w); err != nil {
		return fmt.Errorf("commit to %s: %w", s.path, err)
	}
	return s.commit(ctx, &w)
}

// drafts tells the files apart that one process makes at once.
var drafts atomic.Uint64

// flush has a file written to the disk.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
