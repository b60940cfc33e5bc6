package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
)

// A command line that makes no sense ends with 2 and says what is wrong with it;
// what makes sense and fails ends with 1. Standard output stays empty, and no file
// is made.
func TestExitStatus(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	absent := filepath.Join(dir, "absent.gpkg")
	csv := inFile(t, "a.csv", "name,category,lon,lat\na,school,120,30\n")
	letter := inFile(t, "letter.gpkg", "Dear Sir or Madam, this is a letter and no database at all.")
	for _, c := range []struct {
		status int
		says   string
		args   []string
	}{
		{exitUsage, `unknown command "srve"; the commands are analyze, bench, completion, demo, doctor, export, history, import, key, migrate, restore, scenario, serve`, []string{"srve"}},
		{exitUsage, "unknown flag: --nonsense", []string{"serve", "--nonsense"}},
		{exitUsage, "flag needs an argument", []string{"serve", "--data"}},
		{exitUsage, "unknown command", []string{"serve", "surplus"}},
		{exitUsage, "accepts 2 arg(s), received 0", []string{"import"}},
		{exitUsage, "accepts 2 arg(s), received 1", []string{"import", "roads"}},
		{exitUsage, "accepts 1 arg(s), received 0", []string{"import", "osm"}},
		{exitUsage, "accepts 1 arg(s), received 0", []string{"export"}},
		{exitUsage, "accepts 1 arg(s), received 0", []string{"import", "elevation"}},
		{exitUsage, "name the dataset: --data", []string{"import", "elevation", csv}},
		{exitUsage, `reference system "mars" cannot be converted`, []string{"import", "elevation", csv, "--data", absent, "--crs", "mars"}},
		{exitFailed, "a TIFF begins with II or MM", []string{"import", "elevation", csv, "--data", absent}},
		{exitUsage, "accepts 1 arg(s), received 0", []string{"import", "reported"}},
		{exitUsage, "name the dataset: --data", []string{"import", "reported", csv}},
		{exitUsage, "--map", []string{"import", "reported", csv, "--data", absent, "--map", "x"}},
		{exitFailed, "no such file", []string{"import", "reported", csv, "--data", absent}},
		{exitUsage, `key "make": has to be add, list or revoke`, []string{"key", "make"}},
		{exitUsage, "--name: say whose key it is", []string{"key", "add", "--role", "admin", "--data", absent}},
		{exitUsage, `--role "king": has to be designer or admin`, []string{"key", "add", "--name", "x", "--role", "king", "--data", absent}},
		{exitUsage, "name the dataset: --data", []string{"key", "add", "--name", "x", "--role", "admin"}},
		{exitFailed, "no such file", []string{"key", "add", "--name", "x", "--role", "admin", "--data", absent}},
		{exitFailed, "no such file", []string{"key", "list", "--data", absent}},
		{exitUsage, "accepts 1 arg(s), received 0", []string{"key", "revoke"}},
		{exitUsage, "name the dataset: --data", []string{"import", "osm", csv}},
		{exitUsage, "name the dataset: --data", []string{"import", "facilities", csv}},
		{exitUsage, "name the dataset: --data", []string{"export", "roads"}},
		{exitUsage, "give one of the two", []string{"import", "facilities", csv, "--data", absent, "--append", "--replace-layer"}},
		{exitUsage, "--node 50: has to be between 0 and 20 metres", []string{"import", "roads", csv, "--data", absent, "--node", "50"}},
		{exitUsage, "there is nothing to report without --node", []string{"import", "roads", csv, "--data", absent, "--node-report", absent}},
		{exitUsage, `layer "schools" is unknown`, []string{"import", "schools", csv, "--data", absent}},
		{exitUsage, "--map", []string{"import", "facilities", csv, "--data", absent, "--map", "name"}},
		{exitUsage, "map colour: ", []string{"import", "facilities", csv, "--data", absent, "--map", "colour=name"}},
		{exitUsage, `no column "klass"`, []string{"import", "facilities", csv, "--data", absent, "--map", "name=klass"}},
		{exitUsage, "where", []string{"import", "facilities", csv, "--data", absent, "--where", "schools"}},
		{exitUsage, `no column "schools"`, []string{"import", "facilities", csv, "--data", absent, "--where", "schools>0"}},
		{exitUsage, "cannot be imported", []string{"import", "facilities", inFile(t, "letter.doc", "Dear Sir or Madam"), "--data", absent}},
		{exitFailed, "it is no GeoPackage", []string{"import", "facilities", letter, "--data", absent}},
		{exitUsage, "--town-level 3", []string{"import", "osm", csv, "--data", absent, "--town-level", "3"}},
		{exitUsage, "invalid argument", []string{"import", "osm", csv, "--data", absent, "--town-level", "eight"}},
		{exitUsage, `format "shp" cannot be written`, []string{"export", "roads", "--format", "shp", "--data", absent}},
		{exitUsage, `layer "schools" is unknown`, []string{"export", "schools", "--data", absent}},
		{exitUsage, "name the file to write: --out FILE.tif", []string{"export", "elevation", "--data", absent}},
		{exitUsage, "needs --category ID and --out FILE.xlsx", []string{"export", "template", "--category", "E02"}},
		{exitUsage, "needs --category ID and --out FILE.xlsx", []string{"export", "template", "--category", "E02", "--out", absent}},
		{exitUsage, "category kita is not known", []string{"export", "template", "--category", "kita", "--out", filepath.Join(dir, "a.xlsx")}},
		{exitUsage, "table x: a CSV file holds one table", []string{"import", "facilities", csv, "--data", absent, "--table", "x"}},
		{exitUsage, `encoding "klingon" is not known`, []string{"import", "facilities", csv, "--data", absent, "--encoding", "klingon"}},
		{exitUsage, "--out", []string{"demo"}},
		{exitUsage, "the dataset is in one of the two", []string{"serve", "--data", absent, "--db", "postgres://127.0.0.1:1/d"}},
		{exitUsage, "name the dataset: --data", []string{"analyze"}},
		{exitUsage, "unknown command", []string{"analyze", "surplus"}},
		{exitUsage, "--all and --unit 1 contradict each other", []string{"analyze", "--data", absent, "--all", "--unit", "1"}},
		{exitUsage, `--standard "nope": is no standard; they are [changxing-2023`, []string{"analyze", "--data", absent, "--standard", "nope"}},
		{exitFailed, "--queue is not there yet", []string{"analyze", "--data", absent, "--queue"}},
		{exitFailed, "absent.gpkg", []string{"analyze", "--data", absent}},
		{exitFailed, "no-such-folder", []string{"analyze", "--data", absent, "--standards", filepath.Join(dir, "no-such-folder")}},
		{exitFailed, "no-such-folder", []string{"serve", "--standards", filepath.Join(dir, "no-such-folder")}},
		{exitUsage, "accepts 1 arg(s), received 0", []string{"scenario", "--data", absent}},
		{exitUsage, "name the dataset: --data", []string{"scenario", csv}},
		{exitFailed, "absent.yaml", []string{"scenario", filepath.Join(dir, "absent.yaml"), "--data", absent}},
		{exitUsage, "edit 0: layer \"shop\": has to be one of facility, road", []string{"scenario", inFile(t, "s.yaml", "edits: [{op: add, layer: shop}]"), "--data", absent}},
		{exitUsage, "not YAML", []string{"scenario", inFile(t, "s.yaml", "edits: ["), "--data", absent}},
		{exitFailed, "absent.gpkg", []string{"scenario", inFile(t, "s.yaml", "edits: []"), "--data", absent}},
		{exitUsage, "name the dataset: --data", []string{"history"}},
		{exitUsage, "unknown command", []string{"history", "surplus"}},
		{exitUsage, "--keep -1: has to be 0 or more", []string{"history", "--data", absent, "--keep", "-1"}},
		{exitFailed, "absent.gpkg", []string{"history", "--data", absent}},
		{exitFailed, "absent.gpkg", []string{"history", "--data", absent, "--keep", "1"}},
		{exitUsage, "accepts 1 arg(s), received 0", []string{"restore", "--data", absent}},
		{exitUsage, "name the dataset: --data", []string{"restore", "abcdef"}},
		{exitUsage, `version "abcde": give at least 6 digits`, []string{"restore", "abcde", "--data", absent}},
		{exitUsage, `version "yesterday": has to be made of the digits 0-9 and a-f`, []string{"restore", "yesterday", "--data", absent}},
		{exitFailed, "absent.gpkg", []string{"restore", "abcdef", "--data", absent}},
		{exitUsage, "name the database: --db URL", []string{"migrate", "up"}},
		{exitUsage, "say up, down or status", []string{"migrate", "--db", "postgres://127.0.0.1:1/d"}},
		{exitUsage, `unknown command "sideways"`, []string{"migrate", "sideways", "--db", "postgres://127.0.0.1:1/d"}},
		{exitFailed, "connect to database d at 127.0.0.1:1", []string{"serve", "--db", "postgres://127.0.0.1:1/d", "--addr", "127.0.0.1:0"}},
		{exitFailed, "connect to database d at 127.0.0.1:1", []string{"import", "facilities", csv, "--db", "postgres://127.0.0.1:1/d"}},
		{exitFailed, "the address of the database", []string{"export", "roads", "--db", "postgres://127.0.0.1:port/d"}},
		{exitUsage, "invalid argument", []string{"demo", "--out", absent, "--seed", "x"}},
		{exitFailed, "absent.gpkg", []string{"export", "roads", "--data", absent}},
		{exitFailed, "absent.gpkg", []string{"serve", "--data", absent, "--addr", "127.0.0.1:0"}},
		{exitFailed, "letter.gpkg", []string{"serve", "--data", letter, "--addr", "127.0.0.1:0"}},
		{exitFailed, "absent.osm.pbf", []string{"import", "osm", filepath.Join(dir, "absent.osm.pbf"), "--data", absent}},
		{exitFailed, "absent.csv", []string{"import", "facilities", filepath.Join(dir, "absent.csv"), "--data", absent}},
		{exitFailed, "no-such-folder", []string{"import", "facilities", csv, "--data", absent, "--profiles", filepath.Join(dir, "no-such-folder")}},
		{exitFailed, "listening", []string{"serve", "--addr", "127.0.0.1:notaport"}},
	} {
		o := lifecircle(t, c.args...)
		require.Equal(t, c.status, o.status, "%v: %s", c.args, o.stderr)
		require.Contains(t, o.stderr, c.says, "%v", c.args)
		require.Empty(t, o.stdout, "%v", c.args)
		require.Empty(t, filesIn(t, dir), "%v", c.args)
	}
}

