package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// mapper sorts the columns of a record into the fields of a layer: what --map says
// first, then columns that bear a field's name or a synonym of it. What --set says
// holds for every row.
type mapper struct {
	table  table
	fields []Field
	// explicit maps a field to its column, constant a field to its value.
	explicit map[string]string
	constant map[string]any
	// fallback is the value of a field that a row leaves blank.
	fallback map[string]any
	untyped  bool
	// classifier knows types of POI tables and tags, nil for none.
	classifier *profiles.Classifier

	// groups are the columns that were taken for each age group by their names.
	groups map[string][]string
	found  map[string]bool   // columns of explicit that a row had
	plan   map[string]target // what each column is, once it has been met
	unused []string
}

// target is the field that a column is read as, and how well it fits (0 is best);
// a column that is passed over is none.
type target struct {
	field  string
	rank   int
	passed bool
}

func newMapper(t table, o *LayerOptions, untyped bool, categories *categoryIndex) (*mapper, error) {
	m := &mapper{
		table: t, fields: Fields(t.layer), untyped: untyped,
		explicit: map[string]string{}, constant: map[string]any{}, fallback: map[string]any{},
		groups: map[string][]string{}, found: map[string]bool{}, plan: map[string]target{}, classifier: o.Classifier,
	}
	for name, column := range o.Map {
		field, err := m.fieldNamed("map", name)
		if err != nil {
			return nil, err
		}
		if column == "" {
			return nil, usagef("map %s: the name of a column is missing", name)
		}
		m.explicit[field] = column
	}
	for name, text := range o.Set {
		field, err := m.fieldNamed("set", name)
		if err != nil {
			return nil, err
		}
		if _, both := m.explicit[field]; both {
			return nil, usagef("field %s is both mapped and set", field)
		}
		value, rule := m.parse(field, text, "", categories)
		if rule != "" {
			return nil, usagef("set %s=%s: %s", name, text, rule)
		}
		m.constant[field] = value
	}
	return m, nil
}

// source is the file, with what the mapping knows of its columns.
func (m *mapper) source(o *LayerOptions) source {
	mapped := map[string]bool{}
	for _, column := range m.explicit {
		mapped[column] = true
	}
	return source{path: o.File, encoding: o.Encoding, table: o.Table, groups: o.Groups, known: func(column string) bool {
		return mapped[column] || FieldOf(m.table.layer, column) != ""
	}}
}

// fieldNamed is the field that an option means.
func (m *mapper) fieldNamed(option, name string) (string, error) {
	field := FieldOf(m.table.layer, name)
	if field == "" {
		return "", usagef("%s %s: the layer %s has no such field; its fields are %s", option, name, m.table.layer, fieldNames(m.table))
	}
	return field, nil
}

// parse reads a value for the field, which may be one of a family, from the column
// ("" for none).
func (m *mapper) parse(field string, raw any, column string, categories *categoryIndex) (any, string) {
	switch {
	case strings.HasPrefix(field, attributePrefix) && m.table.keepsColumns:
		v, _ := attribute(raw, true)
		return v, ""
	case strings.HasPrefix(field, groupPrefix):
		f := Field{Name: field, Kind: Number, Measure: peopleMeasure, Min: atLeast(0)}
		return f.parse(raw, column)
	}
	i := slices.IndexFunc(m.fields, func(f Field) bool { return f.Name == field })
	f := &m.fields[i]
	if f.Kind != Categories {
		return f.parse(raw, column)
	}
	text := textOf(raw)
	if list, ok := raw.([]any); ok {
		var parts []string
		for _, item := range list {
			parts = append(parts, textOf(item))
		}
		text = strings.Join(parts, ",")
	}
	ids, unknown := categories.find(text)
	if unknown != "" {
		return nil, categories.rule(unknown)
	}
	if len(ids) == 0 {
		return nil, f.Rule()
	}
	return ids, ""
}

// columns settles what each column of the record is; columns met before are
// settled already.
func (m *mapper) columns(rec Record) {
	for column := range rec.Fields {
		if _, known := m.plan[column]; known {
			continue
		}
		t := target{rank: -1, passed: NotImported(column)}
		if field := FieldOf(m.table.layer, column); field != "" {
			t.field, t.rank = field, 0
			for i := range m.fields {
				if m.fields[i].Name == field {
					t.rank = m.fields[i].match(columnKey(column))
				}
			}
		}
		m.plan[column] = t
		mapped := false
		for _, c := range m.explicit {
			mapped = mapped || c == column
		}
		m.found[column] = mapped
		if group, is := strings.CutPrefix(t.field, groupPrefix); is && !mapped && m.table.layer == geo.LayerPopulation {
			m.groups[group] = append(m.groups[group], column)
		}
		if !mapped && t.field == "" && !t.passed && !m.table.keepsColumns {
			m.unused = append(m.unused, column)
		}
	}
}

