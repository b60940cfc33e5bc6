package main

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

// scripts run inside the peers, and say which versions of them.
//
//go:embed peers
var scripts embed.FS

// workshop is where peers are kept: installed ones in a cache folder that stays, the
// scripts in a folder of this run.
type workshop struct{ scripts, cache string }

func openWorkshop(folder string) (*workshop, error) {
	sub, err := fs.Sub(scripts, "peers")
	if err != nil {
		return nil, err
	}
	w := &workshop{scripts: filepath.Join(folder, "peers")}
	if err := os.CopyFS(w.scripts, sub); err != nil {
		return nil, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	w.cache = filepath.Join(cache, "lifecircle", "benchpeers")
	return w, os.MkdirAll(w.cache, 0o755)
}

// nearestPeers are those that can be had; the others are named in the report.
func (w *workshop) nearestPeers(ctx context.Context, r *report) (peers []nearestPeer, closeAll func() error, err error) {
	closeAll = func() error { return nil }
	server, err := cluster.Start(ctx, cluster.Options{Extensions: []string{"pgrouting"}, Settings: map[string]string{"shared_buffers": "256MB", "work_mem": "64MB"}})
	if err != nil {
		r.leaveOut("pgRouting", reason(err))
	} else {
		closeAll = server.Close
		p := &pgRouting{server: server}
		v, err := p.versions(ctx)
		if err != nil {
			return nil, closeAll, fmt.Errorf("pgRouting: %w", err)
		}
		r.version(p.Name(), v)
		peers = append(peers, p)
	}
	for _, p := range []*pythonPeer{{name: "scipy"}, {name: "pandana", allowed: singlePrecision}} {
		if err := p.install(ctx, w); err != nil {
			if ctx.Err() != nil {
				return nil, closeAll, err
			}
			r.leaveOut(p.name, reason(err))
			continue
		}
		r.version(p.name, p.version(ctx))
		peers = append(peers, p)
	}
	return peers, closeAll, nil
}

// installed returns the folder of a peer, which install fills where that has not been
// done for these very requirements.
func (w *workshop) installed(name, requirements string, install func(folder string) error) (string, error) {
	b, err := os.ReadFile(filepath.Join(w.scripts, requirements))
	if err != nil {
		return "", err
	}
	folder := filepath.Join(w.cache, fmt.Sprintf("%s-%x", name, sha256.Sum256(b))[:len(name)+13])
	done := filepath.Join(folder, "installed")
	if _, err := os.Stat(done); err == nil {
		return folder, nil
	}
	progress("installing %s", name)
	// What a run that was broken off has left is of no use.
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	if err := install(folder); err != nil {
		return "", errors.Join(err, os.RemoveAll(folder))
	}
	return folder, os.WriteFile(done, b, 0o644)
}

// command runs a program. Its output is shown when it fails, but no part of the error,
// which is published: it may tell of folders and hosts.
func command(ctx context.Context, folder, name string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = folder
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		_, _ = os.Stderr.Write(out)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &commandError{filepath.Base(name), err}
	}
	return out, nil
}

// commandError is that a program could not be started or failed.
type commandError struct {
	program string
	err     error
}

// Error names the program and how it ended.
func (e *commandError) Error() string {
	if errors.Is(e.err, exec.ErrNotFound) || errors.Is(e.err, fs.ErrNotExist) {
		return e.program + " is not installed"
	}
	return fmt.Sprintf("%s failed (%v)", e.program, e.err)
}

// Unwrap is the error of package exec.
func (e *commandError) Unwrap() error { return e.err }

// reason is what the report says about an error: nothing that names a folder or host.
func reason(err error) string {
	var missing *cluster.MissingError
	var failed *commandError
	switch {
	case errors.As(err, &missing):
		return missing.Error()
	case errors.As(err, &failed):
		return failed.Error()
	}
	progress("%v", err)
	return "it failed; the run's own output says how"
}

// progress tells the one who waits.
func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
