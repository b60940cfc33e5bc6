package doctor

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// When a source of facilities is taken to be in the coordinates of a Chinese web map.
// What is right stands beside roads, what is 500 m off stands anywhere, so that the
// correction brings most places nearer to a road. How much nearer depends on how
// dense the roads are: among streets 100 m apart every place is near one, and the
// median falls from some 25 m to some 15 m only.
const (
	// shiftedLeast is the fewest facilities that are judged: the signed ranks of fewer
	// are not near enough to normal. Nothing is done to fewer than safeLeast.
	shiftedLeast = 16
	safeLeast    = 30
	// shiftedSample bounds those that are measured: the median of 2,000 is known to
	// two hundredths of the spread.
	shiftedSample = 2000
	// shiftedFactor is by how much the median has to fall to be told. The evidence is the
	// signed-rank statistic of Wilcoxon (1945) of the distances before and after, in
	// standard deviations: from suspectedZ a warning (of places that have nothing to do
	// with roads, one in 160 comes that far), from shiftedZ serious (one in 30,000). Of
	// tables that are right the demo county never gave more than 1.1 in 1,000 draws of
	// 16 facilities; of shifted ones it gave 2.2 to 3.5 in 40 (the lowest twentieth and
	// the median of the draws), 4.2 to 5.5 in 100.
	shiftedFactor = 1.2
	suspectedZ    = 2.5
	shiftedZ      = 4.0
	// safeM is the most that the median may be afterwards for the correction to be made
	// without asking: a door is 10 m to 30 m from the middle of its street.
	safeM = 50.0
	// Besides, either the median falls by safeFactor, safeShare of the facilities come
	// nearer, and the other correction is worse by rivalFactor;
	safeFactor  = 3.0
	safeShare   = 0.8
	rivalFactor = 1.5
	// or, among dense roads, the correction stands out: it beats the places as they are,
	// the other correction, and moves of the same and of half the length in
	// controlMoves other directions, each by safeZ standard deviations (by chance once in
	// three million). A table that was never in that system has no reason to fit there
	// and nowhere else.
	controlMoves = 16
	safeZ        = 5.0
)

// correction turns the coordinates of a web map into WGS 84. One without a remedy
// shifts the other way: a table that was right and was corrected all the same, or right
// beside roads that are in GCJ-02. Which of the two, the distances do not tell.
type correction struct {
	remedy string
	zh, en string
	to     func(orb.Point) orb.Point
}

func corrections() []correction {
	return []correction{
		{RemedyGCJ02, "火星坐标 GCJ-02(高德、腾讯)", "GCJ-02 (Amap, Tencent)", crs.GCJ02ToWGS84},
		{RemedyBD09, "百度坐标 BD-09", "BD-09 (Baidu)", crs.BD09ToWGS84},
		{"", "多纠偏了一次的坐标", "a correction too many", crs.GCJ02FromWGS84},
	}
}

// trial is the distances to roads, in metres, of the facilities as a correction puts
// them.
type trial struct {
	correction
	m       []float64
	medianM float64
}

// shifted compares, source by source, how far facilities are from the nearest road as
// they stand and after each correction.
func shifted(ctx context.Context, p *patient) ([]Finding, error) {
	if p.top == nil {
		return nil, nil
	}
	bySource := map[string][]int{}
	for i := range p.ds.Facilities {
		if f := &p.ds.Facilities[i]; f.Status != geo.StatusClosed {
			bySource[f.Source] = append(bySource[f.Source], i)
		}
	}
	var out []Finding
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		if len(bySource[source]) < shiftedLeast {
			continue
		}
		f, err := p.shiftedSource(ctx, source, bySource[source])
		if err != nil {
			return nil, err
		}
		if f != nil {
			out = append(out, *f)
		}
	}
	return out, nil
}

