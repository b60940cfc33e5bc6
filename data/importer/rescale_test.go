package importer

import (
	"context"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestTownsWhoseFiguresDisagreeAreNamed(t *testing.T) {
	town := func(code string, official geo.Amount) geo.Unit {
		return geo.Unit{Code: code, Name: "镇" + code, Level: geo.LevelTown, Population: official, Source: "census"}
	}
	rows := geo.Dataset{Units: []geo.Unit{
		town("half", geo.Known(500)), town("less", geo.Known(499)), town("twice", geo.Known(2000)), town("more", geo.Known(2001)),
		town("unknown", geo.Unknown()), town("nobody", geo.Known(10)),
		{Code: "county", Level: geo.LevelCounty, Population: geo.Known(1), Source: "census"},
	}}
	homes := func(context.Context, *geo.Dataset) ([]geo.Home, error) {
		var out []geo.Home
		for _, code := range []string{"half", "less", "twice", "more", "unknown", "county"} {
			out = append(out, geo.Home{ID: code + "1", Town: code, Location: orb.Point{120, 30}, Persons: geo.Known(600)},
				geo.Home{ID: code + "2", Town: code, Location: orb.Point{120, 30}, Persons: geo.Known(400)},
				geo.Home{ID: code + "3", Town: code, Location: orb.Point{120, 30}})
		}
		return out, nil
	}
	s, err := Settle(context.Background(), nil, imported("census", rows), SettleOptions{MakeHomes: homes, DryRun: true})
	require.NoError(t, err)
	require.Equal(t, []string{"less 镇less: 1000 people by place, 499 official, 0.50 times", "more 镇more: 1000 people by place, 2001 official, 2.00 times"},
		finding(t, s.Remarks, "are not its official residents").Examples)
}
