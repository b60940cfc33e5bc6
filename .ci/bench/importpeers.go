package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

// peerRounds is how often each program imports; the run that took least counts. They take
// turns, so that whatever else the machine does meets all of them.
const peerRounds = 5

// benchImportPeers measures how an extract gets into a database beside the two programs
// that others use for it: osm2pgsql, which stores what is there (in its default style:
// points, lines, roads and polygons, in Web Mercator, each table with an index of places),
// and osm2pgrouting, which makes a road network and reads XML only. lifecircle makes roads
// cut at junctions, facilities, homes, parks and all else of a dataset, with keys and
// indexes, its version and its history, of the same file.
//
// A server of its own serves them all, which does not wait for the disk; a GeoPackage does
// at its end. Making the empty database is counted for none: the extensions, and for
// lifecircle its tables. Memory is the most that the program itself held; the server's is
// not counted, and lifecircle writing a file has no server.
func benchImportPeers(ctx context.Context, t *table, binary, file string) error {
	server, err := cluster.Start(ctx, cluster.Options{Extensions: []string{"hstore", "pgrouting"}, Settings: map[string]string{"shared_buffers": "256MB"}})
	if err != nil {
		t.note("left out: import beside osm2pgsql and osm2pgrouting (%v)", err)
		return nil
	}
	defer func() { _ = server.Close() }()
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	xml := filepath.Join(dir, "extract.osm")
	if out, err := exec.CommandContext(ctx, "osmium", "cat", file, "-o", xml).CombinedOutput(); err != nil {
		t.note("left out: the extract as XML, and osm2pgrouting, which reads nothing else (osmium: %v %s)", err, out)
		xml = ""
	}
	i := importers{server: server, binary: binary, dir: dir}
	for _, f := range []struct{ kind, file string }{{"PBF", file}, {"XML", xml}} {
		if f.file == "" {
			continue
		}
		info, err := os.Stat(f.file)
		if err != nil {
			return err
		}
		mb := float64(info.Size()) / 1e6
		var there []peer
		for _, p := range i.all(f.kind) {
			if _, err := exec.LookPath(p.args[0]); err != nil {
				t.note("left out: import by %s, which is not installed", p.name)
				continue
			}
			there = append(there, p)
		}
		best, err := i.run(ctx, there, f.file)
		if err != nil {
			return err
		}
		for k, p := range there {
			t.row(fmt.Sprintf("Porto as %s (%.1f MB): %s", f.kind, mb, p.name),
				fmt.Sprintf("%s, %.2f MB/s, %d MB of memory", ms(best[k].took), mb/best[k].took.Seconds(), best[k].kb/1000), "none", p.goal)
		}
	}
	return nil
}

type importers struct {
	server      *cluster.Cluster
	binary, dir string
}

// peer is a program that imports: its arguments, in which FILE, DATABASE and OUT are
// replaced, and those of what has to come first.
type peer struct {
	name  string
	args  []string
	first []string
	goal  string
}

func (i *importers) all(kind string) []peer {
	goal := "faster than both below"
	own := []peer{
		{name: "`lifecircle import osm --data` (roads, facilities, homes and all)", args: []string{i.binary, "import", "osm", "FILE", "--data", "OUT"}, goal: goal},
		{name: "`lifecircle import osm --db`, the same", first: []string{i.binary, "migrate", "up", "--db", "DATABASE"}, args: []string{i.binary, "import", "osm", "FILE", "--db", "DATABASE"}, goal: goal},
		{name: "`osm2pgsql`", args: []string{"osm2pgsql", "-d", "DATABASE", "FILE"}, goal: "none"},
	}
	if kind == "XML" {
		own = append(own, peer{name: "`osm2pgrouting`, its default map of roads", args: []string{"osm2pgrouting", "--file", "FILE", "--clean", "-d", "NAME", "-h", "HOST", "-p", "PORT", "-U", "USER", "-W", "none"}, goal: "none"})
	}
	return own
}

// outcome is what one run took.
type outcome struct {
	took time.Duration
	kb   int64
}

// run has programs import by turns, each time into nothing, and keeps of each the run that
// took least.
func (i *importers) run(ctx context.Context, peers []peer, file string) ([]outcome, error) {
	best := make([]outcome, len(peers))
	for n := range peerRounds {
		for k, p := range peers {
			address, err := i.server.Create(ctx)
			if err != nil {
				return nil, err
			}
			o, err := i.once(ctx, p, file, address, fmt.Sprint(n))
			if err := errors.Join(err, i.server.Drop(ctx, address)); err != nil {
				return nil, fmt.Errorf("import by %s: %w", p.name, err)
			}
			if n == 0 || o.took < best[k].took {
				best[k] = o
			}
		}
	}
	return best, nil
}

func (i *importers) once(ctx context.Context, p peer, file, address, n string) (outcome, error) {
	out := filepath.Join(i.dir, n+".gpkg")
	defer func() { _ = os.Remove(out) }()
	at, err := url.Parse(address)
	if err != nil {
		return outcome{}, err
	}
	words := strings.NewReplacer("FILE", file, "DATABASE", address, "OUT", out,
		"NAME", strings.TrimPrefix(at.Path, "/"), "HOST", at.Hostname(), "PORT", at.Port(), "USER", at.User.Username())
	command := func(args []string) *exec.Cmd {
		var all []string
		for _, a := range args {
			all = append(all, words.Replace(a))
		}
		return exec.CommandContext(ctx, all[0], all[1:]...)
	}
	if p.first != nil {
		if b, err := command(p.first).CombinedOutput(); err != nil {
			return outcome{}, fmt.Errorf("%w: %s", err, b)
		}
	}
	c := command(p.args)
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	start := time.Now()
	if err := c.Start(); err != nil {
		return outcome{}, err
	}
	peak := watchMemory(c.Process.Pid)
	if err := c.Wait(); err != nil {
		return outcome{}, fmt.Errorf("%w: %s", err, said.String())
	}
	return outcome{took: time.Since(start), kb: peak()}, nil
}

// watchMemory looks at the most memory that a process has held, every so often until it
// is gone, and returns a function that tells it in kB. What the system reports at the end
// would be no less than what this program itself holds.
func watchMemory(pid int) func() int64 {
	gone := make(chan int64, 1)
	go func() {
		most := int64(0)
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, after, ok := strings.Cut(string(status), "VmHWM:")
			if err != nil || !ok {
				gone <- most
				return
			}
			if n, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64); err == nil {
				most = max(most, n)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	return func() int64 { return <-gone }
}
