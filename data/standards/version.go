package standards

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// Version is the hash of what standards say: SHA-256 over their JSON form, cut to 128
// bits. Comments, layout and file names of the YAML do not change it; the order of rows
// and standards does, for answers follow it.
func Version(standards []*indicator.Standard) (string, error) {
	raw, err := json.Marshal(standards)
	if err != nil {
		return "", fmt.Errorf("hash the standards: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16]), nil
}
