package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// codesShown is how many codes the question names.
const codesShown = 5

// pairs lists the codes, those of most rows first.
func (a *land) pairs() []coded {
	list := make([]coded, 0, len(a.seen))
	for p := range a.seen {
		list = append(list, p)
	}
	slices.SortFunc(list, func(x, y coded) int {
		return cmp.Or(cmp.Compare(a.seen[y], a.seen[x]), strings.Compare(x.code, y.code), strings.Compare(x.name, y.name))
	})
	return list
}

// has reports whether a classification has the code of a row, under the name that
// stands beside it where any classification knows that name.
func (a *land) has(s *geo.LandUseScheme, p coded) bool {
	u := readCodes(s, p.code)
	if u.use == geo.UseUnknown || u.refused != "" {
		return false
	}
	if p.name == "" || !slices.ContainsFunc(a.schemes, func(o geo.LandUseScheme) bool { return len(o.Named(p.name)) > 0 }) {
		return true
	}
	code := strings.TrimPrefix(u.code, s.ID+":")
	row, ok := s.Row(code)
	return !ok || row.Zh == p.name
}

// fits counts the rows whose code, and name, a classification has.
func (a *land) fits(s *geo.LandUseScheme) (n, all int) {
	for p, rows := range a.seen {
		if all += rows; a.has(s, p) {
			n += rows
		}
	}
	return n, all
}

// question asks which classification the codes are of, when nobody has said it. It
// tells what there is to decide by, and does not decide.
func (a *land) question(file string) error {
	if !a.asked {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "which classification are the land-use codes of %s in? 用地代码属于哪个分类？", file)
	pairs := a.pairs()
	example := a.clash(pairs)
	if means := a.meanings(example); len(means) > 1 {
		fmt.Fprintf(&b, " The same code means different land: %s is %s.", example.code, strings.Join(means, ", "))
	}
	b.WriteString(" Codes found:")
	for i, p := range pairs {
		if i == codesShown {
			fmt.Fprintf(&b, " and %d more", len(pairs)-codesShown)
			break
		}
		fmt.Fprintf(&b, " %s (%s);", strings.TrimSpace(p.code+" "+p.name), rowCount(a.seen[p]))
	}
	b.WriteString(" answer with one of")
	for i := range a.schemes {
		s := &a.schemes[i]
		n, all := a.fits(s)
		fmt.Fprintf(&b, "\n  --scheme %s  (%s; has the codes of %d of %s)", s.ID, s.Zh, n, rowCount(all))
	}
	return usagef("%s", b.String())
}

func rowCount(n int) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

// clash is the commonest code of which the classifications say different things,
// else the commonest.
func (a *land) clash(pairs []coded) coded {
	for _, p := range pairs {
		if len(a.meanings(p)) > 1 {
			return p
		}
	}
	return pairs[0]
}

// meanings lists what the classifications call a code, each name once.
func (a *land) meanings(p coded) []string {
	var names, out []string
	for i := range a.schemes {
		u := readCodes(&a.schemes[i], p.code)
		row, ok := a.schemes[i].Row(strings.TrimPrefix(u.code, a.schemes[i].ID+":"))
		if ok && !slices.Contains(names, row.Zh) {
			names = append(names, row.Zh)
			out = append(out, row.Zh+" in "+a.schemes[i].ID)
		}
	}
	return out
}

// better says which classification has the codes of more rows than the one that was
// asked for. Nothing is switched.
func (a *land) better(remarks *[]Finding) {
	if a.scheme == nil || len(a.seen) == 0 {
		return
	}
	n, all := a.fits(a.scheme)
	most, ids := n, []string(nil)
	for i := range a.schemes {
		switch m, _ := a.fits(&a.schemes[i]); {
		case m > most:
			most, ids = m, []string{a.schemes[i].ID}
		case m == most && len(ids) > 0:
			ids = append(ids, a.schemes[i].ID)
		}
	}
	if len(ids) > 0 {
		note(remarks, fmt.Sprintf("%s has the codes, under the names beside them, of %d of %s, %s of %d: if the file is in that classification, import it again with --scheme %s; nothing was switched (用地分类可能选错)",
			a.scheme.ID, n, rowCount(all), strings.Join(ids, " or "), most, ids[0]), "")
	}
}
