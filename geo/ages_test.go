package geo_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestAgesAreReadAsTheyAreWritten(t *testing.T) {
	for name, want := range map[string]geo.Ages{"3-5": {3, 5}, "0-14": {0, 14}, "60+": {60, geo.OldestAge}, "7-7": {7, 7}, "0+": {0, geo.OldestAge}} {
		got, ok := geo.ParseAges(name)
		assert.True(t, ok, name)
		assert.Equal(t, want, got, name)
		assert.Equal(t, name, got.String())
	}
	for _, name := range []string{"", "<3", "3", "5-3", "3-", "-5", "03-5", "+60", "60++", "3-5+", "3 - 5", "0-131", "131+", "60-130", "all", "３-5", "--5", "-1+"} {
		_, ok := geo.ParseAges(name)
		assert.False(t, ok, name)
	}
}

func TestAgesThatHoldOthers(t *testing.T) {
	ages := func(name string) geo.Ages {
		a, ok := geo.ParseAges(name)
		assert.True(t, ok, name)
		return a
	}
	for pair, want := range map[[2]string]bool{
		{"0-6", "3-5"}: true, {"3-5", "3-5"}: true, {"3-6", "3-5"}: true, {"3-5", "0-6"}: false, {"4-9", "3-5"}: false,
		{"60+", "65+"}: true, {"65+", "60+"}: false, {"0+", "3-5"}: true, {"60-99", "60+"}: false,
	} {
		assert.Equal(t, want, ages(pair[0]).Hold(ages(pair[1])), pair)
	}
	assert.Equal(t, 3, ages("3-5").Years())
}
