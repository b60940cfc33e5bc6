package profiles

import (
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Basis is what told the categories of a place.
type Basis string

// The bases, in the order of their weight: the first that tells a category decides.
const (
	FromCategory Basis = "category" // the table's own column
	FromType     Basis = "type"     // the type code or text of a POI table, with the name
	FromTags     Basis = "tags"     // OpenStreetMap tags
	FromName     Basis = "name"     // the name alone
)

// Object is what a table says of a place. Any of it may be missing.
type Object struct {
	// Own are the ids of the categories that the table itself states.
	Own []string
	// Code and Type are the type of a POI table as codes and as text, as they stand
	// in their cells; the codes go before the text.
	Code, Type string
	// Tags are columns that may be OpenStreetMap tags; others are passed over.
	Tags map[string]string
	Name string
	// Area is that of its polygon, or as stated; unknown for a point.
	Area geo.Amount
}

// Placement is what an [Object] was found to be.
type Placement struct {
	// Categories are the ids of its categories: specific ones in the order of the
	// profiles, then generic ones of families without a specific one. nil for none.
	Categories []string
	// From is what told them, Rule the rule that did, in words.
	From Basis
	Rule string
	// Reason says in both languages why there is none.
	Reason string
	// BadCode is the word in Code that is no type code, where no type text stands
	// beside it that could be read instead; nothing is placed then. See [CodeRule].
	BadCode string
	// Status is what a word in the name tells, "" for nothing; StatusWord is its id.
	Status     geo.Status
	StatusWord string
	// Part is the part of a place, or the place beside it, that the name tells, nil for
	// none. Stem is the name of the place whose gate or department it is, "" for none:
	// folded to half width, without brackets and spaces.
	Part *geo.NamePart
	Stem string
}

// Classifier tells which categories a row of a table belongs to. It never changes
// once made: any number of goroutines may use it.
type Classifier struct {
	tags  *Matcher
	names *nameReader
	types *typeTable
	// byType and byName are the rules of all categories.
	byType []typeRule
	byName []nameRule
	none   []noFacility
}

// NewClassifier makes the rules of the categories ready. The error names the category
// and the rule that does not compile.
func NewClassifier(p *geo.Profiles) (*Classifier, error) {
	c := &Classifier{types: newTypeTable(p.POITables)}
	var err error
	if c.tags, err = NewMatcher(p); err != nil {
		return nil, err
	}
	if c.names, err = newNameReader(p); err != nil {
		return nil, err
	}
	for i, category := range p.Categories {
		for n, r := range category.Amap {
			rule, err := compileTypeRule(i, r)
			if err != nil {
				return nil, fmt.Errorf("compile amap rule %d of category %s: %w", n, category.ID, err)
			}
			c.byType = append(c.byType, rule)
		}
		for n, r := range category.Names {
			rule, err := compileNameRule(i, r)
			if err != nil {
				return nil, fmt.Errorf("compile name rule %d of category %s: %w", n, category.ID, err)
			}
			c.byName = append(c.byName, rule)
		}
	}
	for _, n := range p.NoFacility {
		ranges, err := parseRanges(n.Codes)
		if err != nil {
			return nil, fmt.Errorf("codes of %s: %w", n.ID, err)
		}
		c.none = append(c.none, noFacility{n, ranges})
	}
	return c, nil
}

// IsType reports whether the text is a type of a POI table rather than a category:
// codes, or text that begins with a family (医疗保健服务;综合医院;卫生院).
func (c *Classifier) IsType(text string) bool {
	if codes, bad := c.types.codes(text); bad == "" && len(codes) > 0 {
		return true
	}
	return len(c.types.text(text)) > 0
}

// AsksTag reports whether a column of this name may be an OpenStreetMap tag that tells
// a category.
func (c *Classifier) AsksTag(key string) bool { _, ok := c.tags.index[key]; return ok }

// Place tells the categories of an object. What the table states itself decides; else
// its type with its name; else its tags; else, where it states neither, its name. A
// type that tells a family and nothing more, or that no table knows, leaves the word
// to the name. Where only a generic category is found (a school of unknown kind), what
// comes after may tell which one of its family it is.
//
// Linear in the number of rules.
func (c *Classifier) Place(o Object) Placement {
	n := c.names.read(o.Name)
	p := Placement{Part: n.part, Stem: n.stem}
	c.place(&p, &o, &n)
	p.Status = n.status(p.Categories)
	for _, w := range n.words {
		if p.Status != "" && w.Status == p.Status && p.StatusWord == "" {
			p.StatusWord = w.ID
		}
	}
	return p
}

func (c *Classifier) place(p *Placement, o *Object, n *placeName) {
	if len(o.Own) > 0 {
		p.Categories, p.From, p.Rule = o.Own, FromCategory, "the table's own category"
		return
	}
	codes, bad := c.types.codes(o.Code)
	if len(codes) == 0 {
		codes = c.types.text(o.Type)
	}
	if bad != "" && len(codes) == 0 {
		p.BadCode, p.Reason = bad, "类型编码有误 / the type code is none"
		return
	}
	tagged := c.tagsOf(o)
	levels := []func() ([]int, Basis, string){
		func() ([]int, Basis, string) { return c.findByType(codes, n, o.Area) },
		func() ([]int, Basis, string) { return c.findByTags(tagged, o) },
		func() ([]int, Basis, string) { return c.findByName(n) },
	}
	if (len(tagged) > 0 || slices.ContainsFunc(codes, func(code string) bool { return !unspecific(code) })) && !c.onlyGeneric(codes, n, o, tagged) {
		levels = levels[:2]
	}
	var found []int
	for _, level := range levels {
		more, from, rule := level()
		switch {
		case len(more) == 0:
		case found == nil:
			found, p.From, p.Rule = more, from, rule
		default:
			found = c.refined(found, more)
		}
	}
	if p.Categories = c.tags.sorted(found); p.Categories == nil {
		p.Reason = c.reason(codes, tagged, n)
	}
}

// onlyGeneric reports whether type and tags tell generic categories only, of which the
// name may say more.
func (c *Classifier) onlyGeneric(codes []string, n *placeName, o *Object, tagged map[string]string) bool {
	found, _, _ := c.findByType(codes, n, o.Area)
	if len(found) == 0 {
		found, _, _ = c.findByTags(tagged, o)
	}
	return len(found) > 0 && !slices.ContainsFunc(found, func(i int) bool { return !c.tags.generic[i] })
}

// refined adds to what was found the specific categories that say more of a generic
// one in it. Which generic ones that makes needless is settled when they are sorted.
func (c *Classifier) refined(found, more []int) []int {
	out := slices.Clone(found)
	for _, i := range more {
		generic := slices.ContainsFunc(found, func(g int) bool {
			return c.tags.generic[g] && c.tags.family[g] == c.tags.family[i]
		})
		if generic && !c.tags.generic[i] && !c.tags.specific(found, c.tags.family[i]) && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// tagsOf are the columns that are tags the categories ask for.
func (c *Classifier) tagsOf(o *Object) map[string]string {
	var out map[string]string
	for key, value := range o.Tags {
		if value != "" && c.AsksTag(key) {
			if out == nil {
				out = map[string]string{}
			}
			out[key] = value
		}
	}
	return out
}
