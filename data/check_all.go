package data

import (
	"runtime"
	"strings"
	"sync"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// checkTogether is how many rows are worth a goroutine.
const checkTogether = 4096

// keySeparator stands between code and source in the key of a unit, since two sources may
// describe one unit: no text that is taken holds it.
const keySeparator = "\x00"

// checkRows checks rows on all processors, and beside that whether two have one key. The
// refusal that it returns is the one that checking row by row would find first: that of
// the first row; and of that row's faults, that its key is used comes first.
func checkRows[T any](c *rowCheck, rows []T, check func(*rowCheck, int, *T), keyOf func(*T) string) error {
	parts := min(runtime.GOMAXPROCS(0), 1+len(rows)/checkTogether)
	found := make([]rowCheck, parts+1)
	run := func(part int) {
		own := &found[part]
		if *own = *c; part == parts {
			checkKeys(own, rows, keyOf)
			return
		}
		for i := len(rows) * part / parts; i < len(rows)*(part+1)/parts && own.err == nil; i++ {
			check(own, i, &rows[i])
		}
	}
	var work sync.WaitGroup
	for part := range parts {
		work.Go(func() { run(part) })
	}
	run(parts)
	work.Wait()
	keys := &found[parts]
	for i := range found {
		if found[i].err != nil && (keys.err == nil || keys.row > found[i].row) {
			return found[i].err
		}
	}
	return keys.err
}

// checkKeys refuses the first row whose key an earlier one has.
func checkKeys[T any](c *rowCheck, rows []T, keyOf func(*T) string) {
	field := "id"
	if c.layer == geo.LayerUnits {
		field = "code"
	}
	seen := make(map[string]struct{}, len(rows))
	for i := range rows {
		key := keyOf(&rows[i])
		if seen[key] = struct{}{}; len(seen) <= i {
			c.row = i
			c.id, _, _ = strings.Cut(key, keySeparator)
			c.refuse(field, c.id, RuleUnique)
			return
		}
	}
}
