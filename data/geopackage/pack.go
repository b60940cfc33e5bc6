package geopackage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// SQLite's R-tree module keeps its nodes in ordinary tables, which may be filled
// directly: an index of 100,000 rows is then written about ten times faster than
// row by row through the module. A node is a blob of fixed length: the depth of
// the tree (in the root only) and the number of cells, both 16 bits, then cells
// of a 64-bit id and four 32-bit floats, all big-endian (the head comment of
// ext/rtree/rtree.c in the SQLite source). Node 1 is the root.
const (
	nodeHead = 4
	nodeCell = 8 + 4*4
	rootNode = 1
)

// entry is a cell of a node: a row or a child node, and its box in the order of
// the module: minx, maxx, miny, maxy.
type entry struct {
	id  int64
	box [4]float32
}

// newEntry rounds a box outwards to 32-bit floats, so that the index never
// misses what the doubles would find.
func newEntry(b box) entry {
	return entry{b.fid, [4]float32{
		floatDown(b.bound.Min[0]), floatUp(b.bound.Max[0]), floatDown(b.bound.Min[1]), floatUp(b.bound.Max[1]),
	}}
}

func floatDown(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func floatUp(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		f = math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

// fillRTree replaces the content of an R-tree table by the boxes.
func fillRTree(ctx context.Context, tx *sql.Tx, name string, boxes []box) error {
	nodeLength, err := clearRTree(ctx, tx, name)
	if err != nil {
		return err
	}
	p := packRTree(nodeLength, boxes)
	nodes := make([]any, 0, 2*len(p.nodes))
	for i, data := range p.nodes {
		nodes = append(nodes, int64(i+rootNode), data)
	}
	for _, shadow := range [...]struct {
		name   string
		values []any
	}{{"_node", nodes}, {"_parent", flatten(p.parents)}, {"_rowid", flatten(p.rowids)}} {
		if err := insertPairs(ctx, tx, name+shadow.name, shadow.values); err != nil {
			return err
		}
	}
	return nil
}

// clearRTree removes everything from the tables of an R-tree, also its root, and tells
// how long a node is.
func clearRTree(ctx context.Context, tx *sql.Tx, name string) (nodeLength int, err error) {
	if err := tx.QueryRowContext(ctx, fmt.Sprintf("SELECT length(data) FROM %s WHERE nodeno = %d", quote(name+"_node"), rootNode)).
		Scan(&nodeLength); err != nil {
		return 0, fmt.Errorf("read the root of index %s: %w", name, err)
	}
	for _, shadow := range rtreeShadows {
		if err := execAll(ctx, tx, "DELETE FROM "+quote(name+shadow)); err != nil {
			return 0, err
		}
	}
	return nodeLength, nil
}

// rtreeShadows end the names of the tables that an R-tree is kept in.
var rtreeShadows = [...]string{"_node", "_parent", "_rowid"}

// packRTree makes an R-tree of boxes by sort-tile-recursive: Leutenegger, Lopez,
// Edgington, "STR: A Simple and Efficient Algorithm for R-Tree Packing", ICDE 1997. It
// takes O(n log n).
func packRTree(nodeLength int, boxes []box) *packer {
	level := make([]entry, len(boxes))
	for i, b := range boxes {
		level[i] = newEntry(b)
	}
	p := &packer{nodeLength: nodeLength, nodes: make([][]byte, rootNode), rowids: make([][2]int64, 0, len(boxes))}
	perNode := (nodeLength - nodeHead) / nodeCell
	depth := 0
	for ; len(level) > perNode; depth++ {
		level = p.pack(level, perNode, depth == 0)
	}
	p.nodes[0] = p.node(rootNode, depth, level, depth == 0)

	// Rows come in the order of their ids: SQLite appends to the end of a table
	// much faster than it inserts into the middle.
	for _, pairs := range [][][2]int64{p.rowids, p.parents} {
		slices.SortFunc(pairs, func(a, b [2]int64) int { return cmp.Compare(a[0], b[0]) })
	}
	return p
}

func flatten(pairs [][2]int64) []any {
	out := make([]any, 0, 2*len(pairs))
	for _, p := range pairs {
		out = append(out, p[0], p[1])
	}
	return out
}

// packer collects the rows of the three tables of an R-tree, each in the order of its
// ids: the data of the nodes, of which the first is the root; which node holds a row; and
// which node is the parent of a node.
type packer struct {
	nodeLength      int
	nodes           [][]byte
	rowids, parents [][2]int64
}

// pack puts the entries of one level into nodes of about equal size, none fuller
// than perNode, and returns the entries of the level above.
func (p *packer) pack(level []entry, perNode int, leaves bool) []entry {
	nodes := (len(level) + perNode - 1) / perNode
	slabs := int(math.Ceil(math.Sqrt(float64(nodes))))
	sortBy(level, 0)
	above := make([]entry, 0, nodes)
	for s := range slabs {
		// Nodes, not entries, are divided among the slabs, so that none is left
		// with a few entries: the module wants nodes at least a third full.
		first, last := nodes*s/slabs, nodes*(s+1)/slabs
		slab := level[len(level)*first/nodes : len(level)*last/nodes]
		sortBy(slab, 2)
		for n := range last - first {
			cells := slab[len(slab)*n/(last-first) : len(slab)*(n+1)/(last-first)]
			number := int64(len(p.nodes) + rootNode)
			p.nodes = append(p.nodes, p.node(number, 0, cells, leaves))
			above = append(above, entry{number, union(cells)})
		}
	}
	return above
}

// sortBy sorts by the centre along an axis: 0 for x, 2 for y. Equal centres are
// told apart by id, so that the same boxes make the same index.
func sortBy(level []entry, axis int) {
	slices.SortFunc(level, func(a, b entry) int {
		if c := cmp.Compare(a.box[axis]+a.box[axis+1], b.box[axis]+b.box[axis+1]); c != 0 {
			return c
		}
		return cmp.Compare(a.id, b.id)
	})
}

func union(cells []entry) [4]float32 {
	out := cells[0].box
	for _, c := range cells[1:] {
		out[0], out[1] = min(out[0], c.box[0]), max(out[1], c.box[1])
		out[2], out[3] = min(out[2], c.box[2]), max(out[3], c.box[3])
	}
	return out
}

// node makes the data of one node, and notes for each of its cells where that is to be
// found: a row by its leaf, a node by its parent.
func (p *packer) node(number int64, depth int, cells []entry, leaf bool) []byte {
	data := make([]byte, p.nodeLength)
	binary.BigEndian.PutUint16(data, uint16(depth))
	binary.BigEndian.PutUint16(data[2:], uint16(len(cells)))
	at := data[nodeHead:]
	for _, c := range cells {
		binary.BigEndian.PutUint64(at, uint64(c.id))
		for i, v := range c.box {
			binary.BigEndian.PutUint32(at[8+4*i:], math.Float32bits(v))
		}
		at = at[nodeCell:]
		if leaf {
			p.rowids = append(p.rowids, [2]int64{c.id, number})
		} else {
			p.parents = append(p.parents, [2]int64{c.id, number})
		}
	}
	return data
}

// insertPairs inserts rows of two columns, many to a statement.
func insertPairs(ctx context.Context, tx *sql.Tx, table string, values []any) error {
	const perStatement = 200
	prefix := "INSERT INTO " + quote(table) + " VALUES (?, ?)"
	many, err := tx.PrepareContext(ctx, prefix+strings.Repeat(", (?, ?)", perStatement-1))
	if err != nil {
		return fmt.Errorf("fill %s: %w", table, err)
	}
	defer func() { _ = many.Close() }()
	for len(values) >= 2*perStatement {
		if _, err := many.ExecContext(ctx, values[:2*perStatement]...); err != nil {
			return fmt.Errorf("fill %s: %w", table, err)
		}
		values = values[2*perStatement:]
	}
	if len(values) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, prefix+strings.Repeat(", (?, ?)", len(values)/2-1), values...); err != nil {
		return fmt.Errorf("fill %s: %w", table, err)
	}
	return nil
}
