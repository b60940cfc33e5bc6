package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

// asProgram makes the test binary be the program: what the tests start is run with
// the race detector when they are.
const asProgram = "LIFECIRCLE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:]))
	}
	status := m.Run()
	if err := cluster.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = max(status, 1)
	}
	if plainDir != "" {
		_ = os.RemoveAll(plainDir) // what is left is in the folder for what may be left
	}
	os.Exit(status)
}

// program is the file of the program.
type program string

// itself is the test binary.
var itself = program(os.Args[0])

var plainDir string

// builtPlain builds the program without the race detector.
var builtPlain = sync.OnceValues(func() (program, error) {
	var err error
	if plainDir, err = os.MkdirTemp("", "lifecircle"); err != nil {
		return "", err
	}
	file := filepath.Join(plainDir, "lifecircle")
	out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program(file), nil
})

// plain is the program without the race detector, with which a town takes minutes
// that takes seconds; the small towns are for finding races.
func plain(t *testing.T) program {
	t.Helper()
	if !raceDetector {
		return itself
	}
	p, err := builtPlain()
	require.NoError(t, err)
	return p
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
	return itself.start(t, env, args...)
}

func (file program) start(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(string(file), args...), ended: make(chan struct{})}
	p.cmd.Env = append(p.cmd.Env, asProgram+"=1")
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, envData+"=") && !strings.HasPrefix(e, envDB+"=") {
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
	return itself.run(t, nil, args...)
}

func (file program) run(t *testing.T, env []string, args ...string) outcome {
	t.Helper()
	p := file.start(t, env, args...)
	status := p.wait(t)
	return outcome{status, p.stdout.String(), p.stderr.String()}
}

// done runs a command that has to succeed, and to say nothing on standard output
// unless it was asked for data.
func done(t *testing.T, args ...string) outcome {
	t.Helper()
	return itself.done(t, args...)
}

func (file program) done(t *testing.T, args ...string) outcome {
	t.Helper()
	o := file.run(t, nil, args...)
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
