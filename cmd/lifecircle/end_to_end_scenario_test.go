package main

import (
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// sent sends a request without a body.
func (s *service) sent(t *testing.T, method, path, secret string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.base+path, nil)
	require.NoError(t, err)
	r.Header.Set("Accept-Language", "en")
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	answer, err := (&http.Client{Timeout: patience}).Do(r)
	require.NoError(t, err)
	out, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	return reply{answer.StatusCode, answer.Header, out}
}

// evaluation is what is read here of the answer to a scenario.
type evaluation struct {
	Coverage []struct {
		Town, Circle, Category string
		Before                 float64 `json:"population_covered_before"`
		After                  float64 `json:"population_covered_after"`
		Difference             float64 `json:"population_covered_difference"`
	}
	Indicators   []struct{ Unit, Indicator string }
	HomesChanged int `json:"homes_changed"`
	Features     struct {
		Type     string
		Features []struct {
			Properties struct {
				Change  string
				Persons float64
			}
		}
	}
}

type savedScenario struct {
	ID           string
	Name, Author string
	ChangedSince bool `json:"dataset_changed_since"`
	Applied      *struct {
		By     string
		Before string `json:"dataset_version_before"`
	}
}

func read[T any](t *testing.T, r reply, status int) (v T) {
	t.Helper()
	require.Equal(t, status, r.status, "%s", r.body)
	require.NoError(t, json.Unmarshal(r.body, &v))
	return v
}

