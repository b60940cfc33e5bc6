package scenario

import (
	"reflect"
	"slices"
)

// table is one layer while edits are made: the rows of the dataset, which are not
// touched, and what takes their place.
type table[T any] struct {
	base  []T
	id    func(*T) string
	index map[string]int
	// changed and gone are by place in base, added those that edits made, in order; one
	// that was taken away again is nil.
	changed map[int]*T
	gone    map[int]bool
	added   []*T
	// made is where in added a row of an id is.
	made map[string]int
}

func newTable[T any](base []T, id func(*T) string) *table[T] {
	return &table[T]{base: base, id: id, changed: map[int]*T{}, gone: map[int]bool{}, made: map[string]int{}}
}

// at is the place of a row of the dataset.
func (t *table[T]) at(id string) (int, bool) {
	if t.index == nil {
		t.index = make(map[string]int, len(t.base))
		for i := range t.base {
			t.index[t.id(&t.base[i])] = i
		}
	}
	i, ok := t.index[id]
	return i, ok
}

// find is the row of an id as it stands now, to be changed by the caller; nil for none.
// made tells that an edit made it.
func (t *table[T]) find(id string) (row *T, made bool) {
	if n, ok := t.made[id]; ok {
		return t.added[n], true
	}
	i, ok := t.at(id)
	if !ok || t.gone[i] {
		return nil, false
	}
	if t.changed[i] == nil {
		copied := t.base[i]
		t.changed[i] = &copied
	}
	return t.changed[i], false
}

// add takes a new row. It refuses an id that is or was another's.
func (t *table[T]) add(row T) *EditError {
	id := t.id(&row)
	if _, taken := t.at(id); taken {
		return refuse("id", id, "is the id of another row", "编号已被占用")
	}
	if _, taken := t.made[id]; taken {
		return refuse("id", id, "is the id of another row", "编号已被占用")
	}
	t.made[id] = len(t.added)
	t.added = append(t.added, &row)
	return nil
}

// remove takes a row away; false where there is none. One that an edit made was never
// there.
func (t *table[T]) remove(id string) bool {
	if n, ok := t.made[id]; ok {
		t.added[n] = nil
		delete(t.made, id)
		return true
	}
	i, ok := t.at(id)
	if !ok || t.gone[i] {
		return false
	}
	t.gone[i] = true
	return true
}

// finish returns the rows, those of the dataset in their order first, and what became of
// them. Where nothing did, the rows are those of the dataset itself.
func (t *table[T]) finish() ([]T, RowChanges) {
	var c RowChanges
	for i, row := range t.changed {
		if t.gone[i] || reflect.DeepEqual(*row, t.base[i]) {
			delete(t.changed, i)
		}
	}
	for i := range t.base {
		switch {
		case t.gone[i]:
			c.Removed = append(c.Removed, t.id(&t.base[i]))
		case t.changed[i] != nil:
			c.Changed = append(c.Changed, t.id(&t.base[i]))
		}
	}
	t.added = slices.DeleteFunc(t.added, func(r *T) bool { return r == nil })
	for _, r := range t.added {
		c.Added = append(c.Added, t.id(r))
	}
	if c.none() {
		return t.base, c
	}
	out := make([]T, 0, len(t.base)+len(t.added))
	for i := range t.base {
		switch {
		case t.gone[i]:
		case t.changed[i] != nil:
			out = append(out, *t.changed[i])
		default:
			out = append(out, t.base[i])
		}
	}
	for _, r := range t.added {
		out = append(out, *r)
	}
	return out, c
}
