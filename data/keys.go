package data

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Role is what a key allows.
type Role string

// The roles, each of which allows what those before it do.
const (
	// RoleDesigner reports figures and keeps scenarios.
	RoleDesigner Role = "designer"
	// RoleAdmin also changes the dataset itself.
	RoleAdmin Role = "admin"
)

// Roles are all roles, the lowest first.
func Roles() []Role { return []Role{RoleDesigner, RoleAdmin} }

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Allows reports whether whoever has the role may do what needs another.
func (r Role) Allows(needed Role) bool {
	return needed.Valid() && slices.Index(Roles(), r) >= slices.Index(Roles(), needed)
}

// Key lets somebody write. What is secret of it is never kept: only its hash is.
//
// The hash is a plain SHA-256. What makes hashes of passwords slow is that people choose
// few and short ones, which can be tried; a secret here is 32 random bytes, of which
// nobody tries more than a vanishing part (NIST SP 800-63B, 5.1.2.2, asks for no more
// than an approved hash of look-up secrets with at least 112 bits).
type Key struct {
	// ID names the key where it is listed and revoked; it is no secret.
	ID string
	// Name is whose it is.
	Name string
	Role Role
	Hash [sha256.Size]byte
	// Created and Revoked are moments in UTC, to the second; Revoked is zero as long as the
	// key holds.
	Created, Revoked time.Time
}

const (
	// secretBytes is how long the random part of a secret is.
	secretBytes = 32
	// SecretPrefix begins every secret, so that people and scanners for lost secrets know
	// one when they see it.
	SecretPrefix = "lck_"
	// longestSecret bounds what is hashed of what somebody presents.
	longestSecret = 200
	keyIDBytes    = 4
)

// NewKey makes a key and its secret, which is to be shown once.
func NewKey(name string, role Role, now time.Time) (k Key, secret string, err error) {
	var random [secretBytes]byte
	var id [keyIDBytes]byte
	// Neither fails (crypto/rand, since Go 1.24).
	_, _ = rand.Read(random[:])
	_, _ = rand.Read(id[:])
	secret = SecretPrefix + base64.RawURLEncoding.EncodeToString(random[:])
	k = Key{ID: hex.EncodeToString(id[:]), Name: strings.TrimSpace(name), Role: role, Hash: sha256.Sum256([]byte(secret)),
		Created: now.UTC().Truncate(time.Second)}
	return k, secret, k.Check()
}

// Check reports the first thing in a key that no store takes.
func (k *Key) Check() error {
	switch rule, broken := lineRule(k.Name, longestName, true); {
	case broken:
		return fmt.Errorf("key: name is %q: %s", k.Name, rule.En)
	case !k.Role.Valid():
		return fmt.Errorf("key: role is %q: has to be one of %s, %s", k.Role, RoleDesigner, RoleAdmin)
	case !codePattern.MatchString(k.ID):
		return fmt.Errorf("key: id is %q: %s", k.ID, ruleCode)
	case k.Hash == [sha256.Size]byte{}:
		return fmt.Errorf("key: hash is missing")
	case k.Created.IsZero():
		return fmt.Errorf("key: when it was made is missing")
	}
	return nil
}

// FindKey is the key whose secret somebody presents, nil when none is or it was
// revoked. Hashes are compared in constant time, and all of them, so that the time
// taken tells nothing of which key was nearly right.
func FindKey(keys []Key, secret string) *Key {
	if len(secret) > longestSecret {
		return nil
	}
	presented := sha256.Sum256([]byte(secret))
	found := -1
	for i := range keys {
		same := subtle.ConstantTimeCompare(keys[i].Hash[:], presented[:])
		found = subtle.ConstantTimeSelect(same, i, found)
	}
	if found < 0 || !keys[found].Revoked.IsZero() {
		return nil
	}
	return &keys[found]
}
