package geo

import (
	"strings"

	"github.com/paulmach/orb"
)

// SourceInfo tells where rows came from and under which licence.
type SourceInfo struct {
	Name        string
	File        string
	License     string
	Attribution string
	// Date is the date of the data (ISO 8601), "" if unknown; ImportedAt is when
	// the import was made (RFC 3339).
	Date       string
	ImportedAt string
}

// Dataset is one consistent version of everything lifecircle knows of a place.
// It is read-only once made: an analysis shares it among many goroutines.
type Dataset struct {
	// Version is a hash of the content; LayerVersions are the same per layer.
	Version       string
	LayerVersions map[Layer]string
	// Title is shown to people; Notice is a warning they must see ("invented").
	Title  string
	Notice string
	// Date is the date of the data (ISO 8601), "" if unknown.
	Date    string
	Sources []SourceInfo
	// Extent is the box the data covers: the file's header box, else the roads'
	// box, else the box of all rows. ExtentFrom says which: "header", "roads" or "rows".
	Extent     orb.Bound
	ExtentFrom string

	Units      []Unit
	BuiltUps   []BuiltUp
	Facilities []Facility
	Roads      []RoadSegment
	Greenways  []Greenway
	Parks      []Park
	Parcels    []Parcel
	Buildings  []Building
	Barriers   []Barrier
	Population []PopulationCell
	Elevation  []ElevationBlock
	Homes      []Home
}

// Count returns the number of rows in a layer, 0 for an unknown one.
func (d *Dataset) Count(l Layer) int {
	switch l {
	case LayerUnits:
		return len(d.Units)
	case LayerBuiltUp:
		return len(d.BuiltUps)
	case LayerFacilities:
		return len(d.Facilities)
	case LayerRoads:
		return len(d.Roads)
	case LayerGreenways:
		return len(d.Greenways)
	case LayerParks:
		return len(d.Parks)
	case LayerParcels:
		return len(d.Parcels)
	case LayerBuildings:
		return len(d.Buildings)
	case LayerBarriers:
		return len(d.Barriers)
	case LayerPopulation:
		return len(d.Population)
	case LayerElevation:
		return len(d.Elevation)
	case LayerHomes:
		return len(d.Homes)
	}
	return 0
}

// FromOSM reports whether a source is OpenStreetMap: what is recorded of it says
// so, or, where nothing is recorded, its name. What a user brings outranks it.
func (d *Dataset) FromOSM(source string) bool {
	for i := range d.Sources {
		if d.Sources[i].Name == source {
			return d.Sources[i].IsOSM()
		}
	}
	return source == "osm" || strings.HasPrefix(source, "osm-")
}

// IsOSM reports whether the licence or the attribution names OpenStreetMap.
func (s *SourceInfo) IsOSM() bool {
	text := strings.ToLower(s.License + " " + s.Attribution)
	return strings.Contains(text, "openstreetmap") || strings.Contains(text, "open street map")
}