// The environment names the dataset where the command line does not.
func TestDatasetFromEnvironment(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "env.gpkg")
	csv := inFile(t, "a.csv", "name,category,lon,lat\na,school,120,30\n")
	env := []string{envData + "=" + path}
	o := itself.run(t, env, "import", "facilities", csv)
	require.Equal(t, exitDone, o.status, o.stderr)
	o = itself.run(t, env, "export", "facilities")
	require.Equal(t, exitDone, o.status, o.stderr)
	require.Equal(t, done(t, "export", "facilities", "--data", path).stdout, o.stdout)

	other := filepath.Join(t.TempDir(), "other.gpkg")
	o = itself.run(t, env, "export", "facilities", "--data", other)
	require.Equal(t, exitFailed, o.status, "the command line goes before the environment")
	require.Contains(t, o.stderr, "other.gpkg")
}

// The flags that the commands are promised to have; each is explained by --help.
func TestHelpNamesEveryFlag(t *testing.T) {
	t.Parallel()
	promised := map[string][]string{
		"":                 nil,
		"serve":            {"--data", "--db", "--addr", "--profiles", "--standards"},
		"analyze":          {"--data", "--db", "--unit", "--standard", "--all", "--queue", "--json", "--profiles", "--standards"},
		"bench":            {"--json"},
		"scenario":         {"--data", "--db", "--json", "--profiles", "--standards"},
		"demo":             {"--out", "--seed", "--towns"},
		"import":           {"--data", "--db", "--source", "--crs", "--encoding", "--table", "--map", "--set", "--where", "--dry-run", "--append", "--replace-layer", "--strict", "--report", "--profiles", "--node", "--node-report"},
		"import osm":       {"--data", "--db", "--town-level", "--source", "--dry-run", "--report", "--profiles"},
		"import elevation": {"--data", "--db", "--source", "--crs", "--license", "--attribution", "--date", "--dry-run", "--report"},
		"import reported":  {"--data", "--db", "--map", "--set", "--where", "--encoding", "--table", "--by", "--dry-run", "--report", "--profiles", "--standards"},
		"key":              nil,
		"key add":          {"--data", "--db", "--name", "--role"},
		"key list":         {"--data", "--db", "--json"},
		"key revoke":       {"--data", "--db"},
		"export":           {"--data", "--db", "--format", "--out"},
		"history":          {"--data", "--db", "--keep", "--json"},
		"restore":          {"--data", "--db"},
		"doctor":           {"--data", "--db", "--json", "--fix", "--profiles"},
		"migrate":          {"--db"},
		"export elevation": {"--data", "--db", "--source", "--out"},
		"export template":  {"--category", "--out", "--profiles"},
		"migrate up":       {"--db"}, "migrate down": {"--db", "--drop-data"}, "migrate status": {"--db"},
	}
	helps := map[string]string{}
	for command, flags := range promised {
		args := append(strings.Fields(command), "--help")
		o := lifecircle(t, args...)
		require.Equal(t, exitDone, o.status)
		require.Empty(t, o.stderr)
		helps[command] = o.stdout
		for _, f := range flags {
			require.Regexp(t, `(?m)^\s+(-\w, )?`+f+`\b.*\S`, o.stdout, "lifecircle %s --help", command)
		}
	}
	var walk func(c *cobra.Command, name string)
	walk = func(c *cobra.Command, name string) {
		help, known := helps[name]
		require.True(t, known, "lifecircle %s is a command that nobody promised", name)
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			require.NotEmpty(t, f.Usage, "lifecircle %s --%s", name, f.Name)
			require.Contains(t, help, "--"+f.Name)
		})
		for _, sub := range c.Commands() {
			require.NotEmpty(t, sub.Short)
			require.Contains(t, help, sub.Name())
			if name != "" {
				walk(sub, name+" "+sub.Name())
			} else {
				walk(sub, sub.Name())
			}
		}
	}
	walk(newRoot(), "")
}
