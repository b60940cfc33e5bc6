package analysis

import (
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// DefaultAvoid are the land uses on which nothing is sited unless a question says otherwise.
func DefaultAvoid() []string {
	return []string{"cemetery", "military", "quarry", "sea", "water", "wetland"}
}

// UsesFor lists the land uses on which a facility of a family of categories may stand, for
// candidates from parcels: land where people live, trade or are served, land kept free, and
// what is particular to the family. No document says so: it is a working rule, to be
// overridden by a list of places.
func UsesFor(family string) []string {
	uses := []string{
		geo.UseCommercial, geo.UseInstitutional, geo.UseMixed, geo.UseResidential, geo.UseRetail, "reserved", "settlement", "vacant", "village",
	}
	switch family {
	case "education":
		uses = append(uses, geo.UseEducation)
	case "sport", "culture":
		uses = append(uses, geo.UseEducation, geo.UsePark, geo.UseSquare)
	case "green":
		uses = append(uses, geo.UseGreen, geo.UsePark, geo.UseSquare, "forest", "grassland")
	case "transport":
		uses = append(uses, "transport")
	case "municipal":
		uses = append(uses, "transport", "utilities", geo.UseSquare)
	}
	slices.Sort(uses)
	return uses
}

// usesFor are the uses on which every category of a want may stand.
func (a *Analysis) usesFor(w *want) []string {
	var out []string
	for i, id := range w.categories {
		c, _ := a.profiles.Category(id)
		uses := UsesFor(c.Family)
		if i == 0 {
			out = uses
			continue
		}
		out = slices.DeleteFunc(out, func(u string) bool { return !slices.Contains(uses, u) })
	}
	return out
}
