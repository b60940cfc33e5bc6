package api

import (
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// The bounds of what may be asked. Public isochrone services keep similar ones
// (openrouteservice: 10 intervals and 120 km; Google Isochrones: 2 h on foot).
const (
	maxMinutes = 120
	maxMetres  = 100_000
	maxLimits  = 12
	// maxItems bounds a list of ids or codes, maxUnits one of unit codes: the
	// province of Zhejiang has some 1,360 towns.
	maxItems = 200
	maxUnits = 2000
	// maxAtLeast bounds how many distinct facilities may be asked for.
	maxAtLeast = 10
	// minResolution and maxResolution bound H3 cells: some 250 km2 and 300 m2.
	minResolution, maxResolution = 5, 12
	// maxGaps bounds how many gaps are described.
	maxGaps = 500
	// maxSites bounds how many facilities may be added, maxPlaces how many places may be
	// named as candidates.
	maxSites, maxPlaces = 50, 500
	// maxBelow bounds a threshold of supply per 1,000 people.
	maxBelow = 1e6
	// maxValueBytes bounds one value of any parameter.
	maxValueBytes = 200
)

// The paths of the resources.
const (
	pathHealthz       = "/healthz"
	pathReadyz        = "/readyz"
	pathDataset       = "/v1/dataset"
	pathCategories    = "/v1/categories"
	pathModes         = "/v1/modes"
	pathCircles       = "/v1/circles"
	pathUnits         = "/v1/units"
	pathTowns         = "/v1/towns"
	pathTown          = "/v1/towns/{code}"
	pathTable         = "/v1/coverage"
	pathFacilities    = "/v1/towns/{code}/facilities"
	pathCoverage      = "/v1/towns/{code}/coverage"
	pathCompleteness  = "/v1/towns/{code}/completeness"
	pathGreenways     = "/v1/towns/{code}/greenways"
	pathServiceRadius = "/v1/towns/{code}/service-radius"
	pathIsochrones    = "/v1/isochrones"
	pathGaps          = "/v1/towns/{code}/gaps"
	pathSites         = "/v1/towns/{code}/sites"
	pathSupply        = "/v1/towns/{code}/supply"
	pathExplain       = "/v1/explain"
	pathStandards     = "/v1/standards"
	pathStandard      = "/v1/standards/{id}"
	pathScorecard     = "/v1/towns/{code}/scorecard"
	pathBehind        = "/v1/towns/{code}/scorecard/features"
	pathTrend         = "/v1/towns/{code}/trend"
	pathRankings      = "/v1/rankings"
)

// Endpoints returns the table of every resource and every parameter it knows.
func Endpoints() []Endpoint {
	json, geojson := []string{MediaJSON}, []string{MediaGeoJSON}
	return append([]Endpoint{
		{Path: pathHealthz, Doc: "Whether the process runs.", Media: json, Health: true},
		{Path: pathReadyz, Doc: "Whether questions can be answered: a dataset is loaded and its store is there.", Media: json, Health: true},
		{Path: pathDataset, Doc: "The dataset in service: version, date, sources and licences, counts, what could not be placed.",
			Media: json, Params: []Param{langParam()}},
		{Path: pathCategories, Doc: "The kinds of facility.", Media: json, Params: []Param{langParam()}},
		{Path: pathModes, Doc: "The ways of travelling.", Media: json, Params: []Param{langParam()}},
		{Path: pathCircles, Doc: "The life circles, their requirement sets, and the rules for parks.", Media: json, Params: []Param{langParam()}},
		{Path: pathUnits, Doc: "The administrative units.", Media: geojson, Params: []Param{
			{Name: "level", In: InQuery, Type: String, Enum: levelNames(), Doc: "Only units of this level."},
			shapeParam(), langParam(),
		}},
		{Path: pathTowns, Doc: "The units of level town; without any, the rectangle of the data as one unit, marked data_box.",
			Media: geojson, Params: []Param{shapeParam(), langParam()}},
		{Path: pathTown, Doc: "One town.", Media: geojson, Params: []Param{codeParam(), langParam()}},
		{Path: pathTable, Doc: "The whole table of coverage, units by categories by circles, without geometry.",
			Media: []string{MediaJSON, MediaCSV}, Params: []Param{
				{Name: "units", Field: "unit", In: InQuery, Type: String, List: true, MaxItems: maxUnits, Doc: "Unit codes, or all; every town when left out."},
				{Name: "categories", Field: "category", In: InQuery, Type: String, List: true, MaxItems: maxItems, Doc: "Category ids or codes; every category when left out."},
				{Name: "circles", Field: "circle", In: InQuery, Type: String, List: true, MaxItems: maxItems, Doc: "Circle ids; every available circle of homes when left out."},
				groupParam(),
				formatParam(), langParam(),
			}},
		{Path: pathFacilities, Doc: "The facilities inside an area, with the modes that cannot reach them.", Media: geojson, Params: []Param{
			codeParam(),
			{Name: "category", In: InQuery, Type: String, List: true, MaxItems: maxItems, Doc: "Category ids or codes; every category when left out."},
			langParam(),
		}},
		coverageEndpoint(),
		{Path: pathCompleteness, Doc: "Where the whole requirement set of a circle is met, by H3 cell; the totals come from homes.",
			Media: geojson, Params: []Param{
				codeParam(),
				{Name: "circle", In: InQuery, Type: String, Required: true, Doc: "The id of a circle with a requirement set."},
				{Name: "resolution", In: InQuery, Type: Integer, Default: "10", Range: &Range{Min: minResolution, Max: maxResolution},
					Doc: "The H3 resolution of the cells; never finer than the grain of the population, whatever is asked."},
				groupParam(), langParam(),
			}},
		{Path: pathGreenways, Doc: "The greenways of an area and their length per 10,000 people.", Media: geojson,
			Params: []Param{codeParam(), langParam()}},
		{Path: pathServiceRadius, Doc: "The share of residential land within the service radii of parks.", Media: geojson, Params: []Param{
			codeParam(),
			{Name: "rule", In: InQuery, Type: String, Default: "park_2022", Doc: "The id of a rule for parks, as /v1/circles lists them."},
			langParam(),
		}},
		isochroneEndpoint(),
		gapsEndpoint(), sitesEndpoint(), supplyEndpoint(), explainEndpoint(),
	}, append(append(standardsEndpoints(), reportedEndpoint()), scenarioEndpoints()...)...)
}

// standardsEndpoints are the resources that judge units by policy documents.
func standardsEndpoints() []Endpoint {
	json, geojson := []string{MediaJSON}, []string{MediaGeoJSON}
	standard := Param{Name: "standard", In: InQuery, Type: String, Required: true, Doc: "The id of a standard, as /v1/standards lists them."}
	row := Param{Name: "indicator", In: InQuery, Type: String, Required: true, Doc: "The id of an indicator, as /v1/standards/{id} lists them."}
	ranked := row
	ranked.Required, ranked.Doc = false, "The id of an indicator of the standard; the standard as a whole when left out."
	return []Endpoint{
		{Path: pathStandards, Doc: "The policy documents by which units are judged.", Media: json, Params: []Param{langParam()}},
		{Path: pathStandard, Doc: "One document with its indicators: what it asks of whom, where it says so, and how that is worked out.", Media: json,
			Params: []Param{{Name: "id", In: InPath, Type: String, Required: true, Doc: "The id of a standard."}, langParam()}},
		{Path: pathScorecard, Doc: "What one standard finds in one unit, row by row: value, target, lamp, why, and the features behind it.",
			Media: []string{MediaJSON, MediaCSV}, Judged: true, Params: []Param{codeParam(), standard, formatParam(), langParam()}},
		{Path: pathBehind, Doc: "The features behind one row of a scorecard.", Media: geojson, Judged: true,
			Params: []Param{codeParam(), standard, row, langParam()}},
		{Path: pathTrend, Doc: "One indicator of one unit over time: the results kept by quarter, the figures reported by year, and the value now.",
			Media: json, Judged: true, Params: []Param{codeParam(), row, langParam()}},
		{Path: pathRankings, Doc: "The units in order of an indicator, or of a whole standard by the indicators that all of them have a lamp for.",
			Media: json, Judged: true, Params: []Param{standard, ranked, langParam()}},
	}
}

func coverageEndpoint() Endpoint {
	return Endpoint{
		Path: pathCoverage, Doc: "The share of an area within a limit of a kind of facility, one feature a limit; the geometry is the covered ground. " + drawnDoc,
		Media: []string{MediaGeoJSON},
		Params: []Param{
			codeParam(),
			{Name: "category", In: InQuery, Type: String, List: true, MaxItems: maxItems, Required: true,
				Doc: "Category ids or codes: a home is covered when it reaches a facility of any of them."},
			{Name: "circle", In: InQuery, Type: String, Doc: "The id of a circle, which brings its own mode, metric and limit."},
			modeParam(), minutesParam(), metresParam(),
			metricParam(),
			{Name: "at_least", In: InQuery, Type: Integer, Default: "1", Range: &Range{Min: 1, Max: maxAtLeast},
				Doc: "How many distinct facilities a home has to reach."},
			whereParam(), groupParam(),
			{Name: "geometry", In: InQuery, Type: Boolean, Default: "true", Doc: "Whether to draw the covered ground."},
			toleranceParam("20"), langParam(),
		},
		Rules: limitRules(),
	}
}

// limitRules bind a circle, minutes and metres to each other.
func limitRules() []Rule {
	return append([]Rule{
		{Kind: ExactlyOne, Params: []string{"circle", "minutes", "metres"}, Why: Text{
			En: "a question has one kind of limit: circle=ID, or mode=ID&minutes=5,15,30, or mode=ID&metres=300,500",
			Zh: "一个问题只用一种界限：circle=编号，或 mode=编号&minutes=5,15,30，或 mode=编号&metres=300,500"}},
		{Kind: Conflict, Params: []string{"circle", "mode"}, Why: Text{
			En: "a circle brings its own mode", Zh: "生活圈自带出行方式"}},
		{Kind: Conflict, Params: []string{"circle", "metric"}, Why: Text{
			En: "a circle brings its own metric", Zh: "生活圈自带度量方式"}},
		{Kind: Needs, Params: []string{"metric", "metres"}, Value: string(geo.StraightLine), Why: Text{
			En: "straight_line is limited in metres", Zh: "straight_line 的界限是米"}},
	}, metricRules()...)
}

// oneLimit are the parameters of a question that has one limit.
func oneLimit() []Param {
	minutes, metres := minutesParam(), metresParam()
	minutes.List, minutes.MaxItems, minutes.Doc = false, 0, "The limit in minutes on the network (network_time)."
	metres.List, metres.MaxItems, metres.Doc = false, 0, "The limit in metres."
	return []Param{
		{Name: "circle", In: InQuery, Type: String, Doc: "The id of a circle of homes, which brings its own mode, metric and limit."},
		modeParam(), minutes, metres, metricParam(),
	}
}

func gapsEndpoint() Endpoint {
	params := append([]Param{
		codeParam(),
		{Name: "category", In: InQuery, Type: String, List: true, MaxItems: maxItems,
			Doc: "Category ids or codes: a home lacks something when it reaches no facility of any of them; when left out, the requirement set of the circle has to be whole."},
	}, oneLimit()...)
	return Endpoint{
		Path: pathGaps, Media: []string{MediaGeoJSON},
		Doc: "Where people lack something: homes outside a circle as connected areas, the worst first, each with its people, what they lack, " +
			"and the way to the nearest facility. An id stays the same as long as the gap has the same homes.",
		Params: append(params,
			Param{Name: "at_least", In: InQuery, Type: Integer, Default: "1", Range: &Range{Min: 1, Max: maxAtLeast},
				Doc: "How many distinct facilities a home has to reach."},
			whereParam(), countedParam(),
			Param{Name: "count", In: InQuery, Type: Integer, Default: "50", Range: &Range{Min: 1, Max: maxGaps},
				Doc: "How many gaps to describe, the worst first; the summary counts all."},
			langParam()),
		Rules: limitRules(),
	}
}

func sitesEndpoint() Endpoint {
	params := append([]Param{
		codeParam(),
		{Name: "category", In: InQuery, Type: String, List: true, MaxItems: maxItems, Required: true,
			Doc: "Category ids or codes: what is added, and what serves already."},
	}, oneLimit()...)
	return Endpoint{
		Path: pathSites, Media: []string{MediaGeoJSON},
		Doc: "Where to add facilities when those that exist stay: points, the one that gains most first, each with the people it gains. " +
			"The summary states the objective, its bound, and the gap between them.",
		Post: &Post{MaxBytes: maxQuestionBytes, Answers: true, Question: true, Own: []string{memberAvoidArea, memberCandidates},
			Doc: "The same question as a JSON object: its members are the parameters, as the address has them or as JSON values. Beside them avoid_area is ground on which nothing is sited, " +
				"a Polygon, a MultiPolygon, or a FeatureCollection of them; and candidates may be a FeatureCollection of Points with ids, instead of a kind."},
		Params: append(params,
			Param{Name: "objective", In: InQuery, Type: String, Default: string(siting.ObjectiveMCLP),
				Enum: []string{string(siting.ObjectiveMCLP), string(siting.ObjectivePMedian), string(siting.ObjectiveLSCP)},
				Doc:  "mclp: with count sites, the most people within the limit. pmedian: with count sites, the least sum of people times distance. lscp: the fewest sites that bring everybody within the limit who can be."},
			Param{Name: "count", In: InQuery, Type: Integer, Default: "3", Range: &Range{Min: 1, Max: maxSites},
				Doc: "How many facilities to add at most; lscp does not read it."},
			Param{Name: "candidates", In: InQuery, Type: String, Default: string(analysis.CandidateNodes),
				Enum: []string{string(analysis.CandidateNodes), string(analysis.CandidateVillages), string(analysis.CandidateParcels), string(analysis.CandidateHomes)},
				Doc:  "Where they may stand: road nodes, seats of villages, parcels of land where the category may stand, or where people live. More than 5,000 are thinned by squares, which the answer states."},
			Param{Name: "at", In: InQuery, Type: Position, List: true, MaxItems: maxPlaces, Doc: "Instead of candidates: the places themselves, lon,lat,lon,lat or at=lon,lat&at=lon,lat."},
			Param{Name: "avoid", In: InQuery, Type: String, List: true, MaxItems: maxItems, Default: strings.Join(analysis.DefaultAvoid(), ","),
				Doc: "Land uses on which nothing is sited. Water that is a barrier is avoided always, and so is what has no link to a street."},
			whereParam(), countedParam(), langParam()),
		Rules: append(limitRules(), Rule{Kind: Conflict, Params: []string{"at", "candidates"}, Why: Text{
			En: "at names the candidates itself", Zh: "at 已给出候选点"}}),
	}
}

func supplyEndpoint() Endpoint {
	params := append([]Param{
		codeParam(),
		{Name: "category", In: InQuery, Type: String, List: true, MaxItems: maxItems, Required: true,
			Doc: "Category ids or codes: the facilities that are shared."},
	}, oneLimit()...)
	return Endpoint{
		Path: pathSupply, Media: []string{MediaGeoJSON},
		Doc: "How much of what facilities share (beds, places) people reach, per 1,000 people, by two-step floating catchments: the people within the limit of a facility share it, " +
			"whichever unit they live in, and a home has its shares of all facilities within its limit. Facilities that do not say how much they have are named, and nothing is assumed of them.",
		Params: append(params,
			Param{Name: "capacity", In: InQuery, Type: String,
				Doc: "The attribute that tells how much a facility has to share, as in beds; count counts each facility as one. When left out it is that of the category (see /v1/categories), else capacity."},
			Param{Name: "method", In: InQuery, Type: String, Default: methodFlat, Enum: []string{methodFlat, methodEnhanced},
				Doc: "2sfca: everything within the limit counts alike. e2sfca: what is farther counts less."},
			Param{Name: "decay", In: InQuery, Type: String, Enum: []string{decaySlow, decaySharp, decayGauss},
				Doc: "How much less with e2sfca: by thirds of the limit 1, 0.68, 0.22 (slow, when left out) or 1, 0.42, 0.09 (sharp), or by a Gaussian that is 0 at the limit (gauss)."},
			Param{Name: "below", In: InQuery, Type: Number, Range: &Range{Max: maxBelow, MinExclusive: true},
				Doc: "A supply per 1,000 people: the answer tells how many people have less."},
			Param{Name: "features", In: InQuery, Type: String, Default: supplyOfHomes, Enum: []string{supplyOfHomes, supplyOfFacilities, supplyOfUnits},
				Doc: "What the features are: homes (points, each with the supply of its people), facilities (those in the area or near it, each with its capacity and who shares it), or units."},
			Param{Name: "level", In: InQuery, Type: String, Enum: levelNames(),
				Doc: "The level of the units that figures are summed up by; when left out the next one inside the area that the dataset has units of."},
			whereParam(), countedParam(), langParam()),
		Rules: limitRules(),
	}
}

func explainEndpoint() Endpoint {
	return Endpoint{
		Path: pathExplain, Media: []string{MediaGeoJSON},
		Doc:    "What is in reach of one place: each requirement of each circle that speaks for it, with cost, facility, the way there, and what is missing.",
		Params: []Param{lonParam(), latParam(), langParam()},
	}
}

func lonParam() Param {
	return Param{Name: "lon", In: InQuery, Type: Number, Required: true, Range: &Range{Min: -180, Max: 180}, Unit: "degrees", Doc: "Longitude, WGS 84."}
}

func latParam() Param {
	return Param{Name: "lat", In: InQuery, Type: Number, Required: true, Range: &Range{Min: -90, Max: 90}, Unit: "degrees", Doc: "Latitude, WGS 84."}
}

func metricParam() Param {
	return Param{Name: "metric", In: InQuery, Type: String, Enum: append(networkMetrics(), string(geo.StraightLine)),
		Doc: "How the limit is measured: minutes are network_time; metres are network_distance unless straight_line is asked for. " + slopeDoc}
}

func whereParam() Param {
	return Param{Name: "where", In: InQuery, Type: Pair, List: true, MaxItems: maxItems,
		Doc: "attribute:value that a facility must have, as in ownership:public; several have to hold together."}
}

// slopeDoc says what the metrics with slopes need.
const slopeDoc = "Those with _slope need elevation in the dataset (see /v1/dataset) and a mode with a rule for slopes (see /v1/modes)."

// drawnDoc says how a drawing stands to the figures beside it.
const drawnDoc = "Figures are counted on the network, not taken from the polygon: population_drawn is how many people live inside the polygon, " +
	"population_difference_share by what share that is more (or, below 0, fewer) than counted."

// networkMetrics are the metrics along roads.
func networkMetrics() []string {
	return []string{string(geo.NetworkTime), string(geo.NetworkDistance), string(geo.NetworkTimeSlope), string(geo.NetworkDistanceSlope)}
}

// metricRules bind the metrics along roads to the limits they are measured in.
func metricRules() []Rule {
	var out []Rule
	for _, m := range networkMetrics() {
		limit, zh := "metres", "米"
		if geo.Metric(m).Timed() {
			limit, zh = "minutes", "分钟"
		}
		out = append(out, Rule{Kind: Needs, Params: []string{"metric", limit}, Value: m,
			Why: Text{En: m + " is limited in " + limit, Zh: m + " 的界限是" + zh}})
	}
	return out
}

func isochroneEndpoint() Endpoint {
	return Endpoint{
		Path: pathIsochrones, Doc: "The ground within limits of a point, one feature a limit; each lies in the next. " + drawnDoc, Media: []string{MediaGeoJSON},
		Params: []Param{
			lonParam(), latParam(),
			modeParam(), minutesParam(), metresParam(),
			{Name: "metric", In: InQuery, Type: String, Enum: networkMetrics(),
				Doc: "How the limit is measured: minutes are network_time, metres network_distance. " + slopeDoc},
			{Name: "direction", In: InQuery, Type: String, Default: "from", Enum: []string{"from", "to"},
				Doc: "from: where one gets to from the point; to: from where one gets to it."},
			toleranceParam("10"), langParam(),
		},
		Rules: append([]Rule{{Kind: ExactlyOne, Params: []string{"minutes", "metres"}, Why: Text{
			En: "a question has one kind of limit: minutes=5,15,30 or metres=300,500",
			Zh: "一个问题只用一种界限：minutes=5,15,30 或 metres=300,500"}}}, metricRules()...),
	}
}

func langParam() Param {
	return Param{Name: "lang", In: InQuery, Type: String, Enum: []string{"zh", "en"},
		Doc: "The language of explanations; when left out the Accept-Language header decides, and then zh."}
}

func formatParam() Param {
	return Param{Name: "format", In: InQuery, Type: String, Enum: []string{"json", "csv"},
		Doc: "The form of the answer; when left out the Accept header decides, and then json."}
}

func codeParam() Param {
	return Param{Name: "code", Field: "unit", In: InPath, Type: String, List: true, MaxItems: maxUnits, Required: true,
		Doc: "A unit code, a comma list of them (a cluster), or all."}
}

func modeParam() Param {
	return Param{Name: "mode", In: InQuery, Type: String, Default: "walk", Doc: "The id of a mode, as /v1/modes lists them."}
}

func minutesParam() Param {
	return Param{Name: "minutes", In: InQuery, Type: Number, List: true, MaxItems: maxLimits, Unit: "minutes",
		Range: &Range{Max: maxMinutes, MinExclusive: true}, Doc: "Limits in minutes on the network (network_time)."}
}

func metresParam() Param {
	return Param{Name: "metres", In: InQuery, Type: Number, List: true, MaxItems: maxLimits, Unit: "metres",
		Range: &Range{Max: maxMetres, MinExclusive: true}, Doc: "Limits in metres."}
}

func groupParam() Param {
	return Param{Name: "group", In: InQuery, Type: String, Plus: true, Doc: "Count only people of this age group, as in 60+; everybody when left out, or all."}
}

// countedParam is the age group of a question that counts those whom its categories are for.
func countedParam() Param {
	p := groupParam()
	p.Doc = "Count only people of this age group, as in 60+, or all. When left out those whom the categories are for are counted, as far as the dataset knows them; the method says who was, and why."
	return p
}

func shapeParam() Param {
	return Param{Name: "geometry", In: InQuery, Type: Boolean, Default: "true", Doc: "Whether to send the outlines."}
}

func toleranceParam(def string) Param {
	return Param{Name: "tolerance", Field: "tolerance_m", In: InQuery, Type: Number, Default: def, Enum: []string{"5", "10", "20"}, Unit: "metres",
		Doc: "How far the drawn ground may lie from the counting rule."}
}

func levelNames() []string {
	out := []string{}
	for _, l := range geo.Levels() {
		out = append(out, string(l))
	}
	return out
}
