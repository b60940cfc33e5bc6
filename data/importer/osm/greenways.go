package osm

import (
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// namedGreenway reports whether something calls itself a greenway. Nothing else
// tells one from any other path: a cycleway is no greenway.
func namedGreenway(t tags) bool {
	for _, key := range [...]string{"name", "name:zh", "name:en", "official_name", "alt_name"} {
		if v := t.get(key); strings.Contains(v, "绿道") || strings.Contains(v, "綠道") || strings.Contains(strings.ToLower(v), "greenway") {
			return true
		}
	}
	return false
}

// greenwayStatus tells whether a way that is a path stands, is being built or is
// planned; ok is false for what is no path.
func greenwayStatus(t tags) (s geo.Status, ok bool) {
	class := t.get("highway")
	switch class {
	case "construction":
		class, s = t.get("construction"), geo.StatusBuilding
	case "proposed":
		class, s = t.get("proposed"), geo.StatusPlanned
	default:
		s = statusOf(t)
	}
	switch class {
	case "cycleway", "path", "footway":
		return s, true
	}
	return "", false
}

func isGreenway(t tags) bool {
	_, path := greenwayStatus(t)
	return path && namedGreenway(t)
}

// isGreenwayRoute reports whether a relation is a route on foot or by bicycle that
// calls itself a greenway.
func isGreenwayRoute(t tags) bool {
	return t.get("type") == "route" && t.is("route", "foot", "bicycle", "hiking", "walking") && namedGreenway(t)
}

// connectorRole reports whether a route's member only leads to it.
func connectorRole(role string) bool {
	switch role {
	case "connection", "approach", "link":
		return true
	}
	return false
}

// greenwayRelations takes the routes that are greenways. The part of a route that
// the file holds is kept, and what is missing reported.
func (r *reader) greenwayRelations() {
	for i := range r.x.relations {
		rel := &r.x.relations[i]
		if !isGreenwayRoute(rel.tags) {
			continue
		}
		var main, connectors orb.MultiLineString
		missing := false
		for _, m := range rel.members {
			if m.kind != wayObject {
				continue
			}
			w, ok := r.x.ways.find(m.ref)
			if !ok {
				missing = true
				continue
			}
			r.inGreenway[m.ref] = true
			if connectorRole(m.role) {
				connectors = append(connectors, r.x.line(w)...)
			} else {
				main = append(main, r.x.line(w)...)
			}
		}
		if missing {
			r.report.repaired("a greenway route that is only partly in the file: the part was kept", relationObject, rel.id)
		}
		o := object{kind: relationObject, id: rel.id, tags: rel.tags}
		status := statusOf(rel.tags)
		if rel.tags.is("state", "proposed", "planned") {
			status = geo.StatusPlanned
		}
		if len(main) == 0 && len(connectors) == 0 {
			r.report.refuse(relationObject, rel.id, rel.tags, "members", "none in the file", "a greenway needs a way")
		}
		r.greenway(o.rowID(), rel.tags, main, status, isConnector(rel.tags))
		r.greenway(o.rowID()+"-connector", rel.tags, connectors, status, true)
	}
}

// greenwayWay takes a path that is a greenway by itself.
func (r *reader) greenwayWay(o *object) {
	if len(o.line) == 0 || r.inGreenway[o.id] || !isGreenway(o.tags) {
		return
	}
	status, _ := greenwayStatus(o.tags)
	r.greenway(o.rowID(), o.tags, o.line, status, isConnector(o.tags))
}

func (r *reader) greenway(id string, t tags, g orb.MultiLineString, s geo.Status, connector bool) {
	if len(g) == 0 {
		return
	}
	r.d.Greenways = append(r.d.Greenways, geo.Greenway{
		ID: id, Name: nameOf(t), Geometry: g, Status: s, Grade: gradeOf(nameOf(t)), Connector: connector, Source: r.Source,
	})
}

func isConnector(t tags) bool { return strings.Contains(nameOf(t), "连接线") }

// gradeOf returns the level in the greenway plan that a name states, "" if none.
func gradeOf(name string) string {
	for _, g := range [...][2]string{
		{"省级", "provincial"}, {"市级", "municipal"}, {"县级", "county"}, {"区级", "county"}, {"社区级", "community"},
	} {
		if strings.Contains(name, g[0]) {
			return g[1]
		}
	}
	return ""
}
