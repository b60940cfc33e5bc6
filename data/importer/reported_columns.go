package importer

import (
	"slices"
	"strings"
)

// The fields of a reported figure.
const (
	fieldUnit      = "unit"
	fieldIndicator = "indicator"
	fieldValue     = "value"
	fieldYear      = "year"
	fieldSource    = "source"
	fieldEvidence  = "evidence"
)

// ReportedFields lists the fields of a reported figure.
//
// 单位 stands for the unit, and in other tables for what a figure is measured in: the
// names that can only be the unit's go before it.
func ReportedFields() []Field {
	return []Field{
		{Name: fieldUnit, Kind: Text, Required: true, Doc: "the code of the unit, or its exact name where one unit has it",
			Synonyms: []string{"unit_code", "行政区划代码", "区划代码", "统计用区划代码", "单位代码", "乡镇代码", "code", "乡镇", "乡镇名称", "镇街", "街道", "镇名", "区县", "单位名称", "单元", "town", "单位"}},
		{Name: fieldIndicator, Kind: Text, Required: true, Doc: "the id of the indicator, as the standards have it (XZ-36)",
			Synonyms: []string{"indicator_id", "指标编号", "指标代码", "指标id", "指标", "指标名称"}},
		{Name: fieldValue, Kind: Text, Required: true, Doc: "the figure, in the unit of the indicator; of a share 91 or 91%; of a checklist 是 or 否",
			Synonyms: []string{"reported_value", "填报值", "数值", "指标值", "完成值", "值"}},
		{Name: fieldYear, Kind: Integer, Required: true, Doc: "the year that the figure is of", Synonyms: []string{"年份", "年度", "年"}},
		{Name: fieldSource, Kind: Text, Required: true, Doc: "who says so", Synonyms: []string{"数据来源", "来源", "填报单位"}},
		{Name: fieldEvidence, Kind: Text, Doc: "where it can be seen: a link, or words", Synonyms: []string{"佐证", "佐证材料", "证明材料", "依据", "链接", "link"}},
	}
}

// reportedColumns knows which columns of a file are which fields.
type reportedColumns struct {
	fields   []Field
	explicit map[string]string // field -> column
	constant map[string]string // field -> value
	// met are the columns met, each with the field it is read as and how well it fits.
	met map[string]target
}

func newReportedColumns(mapped, set map[string]string) (*reportedColumns, error) {
	c := &reportedColumns{fields: ReportedFields(), explicit: map[string]string{}, constant: map[string]string{}, met: map[string]target{}}
	for name, column := range mapped {
		field, err := c.named("map", name)
		if err != nil {
			return nil, err
		}
		if column == "" {
			return nil, usagef("map %s: the name of a column is missing", name)
		}
		c.explicit[field] = column
	}
	for name, value := range set {
		field, err := c.named("set", name)
		if err != nil {
			return nil, err
		}
		if _, both := c.explicit[field]; both {
			return nil, usagef("field %s is both mapped and set", field)
		}
		c.constant[field] = value
	}
	return c, nil
}

func (c *reportedColumns) named(option, name string) (string, error) {
	if field, _ := c.match(name); field != "" {
		return field, nil
	}
	var names []string
	for _, f := range c.fields {
		names = append(names, f.Name)
	}
	return "", usagef("%s %s: a reported figure has no such field; its fields are %s", option, name, strings.Join(names, ", "))
}

// match is the field that a column's name names, and how well (0 is best).
func (c *reportedColumns) match(column string) (field string, rank int) {
	rank = -1
	for i := range c.fields {
		if m := c.fields[i].match(columnKey(column)); m >= 0 && (rank < 0 || m < rank) {
			field, rank = c.fields[i].Name, m
		}
	}
	return field, rank
}

// knows reports whether a column would be understood.
func (c *reportedColumns) knows(column string) bool {
	for _, mapped := range c.explicit {
		if mapped == column {
			return true
		}
	}
	field, _ := c.match(column)
	return field != ""
}

// meet settles what the columns of a row are.
func (c *reportedColumns) meet(fields map[string]any) {
	for column := range fields {
		if _, known := c.met[column]; !known {
			field, rank := c.match(column)
			c.met[column] = target{field: field, rank: rank}
		}
	}
}

// reportedRow is what a row says of each field, and in which column.
type reportedRow struct {
	raw    map[string]any
	column map[string]string
}

// row takes of each field what is set, else its mapped column, else the column that is
// not blank and whose name fits best.
func (c *reportedColumns) row(rec Record) reportedRow {
	r := reportedRow{raw: map[string]any{}, column: map[string]string{}}
	for column, v := range rec.Fields {
		t := c.met[column]
		if _, mapped := c.explicit[t.field]; t.field == "" || mapped || isBlank(v) {
			continue
		}
		old, taken := r.column[t.field]
		if better := c.met[old]; taken && (better.rank < t.rank || better.rank == t.rank && old < column) {
			continue
		}
		r.raw[t.field], r.column[t.field] = v, column
	}
	for field, column := range c.explicit {
		r.raw[field], r.column[field] = rec.Fields[column], column
	}
	for field, value := range c.constant {
		r.raw[field] = value
		delete(r.column, field)
	}
	for _, f := range c.fields {
		if _, some := r.column[f.Name]; !some {
			r.column[f.Name] = f.Name
		}
	}
	return r
}

// missing checks that the columns that were mapped exist.
func (c *reportedColumns) missing(declared []string) error {
	for field, column := range c.explicit {
		if _, met := c.met[column]; !met && !slices.Contains(declared, column) && len(c.met)+len(declared) > 0 {
			return usagef("map %s=%s: the file has no column %q; its columns are %s", field, column, column, c.list(declared))
		}
	}
	return nil
}

func (c *reportedColumns) list(declared []string) string {
	all := slices.Clone(declared)
	for column := range c.met {
		all = append(all, column)
	}
	return strings.Join(sortedUnique(all), ", ")
}

// remarks tell which columns were not used.
func (c *reportedColumns) remarks(list *[]Finding) {
	var unused []string
	for column, t := range c.met {
		mapped := false
		for _, m := range c.explicit {
			mapped = mapped || m == column
		}
		if t.field == "" && !mapped {
			unused = append(unused, column)
		}
	}
	if len(unused) > 0 {
		*list = append(*list, Finding{What: "columns not used: " + strings.Join(sortedUnique(unused), ", "), Count: 1})
	}
}