func (p *patient) shiftedSource(ctx context.Context, source string, rows []int) (*Finding, error) {
	sample := sampled(rows, shiftedSample)
	as, err := p.tried(ctx, sample, correction{to: func(at orb.Point) orb.Point { return at }})
	if err != nil {
		return nil, err
	}
	var trials []trial
	for _, c := range corrections() {
		t, err := p.tried(ctx, sample, c)
		if err != nil {
			return nil, err
		}
		trials = append(trials, t)
	}
	gcj, bd := trials[0].medianM, trials[1].medianM
	slices.SortStableFunc(trials, func(a, b trial) int { return cmp.Compare(a.medianM, b.medianM) })
	best, other := trials[0], trials[1]
	evidence := best.beats(as)
	if best.medianM*shiftedFactor > as.medianM || evidence < suspectedZ {
		return nil, nil
	}
	severity, probablyZh, probablyEn := Serious, "", ""
	if evidence < shiftedZ {
		severity, probablyZh, probablyEn = Warning, "很可能", "probably "
	}
	safe, err := p.safeToMove(ctx, sample, as, best, other)
	if err != nil {
		return nil, err
	}
	was := as.medianM
	f := &Finding{
		ID: "shifted-source", Severity: severity, Layer: geo.LayerFacilities, Source: source, Metres: geo.Known(was - best.medianM),
		Zh: fmt.Sprintf("设施来源%s到最近道路的距离中位数为 %.0f m,按 GCJ-02 纠正后 %.0f m,按 BD-09 纠正后 %.0f m:%s是没有纠偏的%s。",
			sourceZh(source), was, gcj, bd, probablyZh, best.zh),
		En: fmt.Sprintf("The facilities of %s are %.0f m from the nearest road in the median, %.0f m after a correction from GCJ-02 and %.0f m from BD-09: they are %suncorrected %s.",
			sourceEn(source), was, gcj, bd, probablyEn, best.en),
		EffectZh: fmt.Sprintf("%d 处设施偏离约 %.0f m,大于 300 m 服务半径:涉及它们的覆盖率都不可信。", len(rows), p.offsetM(best, rows[0])),
		EffectEn: fmt.Sprintf("%d facilities are off by some %.0f m, more than a service radius of 300 m: no coverage figure with them can be trusted.", len(rows), p.offsetM(best, rows[0])),
	}
	for _, i := range rows {
		one := &p.ds.Facilities[i]
		f.add(Place{ID: one.ID, Name: one.Name, At: pointOf(one.Location)})
	}
	if best.remedy == "" {
		f.ID = "overcorrected-source"
		f.Zh = fmt.Sprintf("设施来源%s到最近道路的距离中位数为 %.0f m,按 GCJ-02 反向偏移后为 %.0f m:本来正确的坐标又纠偏了一次,或者道路本身是 GCJ-02。", sourceZh(source), was, best.medianM)
		f.En = fmt.Sprintf("The facilities of %s are %.0f m from the nearest road in the median, and %.0f m when they are shifted to GCJ-02: they were right and were corrected all the same, or the roads are in GCJ-02.", sourceEn(source), was, best.medianM)
	}
	if safe {
		f.Fix = &Remedy{ID: best.remedy,
			Zh: fmt.Sprintf("把来源%s的全部设施从%s换算为 WGS 84。", sourceZh(source), best.zh),
			En: fmt.Sprintf("turn all facilities of %s from %s into WGS 84.", sourceEn(source), best.en)}
	} else {
		f.EffectZh += "不自动修复:请核对后用 --crs 重新导入。"
		f.EffectEn += " They are not corrected unasked: look, and import them again with --crs."
	}
	return f, nil
}

// offsetM is how far a correction moves a facility, in metres.
func (p *patient) offsetM(t trial, i int) float64 {
	at := p.ds.Facilities[i].Location
	return crs.ShortDistance(at, t.to(at))
}

// tried measures the facilities as a correction puts them.
func (p *patient) tried(ctx context.Context, sample []int, c correction) (trial, error) {
	t := trial{correction: c, m: make([]float64, len(sample))}
	for n, i := range sample {
		if n%256 == 0 && ctx.Err() != nil {
			return t, ctx.Err()
		}
		t.m[n] = p.segments.nearestM(c.to(p.ds.Facilities[i].Location))
	}
	t.medianM = median(t.m)
	return t, nil
}

// safeToMove reports that the evidence for a correction is overwhelming: see the
// constants.
func (p *patient) safeToMove(ctx context.Context, sample []int, as, best, other trial) (bool, error) {
	if best.remedy == "" || len(sample) < safeLeast || best.medianM > safeM {
		return false, nil
	}
	nearer := 0
	for n := range best.m {
		if best.m[n] < as.m[n] {
			nearer++
		}
	}
	if as.medianM >= safeFactor*best.medianM && float64(nearer) >= safeShare*float64(len(sample)) && other.medianM >= rivalFactor*best.medianM {
		return true, nil
	}
	if best.beats(as) < safeZ || best.beats(other) < safeZ {
		return false, nil
	}
	from := p.ds.Facilities[sample[0]].Location
	by := crs.NewLocalTM(from).ToPlane(best.to(from))
	for k := range 2 * controlMoves {
		turn, length := float64(k/2)*2*math.Pi/controlMoves, 1.0
		if k%2 == 1 {
			length = 0.5
		}
		if k == 0 {
			continue // the correction itself
		}
		s, c := math.Sincos(turn)
		move := orb.Point{length * (c*by[0] - s*by[1]), length * (s*by[0] + c*by[1])}
		control, err := p.tried(ctx, sample, correction{to: func(at orb.Point) orb.Point { return crs.NewLocalTM(at).ToGeo(move) }})
		if err != nil || best.beats(control) < safeZ {
			return false, err
		}
	}
	return true, nil
}

// beats is by how many standard deviations the distances of this trial are smaller than
// those of another: the signed-rank statistic of Wilcoxon (1945) with mean ranks for
// differences of one size, over the root of the sum of the squared ranks. 0 where
// nothing differs.
func (t *trial) beats(o trial) float64 {
	var differences []float64
	for n := range t.m {
		if d := o.m[n] - t.m[n]; d != 0 {
			differences = append(differences, d)
		}
	}
	slices.SortFunc(differences, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	sum, squares := 0.0, 0.0
	for first := 0; first < len(differences); {
		last := first
		for last+1 < len(differences) && math.Abs(differences[last+1]) == math.Abs(differences[first]) {
			last++
		}
		rank := float64(first+last)/2 + 1
		for ; first <= last; first++ {
			sum += math.Copysign(rank, differences[first])
			squares += rank * rank
		}
	}
	if squares == 0 {
		return 0
	}
	return sum / math.Sqrt(squares)
}

// sampled takes at most so many rows, evenly.
func sampled(rows []int, most int) []int {
	if len(rows) <= most {
		return rows
	}
	out := make([]int, most)
	for k := range out {
		out[k] = rows[k*len(rows)/most]
	}
	return out
}

// median is the middle of the values, the mean of the two middle ones where there are
// two; 0 of none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	v := slices.Clone(values)
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
