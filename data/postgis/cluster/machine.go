package cluster

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// Versions asked for: those of Debian 12, which the packages are named after.
const (
	serverPackage  = "postgresql-15"
	postgisPackage = "postgresql-15-postgis-3"
)

// binaries is the folder of initdb and postgres.
func binaries(ctx context.Context) (string, error) {
	candidates, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if found, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(found); err == nil {
			candidates = append(candidates, filepath.Dir(real))
		}
	}
	for i := len(candidates) - 1; i >= 0; i-- {
		if executable(candidates[i], "initdb") && executable(candidates[i], "postgres") {
			if !hasPostGIS(ctx, candidates[i]) {
				return "", &MissingError{postgisPackage, "PostGIS"}
			}
			return candidates[i], nil
		}
	}
	return "", &MissingError{serverPackage, "PostgreSQL"}
}

func executable(dir, name string) bool {
	info, err := os.Stat(filepath.Join(dir, name))
	return err == nil && info.Mode()&0o111 != 0
}

func hasPostGIS(ctx context.Context, bin string) bool {
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "pg_config"), "--sharedir").Output()
	if err != nil { // pg_config comes with another package: let CREATE EXTENSION tell
		return true
	}
	share := string(out[:max(0, len(out)-1)])
	_, err = os.Stat(filepath.Join(share, "extension", "postgis.control"))
	return err == nil
}

// unprivileged is the user that the server runs as, nil for the one who asks.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil //nolint:nilnil // nobody else is a good answer
	}
	for _, name := range [...]string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			continue
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			continue
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it")
}
