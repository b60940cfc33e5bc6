package importer

import (
	"fmt"
	"strings"
)

// UsageError is a question asked wrongly (an unknown layer, field, column or
// format), as against a file that holds something wrong. A command line answers
// it with exit status 2.
type UsageError struct{ message string }

// Error says what was asked and what may be asked instead.
func (e *UsageError) Error() string { return e.message }

func usagef(format string, args ...any) error {
	return &UsageError{message: fmt.Sprintf(format, args...)}
}

// ParseAssignments reads the repeated option --map or --set: name=value, where
// the value may hold further equals signs. A name given twice is an error.
func ParseAssignments(option string, pairs []string) (map[string]string, error) {
	out := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, usagef("%s %q: write it as field=value", option, pair)
		}
		if _, twice := out[name]; twice {
			return nil, usagef("%s: %s is given twice", option, name)
		}
		out[name] = strings.TrimSpace(value)
	}
	return out, nil
}
