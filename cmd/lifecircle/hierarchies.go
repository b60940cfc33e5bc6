package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// hierarchyFolder keeps the hierarchies of networks in files, one each, named by the
// network they were made of: beside the file of the dataset, or in the user's cache.
type hierarchyFolder struct{ dir string }

// keptHierarchies is how many files stay in a folder: a few modes by time and by distance
// of this version of the roads and the one before. The rest, used longest ago, go.
const keptHierarchies = 32

// unfinished is how old a file that is being written may be.
const unfinished = 24 * time.Hour

// hierarchies makes what a server or an analysis needs to have hierarchies. Where they
// cannot be kept they are made anew in every run.
func (p *place) hierarchies(ctx context.Context, log *slog.Logger) *analysis.Hierarchies {
	folder, err := p.hierarchyFolder()
	if err != nil {
		log.Warn("hierarchies of networks are not kept", "error", err)
		return analysis.NewHierarchies(ctx, nil, log)
	}
	return analysis.NewHierarchies(ctx, folder, log)
}

// hierarchyFolder is FILE.gpkg.hierarchies for a dataset in a file, and a folder in the
// user's cache for one in a database and for the demo county.
func (p *place) hierarchyFolder() (*hierarchyFolder, error) {
	if p.file != "" {
		return &hierarchyFolder{p.file + ".hierarchies"}, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("the folder for what may be made again: %w", err)
	}
	return &hierarchyFolder{filepath.Join(cache, "lifecircle", "hierarchies")}, nil
}

// Open opens the hierarchy of a network. The file stays mapped for as long as the
// hierarchy is in use.
func (f *hierarchyFolder) Open(key hierarchy.Key) (*hierarchy.Hierarchy, error) {
	path := f.path(key)
	h, file, err := hierarchy.Open(path, key)
	if err != nil {
		return nil, err
	}
	runtime.AddCleanup(h, func(file io.Closer) { _ = file.Close() }, file)
	now := time.Now()
	_ = os.Chtimes(path, now, now) // a folder that can only be read keeps its times
	return h, nil
}

// Save keeps a hierarchy, and lets those go that were used longest ago.
func (f *hierarchyFolder) Save(key hierarchy.Key, h *hierarchy.Hierarchy) error {
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return fmt.Errorf("keeping a hierarchy: %w", err)
	}
	if err := h.Save(f.path(key), key); err != nil {
		return fmt.Errorf("keeping a hierarchy: %w", err)
	}
	f.tidy()
	return nil
}

func (f *hierarchyFolder) path(key hierarchy.Key) string {
	return filepath.Join(f.dir, key.String()+".lch")
}

// tidy removes the files used longest ago. That it cannot is no reason to stop.
func (f *hierarchyFolder) tidy() {
	// What was broken off while it was being written is of no use to anybody.
	if broken, err := filepath.Glob(filepath.Join(f.dir, "*.lch.*.tmp")); err == nil {
		for _, p := range broken {
			if info, err := os.Stat(p); err == nil && time.Since(info.ModTime()) > unfinished {
				_ = os.Remove(p)
			}
		}
	}
	paths, err := filepath.Glob(filepath.Join(f.dir, "*.lch"))
	if err != nil || len(paths) <= keptHierarchies {
		return
	}
	used := make(map[string]time.Time, len(paths))
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil {
			used[p] = info.ModTime()
		}
	}
	slices.SortFunc(paths, func(x, y string) int { return cmp.Or(used[y].Compare(used[x]), cmp.Compare(x, y)) })
	for _, p := range paths[keptHierarchies:] {
		_ = os.Remove(p)
	}
}
