package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
)

// RequireAll is the environment variable that, when it is not empty, makes a test
// without its server fail rather than skip.
const RequireAll = "LIFECIRCLE_TEST_ALL"

// shared is the one server of a test binary, started by the first test that asks.
var shared struct {
	sync.Mutex
	cluster *Cluster
	err     error
	options Options
}

// Main runs the tests of a package and stops the server that they shared. It is to
// be called from TestMain; options say what the template holds beside PostGIS.
func Main(m *testing.M, o Options) {
	shared.options = o
	code := m.Run()
	if err := Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// Stop stops the server that the tests shared, if one was started; for a package
// whose TestMain does more than [Main].
func Stop() error {
	shared.Lock()
	defer shared.Unlock()
	if shared.cluster == nil {
		return nil
	}
	err := shared.cluster.Close()
	shared.cluster = nil
	if err != nil {
		return fmt.Errorf("stop the private PostgreSQL: %w", err)
	}
	return nil
}

// Database returns the URL of a fresh database with PostGIS, dropped when the test
// ends. The test is skipped, with the name of the missing package, where there is
// no PostgreSQL or no PostGIS.
func Database(t testing.TB) string {
	t.Helper()
	c := server(t)
	address, err := c.Create(context.Background())
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Drop(context.Background(), address); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return address
}

func server(t testing.TB) *Cluster {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.cluster == nil && shared.err == nil {
		// The server outlives the test that starts it.
		shared.cluster, shared.err = Start(context.Background(), shared.options)
	}
	var missing *MissingError
	switch {
	case shared.err == nil:
	case errors.As(shared.err, &missing) && os.Getenv(RequireAll) == "":
		t.Skipf("skipped: %v", missing)
	default:
		t.Fatal(shared.err)
	}
	return shared.cluster
}
