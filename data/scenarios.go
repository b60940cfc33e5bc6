package data

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrNoSuchScenario tells that no scenario has the id.
var ErrNoSuchScenario = errors.New("there is no scenario with this id")

// ErrChanged tells that the dataset is not the version that a write was made for.
var ErrChanged = errors.New("the dataset has changed meanwhile")

// The bounds of what is kept of a scenario.
const (
	maxScenarioName  = 200
	maxScenarioBytes = 1 << 20
)

// Scenario is a saved list of edits. A store keeps its body and does not read it.
type Scenario struct {
	// ID names it: eight hexadecimal digits ([NewScenarioID]).
	ID string
	// Name and Author are given by whoever saves it; By is the name of the key that did.
	Name, Author, By string
	// DatasetVersion is the version of the dataset on which it was saved.
	DatasetVersion string
	// Body is the scenario as JSON: its edits and what is asked of them.
	Body json.RawMessage
	// Created is a moment in UTC, to the second.
	Created time.Time
	// Applied is nil unless its edits are in the dataset.
	Applied *ScenarioApplied
}

// ScenarioApplied says when a scenario was applied to the dataset, by whose key, and
// what the dataset was before and after.
type ScenarioApplied struct {
	At            time.Time
	By            string
	Before, After string
}

// NewScenarioID is an id that nothing else has.
func NewScenarioID() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

var scenarioID = regexp.MustCompile(`^[0-9a-f]{8}$`)

// Check tells the first thing that no store takes.
func (s *Scenario) Check() error {
	text := func(field, v string, most int) error {
		if strings.TrimSpace(v) == "" || !utf8.ValidString(v) || strings.ContainsRune(v, 0) || utf8.RuneCountInString(v) > most {
			return fmt.Errorf("scenario: %s is %q: has to be a text of 1 to %d characters", field, v, most)
		}
		return nil
	}
	switch {
	case !scenarioID.MatchString(s.ID):
		return fmt.Errorf("scenario: id is %q: has to be eight hexadecimal digits", s.ID)
	case len(s.Body) > maxScenarioBytes || !json.Valid(s.Body):
		return fmt.Errorf("scenario %s: body has to be JSON of at most %d bytes", s.ID, maxScenarioBytes)
	case strings.Contains(string(s.Body), `\u0000`):
		return fmt.Errorf("scenario %s: body has a zero character", s.ID)
	case s.Created.IsZero():
		return fmt.Errorf("scenario %s: created is missing", s.ID)
	}
	return errors.Join(text("name", s.Name, maxScenarioName), text("author", s.Author, maxScenarioName), text("by", s.By, maxScenarioName),
		text("dataset_version", s.DatasetVersion, maxScenarioName))
}

// CheckApplied tells what no store takes of the mark of an applied scenario; nil, which
// takes the mark away, is fine.
func CheckApplied(a *ScenarioApplied) error {
	if a != nil && (a.At.IsZero() || a.By == "" || a.Before == "" || a.After == "") {
		return errors.New("applying a scenario: at, by, before and after have to be known")
	}
	return nil
}
