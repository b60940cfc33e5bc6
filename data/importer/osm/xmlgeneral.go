package osm

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// xmlParser walks over the elements of any XML, with the standard library. It names the
// byte, the line and the column of what is wrong.
type xmlParser struct {
	*xml.Decoder
	o        *xmlObjects
	progress func(done int64)
	attrs    xmlAttributes
}

func parseXML(ctx context.Context, r io.Reader, f *filter, progress func(done int64)) (*xmlObjects, error) {
	p := &xmlParser{Decoder: xml.NewDecoder(r), o: &xmlObjects{f: f}, progress: progress}
	err := guard(func() error { return p.run(ctx) })
	if err != nil && ctx.Err() == nil {
		line, column := p.InputPos()
		return nil, fmt.Errorf("OpenStreetMap XML, at byte %d (line %d, column %d): %w", p.InputOffset(), line, column, err)
	}
	return p.o, err
}

func (p *xmlParser) run(ctx context.Context) error {
	root := false
	for n := 0; ; n++ {
		if n&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			p.progress(p.InputOffset())
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

// attributesOf are those of an element.
func (p *xmlParser) attributesOf(e *xml.StartElement) xmlAttributes {
	p.attrs = p.attrs[:0]
	for i := range e.Attr {
		p.attrs = append(p.attrs, xmlAttribute{[]byte(e.Attr[i].Name.Local), []byte(e.Attr[i].Value)})
	}
	return p.attrs
}

// kinds are the objects by the names of their elements.
var kinds = map[string]objectKind{"node": nodeObject, "way": wayObject, "relation": relationObject}

func (p *xmlParser) element(e *xml.StartElement) error {
	switch e.Name.Local {
	case "bounds":
		p.o.bounds(p.attributesOf(e))
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

// object reads a node, a way or a relation with all that is inside it.
func (p *xmlParser) object(e *xml.StartElement) error {
	kind := kinds[e.Name.Local]
	if err := p.o.begin(kind, p.attributesOf(e)); err != nil {
		return err
	}
	for {
		token, err := p.Token()
		if err != nil {
			return fmt.Errorf("%s %d: %w", kind, p.o.id, err)
		}
		if _, ok := token.(xml.EndElement); ok {
			break
		}
		c, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if err := p.o.child([]byte(c.Name.Local), p.attributesOf(&c)); err != nil {
			return err
		}
		if err := p.Skip(); err != nil {
			return fmt.Errorf("%s %d: %w", kind, p.o.id, err)
		}
	}
	p.o.end()
	return nil
}
