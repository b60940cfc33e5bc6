package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// cold against hot, byte for byte
func TestHH(t *testing.T) {
	for _, name := range []string{"porto", "heidelberg", "porto-alegre"} {
		file := "../../../shared/realdata/" + name + ".osm.pbf"
		_, one, err := newServers(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		var first [][]byte
		for round := range 3 {
			i := 0
			for _, min := range []string{"5,15,30", "15", "10,12,14,16", "30&tolerance=20", "1,2,3,4,5,6,7,8,9,10,11"} {
				for _, at := range places(one.roads, 120) {
					url := fmt.Sprintf("/v1/isochrones?lon=%.7f&lat=%.7f&mode=walk&minutes=%s", at[0], at[1], min)
					w := httptest.NewRecorder()
					one.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))
					if round == 0 {
						first = append(first, bytes.Clone(w.Body.Bytes()))
					} else if !bytes.Equal(first[i], w.Body.Bytes()) {
						t.Errorf("%s %s differs in round %d", name, url, round)
					}
					i++
				}
			}
		}
	}
}
