package osm

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/paulmach/orb"
)

// xmlSource feeds OpenStreetMap XML into an extract. The file is read once; its
// nodes are kept until it is known which of them are needed.
type xmlSource struct {
	r       io.Reader
	closer  io.Closer
	options *Options
	size    int64
	nodes   []taggedNode
	refused []refusedNode
}

// refusedNode is a node whose place cannot be read.
type refusedNode struct {
	id           int64
	field, value string
}

// Close closes the file.
func (s *xmlSource) Close() error { return s.closer.Close() }

func (s *xmlSource) readWays(ctx context.Context, x *extract, f *filter) error {
	d := xml.NewDecoder(s.r)
	p := &xmlParser{Decoder: d, x: x, f: f, s: s}
	err := guard(func() error { return p.run(ctx) })
	if err != nil && ctx.Err() == nil {
		line, column := d.InputPos()
		return fmt.Errorf("OpenStreetMap XML, at byte %d (line %d, column %d): %w", d.InputOffset(), line, column, err)
	}
	return err
}

func (s *xmlSource) readNodes(ctx context.Context, _ *extract, f *filter, sink *nodeSink) error {
	for _, r := range s.refused {
		sink.refusePlace(r.id, r.field, r.value)
	}
	for i, n := range s.nodes {
		if i&0xffff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if f.roadsOnly && n.tags.get("barrier") == "" {
			n.tags = nil
		}
		sink.take(n.id, n.place, n.tags)
	}
	s.nodes = nil
	return nil
}

// xmlParser walks over the elements of a file.
type xmlParser struct {
	*xml.Decoder
	x *extract
	f *filter
	s *xmlSource
}

func (p *xmlParser) run(ctx context.Context) error {
	root := false
	for n := 0; ; n++ {
		if n&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			p.s.options.progress("read", p.InputOffset(), p.s.size)
		}
		t, err := p.Token()
		if errors.Is(err, io.EOF) {
			if !root {
				return errors.New("there is no <osm> element")
			}
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case !root:
			if e.Name.Local != "osm" {
				return fmt.Errorf("the root element is <%s>, expected <osm>", e.Name.Local)
			}
			root = true
		default:
			if err := p.element(&e); err != nil {
				return err
			}
		}
	}
}

// attr returns an attribute, "" if there is none.
func attr(e *xml.StartElement, name string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == name {
			return e.Attr[i].Value
		}
	}
	return ""
}

func (p *xmlParser) element(e *xml.StartElement) error {
	switch e.Name.Local {
	case "bounds":
		p.bounds(e)
	case "remark":
		// Overpass ends an answer that it had to cut short with a remark.
		var text string
		if err := p.DecodeElement(&text, e); err != nil {
			return err
		}
		return fmt.Errorf("the file is incomplete: its server remarks %q", text)
	case "node", "way", "relation":
		return p.object(e)
	}
	return p.Skip()
}

func (p *xmlParser) bounds(e *xml.StartElement) {
	low, f1 := textPlace(attr(e, "minlon"), attr(e, "minlat"))
	high, f2 := textPlace(attr(e, "maxlon"), attr(e, "maxlat"))
	if f1 == "" && f2 == "" {
		b := orb.Bound{Min: low.point(), Max: high.point()}
		if p.x.box != nil {
			b = b.Union(*p.x.box)
		}
		p.x.box = &b
	}
}

// object reads a node, a way or a relation with all that is inside it.
func (p *xmlParser) object(e *xml.StartElement) error {
	kind := map[string]objectKind{"node": nodeObject, "way": wayObject, "relation": relationObject}[e.Name.Local]
	id, err := strconv.ParseInt(attr(e, "id"), 10, 64)
	if err != nil {
		return fmt.Errorf("%s: id %q is not a whole number", kind, attr(e, "id"))
	}
	t := tags{}
	var members []member
	refs := p.x.ways.refs
	firstRef := len(refs)
	for {
		token, err := p.Token()
		if err != nil {
			return fmt.Errorf("%s %d: %w", kind, id, err)
		}
		if _, ok := token.(xml.EndElement); ok {
			break
		}
		c, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch c.Name.Local {
		case "tag":
			if k := attr(&c, "k"); p.f.keepKey(k) {
				t = append(t, tag{p.f.intern([]byte(k)), p.f.intern([]byte(attr(&c, "v")))})
			}
		case "nd":
			ref, err := strconv.ParseInt(attr(&c, "ref"), 10, 64)
			if err != nil {
				return fmt.Errorf("%s %d: nd ref %q is not a whole number", kind, id, attr(&c, "ref"))
			}
			refs = append(refs, ref)
		case "member":
			m, ok, err := p.member(&c)
			if err != nil {
				return fmt.Errorf("%s %d: %w", kind, id, err)
			}
			if ok {
				members = append(members, m)
			}
		}
		if err := p.Skip(); err != nil {
			return fmt.Errorf("%s %d: %w", kind, id, err)
		}
	}
	if attr(e, "visible") == "false" || attr(e, "action") == "delete" {
		p.x.ways.refs = refs[:firstRef]
		return nil
	}
	if when, err := time.Parse(time.RFC3339, attr(e, "timestamp")); err == nil {
		p.x.note(when.UnixMilli())
	}
	switch kind {
	case nodeObject:
		place, field := textPlace(attr(e, "lon"), attr(e, "lat"))
		if field != "" {
			p.s.refused = append(p.s.refused, refusedNode{id, field, attr(e, field)})
			return nil
		}
		if len(t) == 0 {
			t = nil
		}
		p.s.nodes = append(p.s.nodes, taggedNode{id: id, place: place, tags: t})
	case wayObject:
		p.x.ways.refs = refs
		p.x.ways.tags = append(p.x.ways.tags, p.f.trim(t)...)
		p.x.ways.add(id)
	case relationObject:
		if t = p.f.trim(t); !p.f.roadsOnly || len(t) > 0 {
			p.x.relations = append(p.x.relations, relation{id: id, tags: t, members: members})
		}
	}
	return nil
}

func (p *xmlParser) member(e *xml.StartElement) (m member, ok bool, err error) {
	switch attr(e, "type") {
	case "node":
		m.kind = nodeObject
	case "way":
		m.kind = wayObject
	case "relation":
		m.kind = relationObject
	default:
		return m, false, nil
	}
	if m.ref, err = strconv.ParseInt(attr(e, "ref"), 10, 64); err != nil {
		return m, false, fmt.Errorf("member ref %q is not a whole number", attr(e, "ref"))
	}
	m.role = p.f.intern([]byte(attr(e, "role")))
	return m, true, nil
}
