// Not reached: hexagons coloured by how many people lack something of a circle's
// requirement set, or one requirement of it. The totals come from homes.

import { ask, townPath } from '../api.ts';
import { breaks, classOf, spread } from '../breaks.ts';
import { h, type Child } from '../dom.ts';
import { inUnit, number, people, ratio, length, share } from '../format.ts';
import type { Words } from '../i18n.ts';
import { palette } from '../palette.ts';
import { methodLines } from '../panel/method.ts';
import { bar, figure, grey, headlineShare, list, place } from '../panel/parts.ts';
import type { Scene } from '../scene.ts';
import { areaName } from './coverage.ts';
import type { CellProperties, CompletenessAnswer, Known, Reached, Requirement } from '../types.ts';

/** How many requirements a hint names before it counts the rest. */
const namedInHint = 8;

let shown: Map<string, CellProperties> = new Map();
let denominator: string | null = null;

export async function showCompleteness(s: Scene): Promise<void> {
  const { state, words } = s;
  if (!s.catalogue.circle(state.circle)?.requirement_set) {
    s.answer.figures(headlineShare(null, '', words), bar(null), grey(words.say('noSet'), words));
    s.answer.method();
    return;
  }
  const answer = await ask<CompletenessAnswer>(townPath(state.town, 'completeness'), { circle: state.circle }, state.lang, s.signal);
  const requirements = s.catalogue.requirements(state.circle);
  const chosen = requirements.find((r) => r.id === state.requirement);
  denominator = answer.summary.denominator;
  shown = new Map(answer.features.map((f) => [f.properties.cell, f.properties]));
  s.answer.figures(...figures(answer, requirements, chosen, s));
  s.answer.method(...methodLines(answer.method, answer.dataset, s));
  await draw(answer, chosen, s);
}

async function draw(answer: CompletenessAnswer, chosen: Requirement | undefined, s: Scene): Promise<void> {
  const { words } = s;
  const left = answer.features.map((f) => missing(f.properties, chosen));
  const bounds = breaks(left.filter((v) => v !== null), palette.missing.length);
  const colours = [palette.complete, ...spread(palette.missing, bounds.length + 1)];
  await s.canvas.set('cells', {
    type: 'FeatureCollection',
    features: answer.features.flatMap((f, i) => (f.geometry && left[i] !== null
      ? [{ type: 'Feature' as const, geometry: f.geometry, properties: { cell: f.properties.cell, missing: left[i], colour: colours[classOf(left[i]!, bounds)]! } }] : [])),
  });
  const say = (v: number) => inUnit(v, denominator, words.lang) ?? '';
  const unit = denominator === 'people' ? ` (${words.say('unit_people')})` : '';
  const ranges = left.some((v) => v !== null && v > 0)
    ? colours.slice(1).map((colour, i) => ({ colour, text: range(bounds[i - 1], bounds[i], say, words) })) : [];
  s.legend.show(
    (chosen ? words.say('legend_cellsOne', { name: requirementName(chosen, s) }) : words.say('legend_cells')) + unit,
    answer.features.length === 0 ? [] : [...ranges.reverse(), { colour: palette.complete, text: words.say('legend_none') }]);
}

function range(from: number | undefined, to: number | undefined, say: (v: number) => string, words: Words): string {
  if (from === undefined && to === undefined) return words.say('anything');
  if (from === undefined) return words.say('lessThan', { b: say(to!) });
  if (to === undefined) return words.say('from', { a: say(from) });
  return words.say('between', { a: say(from), b: say(to) });
}

/** How much of a cell lacks something, or does not reach the one requirement. */
function missing(c: Reached, chosen: Requirement | undefined): Known {
  const reached = chosen ? c.reached[chosen.id] ?? null : c.complete;
  return c.total === null || reached === null ? null : Math.max(0, c.total - reached);
}

export function requirementName(r: Requirement, s: Scene): string {
  const name = r.any_of.map((id) => s.words.name(s.catalogue.category(id), id)).join(s.words.say('anyOf'));
  return (r.at_least ?? 1) > 1 ? s.words.say('atLeast', { name, k: r.at_least! }) : name;
}

