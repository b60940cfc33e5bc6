package importer

import (
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// origins tells the sources that are OpenStreetMap from those of the user.
type origins map[string]bool

// originsOf reads it from what is recorded of the sources: one is OpenStreetMap
// when its licence or attribution names it. A source of which nothing is recorded
// is OpenStreetMap when it is called osm, or osm- and something. Ids do not
// matter: a row that a user exported, corrected and imported again under a name of
// their own is theirs, though its id still tells where it once came from.
func originsOf(infos []geo.SourceInfo) origins {
	o := origins{}
	for i := range infos {
		o[infos[i].Name] = infos[i].IsOSM()
	}
	return o
}

func (o origins) isOSM(source string) bool {
	osm, recorded := o[source]
	return osm || (!recorded && (source == "osm" || strings.HasPrefix(source, "osm-")))
}

// rank orders rows that describe the same thing: the user's before
// OpenStreetMap's, then by source, then by id. It depends on the rows alone, so
// that whichever was imported first does not matter.
type rank struct {
	osm        bool
	source, id string
}

func (o origins) rank(source, id string) rank {
	return rank{osm: o.isOSM(source), source: source, id: id}
}

func (a rank) compare(b rank) int {
	if a.osm != b.osm {
		if a.osm {
			return 1
		}
		return -1
	}
	if c := strings.Compare(a.source, b.source); c != 0 {
		return c
	}
	return strings.Compare(a.id, b.id)
}
