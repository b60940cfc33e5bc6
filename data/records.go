package data

import (
	"context"
	"errors"
	"time"
)

// Records is what a store keeps beside its dataset: figures that people report, the
// keys of those who may write, what indicators were quarter by quarter, and scenarios.
//
// Records are no part of the dataset. Its version does not change with them, no
// restore of a dataset takes them back, and no import touches them. They have a
// version of their own, for answers that are made of them.
type Records interface {
	// RecordsVersion changes with every change of a reported figure, a result or a scenario, also
	// one made by another program that runs the triggers of the tables; keys are no part
	// of it, since no answer is made of them. It costs no more than reading one row.
	RecordsVersion(ctx context.Context) (string, error)
	// AddReported keeps all figures, or none: one that breaks a rule of [CheckReported]
	// is a [*ReportedError] that tells its place. None is ever overwritten: a later
	// report of the same unit, indicator and year supersedes the earlier one. It returns
	// them as they are kept, in the order given.
	AddReported(ctx context.Context, values []ReportedValue) ([]Reported, error)
	// Reported returns the figures that are asked for, by unit, indicator, year and
	// number.
	Reported(ctx context.Context, q ReportedQuery) ([]Reported, error)
	// AddKey keeps a key; an id that another has is an error.
	AddKey(ctx context.Context, k Key) error
	// Keys returns every key, the revoked ones too, in the order in which they were made.
	Keys(ctx context.Context) ([]Key, error)
	// RevokeKey ends a key for good; the key stays listed. Revoking it a second time
	// changes nothing. An id that no key has is [ErrNoSuchKey].
	RevokeKey(ctx context.Context, id string, at time.Time) error
	// AddResults keeps what indicators are, all or nothing. Of a unit, an indicator and
	// a quarter the result that was taken last stays, whichever came first.
	AddResults(ctx context.Context, results []Result) error
	// Results returns the results that are asked for, by unit, indicator and quarter: in
	// this order they are trends.
	Results(ctx context.Context, q ResultQuery) ([]Result, error)
	// AddScenario keeps a scenario; an id that another has is an error.
	AddScenario(ctx context.Context, s Scenario) error
	// Scenarios returns the scenarios of some ids, all of them for none, in the order in
	// which they were added.
	Scenarios(ctx context.Context, ids ...string) ([]Scenario, error)
	// MarkScenario notes that a scenario was applied; nil, that it no longer is. An id that
	// no scenario has is [ErrNoSuchScenario].
	MarkScenario(ctx context.Context, id string, applied *ScenarioApplied) error
	// DeleteScenario takes a scenario away for good; one that is not there is
	// [ErrNoSuchScenario].
	DeleteScenario(ctx context.Context, id string) error
}

// ErrReadOnly is what writing records ends with where the store can only be read: a file
// on a fixed medium, a login without the rights.
var ErrReadOnly = errors.New("the store cannot be written")

// ErrNoSuchKey tells that no key has the id.
var ErrNoSuchKey = errors.New("there is no key with this id")