function figures(answer: CompletenessAnswer, requirements: Requirement[], chosen: Requirement | undefined, s: Scene): Child[] {
  const { words } = s;
  const sum = answer.summary;
  const lang = words.lang;
  const what = `${areaName(sum.unit, sum.name, s)} · ${words.name(s.catalogue.circle(s.state.circle), s.state.circle)}`;
  if (sum.share === null && sum.reason) return [place(what), headlineShare(null, '', words), bar(null), grey(sum.reason, words)];
  const d = sum.denominator ?? 'people';
  const origin = s.catalogue.circle(s.state.circle)?.origin ?? 'all';
  const items = sum.mean_missing === null ? null : words.say('items', { n: number(sum.mean_missing, lang, 1)!, all: requirements.length });
  return [
    place(what),
    headlineShare(sum.share, words.say('complete'), words),
    bar(sum.share),
    h('p', { class: 'under', id: 'denominator' }, words.say('denominator', {
      what: words.maybe(`den_${d}`, d, { where: words.maybe(`where_${origin}`, origin), total: words.figure(inUnit(sum.total, d, lang)) }) })),
    sum.reason ? grey(sum.reason, words) : null,
    list([
      [words.say('completeCount'), figure(inUnit(sum.complete, d, lang), words)],
      [words.say('meanMissing'), figure(items, words)],
      [words.say('unplacedPeople'), figure(people(sum.unplaced_population, lang), words)],
      [words.say('edgePeople'), figure(people(sum.edge_population, lang), words)],
      [words.say('grain'), figure(sum.grain_m === 0 ? words.say('grainPoint') : length(sum.grain_m, lang), words)],
      [words.say('homes'), figure(number(sum.homes, lang), words)],
    ]),
    needs(sum, requirements, chosen, s),
  ];
}

/** The requirements, the least reached first; each shows itself on the map alone. */
function needs(sum: CompletenessAnswer['summary'], requirements: Requirement[], chosen: Requirement | undefined, s: Scene): HTMLElement {
  const { words } = s;
  const rows = requirements.map((r) => ({ id: r.id, name: requirementName(r, s), reached: sum.reached[r.id] ?? null }));
  rows.sort((a, b) => (a.reached ?? Infinity) - (b.reached ?? Infinity));
  const all = { id: '', name: words.say('wholeSet'), reached: sum.complete };
  const line = (r: (typeof rows)[number]) => {
    const v = ratio(r.reached, sum.total);
    const button = h('button', { type: 'button', id: `need-${r.id}`, 'aria-pressed': String(r.id === (chosen?.id ?? '')) },
      h('span', {}, r.name), h('span', {}, figure(share(v), words)), bar(v));
    button.addEventListener('click', () => s.change({ requirement: r.id }));
    return h('li', {}, button);
  };
  return h('div', { class: 'needs-box' }, h('p', { class: 'under', id: 'needs-title' }, words.say('requirements')),
    h('ul', { class: 'needs', id: 'needs', 'aria-labelledby': 'needs-title' }, line(all), ...rows.map(line)));
}

/** What is said of the cell under the pointer. */
export function cellHint(id: string, s: Scene): HTMLElement | null {
  const cell = shown.get(id);
  if (!cell) return null;
  const { words } = s;
  const requirements = s.catalogue.requirements(s.state.circle);
  const chosen = requirements.find((r) => r.id === s.state.requirement);
  const say = (v: Known) => words.figure(inUnit(v, denominator, words.lang)) + (denominator === 'people' ? ` ${words.say('unit_people')}` : '');
  const lacking = requirements
    .map((r) => ({ name: requirementName(r, s), left: missing(cell, r) }))
    .filter((r) => r.left === null || r.left > 0)
    .sort((a, b) => (b.left ?? 0) - (a.left ?? 0));
  const title = h('b', {}, words.say(chosen ? 'cellTitleOne' : 'cellTitle', { total: say(cell.total), missing: say(missing(cell, chosen)) }));
  if (lacking.length === 0) return h('div', {}, title, h('div', {}, words.say('cellAll')));
  const lines = lacking.slice(0, namedInHint).map((r) => h('li', {}, h('span', {}, r.name), h('span', {}, words.figure(inUnit(r.left, denominator, words.lang)))));
  if (lacking.length > namedInHint) lines.push(h('li', {}, h('span', {}, words.say('more', { n: lacking.length - namedInHint }))));
  return h('div', {}, title, h('div', {}, words.say('cellMissing')), h('ul', {}, ...lines));
}
