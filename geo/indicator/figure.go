package indicator

import (
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// figure is what a kind works out for one unit, before anything is compared.
type figure struct {
	// value is unknown where nothing can be said: says then tells what is missing. It is
	// the least that it can be where most is known: the most that it can be.
	value, most geo.Amount
	denominator string
	size        geo.Amount
	profile     string
	method      string
	features    []FeatureSet
	// says is the sentence without its end.
	says Text
}

// missing is a figure that cannot be given.
func missing(zh, en string) *figure { return &figure{says: Text{Zh: zh, En: en}} }

// feature adds rows of a layer, if there are any.
func (f *figure) feature(layer geo.Layer, role string, ids []string) {
	if len(ids) > 0 {
		f.features = append(f.features, FeatureSet{Layer: layer, Role: role, IDs: ids})
	}
}

// add continues the sentence.
func (f *figure) add(zh, en string) {
	f.says.Zh += zh
	f.says.En += en
}

// The roles of features in a figure.
const (
	roleCounted  = "counted"
	roleOther    = "without"
	roleNoValue  = "missing attribute"
	roleTouched  = "touched"
	roleReached  = "reached"
	roleUnmet    = "unmet"
	roleNoFigure = "unknown"
)

func ids(list []*geo.Facility) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.ID
	}
	return out
}

// join lists words: with 、 in Chinese, with what is given in English.
func join(words []Text, en string) Text {
	var a, b []string
	for _, w := range words {
		a, b = append(a, w.Zh), append(b, w.En)
	}
	return Text{Zh: strings.Join(a, "、"), En: strings.Join(b, en)}
}
