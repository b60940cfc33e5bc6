package postgis

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// sessionSettings are set on every connection of a pool; a value that the URL sets
// itself stays.
type sessionSettings map[string]string

// reading are the settings of connections that only read. They cannot write,
// whatever the rights of their role.
func reading(o Options) sessionSettings {
	return sessionSettings{
		"default_transaction_read_only":       "on",
		"statement_timeout":                   milliseconds(o.ReadTimeout),
		"idle_in_transaction_session_timeout": "60000",
		"application_name":                    "lifecircle",
	}
}

// writing are the settings of connections that commit.
func writing(o Options) sessionSettings {
	return sessionSettings{
		"statement_timeout":                   milliseconds(o.WriteTimeout),
		"lock_timeout":                        milliseconds(o.LockTimeout),
		"idle_in_transaction_session_timeout": "60000",
		"application_name":                    "lifecircle import",
	}
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// connect makes a pool, and says where to without the password.
func connect(ctx context.Context, url string, settings sessionSettings) (*pgxpool.Pool, string, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, "", fmt.Errorf("the address of the database: %w", err) // pgx leaves the password out
	}
	c := config.ConnConfig
	at := "database " + c.Database + " at " + net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
	for name, value := range settings {
		if _, given := c.RuntimeParams[name]; !given {
			c.RuntimeParams[name] = value
		}
	}
	config.AfterConnect = registerGeometry
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, at, fmt.Errorf("connect to %s: %w", at, err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, at, fmt.Errorf("connect to %s: %w", at, ended(ctx, err))
	}
	return pool, at, nil
}

// registerGeometry teaches a connection the type geometry, whose number differs
// from database to database. Without the extension there is none to learn:
// [ready] says so.
func registerGeometry(ctx context.Context, conn *pgx.Conn) error {
	var oid *uint32
	if err := conn.QueryRow(ctx, "SELECT to_regtype('geometry')::oid").Scan(&oid); err != nil {
		return fmt.Errorf("look for the type geometry: %w", err)
	}
	if oid != nil {
		conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: *oid, Codec: geometryCodec{}})
	}
	return nil
}
