// Every word that the page says, in both languages. Names of circles, categories and
// modes come from the profiles, reasons and notices from the server.

import type { Lang } from './state.ts';

export const table = {
  product: { zh: '生活圈', en: 'Life circles' },
  switchLang: { zh: 'English', en: '中文' },
  switchLangTo: { zh: 'Switch to English', en: '切换到中文' },
  collapse: { zh: '收起', en: 'Collapse' },
  expand: { zh: '展开', en: 'Expand' },
  mapLabel: { zh: '地图', en: 'Map' },
  loadingData: { zh: '正在读取数据集…', en: 'Reading the dataset…' },
  preparing: { zh: '数据集正在准备，稍候自动重试…', en: 'The dataset is being made ready; asking again shortly…' },

  area: { zh: '范围', en: 'Area' },
  allTowns: { zh: '全部乡镇（街道）', en: 'All towns' },
  circle: { zh: '生活圈', en: 'Circle' },
  category: { zh: '设施', en: 'Facility' },
  categoryCount: { zh: '{name}（{count}）', en: '{name} ({count})' },
  unavailable: { zh: '{name}（暂不可用）', en: '{name} (not available)' },
  show: { zh: '看什么', en: 'Show' },
  rule: { zh: '规则', en: 'Rule' },
  layer_coverage: { zh: '覆盖', en: 'Covered' },
  layer_completeness: { zh: '未达到', en: 'Unreached' },
  layer_greenways: { zh: '绿道', en: 'Greenways' },
  layer_parks: { zh: '公园服务', en: 'Parks' },

  computing: { zh: '正在计算…', en: 'Computing…' },
  drawing: { zh: '数字已就绪，正在画出覆盖的地面…', en: 'The figures are here; drawing the covered ground…' },
  notDrawn: { zh: '覆盖的地面没有画出：{why}', en: 'The covered ground could not be drawn: {why}' },
  facilitiesNotShown: { zh: '设施没有显示：{why}', en: 'The facilities could not be shown: {why}' },
  failed: { zh: '没有得到答案', en: 'No answer' },
  offline: { zh: '连接不上服务器。', en: 'The server cannot be reached.' },
  retry: { zh: '重试', en: 'Try again' },
  noWebGL: { zh: '此浏览器没有 WebGL，地图画不出来；数字仍然有效。', en: 'This browser has no WebGL, so the map cannot be drawn; the figures still hold.' },

  unknown: { zh: '未知', en: 'unknown' },
  grey: { zh: '灰：{why}', en: 'Grey: {why}' },
  partlyUnknown: { zh: '部分未知：{why}', en: 'Partly unknown: {why}' },
  ofTotal: { zh: '{covered}／{total}', en: '{covered} of {total}' },

  covered_people: { zh: '能到达的人', en: 'of the people' },
  covered_residential_m2: { zh: '能到达的居住用地', en: 'of the residential land' },
  covered_dwellings: { zh: '能到达的住宅', en: 'of the dwellings' },
  covered_street_m: { zh: '能到达的居住街道', en: 'of the residential streets' },
  unit_people: { zh: '人', en: 'people' },
  denominator: { zh: '分母：{what}', en: 'Denominator: {what}' },
  den_people: { zh: '{where}的 {total} 人', en: '{total} people living {where}' },
  den_residential_m2: { zh: '{where}的居住用地 {total}', en: '{total} of residential land {where}' },
  den_dwellings: { zh: '{where}的 {total} 套住宅', en: '{total} dwellings {where}' },
  den_street_m: { zh: '{where}的居住街道 {total}', en: '{total} of residential street {where}' },
  where_built_up: { zh: '建成区内', en: 'in the built-up area' },
  where_rural: { zh: '建成区以外', en: 'outside the built-up area' },
  where_all: { zh: '全域', en: 'in the whole area' },

  row_people: { zh: '人口', en: 'People' },
  row_residential: { zh: '居住用地', en: 'Residential land' },
  row_dwellings: { zh: '住宅（套）', en: 'Dwellings' },
  row_villages: { zh: '村（社区）', en: 'Villages' },
  row_street: { zh: '居住街道', en: 'Residential streets' },
  col_covered: { zh: '覆盖', en: 'Covered' },
  col_total: { zh: '总数', en: 'Total' },
  col_share: { zh: '比例', en: 'Share' },
  figuresOf: { zh: '各种分母下的覆盖', en: 'Coverage by each denominator' },
  groundCovered: { zh: '覆盖的地面', en: 'Ground covered' },
  facilities: { zh: '计入的设施', en: 'Facilities counted' },
  facilitiesInside: { zh: '{all}（其中 {inside} 处在此范围内）', en: '{all} ({inside} of them inside)' },
  unplacedFacilities: { zh: '接不上路网的设施', en: 'Facilities off the network' },
  unplacedPeople: { zh: '接不上路网的人（按未覆盖计）', en: 'People off the network (not covered)' },
  edgePeople: { zh: '靠近数据边缘的人（界外或有设施）', en: 'People near the edge of the data' },
  grain: { zh: '人口数据的粒度', en: 'Grain of the population' },
  grainPoint: { zh: '逐处住宅', en: 'each dwelling place' },
  homes: { zh: '住处（计算点）', en: 'Homes counted' },

  complete: { zh: '各项全部能到达', en: 'reach the whole set' },
  completeCount: { zh: '各项全部能到达', en: 'Reach the whole set' },
  meanMissing: { zh: '平均每人缺', en: 'Missing on average' },
  items: { zh: '{n} 项（共 {all} 项）', en: '{n} of {all}' },
  requirements: { zh: '逐项能到达的人（点一项，只看这一项）', en: 'Reached, one by one (choose one to see it alone)' },
  wholeSet: { zh: '全部各项', en: 'The whole set' },
  atLeast: { zh: '{name}（至少 {k} 处）', en: '{name} (at least {k})' },
  anyOf: { zh: '或', en: ' or ' },
  noSet: { zh: '此生活圈没有设施清单', en: 'This circle has no list of facilities' },
  cellTitle: { zh: '此格 {total}，未全部达到 {missing}', en: '{total} here; {missing} lack something' },
  cellTitleOne: { zh: '此格 {total}，到不了的 {missing}', en: '{total} here; {missing} do not reach it' },
  cellAll: { zh: '各项都能到达', en: 'Everything is within reach' },
  cellMissing: { zh: '缺（到不了的数量）：', en: 'Missing (how many do not reach it):' },
  more: { zh: '另有 {n} 项', en: '{n} more' },

  kmPer10k: { zh: '公里／万人', en: 'km per 10,000 people' },
  builtLength: { zh: '已建绿道', en: 'Built' },
  plannedLength: { zh: '规划绿道（不计）', en: 'Planned (not counted)' },
  connectorLength: { zh: '连接线（不计）', en: 'Connectors (not counted)' },
  components: { zh: '连成几段', en: 'Connected parts' },
  componentsLinked: { zh: '{n}（计连接线后 {linked}）', en: '{n} ({linked} with connectors)' },
  residents: { zh: '人口', en: 'People' },

  parkRate: { zh: '在公园服务半径内的居住用地', en: 'of the residential land lies within the radii' },
  target: { zh: '目标 {target}', en: 'Target {target}' },
  parkBand: { zh: '≥{area} 的公园：半径 {radius}', en: 'Parks of {area} and more: radius {radius}' },
  parksOf: { zh: '{n} 处', en: '{n}' },
  parksTooSmall: { zh: '面积不够、不计的公园', en: 'Parks too small to count' },

  isochrone: { zh: '点击地图，看从那里能到多远', en: 'Click the map to see how far one gets' },
  isochroneMode: { zh: '出行方式', en: 'Mode' },
  fromCentre: { zh: '从地图中心出发', en: 'From the centre of the map' },
  isochroneWait: { zh: '在地图上点一个地方', en: 'Click a place on the map' },
  minutes: { zh: '{n} 分钟', en: '{n} minutes' },
  metres: { zh: '{n} 米', en: '{n} m' },
  peopleInside: { zh: '范围内的人', en: 'People inside' },
  ground: { zh: '地面', en: 'Ground' },
  legToStreet: { zh: '离最近可用道路 {m} 米', en: '{m} m from the nearest usable street' },

  method: { zh: '算法与来源', en: 'Method and sources' },
  metric_network_distance: { zh: '路网距离', en: 'network distance' },
  metric_network_time: { zh: '路网时间', en: 'network time' },
  metric_straight_line: { zh: '直线距离', en: 'straight line' },
  limit: { zh: '不超过 {limit}', en: 'at most {limit}' },
  tolerance: { zh: '画图误差 ≤ {m} 米', en: 'drawn within {m} m' },
  basis: { zh: '依据：{source}', en: 'Basis: {source}' },
  unverified: { zh: '（尚待核实）', en: ' (not verified)' },
  datasetVersion: { zh: '数据 {version}，{date}', en: 'Data {version}, {date}' },
  noDate: { zh: '日期未知', en: 'date unknown' },
  profileVersion: { zh: '规则 {version}', en: 'Profiles {version}' },
  data: { zh: '数据：{names}', en: 'Data: {names}' },
  licences: { zh: '开源许可', en: 'Licences' },

  legend_coverage: { zh: '能到达{category}的地面', en: 'Ground within reach of {category}' },
  legend_notCounted: { zh: '不计（停用、在建、规划）', en: 'Not counted (closed, being built, planned)' },
  legend_cells: { zh: '未全部达到，每格', en: 'Lacking something, per cell' },
  legend_cellsOne: { zh: '到不了“{name}”，每格', en: 'Not reaching {name}, per cell' },
  legend_none: { zh: '无：全部达到', en: 'none: all reached' },
  legend_built: { zh: '已建绿道', en: 'Built greenway' },
  legend_planned: { zh: '规划绿道', en: 'Planned greenway' },
  legend_connector: { zh: '连接线', en: 'Connector' },
  legend_residential_covered: { zh: '半径内的居住用地', en: 'Residential land within the radii' },
  legend_residential_uncovered: { zh: '半径外的居住用地', en: 'Residential land outside' },
  legend_ground: { zh: '公园服务半径', en: 'Service radii' },
  legend_isochrone: { zh: '{n} 分钟可到', en: 'Within {n} minutes' },
  lessThan: { zh: '不到 {b}', en: 'under {b}' },
  from: { zh: '{a} 及以上', en: '{a} and more' },
  between: { zh: '{a} 到不足 {b}', en: '{a} to under {b}' },
  anything: { zh: '大于 0', en: 'more than 0' },

  status_closed: { zh: '停用', en: 'closed' },
  status_building: { zh: '在建', en: 'being built' },
  status_planned: { zh: '规划', en: 'planned' },
  notCounted: { zh: '不计入', en: 'not counted' },
  unnamed: { zh: '（无名）', en: '(unnamed)' },
  offNetwork: { zh: '接不上的路网：{modes}', en: 'Off the network of: {modes}' },

  family_education: { zh: '教育', en: 'Education' },
  family_health: { zh: '医疗', en: 'Health' },
  family_elderly: { zh: '养老助残', en: 'Care' },
  family_culture: { zh: '文化', en: 'Culture' },
  family_sport: { zh: '体育', en: 'Sport' },
  family_commerce: { zh: '商业', en: 'Commerce' },
  family_administration: { zh: '管理服务', en: 'Administration' },
  family_green: { zh: '绿地', en: 'Green' },
  family_transport: { zh: '交通', en: 'Transport' },
  family_municipal: { zh: '市政', en: 'Municipal' },
  family_industry: { zh: '产业', en: 'Industry' },
} satisfies Record<string, Record<Lang, string>>;

export type Word = keyof typeof table;

/** The words of one language. */
export class Words {
  constructor(readonly lang: Lang) {}

  /** Says a word, its {holes} filled. */
  say(word: Word, holes: Record<string, string | number> = {}): string {
    return table[word][this.lang].replace(/\{(\w+)\}/g, (all, name: string) => String(holes[name] ?? all));
  }

  /** Says a word whose name is made from data, or the data itself when there is none. */
  maybe(word: string, otherwise: string, holes: Record<string, string | number> = {}): string {
    return word in table ? this.say(word as Word, holes) : otherwise;
  }

  /** A figure, or that it is unknown. */
  figure(text: string | null): string {
    return text ?? this.say('unknown');
  }

  /** The name of something that the profiles name in both languages. */
  name(of: { id: string; zh: string; en: string } | undefined, otherwise = ''): string {
    return of?.[this.lang] || of?.zh || of?.id || otherwise;
  }
}
