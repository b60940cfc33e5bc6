package geo

import "github.com/paulmach/orb"

// Greenway is a stretch of greenway (绿道), drawn as its centreline.
type Greenway struct {
	ID       string
	Name     string
	Geometry orb.MultiLineString
	Status   Status
	// Grade is the level in the greenway plan (provincial, municipal, county,
	// community), "" if unknown.
	Grade string
	// Connector marks a 连接线: a borrowed stretch of road, which is shown but not
	// counted.
	Connector bool
	Source    string
}

// Park is a green or open space with a boundary.
type Park struct {
	ID       string
	Name     string
	Geometry orb.MultiPolygon
	// Kind is park, garden, square …; a park rule says which kinds count.
	Kind      string
	Status    Status
	Entrances []orb.Point
	Source    string
}
