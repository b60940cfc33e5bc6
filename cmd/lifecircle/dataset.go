package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/data/postgis"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
)

// place is where the dataset is kept, as the flags and the environment say: in a
// file or in a database.
type place struct {
	file, db string
	profiles string
}

// The environment variables that stand for --data and --db.
const (
	envData = "LIFECIRCLE_DATA"
	envDB   = "LIFECIRCLE_DB"
)

func (p *place) flags(c *cobra.Command) {
	c.Flags().StringVar(&p.file, "data", "", "GeoPackage `FILE` that holds the dataset (environment: "+envData+")")
	c.Flags().StringVar(&p.db, "db", "", "`URL` of the PostGIS database that holds it (environment: "+envDB+")")
	c.Flags().StringVar(&p.profiles, "profiles", "", "`DIR` of YAML files that override the profiles shipped")
	c.PreRunE = func(*cobra.Command, []string) error { return p.resolve() }
}

// resolve takes from the environment what no flag says, and refuses two places.
func (p *place) resolve() error {
	file, db := "--data", "--db"
	if p.file == "" && p.db == "" {
		p.file, p.db = os.Getenv(envData), os.Getenv(envDB)
		file, db = envData, envDB
	}
	if p.file != "" && p.db != "" {
		return usagef("%s names a file and %s a database: the dataset is in one of the two", file, db)
	}
	return nil
}

// named reports whether a place was named at all.
func (p *place) named() bool { return p.file != "" || p.db != "" }

// exists reports whether there is something to read: a database is there, or it
// cannot be opened.
func (p *place) exists() bool { return p.db != "" || exists(p.file) }

// open opens the store; with create the first commit makes the file where there is
// none. A database is made by lifecircle migrate.
func (p *place) open(ctx context.Context, create bool) (data.Store, error) {
	if p.db != "" {
		return postgis.Open(ctx, p.db, postgis.Options{})
	}
	if p.file == "" {
		return nil, errNoDataset()
	}
	if _, err := os.Stat(p.file); create && errors.Is(err, os.ErrNotExist) {
		return &newFile{path: p.file}, nil
	}
	// An empty file is made a dataset where one may be made.
	return geopackage.Open(ctx, p.file, geopackage.Options{Create: create})
}

func errNoDataset() error {
	return usagef("name the dataset: --data FILE.gpkg, or --db URL, or %s or %s", envData, envDB)
}

func (p *place) loadProfiles() (*geo.Profiles, error) { return profiles.LoadWith(p.profiles) }

// makeHomes is how every import makes the demand points anew.
func makeHomes(ctx context.Context, ds *geo.Dataset) ([]geo.Home, error) {
	r, err := homes.Make(ctx, ds, homes.Options{})
	if err != nil {
		return nil, err
	}
	return r.Homes, nil
}

// closing closes a store and keeps the first error.
func closing(s data.Store, err *error) {
	if e := s.Close(); *err == nil && e != nil && !errors.Is(e, os.ErrClosed) {
		*err = e
	}
}
