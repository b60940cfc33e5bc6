package api

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// groupRule says why an answer counts the age group that it does.
type groupRule struct {
	// Reason is in the language of the answer; Ages are those that the categories are for.
	Reason   string `json:"reason"`
	Ages     string `json:"ages,omitempty"`
	Source   string `json:"source,omitempty"`
	Verified *bool  `json:"verified,omitempty"`
}

// counting fills in whose people an answer counts. Where the question names them itself
// there is nothing to explain.
func (m *method) counting(q *question, c analysis.Counted) {
	if m.Group = c.Group; c.Reason == analysis.CountedAsked && c.Group == "" {
		m.Group = analysis.GroupAll
	}
	t := countedText(c)
	if t.En == "" {
		return
	}
	m.GroupRule = &groupRule{Reason: t.in(q.lang)}
	if s := c.Serves; s != nil {
		m.GroupRule.Ages, m.GroupRule.Source, m.GroupRule.Verified = s.Ages, s.Source, &s.Verified
	}
}

func countedText(c analysis.Counted) Text {
	ages := ""
	if c.Serves != nil {
		ages = c.Serves.Ages
	}
	switch c.Reason {
	case analysis.CountedServed:
		return Text{En: fmt.Sprintf("the category is for ages %s: people of this age group are counted; group=all counts everybody", ages),
			Zh: fmt.Sprintf("该类别服务 %s 岁人群，只计该年龄组；group=all 计全部人口", ages)}
	case analysis.CountedHolding:
		return Text{En: fmt.Sprintf("the category is for ages %s, which the dataset does not tell apart: the whole of the narrowest age group that holds them, %s, is counted; group=all counts everybody", ages, c.Group),
			Zh: fmt.Sprintf("该类别服务 %s 岁人群，数据未单列，计入包含它的最窄年龄组 %s 的全部人口；group=all 计全部人口", ages, c.Group)}
	case analysis.CountedNoGroup:
		return Text{En: fmt.Sprintf("the category is for ages %s, and the dataset has no age group for them: everybody is counted", ages),
			Zh: fmt.Sprintf("该类别服务 %s 岁人群，数据中没有相应年龄组，计全部人口", ages)}
	case analysis.CountedMixed:
		return Text{En: "the categories are for different ages: everybody is counted; name a group to count one",
			Zh: "各类别服务的年龄不同，计全部人口；可用 group 指定年龄组"}
	}
	return Text{}
}
