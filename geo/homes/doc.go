// Package homes makes the demand points of a dataset: the places where people
// live, from what the data says of them. They are made once at import and stored;
// edits of roads and facilities never move them.
//
// # What a home can stand for
//
// A home carries up to four figures, each unknown where the data does not speak
// of it (never 0 instead):
//
//	Persons        people, from the rows of population (or of parcels)
//	Dwellings      homes in the everyday sense, from buildings
//	ResidentialM2  residential land, from parcels of use "residential"
//	StreetM        accessible residential street
//
// Coverage may take any of them as its denominator, so each one is complete in
// itself: over all homes, Persons add up to the rows that count, ResidentialM2 to
// the residential land of the dataset (ground under two parcels counted once),
// Dwellings to the dwellings of its buildings. A home need not carry all of them:
// a building outside residential land has dwellings and no land, and a point of
// residential land whose people were placed in its buildings has land and 0
// people. No figure is ever counted at two homes.
//
// # How they are made
//
// First every kind of ground becomes sites, which depend on their own row only:
//
//	buildings  one site in each building that is a home (see [IsHome] and below)
//	land       a lattice at most LandStepM metres wide, fitted to each polygon of a
//	           residential parcel; its area on the ellipsoid is shared equally among
//	           the points inside that are not on water. What is too thin for it gets a
//	           finer one, and what is too small one point
//	streets    the middle of equal parts, at most StreetStepM metres long, of each
//	           street segment that is residential and may be walked (private
//	           estates included; bridges and tunnels not, as nobody lives there)
//
// Then people are placed, row by row of the population:
//
//  1. A point, or ground not wider than SpreadWidthM (50 m), is one home there.
//  2. Wider ground is spread over the buildings inside it, by dwellings; without
//     any over the land sites inside, by area; without any over the street sites
//     inside, by length; without any over other roads inside (service roads,
//     tracks, main roads); without any it is one home at its centre, and the row
//     is named in the result. Where the centre is water the home stands at the dry
//     place nearest to it, if there is one.
//
// The width of ground is the side of the square of the same area, or of the
// square with the same diameter if that is larger (a long strip is not narrow).
// Shares are float64 and the last site takes the remainder, so that the people of
// each row add up to it to within 1e-9 of it; age groups are spread with the same
// shares. A row that lies across the edge of the data, or across units, stays
// whole: its people are where its sites are. Rows marked as superseded do not
// count; neither do those whose number is unknown, which are counted in the result.
// Parcels that state a population are rows too, but only in a dataset without
// population rows that count: otherwise the same people might count twice.
//
// Last, sites become homes. A building around a home made by rule 1 gives its
// dwellings to that home. A land site without people gives its area to the
// nearest home in the same parcel within LandStepM, if there is one, and becomes a
// home of its own otherwise; so where buildings are mapped the land costs few
// homes, and no square metre moves farther than the lattice is wide. Street sites
// become homes only where people were placed on them, and in towns (in the whole
// dataset, if it has no towns) that have no home of any other kind.
//
// Persons is 0 at a site whose ground a row of population covers and whose people
// are at other sites, and unknown where no row speaks of the place.
//
// # Which buildings are homes
//
// Buildings with a stated number of dwellings above 0, and the residential kinds
// of the OpenStreetMap wiki (Key:building, section "Accommodation", without
// hotels). building=yes says nothing, and counts as a home when it covers at least
// MinBuildingM2, does not lie on land of another use (commercial, retail,
// industrial, military, education …; see [IsOtherUse]) and is not part of a
// facility's footprint. A facility known as a point (a shop on the ground floor)
// takes nothing away.
//
// Where the number of dwellings is not stated, a house is one; blocks and rows
// (apartments, terrace, dormitory …) are their floor space divided by DwellingM2;
// so are yes and residential of four storeys and more (GB 50180-2018 calls
// residential buildings of up to three storeys low, 低层), and lower ones are one
// dwelling. A parcel with a stated number of dwellings passes it to its
// buildings in proportion, or to its land sites when it has none. DwellingsEstimated
// in the result says how many dwellings are such estimates.
//
// # Towns, weights and official figures
//
// Town and Village are found by position in the units that are not superseded; a
// home on a border that two units share belongs to the smaller code.
//
// Official numbers of residents are not applied here: an analysis scales homes to
// them when it is asked. Where there are no rows of population, Persons stays
// unknown, and [Weights] says in which proportion an official number may be
// spread over the homes of a unit.
//
// # Same data, same homes
//
// Homes come ordered by id, and ids derive from the rows they came from, so that
// the result depends neither on the order of rows nor on other layers' rows.
// Where a kind of site would be more numerous than MaxHomes, the lattice is made
// wider, or neighbouring sites are joined; the result names the width used.
package homes
