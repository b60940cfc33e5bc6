package api

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// Analyst answers every question about one dataset version. *analysis.Analysis is
// one. It never changes once made, and several goroutines may ask it at once.
//
// Errors that are the asker's are *analysis.FieldError or
// *analysis.OffNetworkError; a context that has ended comes back as its own error.
type Analyst interface {
	Dataset() *geo.Dataset
	Profiles() *geo.Profiles
	Summary(ctx context.Context) (*analysis.Summary, error)
	// Area resolves a unit code, a comma list of codes, or "all".
	Area(code string) (*analysis.Area, error)
	// Units lists the units that count, of one level or ("") of every level,
	// sorted by code.
	Units(level geo.Level) []*geo.Unit
	Population(area *analysis.Area) analysis.Population
	UnitAreaM2(unit *geo.Unit) float64
	Coverage(ctx context.Context, q analysis.CoverageQuery) (*analysis.CoverageAnswer, error)
	Table(ctx context.Context, q analysis.TableQuery) ([]analysis.TableRow, error)
	Completeness(ctx context.Context, q analysis.CompletenessQuery) (*analysis.CompletenessAnswer, error)
	Greenways(ctx context.Context, area string) (*analysis.GreenwayAnswer, error)
	ServiceRadius(ctx context.Context, area, rule string) (*analysis.ServiceRadiusAnswer, error)
	Isochrones(ctx context.Context, q analysis.IsochroneQuery) (*analysis.IsochroneAnswer, error)
	Gaps(ctx context.Context, q analysis.GapsQuery) (*analysis.GapsAnswer, error)
	Sites(ctx context.Context, q analysis.SitesQuery) (*analysis.SitesAnswer, error)
	Supply(ctx context.Context, q analysis.SupplyQuery) (*analysis.SupplyAnswer, error)
	Explain(ctx context.Context, p orb.Point) (*analysis.ExplainAnswer, error)
	Facilities(ctx context.Context, area string, categories []string) (*analysis.FacilitiesAnswer, error)
}

var _ Analyst = (*analysis.Analysis)(nil)

// Provider hands out the Analyst of the newest dataset version that could be made
// ready. It is asked once per request, so that one answer never mixes two versions.
type Provider interface {
	// Current returns the Analyst in service, nil until the first one is ready: the
	// nil interface, not a nil pointer in it.
	Current() Analyst
	// Err tells why the newest version could not be loaded, or that the store is
	// gone; nil when all is well. The Analyst in service keeps answering meanwhile.
	Err() error
}
