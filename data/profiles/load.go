package profiles

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Category files carry a number so that they are read in the order of the taxonomy.
//
//go:embed *.yaml categories/*.yaml landuse/*.yaml
var shipped embed.FS

// Load returns the profiles that are built into the binary.
func Load() (*geo.Profiles, error) {
	base, err := read(shipped, "")
	if err != nil {
		return nil, fmt.Errorf("read the built-in profiles: %w", err)
	}
	return base.profiles()
}

// LoadWith returns the built-in profiles overridden by the .yaml and .yml files in dir
// and the directories below it: a record with the id of a built-in one replaces it
// whole, in its place; any other is added at the end, files in order of their path.
// Names that begin with a dot are passed over. An empty dir means no overrides.
//
// Errors name file, line, field, value and rule; all that are found are reported at once.
func LoadWith(dir string) (*geo.Profiles, error) {
	if dir == "" {
		return Load()
	}
	base, err := read(shipped, "")
	if err != nil {
		return nil, fmt.Errorf("read the built-in profiles: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("read the profiles in %s: %w", dir, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("read the profiles in %s: not a directory", dir)
	}
	own, err := read(os.DirFS(dir), dir)
	if err != nil {
		return nil, fmt.Errorf("read the profiles in %s: %w", dir, err)
	}
	return base.under(own).profiles()
}

// read decodes every profile file below the root of files into one layer. The prefix
// is put before the names that errors give.
func read(files fs.FS, prefix string) (*layer, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name != "." && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch ext := strings.ToLower(path.Ext(name)); {
		case d.IsDir():
		case ext == ".yaml", ext == ".yml":
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no .yaml or .yml file there")
	}
	sort.Strings(names)
	all := &layer{}
	var errs []error
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		one, err := decode(path.Join(prefix, name), raw)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all.append(one)
	}
	errs = append(errs, all.repeated()...)
	return all, errors.Join(errs...)
}
