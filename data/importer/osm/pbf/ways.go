package pbf

import "fmt"

// decodeWay reads a Way message.
func (b *Block) decodeWay(data []byte) error {
	c := &b.Ways
	var id int64
	visible := true
	first, firstTag := len(c.Refs), len(c.Tags)
	b.keys, b.vals = b.keys[:0], b.vals[:0]
	m := message{rest: data}
	for m.next() {
		switch m.field {
		case 1:
			id = int64(m.value)
		case 2:
			b.keys = m.appendVarints(b.keys)
		case 3:
			b.vals = m.appendVarints(b.vals)
		case 4:
			var err error
			if visible, err = b.info(m.bytes); err != nil {
				return fmt.Errorf("way %d, info: %w", id, err)
			}
		case 8:
			c.Refs = m.appendDeltas(c.Refs, last(c.Refs, first))
		}
	}
	if m.err != nil {
		return fmt.Errorf("way %d: %w", id, m.err)
	}
	var err error
	if c.Tags, err = b.appendTags(c.Tags); err != nil {
		return fmt.Errorf("way %d: %w", id, err)
	}
	if !visible {
		c.Refs, c.Tags = c.Refs[:first], c.Tags[:firstTag]
		return nil
	}
	c.ID = append(c.ID, id)
	c.RefEnd = append(c.RefEnd, len(c.Refs))
	c.TagEnd = append(c.TagEnd, len(c.Tags))
	return nil
}

// decodeRelation reads a Relation message.
func (b *Block) decodeRelation(data []byte) error {
	c := &b.Relations
	var id int64
	visible := true
	first, firstTag := len(c.Ref), len(c.Tags)
	b.keys, b.vals = b.keys[:0], b.vals[:0]
	m := message{rest: data}
	for m.next() {
		switch m.field {
		case 1:
			id = int64(m.value)
		case 2:
			b.keys = m.appendVarints(b.keys)
		case 3:
			b.vals = m.appendVarints(b.vals)
		case 4:
			var err error
			if visible, err = b.info(m.bytes); err != nil {
				return fmt.Errorf("relation %d, info: %w", id, err)
			}
		case 8:
			c.Role = m.appendVarints(c.Role)
		case 9:
			c.Ref = m.appendDeltas(c.Ref, last(c.Ref, first))
		case 10:
			c.Type = m.appendVarints(c.Type)
		}
	}
	if m.err != nil {
		return fmt.Errorf("relation %d: %w", id, m.err)
	}
	if len(c.Role) != len(c.Ref) || len(c.Type) != len(c.Ref) {
		return fmt.Errorf("relation %d, members: %w", id, errColumns)
	}
	for _, role := range c.Role[first:] {
		if role >= uint32(len(b.Strings)) {
			return fmt.Errorf("relation %d, roles: %w", id, errString)
		}
	}
	var err error
	if c.Tags, err = b.appendTags(c.Tags); err != nil {
		return fmt.Errorf("relation %d: %w", id, err)
	}
	if !visible {
		c.Role, c.Ref, c.Type, c.Tags = c.Role[:first], c.Ref[:first], c.Type[:first], c.Tags[:firstTag]
		return nil
	}
	c.ID = append(c.ID, id)
	c.MemberEnd = append(c.MemberEnd, len(c.Ref))
	c.TagEnd = append(c.TagEnd, len(c.Tags))
	return nil
}
