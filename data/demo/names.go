package demo

import "fmt"

// The names of the county. They are put together from characters that suit a
// waterside county; where one should happen to exist, it is by chance, and the
// notice of the dataset says so.
const (
	provinceName   = "东溟省"
	prefectureName = "霁屿市"
	countyName     = "澜汀县"
)

var (
	townHeads    = []string{"栖霖", "霁汀", "洄圩", "黛坞", "漪浦", "砚溆", "杳塘", "岚渚", "沅墩", "苕屿"}
	townTails    = []string{"", "东", "西", "南", "北"}
	villageHeads = []string{"听", "望", "拾", "观", "渡", "枕", "涵", "映", "倚", "栖", "沐", "荻", "芷", "蓼", "菱", "棠", "槿", "槐", "榆", "桐"}
	villageTails = []string{"澜", "汀", "圩", "漾", "坞", "浦", "渚", "湾", "墩", "泾", "桥", "塍", "埭", "荡", "屿", "埠"}
	roadHeads    = []string{"澜汀", "听潮", "霁月", "望屿", "荻花", "云渚", "芷兰", "涵碧", "枕流", "棠梨", "槿园", "拾翠", "沐风", "映雪", "清漪", "晚照"}
)

// townName is the name of the town with an index, the county seat being 0.
func townName(index int) string {
	if index == 0 {
		return "澜汀街道"
	}
	k := index - 1
	return townHeads[k%len(townHeads)] + townTails[k/len(townHeads)%len(townTails)] + "镇"
}

// townCode is the code of the town with an index: 街道 count from 001, 镇 from 100.
func townCode(index int) string {
	if index == 0 {
		return countyCode + "001"
	}
	return fmt.Sprintf("%s%03d", countyCode, 99+index)
}

// nameVillages names the villages, no two of the county alike while names last.
func nameVillages(vs []*village, s seed) {
	s = s.of("village names")
	taken := make(map[string]bool, len(vs))
	for _, v := range vs {
		var base string
		for try := 0; try < 40; try++ {
			base = villageHeads[s.below(len(villageHeads), v.index, try, 0)] + villageTails[s.below(len(villageTails), v.index, try, 1)]
			if !taken[base] {
				break
			}
		}
		if taken[base] {
			base = fmt.Sprintf("%s%d", base, v.index)
		}
		taken[base] = true
		v.name = base + "村"
		if v.community {
			v.name = base + "社区"
		}
	}
}

// streetName names a street by its line on the lattice: 路 run west to east, 街
// south to north.
func streetName(s seed, upright bool, line, town int) string {
	k, suffix := 0, "路"
	if upright {
		k, suffix = 1, "街"
	}
	return roadHeads[s.below(len(roadHeads), line, k, town)] + suffix
}
