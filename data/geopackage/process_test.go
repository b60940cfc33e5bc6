//go:build unix

package geopackage

import (
	"bufio"
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

const readOnlyChild = "LIFECIRCLE_TEST_READ_ONLY"

// A file that lies where nothing can be written is read all the same, also one
// in WAL mode.
func TestReadOnlyMedium(t *testing.T) {
	if path := os.Getenv(readOnlyChild); path != "" {
		readOnly(t, path)
		return
	}
	dir := t.TempDir()
	for _, mode := range []string{"delete", "wal"} {
		path, s := filled(t)
		db := edit(t, path)
		require.NoError(t, s.Close())
		run(t, db, "PRAGMA journal_mode = "+mode)
		require.NoError(t, db.Close())
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		there := filepath.Join(dir, mode, "town.gpkg")
		require.NoError(t, os.Mkdir(filepath.Dir(there), 0o755))
		require.NoError(t, os.WriteFile(there, content, 0o444))
		require.NoError(t, os.Chmod(filepath.Dir(there), 0o555))
		t.Cleanup(func() { require.NoError(t, os.Chmod(filepath.Dir(there), 0o755)) })
		runAsNobody(t, dir, "TestReadOnlyMedium", readOnlyChild+"="+there)
	}
}

func readOnly(t *testing.T, path string) {
	s, err := Open(context.Background(), path, Options{Poll: time.Millisecond})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	d, err := s.Load(context.Background())
	require.NoError(t, err)
	require.Equal(t, storetest.Full().Homes, d.Homes)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	for v := range s.Watch(ctx) {
		require.Fail(t, "nothing changed, and yet a version came", v)
	}
	require.Error(t, s.Commit(context.Background(), data.Write{Rows: storetest.Full(), Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceLayer}}))
	d, err = s.Load(context.Background())
	require.NoError(t, err)
	require.Equal(t, storetest.Full().Homes, d.Homes)
}

// runAsNobody runs one test of this binary as a user without rights, since root
// may write anywhere.
func runAsNobody(t *testing.T, dir, test string, env ...string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, "-test.run=^"+test+"$", "-test.v")
	cmd.Env = append(os.Environ(), env...)
	cmd.Dir = dir
	if os.Getuid() == 0 {
		binary, err := os.ReadFile(self)
		require.NoError(t, err)
		cmd.Path = filepath.Join(dir, "test.bin")
		require.NoError(t, os.WriteFile(cmd.Path, binary, 0o755))
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		// The folders above were made for their owner alone.
		for up := dir; up != os.TempDir() && up != "/"; up = filepath.Dir(up) {
			require.NoError(t, os.Chmod(up, 0o755))
		}
	}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: "+test)
}

const crashChild = "LIFECIRCLE_TEST_CRASH"

// generation is a dataset in which every home bears one number of people.
func generation(g, n int) data.Write {
	d := &geo.Dataset{Title: fmt.Sprint(g)}
	for i := range n {
		d.Homes = append(d.Homes, geo.Home{ID: fmt.Sprintf("%06d", i), Location: orb.Point{float64(i%1800) / 10, float64(i%17) / 10},
			Persons: geo.Known(float64(g)), Source: "s"})
	}
	return data.Write{Rows: d, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceSource}, Source: "s"}
}

const crashRows = 6000

// A process that is killed while it commits leaves the file as it was before, or
// as it is after.
func TestKilledWhileCommitting(t *testing.T) {
	if path := os.Getenv(crashChild); path != "" {
		commitUntilKilled(t, path)
		return
	}
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewSource(seed))
	path := filepath.Join(t.TempDir(), "town.gpkg")
	s := open(t, path)
	require.NoError(t, s.Commit(context.Background(), generation(1, crashRows)))
	require.NoError(t, s.Close())

	inside := 0
	for round := range 8 {
		// By turns some time after a commit began, and with so much in the log.
		wait := func() { time.Sleep(time.Duration(r.Intn(200)) * time.Millisecond) }
		if round%2 == 0 {
			wait = func() { awaitLog(t, path, r.Int63n(500_000)) }
		}
		begun := startAndKill(t, path, wait)
		if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
			inside++
		}
		s := open(t, path)
		d, err := s.Load(context.Background())
		require.NoError(t, err)
		require.Len(t, d.Homes, crashRows)
		require.Contains(t, []int{begun - 1, begun}, number(t, d.Title))
		for i := range d.Homes {
			require.Equal(t, d.Title, fmt.Sprint(d.Homes[i].Persons.Or(-1)))
		}
		var verdict string
		require.NoError(t, s.reader.conn.QueryRowContext(context.Background(), "PRAGMA integrity_check").Scan(&verdict))
		require.Equal(t, "ok", verdict)
		require.NoError(t, s.reader.conn.QueryRowContext(context.Background(), "SELECT rtreecheck('rtree_homes_geom')").Scan(&verdict))
		require.Equal(t, "ok", verdict)
		require.NoError(t, s.Close())
	}
	require.NotZero(t, inside, "no process was killed with changes in the log: the test does not test")
}

// awaitLog waits until the write-ahead log is longer than some bytes.
func awaitLog(t *testing.T, path string, longer int64) {
	t.Helper()
	require.Eventually(t, func() bool {
		log, err := os.Stat(path + "-wal")
		return err == nil && log.Size() > longer
	}, storetest.Patience, time.Millisecond)
}

// startAndKill starts a process that commits one generation after another, waits,
// kills it, and returns the number of the last one that it began.
func startAndKill(t *testing.T, path string, wait func()) (begun int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWhileCommitting$")
	cmd.Env = append(os.Environ(), crashChild+"="+path)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan(), "the process did not begin")
	begun = number(t, lines.Text())
	wait()
	require.NoError(t, cmd.Process.Kill())
	// What it began between the delay and its end is in the pipe.
	for lines.Scan() {
		begun = number(t, lines.Text())
	}
	require.Error(t, cmd.Wait())
	return begun
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

// commitUntilKilled commits one generation after another. Its cache is small, so
// that changes go to the log long before the commit.
func commitUntilKilled(t *testing.T, path string) {
	s, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	s.writer.pragmas = []string{"cache_size = 10"}
	d, err := s.Load(context.Background())
	require.NoError(t, err)
	for g := number(t, d.Title) + 1; ; g++ {
		w := generation(g, crashRows)
		fmt.Println(g)
		require.NoError(t, s.Commit(context.Background(), w))
	}
}
