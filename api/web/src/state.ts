// What the planner is looking at. It lives in the address behind the #, so that a view
// can be kept, sent to somebody and gone back to.

export const layers = ['coverage', 'completeness', 'greenways', 'parks'] as const;
export type Layer = (typeof layers)[number];
export type Lang = 'zh' | 'en';

export interface View {
  lon: number;
  lat: number;
  zoom: number;
}

export interface State {
  town: string;
  category: string;
  circle: string;
  layer: Layer;
  /** The one requirement that the hexagons show, '' for the whole set. */
  requirement: string;
  /** The rule for parks. */
  rule: string;
  /** Whether a click on the map asks how far one gets from there. */
  picking: boolean;
  /** The mode of travel from the point. */
  mode: string;
  point: [number, number] | null;
  lang: Lang;
  view: View | null;
}

/** A part of a state: what an address says of it. */
export type Partly = Partial<State>;

/** Reads the part of an address behind the #. What makes no sense is left out. */
export function decode(hash: string): Partly {
  const p = new URLSearchParams(hash.replace(/^#/, ''));
  const out: Partly = {};
  for (const name of ['town', 'category', 'circle', 'requirement', 'rule', 'mode'] as const) {
    const value = p.get(name);
    if (value && /^[A-Za-z0-9_,.+-]{1,200}$/.test(value)) out[name] = value;
  }
  const layer = p.get('layer') as Layer;
  if (layers.includes(layer)) out.layer = layer;
  const lang = p.get('lang');
  if (lang === 'zh' || lang === 'en') out.lang = lang;
  const point = numbers(p.get('from'), 2);
  if (point && onEarth(point[0]!, point[1]!)) out.point = [point[0]!, point[1]!];
  if (p.has('pick') || out.point) out.picking = true;
  const view = numbers(p.get('view'), 3);
  if (view && onEarth(view[0]!, view[1]!) && view[2]! >= 0 && view[2]! <= 24) {
    out.view = { lon: view[0]!, lat: view[1]!, zoom: view[2]! };
  }
  return out;
}

/** Writes a state as the part of an address behind the #. */
export function encode(s: State): string {
  const p = new URLSearchParams();
  p.set('town', s.town);
  p.set('layer', s.layer);
  if (s.category) p.set('category', s.category);
  if (s.circle) p.set('circle', s.circle);
  if (s.requirement && s.layer === 'completeness') p.set('requirement', s.requirement);
  if (s.rule && s.layer === 'parks') p.set('rule', s.rule);
  if (s.picking) {
    p.set('mode', s.mode);
    if (s.point) p.set('from', `${s.point[0].toFixed(6)},${s.point[1].toFixed(6)}`);
    else p.set('pick', '1');
  }
  p.set('lang', s.lang);
  if (s.view) p.set('view', `${s.view.lon.toFixed(5)},${s.view.lat.toFixed(5)},${s.view.zoom.toFixed(2)}`);
  return '#' + p.toString().replaceAll('%2C', ',');
}

function numbers(text: string | null, count: number): number[] | null {
  if (!text) return null;
  const parts = text.split(',');
  if (parts.length !== count || parts.some((s) => s.trim() === '')) return null;
  const values = parts.map(Number);
  return values.every(Number.isFinite) ? values : null;
}

function onEarth(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
