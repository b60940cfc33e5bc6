package indicator

// Kind is how an indicator is worked out. There are few, each general; what they need
// is in [Params].
type Kind string

// The kinds, with the parameters each reads.
const (
	// Coverage: the share of people (or land, villages) of the unit within a circle's limit of
	// a facility. Categories, AtLeast, Where, Circle, RuralCircle; Of "villages" for villages.
	Coverage Kind = "coverage"
	// Completeness: the share of people whose whole requirement set is met. Circle,
	// RuralCircle.
	Completeness Kind = "completeness"
	// Count: how many facilities there are inside the unit. Categories, Where. Layer counts
	// rows of another layer (units, parks); for units Parts is their level, and Where may ask
	// their type.
	Count Kind = "count"
	// Share: the share of the units of level Parts inside this one for which the indicator
	// Each holds its target.
	Share Kind = "share"
	// Ratio: the sum of an attribute (or the count, or the area) over facilities inside, per
	// Per people. Categories, Where, Attribute, Per, Group.
	Ratio Kind = "ratio"
	// AttributeShare: of the facilities of the categories inside, the share with Where; those
	// whose attribute is unknown are neither, and are told. With Attribute the share is of
	// its sum (nursing beds of all beds: Attribute over Of).
	AttributeShare Kind = "attribute_share"
	// Greenway: kilometres per 10,000 people.
	Greenway Kind = "greenway"
	// GreenwayNetwork: kilometres of greenway and walking ways per square kilometre.
	GreenwayNetwork Kind = "greenway_network"
	// GreenwayChain: the number of connected greenways that touch at least Beads open spaces
	// (串珠成链).
	GreenwayChain Kind = "greenway_chain"
	// ServiceRadius: residential land within the radii of parks, by the park rule Rule.
	ServiceRadius Kind = "service_radius"
	// GreenCover: green land in the built-up area as a share of it.
	GreenCover Kind = "green_cover"
	// SeatTime: minutes from the unit's seat to the nearest of Categories, or to the seats of
	// its Parts (the longest of them), by Mode. ShareOfPeople asks within how many minutes
	// that share of the people is.
	SeatTime Kind = "seat_time"
	// Corridor: roads of at least Class that cross the unit's border and that its seat reaches.
	Corridor Kind = "corridor"
	// RequirementSet: the share of villages (Of) or people with the whole set Set within Circle
	// (RuralCircle); for villages without a circle, inside the village.
	RequirementSet Kind = "requirement_set"
	// Supply: people-weighted mean supply by two-step floating catchments. Categories,
	// Attribute, Circle or Mode with Minutes. With Decay "slow" or "sharp" the catchment has
	// three zones, thirds of the limit, that count 1.00, 0.68, 0.22 or 1.00, 0.42, 0.09
	// (E2SFCA); else all of it counts alike (2SFCA).
	Supply Kind = "supply"
	// RollUpOf: how many of the indicators Each are met, of all.
	RollUpOf Kind = "roll_up"
	// Reported: a figure that somebody reports; it is evaluated, never computed.
	Reported Kind = "reported"
	// Checklist: yes or no, with a link to the evidence; reported too.
	Checklist Kind = "checklist"
)

// Params are what kinds need; each says above which it reads, and an unread one that is
// set is an error of the standard. Where maps an attribute to the value it must have, or to a
// bound on it (">=1").
type Params struct {
	Categories []string
	AtLeast    int
	Where      map[string]string
	Circle     string
	Set        string
	Rule       string
	Of         string
	Parts      string
	Each       []string
	Attribute  string
	Per        float64
	Group      string
	Layer      string
	Class      string
	Mode       string
	Minutes    float64
	// ShareOfPeople is from 0 to 1.
	ShareOfPeople float64
	Beads         int
	// RuralCircle is the circle of the homes outside the built-up area where Circle is that of
	// those inside (c5_town and c5_village): the figure is of both together. "" leaves the
	// figure to Circle alone.
	RuralCircle string
	// Decay is how a supply counts less with distance: "", "slow" or "sharp".
	Decay string
}
