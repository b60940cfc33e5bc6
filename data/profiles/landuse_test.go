package profiles

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What codes mean, decided by hand from the four classifications.
func TestLandUseOfCodes(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	for scheme, rows := range map[string]string{
		"gbt21010": `05 commercial, 0505 commercial, 05H1 commercial, 06 industrial, 0601 industrial, 0602 quarry, 0604 industrial,
			0701 residential, 0702 residential, 0703 -, 0704 -, 0799 -, 0801 institutional, 0802 institutional, 0803 education,
			0804 institutional, 0805 institutional, 0806 institutional, 0807 institutional, 0808 institutional, 0809 utilities,
			0810 park, 0810A square, 08H1 institutional, 08H2 institutional, 08H2A education, 09 special, 0901 military, 0905 cemetery,
			10 transport, 1001 transport, 1004 transport, 11 water, 1101 water, 1104A water, 1107A water, 12 other, 1202 farm_building,
			1207 other, 13 -, 1401 -, 16 -, 1701 -, 0101 farmland, 0201K orchard, 0303 wetland, 070101 residential, R2 -, 7 -`,
		"ydyh2020": `05 wetland, 06 farm_building, 0604 farm_building, 0701 residential, 070102 residential, 0702 institutional,
			0703 residential, 070302 residential, 0704 institutional, 0801 institutional, 0802 institutional, 0803 institutional,
			080301 institutional, 0804 education, 080404 education, 0805 institutional, 0806 institutional, 0807 institutional,
			0808 -, 0810 -, 09 commercial, 0901 commercial, 090101 retail, 090302 commercial, 10 industrial, 1001 industrial, 1002 quarry,
			11 industrial, 1101 industrial, 12 transport, 1207 transport, 13 utilities, 1311 water, 1313 utilities, 14 green, 1401 park,
			1402 green, 1403 square, 1501 military, 16 reserved, 17 water, 1701 water, 2303 transport, G1 -`,
		"ydyh2023": `05 wetland, 0204 orchard, 0205 orchard, 0601 transport, 0602 farm_building, 0701 residential, 0702 institutional,
			0703 residential, 070301 residential, 0704 institutional, 0803 institutional, 0804 education, 0805 institutional,
			0806 institutional, 0807 institutional, 09 commercial, 0901 commercial, 1001 industrial, 11 industrial, 12 transport,
			1207 transport, 1311 utilities, 1312 utilities, 1313 -, 1401 park, 1402 green, 1403 square, 140301 square, 1506 cemetery,
			16 reserved, 17 water, 2303 farmland, 0810 -`,
		"gb50137": `R residential, R1 residential, R11 residential, R2 residential, R21 residential, R22 institutional, R32 institutional,
			A33 education, A331 education, A35 institutional, A5 institutional, B1 commercial, B11 retail, B41 commercial, M2 industrial,
			W1 industrial, S1 transport, U12 utilities, G1 park, G11 park, G2 green, G3 square, H11 settlement, H14 village, H5 quarry,
			E1 water, E2 farmland, 0701 -, C2 -, r2 residential`,
	} {
		s, ok := p.LandUseScheme(scheme)
		require.True(t, ok, scheme)
		for _, pair := range strings.Split(rows, ",") {
			code, want, _ := strings.Cut(strings.TrimSpace(pair), " ")
			row, known := s.Row(code)
			if want == "-" {
				assert.False(t, known, "%s %s is not of this classification", scheme, code)
				continue
			}
			if assert.True(t, known, "%s %s", scheme, code) {
				assert.Equal(t, want, row.Use, "%s %s", scheme, code)
			}
		}
	}
}

// Every row stands for itself, and codes are told apart by more than their digits.
func TestLandUseSchemesThatShip(t *testing.T) {
	p, err := Load()
	require.NoError(t, err)
	require.Len(t, p.LandUseSchemes, 4)
	clash := 0
	for _, s := range p.LandUseSchemes {
		assert.False(t, s.Verified, s.ID)
		for i := range s.Codes {
			row, ok := s.Row(s.Codes[i].Code)
			require.True(t, ok)
			require.Same(t, &s.Codes[i], row)
			require.Contains(t, s.Named(row.Zh), row)
		}
		if other, _ := p.LandUseScheme("gbt21010"); s.ID == "ydyh2023" {
			for i := range s.Codes {
				if row, ok := other.Row(s.Codes[i].Code); ok && row.Use != s.Codes[i].Use {
					clash++
				}
			}
		}
	}
	assert.Greater(t, clash, 20, "the same digits under two classifications")
	survey, _ := p.LandUseScheme("gbt21010")
	for _, value := range []string{"201", "202", "202a", " 201A "} {
		assert.True(t, survey.BuiltUp.IsBuiltUp(value), value)
	}
	for _, value := range []string{"203", "203A", "2", ""} {
		assert.False(t, survey.BuiltUp.IsBuiltUp(value), value)
	}
	plan, _ := p.LandUseScheme("ydyh2023")
	assert.False(t, plan.BuiltUp.IsBuiltUp("201"), "a plan has no such column")
}