// row sorts one record. The first value that breaks a rule refuses the row.
func (m *mapper) row(rec Record, categories *categoryIndex) *row {
	m.columns(rec)
	r := &row{n: rec.Row, values: map[string]any{}, column: map[string]string{}, explicit: m.explicit}
	raw := map[string]any{}
	for field, column := range m.explicit {
		if v := rec.Fields[column]; !isBlank(v) {
			if field == fieldCategory && m.isType(v) {
				field = fieldPOIType
			}
			raw[field], r.column[field] = v, column
		}
	}
	for column, v := range rec.Fields {
		m.implied(r, raw, column, v)
	}
	for field := range m.constant {
		delete(raw, field)
	}
	for _, field := range m.order(raw) {
		value, rule := m.parse(field, raw[field], r.column[field], categories)
		if rule != "" && field == fieldCategory && m.says(r, raw) {
			r.doubt, r.doubtRule = textOf(raw[field]), rule
			continue
		}
		if rule != "" {
			r.refuse(field, textOf(raw[field]), rule)
			return r
		}
		r.keep(field, value)
	}
	for field, v := range m.constant {
		r.keep(field, v)
	}
	for field, v := range m.fallback {
		if !r.has(field) {
			r.keep(field, v)
		}
	}
	for _, f := range m.fields {
		if _, ok := r.values[f.Name]; f.Required && !ok && r.refusal == nil {
			r.refuse(f.Name, "", "is required: "+f.Doc)
		}
	}
	return r
}

// implied takes a column that nobody mapped for what its name says it is.
func (m *mapper) implied(r *row, raw map[string]any, column string, v any) {
	t := m.plan[column]
	switch {
	case t.passed || isBlank(v):
	case t.field == fieldBoth && m.explicit[fieldBoth] == "":
		// What [mapper.pair] left: no coordinates, or none that are asked for.
		if !m.table.keepsColumns {
			m.unused = append(m.unused, column)
		} else if value, ok := attribute(v, m.untyped); ok {
			r.keep(attributePrefix+column, value)
		}
	case t.field == fieldCategory && m.isType(v):
		m.typed(r, raw, column, v)
	case t.field != "":
		if _, mapped := m.explicit[t.field]; mapped {
			return
		}
		old, taken := r.column[t.field]
		if better := m.plan[old]; taken && (better.rank < t.rank || (better.rank == t.rank && old < column)) {
			return
		}
		raw[t.field], r.column[t.field] = v, column
	case m.table.keepsColumns && !m.found[column]:
		if value, ok := attribute(v, m.untyped); ok {
			r.keep(attributePrefix+column, value)
		}
	}
}

// isType tells a type of a POI table from a category.
func (m *mapper) isType(v any) bool { return m.classifier != nil && m.classifier.IsType(textOf(v)) }

// says reports whether the row tells its kind in another way than by a category.
func (m *mapper) says(r *row, raw map[string]any) bool {
	if m.classifier == nil {
		return false
	}
	return raw[fieldPOICode] != nil || raw[fieldPOIType] != nil || r.tagged(m.classifier)
}

// typed takes a column that is called like one of categories and holds types of a POI
// table. A column that is named so in full goes before it, then comes the better name.
func (m *mapper) typed(r *row, raw map[string]any, column string, v any) {
	if _, mapped := m.explicit[fieldPOIType]; mapped {
		return
	}
	old, taken := r.column[fieldPOIType]
	if taken && (m.plan[old].field == fieldPOIType || m.plan[old].rank < m.plan[column].rank || (m.plan[old].rank == m.plan[column].rank && old < column)) {
		return
	}
	raw[fieldPOIType], r.column[fieldPOIType] = v, column
}

// order lists the fields that have a value: those of the layer in its order, then
// families by name, so that the first refusal is always the same one.
func (m *mapper) order(raw map[string]any) []string {
	var out, families []string
	for _, f := range m.fields {
		if _, ok := raw[f.Name]; ok {
			out = append(out, f.Name)
		}
	}
	for field := range raw {
		if !slices.Contains(out, field) {
			families = append(families, field)
		}
	}
	slices.Sort(families)
	return append(out, families...)
}

// missing checks that the columns that were mapped exist at all.
func (m *mapper) missing(declared []string) error {
	for field, column := range m.explicit {
		if !m.found[column] && !slices.Contains(declared, column) {
			return usagef("map %s=%s: the file has no column %q; its columns are %s", field, column, column, m.columnList(declared))
		}
	}
	return nil
}

func (m *mapper) columnList(declared []string) string {
	all := slices.Clone(declared)
	for c := range m.plan {
		all = append(all, c)
	}
	if len(all) == 0 {
		return "(none)"
	}
	return strings.Join(sortedUnique(all), ", ")
}

// remarks tells which columns were not used.
func (m *mapper) remarks(list *[]Finding) {
	for _, group := range slices.Sorted(maps.Keys(m.groups)) {
		columns := sortedUnique(m.groups[group])
		if _, mapped := m.explicit[groupPrefix+group]; mapped {
			continue
		}
		if len(columns) > 1 {
			note(list, fmt.Sprintf("columns %s are all the age group %s: the first that is not blank is read; choose with --map %s%s=COLUMN", strings.Join(columns, ", "), group, groupPrefix, group), "")
		} else if columns[0] != groupPrefix+group {
			note(list, fmt.Sprintf("column %s read as the age group %s", columns[0], group), "")
		}
	}
	if len(m.unused) > 0 {
		*list = append(*list, Finding{What: fmt.Sprintf("columns not used: %s", strings.Join(sortedUnique(m.unused), ", ")), Count: 1})
	}
}
