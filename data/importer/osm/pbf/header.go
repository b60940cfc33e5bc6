package pbf

import (
	"fmt"
	"time"
)

// Header is what a file says of itself.
type Header struct {
	// HasBox tells whether a box is stated. Its sides are in nanodegrees.
	HasBox                   bool
	Left, Right, Top, Bottom int64
	// Replication is the time up to which the file holds the changes of the
	// database (osmosis_replication_timestamp), zero if not stated.
	Replication time.Time
	// Program wrote the file.
	Program string
}

// understood are the features that a file may require of its reader.
var understood = map[string]bool{"OsmSchema-V0.6": true, "DenseNodes": true, "HistoricalInformation": true}

func decodeHeader(data []byte) (Header, error) {
	var h Header
	m := message{rest: data}
	for m.next() {
		switch {
		case m.field == 1 && m.wire == wireBytes:
			box := message{rest: m.bytes}
			for box.next() {
				switch box.field {
				case 1:
					h.Left = zigzag(box.value)
				case 2:
					h.Right = zigzag(box.value)
				case 3:
					h.Top = zigzag(box.value)
				case 4:
					h.Bottom = zigzag(box.value)
				}
			}
			if box.err != nil {
				return h, fmt.Errorf("file header, bbox: %w", box.err)
			}
			h.HasBox = true
		case m.field == 4 && m.wire == wireBytes:
			if !understood[string(m.bytes)] {
				return h, fmt.Errorf("file header: it requires the feature %q, which is not supported", m.bytes)
			}
		case m.field == 16 && m.wire == wireBytes:
			h.Program = string(m.bytes)
		case m.field == 32 && m.wire == wireVarint:
			h.Replication = time.Unix(int64(m.value), 0).UTC()
		}
	}
	if m.err != nil {
		return h, fmt.Errorf("file header: %w", m.err)
	}
	return h, nil
}
