package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"
)

func TestMM(t *testing.T) {
	_, one, err := newServers(t.Context(), "../../../shared/realdata/porto.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	pl := places(one.roads, 500)
	for round := range 3 {
		var took []time.Duration
		for _, p := range pl {
			url := fmt.Sprintf("/v1/isochrones?lon=%.7f&lat=%.7f&mode=walk&minutes=5,15,30", p[0], p[1])
			b := time.Now()
			w := httptest.NewRecorder()
			one.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))
			took = append(took, time.Since(b))
		}
		slices.Sort(took)
		fmt.Println(os.Getenv("ZZN"), "round", round, "p50", took[250], "p99", took[495], took[499])
	}
}
