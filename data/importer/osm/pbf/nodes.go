package pbf

import "fmt"

// decodeDense reads a DenseNodes message: nodes as parallel columns of differences.
func (b *Block) decodeDense(data []byte) error {
	c := &b.Nodes
	first, firstTag := len(c.ID), len(c.Tags)
	b.times, b.visible, b.keys = b.times[:0], b.visible[:0], b.keys[:0]
	m := message{rest: data}
	for m.next() {
		switch m.field {
		case 1:
			c.ID = m.appendDeltas(c.ID, last(c.ID, first))
		case 5:
			info := message{rest: m.bytes}
			for info.next() {
				switch info.field {
				case 2:
					b.times = info.appendDeltas(b.times, last(b.times, 0))
				case 6:
					b.visible = info.appendVarints(b.visible)
				}
			}
			if info.err != nil {
				return fmt.Errorf("dense nodes, info: %w", info.err)
			}
		case 8:
			c.Lat = m.appendDeltas(c.Lat, last(c.Lat, first))
		case 9:
			c.Lon = m.appendDeltas(c.Lon, last(c.Lon, first))
		case 10:
			b.keys = m.appendVarints(b.keys)
		}
	}
	if m.err != nil {
		return fmt.Errorf("dense nodes: %w", m.err)
	}
	n := len(c.ID)
	if len(c.Lat) != n || len(c.Lon) != n || (len(b.visible) > 0 && len(b.visible) != n-first) {
		return fmt.Errorf("dense nodes: %w", errColumns)
	}
	for i := first; i < n; i++ {
		c.Lat[i] = b.latOffset + b.granularity*c.Lat[i]
		c.Lon[i] = b.lonOffset + b.granularity*c.Lon[i]
	}
	for _, t := range b.times {
		b.NewestMS = max(b.NewestMS, t*b.dateGranularity)
	}
	if err := b.denseTags(n - first); err != nil {
		return err
	}
	if len(b.visible) > 0 {
		c.dropHidden(first, firstTag, b.visible)
	}
	return nil
}

// denseTags reads the tags of n nodes from one column in b.keys: for each node its
// keys and values in turn, then 0. An empty column means that no node has tags.
func (b *Block) denseTags(n int) error {
	c, kv := &b.Nodes, b.keys
	limit := uint32(len(b.Strings))
	at := 0
	for range n {
		for at < len(kv) && kv[at] != 0 {
			if at+1 >= len(kv) {
				return fmt.Errorf("dense nodes, tags: %w", errColumns)
			}
			if kv[at] >= limit || kv[at+1] >= limit {
				return fmt.Errorf("dense nodes, tags: %w", errString)
			}
			c.Tags = append(c.Tags, kv[at], kv[at+1])
			at += 2
		}
		at++
		c.TagEnd = append(c.TagEnd, len(c.Tags))
	}
	return nil
}

// dropHidden removes the nodes from index first on that are not visible.
func (c *NodeColumns) dropHidden(first, firstTag int, visible []uint32) {
	out, tagsOut, from := first, firstTag, firstTag
	for i, v := range visible {
		at := first + i
		end := c.TagEnd[at]
		if v != 0 {
			c.ID[out], c.Lon[out], c.Lat[out] = c.ID[at], c.Lon[at], c.Lat[at]
			tagsOut += copy(c.Tags[tagsOut:], c.Tags[from:end])
			c.TagEnd[out] = tagsOut
			out++
		}
		from = end
	}
	c.ID, c.Lon, c.Lat, c.TagEnd = c.ID[:out], c.Lon[:out], c.Lat[:out], c.TagEnd[:out]
	c.Tags = c.Tags[:tagsOut]
}

// decodeNode reads a Node message: one node that is not in a dense group.
func (b *Block) decodeNode(data []byte) error {
	var id, lat, lon int64
	visible := true
	b.keys, b.vals = b.keys[:0], b.vals[:0]
	m := message{rest: data}
	for m.next() {
		switch m.field {
		case 1:
			id = zigzag(m.value)
		case 2:
			b.keys = m.appendVarints(b.keys)
		case 3:
			b.vals = m.appendVarints(b.vals)
		case 4:
			var err error
			if visible, err = b.info(m.bytes); err != nil {
				return fmt.Errorf("node %d, info: %w", id, err)
			}
		case 8:
			lat = zigzag(m.value)
		case 9:
			lon = zigzag(m.value)
		}
	}
	if m.err != nil {
		return fmt.Errorf("node %d: %w", id, m.err)
	}
	if !visible {
		return nil
	}
	c := &b.Nodes
	var err error
	if c.Tags, err = b.appendTags(c.Tags); err != nil {
		return fmt.Errorf("node %d: %w", id, err)
	}
	c.ID = append(c.ID, id)
	c.Lat = append(c.Lat, b.latOffset+b.granularity*lat)
	c.Lon = append(c.Lon, b.lonOffset+b.granularity*lon)
	c.TagEnd = append(c.TagEnd, len(c.Tags))
	return nil
}
