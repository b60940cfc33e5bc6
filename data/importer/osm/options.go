package osm

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Classifier says of which categories a thing is that carries tags.
type Classifier interface {
	// Match returns the ids of the categories, in a stable order. The area is
	// that of a polygon in square metres, unknown for points and lines. The map is
	// the reader's own: it is only to be read, and only during the call.
	Match(tags map[string]string, areaM2 geo.Amount) []string
}

// Options say how a file is to be read. The zero value reads without facilities.
type Options struct {
	// TownLevel is the admin_level that is a town, 0 for 8. The levels around it
	// follow: see the package documentation.
	TownLevel int
	// Source names the rows, "" for the file's base name without its extension.
	Source string
	// Classifier finds the facilities; without one there are none.
	Classifier Classifier
	// Progress, if not nil, is told how far a stage of reading is.
	Progress func(stage string, done, total int64)
	// Procs is the number of goroutines that decode, 0 for 2.
	Procs int
}

// defaultTownLevel is China's: admin_level 8 is a township-level unit (OSM wiki,
// "Tag:boundary=administrative", table of admin_level by country).
const defaultTownLevel = 8

func (o Options) complete(path string) (Options, error) {
	if o.TownLevel == 0 {
		o.TownLevel = defaultTownLevel
	}
	if o.TownLevel < 5 || o.TownLevel > 12 {
		return o, fmt.Errorf("town level %d: must be an admin_level from 5 to 12, so that a province is at least level 1", o.TownLevel)
	}
	if o.Source == "" {
		o.Source = sourceName(path)
	}
	if o.Procs <= 0 {
		o.Procs = 2
	}
	return o, nil
}

// sourceName is the file's base name without the extensions that say its format.
func sourceName(path string) string {
	name := filepath.Base(path)
	for _, ext := range []string{".gz", ".pbf", ".osm"} {
		name = strings.TrimSuffix(name, ext)
	}
	return name
}

func (o *Options) progress(stage string, done, total int64) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}
