package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"
)

// the centre of Porto
func TestOO(t *testing.T) {
	_, one, err := newServers(t.Context(), "../../../shared/realdata/porto.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	at := "lon=-8.6110&lat=41.1496"
	if os.Getenv("ZZAT") != "" {
		at = os.Getenv("ZZAT")
	}
	url := "/v1/isochrones?" + at + "&mode=walk&minutes=5,15,30"
	var took []time.Duration
	for range 1500 {
		b := time.Now()
		w := httptest.NewRecorder()
		one.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))
		took = append(took, time.Since(b))
	}
	fmt.Println("centre", median(took))
}
