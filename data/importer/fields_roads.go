package importer

// Words for the direction of a road, and what is stored for them: the sign of
// geo.OneWay.
func oneWayWords() map[string]string {
	return map[string]string{
		"no": "no", "0": "no", "false": "no", "both": "no", "双向": "no", "否": "no",
		"yes": "forward", "1": "forward", "true": "forward", "forward": "forward", "单向": "forward", "是": "forward",
		"-1": "backward", "reverse": "backward", "backward": "backward", "逆向": "backward",
	}
}

func roadFields() []Field {
	access := func(name, doc string, synonyms ...string) Field {
		return Field{Name: name, Kind: Text, Doc: doc + ", in OpenStreetMap's words (yes, no, private …); blank is unstated", Synonyms: synonyms}
	}
	levelMin, levelMax := between(-128, 127)
	return []Field{
		idField(),
		{Name: "name", Kind: Text, Doc: "name", Synonyms: []string{"名称", "道路名称", "name:zh", "路名"}},
		{Name: "highway", Kind: Text, Required: true, Doc: "class in OpenStreetMap's words (residential, footway …)", Synonyms: []string{"fclass", "class", "道路等级", "等级", "road_class"}},
		{Name: "oneway", Kind: Word, Doc: "no, forward or backward along the line, for vehicles; blank is no", Synonyms: []string{"单行", "单行线", "单向"}, Words: oneWayWords()},
		{Name: "oneway_bicycle", Kind: Word, Doc: "the same for bicycles; blank follows oneway", Synonyms: []string{"oneway:bicycle"}, Words: oneWayWords()},
		access("access", "general access"),
		access("vehicle", "access for all vehicles"),
		access("foot", "access on foot"),
		access("bicycle", "access by bicycle"),
		access("motor", "access by car", "motor_vehicle", "motorcar"),
		{Name: "sidewalk", Kind: YesNo, Doc: "it has a pavement of its own", Synonyms: []string{"人行道"}},
		{Name: "maxspeed_kmh", Kind: Number, Min: atLeast(0), Doc: "posted speed limit in km/h", Synonyms: []string{"maxspeed", "max_speed_kmh", "限速", "设计速度"}},
		{Name: "surface", Kind: Text, Doc: "surface in OpenStreetMap's words", Synonyms: []string{"路面", "路面类型"}},
		{Name: "bridge", Kind: YesNo, Doc: "it is a bridge", Synonyms: []string{"桥梁", "是否桥梁"}},
		{Name: "tunnel", Kind: YesNo, Doc: "it is a tunnel", Synonyms: []string{"隧道", "是否隧道"}},
		{Name: "layer", Kind: Integer, Min: levelMin, Max: levelMax, Doc: "level above or below ground", Synonyms: []string{"level", "z_order"}},
		{Name: "duration_s", Kind: Number, Min: atLeast(0), Doc: "how long a ferry takes, in seconds"},
		{Name: "from_node", Kind: Integer, Doc: "number of the node at the line's start; roads join where they name the same one, or by place when blank"},
		{Name: "to_node", Kind: Integer, Doc: "number of the node at the line's end"},
		{Name: "from_barrier", Kind: Text, Doc: `what stands at the start, as in "gate" or "bollard;foot=yes"`},
		{Name: "to_barrier", Kind: Text, Doc: "what stands at the end"},
	}
}