// A kindergarten and a path, from the question to the dataset and back, in a file and in
// a database: asked by anybody, saved, looked at again, compared, applied, undone.
func TestAScenarioFromQuestionToDatasetAndBack(t *testing.T) {
	t.Parallel()
	const edits = `[{"op":"add","layer":"facility","lon":120.0031,"lat":30.0031,"category":"kindergarten","properties":{"name":"新园","attributes":{"ownership":"public"}}},
	 {"op":"add","layer":"road","id":"path","geometry":{"type":"LineString","coordinates":[[120.003,30.003],[120.0045,30.0045]]},"properties":{"highway":"footway"}}]`
	for name, at := range map[string][]string{
		"file":     {"--data", filepath.Join(t.TempDir(), "town.gpkg")},
		"database": {"--db", database(t)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := func(args ...string) []string { return append(args, at...) }
			done(t, with("import", "osm", inFile(t, "osm-town.osm", townOSM()))...)
			_, designer := newSecret(t, "王工", "designer", at...)
			_, admin := newSecret(t, "李主任", "admin", at...)
			s := serving(t, at...)
			version := s.ask(t, "/v1/dataset").Version
			covered := func() float64 {
				return s.ask(t, "/v1/towns/"+westTown+"/coverage?category=kindergarten&circle=c15_town&geometry=false").Features[0].Properties.known(t, "population_covered")
			}
			require.InDelta(t, 0, covered(), 0)

			// Anybody may ask, and nothing changes.
			question := `{"name":"新园","circles":["c15_town"],"edits":` + edits + `}`
			asked := read[evaluation](t, s.post(t, "/v1/scenarios/evaluate", question), http.StatusOK)
			require.NotEmpty(t, asked.Coverage)
			gain := 0.0
			for _, c := range asked.Coverage {
				require.InDelta(t, c.After-c.Before, c.Difference, 1e-9)
				if c.Town == westTown && c.Category == "kindergarten" {
					gain = c.After
				}
			}
			require.Positive(t, gain)
			require.Equal(t, "FeatureCollection", asked.Features.Type)
			require.Len(t, asked.Features.Features, asked.HomesChanged)
			require.InDelta(t, 0, covered(), 0)

			// The command line says the same.
			file := inFile(t, "s.yaml", question) // JSON is YAML
			o := lifecircle(t, with("scenario", file, "--json")...)
			require.Equal(t, exitDone, o.status, o.stderr)
			require.Empty(t, o.stderr)
			var printed evaluation
			require.NoError(t, json.Unmarshal([]byte(o.stdout), &printed))
			require.Equal(t, asked, printed)
			o = lifecircle(t, with("scenario", file)...)
			require.Equal(t, exitDone, o.status, o.stderr)
			require.Contains(t, o.stdout, "覆盖人口 people covered")
			require.Contains(t, o.stdout, westTown)

			// Saving needs a key, applying one of an admin.
			require.Equal(t, http.StatusUnauthorized, s.post(t, "/v1/scenarios", question).status)
			saved := read[savedScenario](t, s.post(t, "/v1/scenarios", question, "Authorization", "Bearer "+designer), http.StatusCreated)
			require.Equal(t, "王工", saved.Author)
			path := "/v1/scenarios/" + saved.ID
			require.Equal(t, http.StatusUnauthorized, s.sent(t, http.MethodPost, path+"/apply", "").status)
			require.Equal(t, http.StatusForbidden, s.sent(t, http.MethodPost, path+"/apply", designer).status)
			require.Equal(t, http.StatusNotFound, s.sent(t, http.MethodPost, "/v1/scenarios/0badcafe/apply", admin).status)
			require.Equal(t, http.StatusConflict, s.sent(t, http.MethodPost, path+"/undo", admin).status)
			type answer struct {
				Scenario   savedScenario
				Reason     *string
				Evaluation *evaluation
			}
			again := read[answer](t, s.get(t, path), http.StatusOK)
			require.False(t, again.Scenario.ChangedSince)
			require.Equal(t, &asked, again.Evaluation)
			closing := read[savedScenario](t, s.post(t, "/v1/scenarios", `{"name":"关","edits":[{"op":"close","layer":"facility","id":"`+school+`"}]}`, "X-API-Key", designer), http.StatusCreated)
			compared := read[struct {
				Scenarios []savedScenario
				Coverage  []struct {
					Category  string
					Scenarios []struct{ Difference float64 }
				}
			}](t, s.get(t, "/v1/scenarios/compare?ids="+saved.ID+","+closing.ID), http.StatusOK)
			require.Len(t, compared.Scenarios, 2)
			for _, c := range compared.Coverage {
				require.Len(t, c.Scenarios, 2)
			}
			require.NotEmpty(t, compared.Coverage)

			// Applied, the dataset answers as the scenario did.
			applied := read[savedScenario](t, s.sent(t, http.MethodPost, path+"/apply", admin), http.StatusOK)
			require.Equal(t, "李主任", applied.Applied.By)
			require.Equal(t, version, applied.Applied.Before)
			s.eventually(t, patience, "the dataset with the scenario", func() bool { return s.ask(t, "/v1/dataset").Version != version })
			require.InDelta(t, gain, covered(), 0)
			require.Equal(t, http.StatusConflict, s.sent(t, http.MethodPost, path+"/apply", admin).status)
			again = read[answer](t, s.get(t, path), http.StatusOK)
			require.Nil(t, again.Evaluation)
			require.NotNil(t, again.Reason)
			require.True(t, again.Scenario.ChangedSince)
			history := lifecircle(t, with("history")...)
			require.Contains(t, history.stdout, "scenario "+saved.ID+": 新园")

			// The other one still stands, on the dataset as it is now, and is applied after; the first
			// can be undone all the same, and leaves that alone.
			other := read[answer](t, s.get(t, "/v1/scenarios/"+closing.ID), http.StatusOK)
			require.NotNil(t, other.Evaluation)
			require.True(t, other.Scenario.ChangedSince)
			read[savedScenario](t, s.sent(t, http.MethodPost, "/v1/scenarios/"+closing.ID+"/apply", admin), http.StatusOK)
			undone := read[savedScenario](t, s.sent(t, http.MethodPost, path+"/undo", admin), http.StatusOK)
			require.Nil(t, undone.Applied)
			history = lifecircle(t, with("history")...)
			require.Contains(t, history.stdout, "undo scenario "+saved.ID+": 新园")
			s.eventually(t, patience, "the dataset without the first", func() bool { return covered() == 0 })
			require.NotEqual(t, version, s.ask(t, "/v1/dataset").Version)
			read[savedScenario](t, s.sent(t, http.MethodPost, "/v1/scenarios/"+closing.ID+"/undo", admin), http.StatusOK)
			s.eventually(t, patience, "the dataset as it was", func() bool { return s.ask(t, "/v1/dataset").Version == version })

			// With nothing between it is the same to the byte; with another edit of its rows it is
			// refused, and the rows are named.
			read[savedScenario](t, s.sent(t, http.MethodPost, path+"/apply", admin), http.StatusOK)
			read[savedScenario](t, s.sent(t, http.MethodPost, path+"/undo", admin), http.StatusOK)
			s.eventually(t, patience, "the dataset as it was", func() bool { return s.ask(t, "/v1/dataset").Version == version })
			read[savedScenario](t, s.sent(t, http.MethodPost, path+"/apply", admin), http.StatusOK)
			s.eventually(t, patience, "the scenario again", func() bool { return covered() == gain })
			changing := read[savedScenario](t, s.post(t, "/v1/scenarios", `{"name":"改","edits":[{"op":"set","layer":"road","id":"path~1","properties":{"access":"private"}}]}`, "X-API-Key", designer), http.StatusCreated)
			read[savedScenario](t, s.sent(t, http.MethodPost, "/v1/scenarios/"+changing.ID+"/apply", admin), http.StatusOK)
			refused := s.sent(t, http.MethodPost, path+"/undo", admin)
			require.Equal(t, http.StatusConflict, refused.status)
			require.Contains(t, string(refused.body), `"rows":[{"layer":"roads","id":"path~1","rule":"was changed since"}]`)
			read[savedScenario](t, s.sent(t, http.MethodPost, "/v1/scenarios/"+changing.ID+"/undo", admin), http.StatusOK)
			read[savedScenario](t, s.sent(t, http.MethodPost, path+"/undo", admin), http.StatusOK)
			s.eventually(t, patience, "the dataset as it was", func() bool { return s.ask(t, "/v1/dataset").Version == version })
			require.Equal(t, http.StatusNoContent, s.sent(t, http.MethodDelete, "/v1/scenarios/"+changing.ID, designer).status)
			require.InDelta(t, 0, covered(), 0)

			require.Equal(t, http.StatusUnauthorized, s.sent(t, http.MethodDelete, path, "").status)
			require.Equal(t, http.StatusNoContent, s.sent(t, http.MethodDelete, path, designer).status)
			require.Equal(t, http.StatusNotFound, s.sent(t, http.MethodDelete, path, designer).status)
			require.Equal(t, http.StatusNotFound, s.get(t, path).status)
			list := read[struct{ Scenarios []savedScenario }](t, s.get(t, "/v1/scenarios"), http.StatusOK)
			require.Len(t, list.Scenarios, 1)
			s.stop(t)
		})
	}
}
