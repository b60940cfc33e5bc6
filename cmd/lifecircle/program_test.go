package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// asProgram makes the test binary be the program: what the tests start is run with
// the race detector when they are.
const asProgram = "LIFECIRCLE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// patience bounds what has to happen at all, however busy the machine.
const patience = 2 * time.Minute

// process is the program, running.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr lockedBuffer
	ended          chan struct{}
}

// start starts the program in a folder of its own, with more environment.
func start(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0], args...), ended: make(chan struct{})}
	p.cmd.Env = append(p.cmd.Env, asProgram+"=1")
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, envData+"=") {
			p.cmd.Env = append(p.cmd.Env, e)
		}
	}
	// A program with the race detector would wait a second before it ends.
	p.cmd.Env = append(p.cmd.Env, "GORACE=atexit_sleep_ms=0 "+os.Getenv("GORACE"))
	p.cmd.Env = append(p.cmd.Env, env...)
	p.cmd.Dir = t.TempDir()
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	require.NoError(t, p.cmd.Start())
	go func() {
		_ = p.cmd.Wait() // the status is asked for below
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it has mostly ended by itself
		<-p.ended
		println("CPU", p.cmd.ProcessState.UserTime().Milliseconds(), strings.Join(args, " "))
		if t.Failed() {
			t.Logf("%s\n%s", strings.Join(args, " "), p.stderr.String())
		}
	})
	return p
}

// wait returns the exit status.
func (p *process) wait(t *testing.T) int {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		require.Fail(t, "the program does not end")
	}
	require.NotContains(t, p.stderr.String(), "DATA RACE")
	require.NotContains(t, p.stderr.String(), "panic:")
	return p.cmd.ProcessState.ExitCode()
}

func (p *process) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(s))
}

// outcome is what a command left.
type outcome struct {
	status         int
	stdout, stderr string
}

// lifecircle runs the program to its end.
func lifecircle(t *testing.T, args ...string) outcome {
	t.Helper()
	return lifecircleWith(t, nil, args...)
}

func lifecircleWith(t *testing.T, env []string, args ...string) outcome {
	t.Helper()
	p := start(t, env, args...)
	status := p.wait(t)
	return outcome{status, p.stdout.String(), p.stderr.String()}
}

// done runs a command that has to succeed, and to say nothing on standard output
// unless it was asked for data.
func done(t *testing.T, args ...string) outcome {
	t.Helper()
	o := lifecircle(t, args...)
	require.Equal(t, exitDone, o.status, "%v: %s", args, o.stderr)
	if args[0] != "export" {
		require.Empty(t, o.stdout, "%v: standard output is for data", args)
	}
	require.NotContains(t, o.stderr, "\r", "progress is for terminals")
	return o
}

// lockedBuffer is written by one goroutine and read by another.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// realdata is the path of a real extract, and skips the test where there is none.
func realdata(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for !exists(filepath.Join(dir, "go.mod")) {
		require.NotEqual(t, filepath.Dir(dir), dir, "no go.mod above the test")
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", "realdata", name)
	if !exists(path) {
		t.Skipf("skipped: %s is not here", path)
	}
	return path
}

// gdal runs a program of GDAL, the independent judge of the file, and requires that
// it has nothing to complain of.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("skipped: %s is not installed (Debian package gdal-bin)", program)
	}
	var out, complaints bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	require.NoError(t, cmd.Run(), "%s %v: %s", program, args, complaints.String())
	require.Empty(t, complaints.String(), "%s %v", program, args)
	for _, word := range []string{"Warning", "ERROR", "FAILURE"} {
		require.NotContains(t, out.String(), word, "%s %v", program, args)
	}
	return out.String()
}

func inFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return b
}

// copyOf copies a dataset that nobody has open.
func copyOf(t *testing.T, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(path))
	require.NoError(t, os.WriteFile(to, content(t, path), 0o600))
	return to
}
