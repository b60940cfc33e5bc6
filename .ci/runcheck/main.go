// Command runcheck serves the demo county on a free port, asks one question of
// each kind, and stops it: runcheck BINARY.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// wait bounds each question, and how long the server may take to be ready.
const wait = 60 * time.Second

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: runcheck BINARY")
		os.Exit(2)
	}
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "runcheck:", err)
		os.Exit(1)
	}
	fmt.Println("the demo county answers on every endpoint")
}

func check(binary string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*wait)
	defer cancel()
	server := exec.CommandContext(ctx, binary, "serve", "--addr", "127.0.0.1:0")
	log, err := server.StderrPipe()
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	defer func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait()
	}()
	base, err := address(log)
	if err != nil {
		return err
	}
	if err := ready(ctx, base); err != nil {
		return err
	}
	for _, q := range []struct{ path, want string }{
		{"/healthz", ""},
		{"/", "<script"},
		{"/v1/dataset", `"version"`},
		{"/v1/categories", `"E02"`},
		{"/v1/modes", `"walk"`},
		{"/v1/circles", `"c15_town"`},
		{"/v1/units?level=county", `"county"`},
		{"/v1/towns", `"town"`},
		{"/v1/towns/all/facilities?category=kindergarten", `"FeatureCollection"`},
		{"/v1/towns/all/coverage?category=kindergarten&mode=walk&minutes=5,15,30", `"population_share"`},
		{"/v1/coverage?categories=E02&circles=c15_town", `"rows"`},
		{"/v1/coverage?categories=E02&circles=c15_town&format=csv", "c15_town"},
		{"/v1/towns/all/completeness?circle=c15_town", `"people_complete"`},
		{"/v1/towns/all/gaps?circle=c5_town&category=kindergarten", `"population_in_gaps"`},
		{"/v1/towns/all/supply?category=nursing_home&mode=car&minutes=30", `"supply_per_1000"`},
		{"/v1/towns/all/sites?category=village_clinic&mode=walk&metres=1000&count=1&candidates=villages", `"population_gained"`},
		{"/v1/towns/all/greenways", `"km_per_10k"`},
		{"/v1/towns/all/service-radius?rule=park_2022", `"rate"`},
	} {
		if err := ask(ctx, base+q.path, q.want); err != nil {
			return err
		}
	}
	return aroundGovernment(ctx, base)
}

// address reads the server's log until it tells where it listens, and drains the
// rest.
func address(log io.Reader) (string, error) {
	lines := bufio.NewScanner(log)
	tells := regexp.MustCompile(`msg=listening address=(\S+)`)
	for lines.Scan() {
		if m := tells.FindStringSubmatch(lines.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, log) }()
			return "http://" + m[1], nil
		}
		fmt.Fprintln(os.Stderr, lines.Text())
	}
	return "", fmt.Errorf("the server ended before it listened")
}

func ready(ctx context.Context, base string) error {
	for end := time.Now().Add(wait); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if ask(ctx, base+"/readyz", "") == nil {
			return nil
		}
	}
	return fmt.Errorf("not ready within %s", wait)
}

func get(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %.300s", url, response.Status, body)
	}
	return body, err
}

func ask(ctx context.Context, url, want string) error {
	start := time.Now()
	body, err := get(ctx, url)
	if err != nil {
		return err
	}
	if !strings.Contains(string(body), want) {
		return fmt.Errorf("%s: no %s in %.300s", url, want, body)
	}
	fmt.Printf("%8s  %8d bytes  %s\n", time.Since(start).Round(time.Millisecond), len(body), url)
	return nil
}

// aroundGovernment asks for the isochrones round the first town government, and what is in
// reach of it.
func aroundGovernment(ctx context.Context, base string) error {
	body, err := get(ctx, base+"/v1/towns/all/facilities?category=township_government")
	if err != nil {
		return err
	}
	var list struct {
		Features []struct {
			Geometry struct{ Coordinates [2]float64 }
		}
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return err
	}
	if len(list.Features) == 0 {
		return fmt.Errorf("the demo county has no town government")
	}
	at := list.Features[0].Geometry.Coordinates
	if err := ask(ctx, fmt.Sprintf("%s/v1/explain?lon=%.7f&lat=%.7f", base, at[0], at[1]), `"requirement"`); err != nil {
		return err
	}
	return ask(ctx, fmt.Sprintf("%s/v1/isochrones?lon=%.7f&lat=%.7f&mode=walk&minutes=5,15,30", base, at[0], at[1]), "Polygon")
}
