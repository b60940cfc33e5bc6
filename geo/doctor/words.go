package doctor

import (
	"math"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// digits writes a number with commas between thousands.
func digits(v float64) string {
	return message.NewPrinter(language.English).Sprintf("%.0f", math.Round(v))
}

// peopleZh and peopleEn name a number of people, or say that it is not known.
func peopleZh(a geo.Amount) string {
	if v, ok := a.Get(); ok {
		return digits(v) + " 人"
	}
	return "人数不明的居民"
}

func peopleEn(a geo.Amount) string {
	if v, ok := a.Get(); ok {
		if math.Round(v) == 1 {
			return "1 person"
		}
		return digits(v) + " people"
	}
	return "an unknown number of people"
}

// metresWord is a length: metres below ten kilometres, kilometres above.
func metresWord(m float64) string {
	if m >= 10_000 {
		return digits(m/1000) + " km"
	}
	return digits(m) + " m"
}

// areaWord is an area: square metres below a hectare, hectares above.
func areaWord(m2 float64) string {
	if m2 >= 10_000 {
		return message.NewPrinter(language.English).Sprintf("%.1f ha", m2/10_000)
	}
	return digits(m2) + " m²"
}

// percent is a share in per cent.
func percent(share float64) string {
	return message.NewPrinter(language.English).Sprintf("%.1f %%", 100*share)
}

// called is a row in a sentence: its name and its id.
func called(name, id string) string {
	if name == "" {
		return id
	}
	return name + " (" + id + ")"
}

// sourceZh and sourceEn name a source in a sentence.
func sourceZh(s string) string {
	if s == "" {
		return "(未注明来源)"
	}
	return "“" + s + "”"
}

func sourceEn(s string) string {
	if s == "" {
		return "without a source"
	}
	return `source "` + s + `"`
}
