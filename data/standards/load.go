package standards

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

//go:embed *.yaml
var shipped embed.FS

// Load returns the standards that are built into the binary, overridden by the .yaml and
// .yml files in dir and the directories below it: a standard with the id of a built-in one
// replaces it whole, in its place; any other is added at the end, files in order of their
// path. Names that begin with a dot are passed over. An empty dir means no overrides.
//
// The profiles say which categories, circles, sets, rules and modes rows may name.
//
// Errors name file, line, row, field, value and rule; all that are found are reported at
// once.
func Load(p *geo.Profiles, dir string) ([]*indicator.Standard, error) {
	base, err := read(shipped, "")
	if err != nil {
		return nil, fmt.Errorf("read the built-in standards: %w", err)
	}
	return under(base, p, dir)
}

// under lays the files of a directory over documents, and checks them all.
func under(base []*document, p *geo.Profiles, dir string) ([]*indicator.Standard, error) {
	documents := base
	if dir != "" {
		own, err := readDirectory(dir)
		if err != nil {
			return nil, fmt.Errorf("read the standards in %s: %w", dir, err)
		}
		documents = overlay(base, own)
	}
	errs := make([]error, 0, len(documents)+1)
	out := make([]*indicator.Standard, len(documents))
	for i, d := range documents {
		errs = append(errs, check(d, p))
		out[i] = d.form.standard()
	}
	errs = append(errs, shared(documents)...)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("check the standards: %w", err)
	}
	return out, nil
}

func readDirectory(dir string) ([]*document, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, errors.New("not a directory")
	}
	return read(os.DirFS(dir), dir)
}

// read decodes every file below the root of files. The prefix is put before the names that
// errors give.
func read(files fs.FS, prefix string) ([]*document, error) {
	names, err := yamlFiles(files)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no .yaml or .yml file there")
	}
	var errs []error
	var out []*document
	first := map[string]*document{}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		d, err := decode(path.Join(prefix, name), raw)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if other, ok := first[d.form.ID]; ok {
			errs = append(errs, d.wrong("id", d.form.ID, fmt.Sprintf("must be unique: %s has it too", other.name)))
		}
		first[d.form.ID] = d
		out = append(out, d)
	}
	return out, errors.Join(errs...)
}

// yamlFiles lists the files to read, in order of their path.
func yamlFiles(files fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(path.Ext(name))):
			names = append(names, name)
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// overlay lays documents over others: the same id replaces, any other is added.
func overlay(base, over []*document) []*document {
	out := slices.Clone(base)
	for _, d := range over {
		i := slices.IndexFunc(base, func(b *document) bool { return b.form.ID == d.form.ID })
		if i >= 0 {
			out[i] = d
			continue
		}
		out = append(out, d)
	}
	return out
}

// shared reports ids of rows that two standards have: a reported figure names its row only.
func shared(documents []*document) []error {
	var errs []error
	first := map[string]*document{}
	for _, d := range documents {
		for i, r := range d.form.Indicators {
			if other, ok := first[r.ID]; ok && other != d {
				errs = append(errs, d.wrong(fmt.Sprintf("indicators[%d].id", i), r.ID, fmt.Sprintf("must be unique: %s has it too", other.name)))
				continue
			}
			first[r.ID] = d
		}
	}
	return errs
}
