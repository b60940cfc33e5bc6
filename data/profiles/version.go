package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// version is the hash of what the profiles say: SHA-256 over their JSON form, whose
// maps are in order of their keys, cut to 128 bits. Comments, layout and file names of
// the YAML do not change it; the order of records does, for answers follow it.
func version(p *geo.Profiles) (string, error) {
	content := *p
	content.Version = ""
	raw, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("hash the profiles: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16]), nil
}
