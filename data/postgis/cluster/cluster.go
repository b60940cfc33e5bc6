package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Superuser is the role that owns everything in the server; it needs no password.
const Superuser = "lifecircle_test"

// template is the database that the others are cloned from.
const template = "lifecircle_template"

// MissingError names the Debian package that the machine lacks.
type MissingError struct{ Package, What string }

// Error names the package.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%s is not installed (apt-get install %s)", e.What, e.Package)
}

// Cluster is a running server. It is safe for concurrent use.
type Cluster struct {
	dir    string
	port   int
	server *exec.Cmd
	// exited is closed when the server has stopped.
	exited chan struct{}
	made   atomic.Int64
}

// Options are those of [Start].
type Options struct {
	// Settings are added to postgresql.conf, as name = value.
	Settings map[string]string
	// Extensions are made in the template beside postgis.
	Extensions []string
}

// Start makes and starts a server and its template database. A package that is
// missing is a [*MissingError].
func Start(ctx context.Context, o Options) (*Cluster, error) {
	bin, err := binaries(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "lifecircle-pg-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, exited: make(chan struct{})}
	if err := c.start(ctx, bin, o); err != nil {
		return nil, errors.Join(fmt.Errorf("start a private PostgreSQL: %w", err), c.Close())
	}
	return c, nil
}

func (c *Cluster) start(ctx context.Context, bin string, o Options) error {
	who, err := unprivileged()
	if err != nil {
		return err
	}
	if who != nil {
		if err := os.Chown(c.dir, int(who.Uid), int(who.Gid)); err != nil {
			return err
		}
	}
	dataDir := filepath.Join(c.dir, "data")
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, filepath.Join(bin, name), args...)
		cmd.Dir = c.dir
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC")
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGQUIT}
		return cmd
	}
	out, err := run("initdb", "-D", dataDir, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	if c.port, err = freePort(ctx); err != nil {
		return err
	}
	args := []string{"-D", dataDir, "-p", strconv.Itoa(c.port), "-h", "127.0.0.1", "-k", c.dir}
	c.server = run("postgres", append(args, settings(o.Settings)...)...)
	c.server.Cancel = func() error { return c.server.Process.Signal(syscall.SIGQUIT) }
	log, err := os.Create(filepath.Join(c.dir, "log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return err
	}
	go func() {
		_ = c.server.Wait() // how it ended is read off its state
		close(c.exited)
	}()
	if err := c.await(ctx); err != nil {
		return err
	}
	return c.makeTemplate(ctx, o.Extensions)
}

// Close stops the server and removes its folder.
func (c *Cluster) Close() error {
	if c.server != nil && c.server.Process != nil {
		_ = c.server.Process.Signal(syscall.SIGQUIT)
		select {
		case <-c.exited:
		case <-time.After(10 * time.Second):
			_ = c.server.Process.Kill()
			<-c.exited
		}
	}
	return os.RemoveAll(c.dir)
}

// Dir is the folder that everything of the server is in.
func (c *Cluster) Dir() string { return c.dir }

// URL is the address of a database of the server.
func (c *Cluster) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(Superuser), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)), Path: "/" + database,
		RawQuery: "sslmode=disable"}
	return u.String()
}

// Create clones the template under a new name and returns its URL.
func (c *Cluster) Create(ctx context.Context) (string, error) {
	name := fmt.Sprintf("test_%d", c.made.Add(1))
	err := c.exec(ctx, "postgres", "CREATE DATABASE "+name+" TEMPLATE "+template)
	return c.URL(name), err
}

// Drop removes a database that [Cluster.Create] made, whoever is connected.
func (c *Cluster) Drop(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	return c.exec(ctx, "postgres", "DROP DATABASE IF EXISTS "+strings.TrimPrefix(u.Path, "/")+" WITH (FORCE)")
}

func (c *Cluster) makeTemplate(ctx context.Context, extensions []string) error {
	if err := c.exec(ctx, "postgres", "CREATE DATABASE "+template); err != nil {
		return err
	}
	for _, e := range append([]string{"postgis"}, extensions...) {
		if err := c.exec(ctx, template, "CREATE EXTENSION "+e); err != nil {
			return fmt.Errorf("extension %s: %w", e, err)
		}
	}
	return nil
}

func (c *Cluster) exec(ctx context.Context, database, statement string) error {
	conn, err := pgx.Connect(ctx, c.URL(database))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

// await waits until the server takes connections.
func (c *Cluster) await(ctx context.Context) error {
	for deadline := time.Now().Add(30 * time.Second); ; {
		err := c.exec(ctx, "postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-c.exited:
			log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
			return fmt.Errorf("the server stopped (%s): %s", c.server.ProcessState, log)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return err
		}
	}
}

// freePort asks the system for a port nobody listens on.
func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}
