// Covered ground: from where one gets to a facility of a category within the limit of
// a circle, and what share of the people live there.

import { ask, isAbort, townPath } from '../api.ts';
import { h, type Child } from '../dom.ts';
import { area, inUnit, length, number, people, ratio, share } from '../format.ts';
import { palette } from '../palette.ts';
import { explain } from '../panel/answer.ts';
import { methodLines } from '../panel/method.ts';
import { bar, figure, grey, headlineShare, list, place } from '../panel/parts.ts';
import type { Scene } from '../scene.ts';
import { showFacilities } from './facilities.ts';
import type { Coverage, CoverageProperties, Known } from '../types.ts';

export async function showCoverage(s: Scene): Promise<void> {
  const { state, words } = s;
  const path = townPath(state.town, 'coverage');
  const question = { category: state.category, circle: state.circle };
  // The figures come first: they are known before the ground is drawn.
  const figures = ask<Coverage>(path, { ...question, geometry: 'false' }, state.lang, s.signal);
  const facilities = showFacilities(s, state.category).catch((err: unknown) => {
    if (!isAbort(err)) s.answer.remark(words.say('facilitiesNotShown', { why: explain(err, words) }));
  });
  const told = await figures;
  const of = told.features[0]?.properties;
  if (!of) return;
  s.answer.figures(...coverageFigures(of, s));
  s.answer.method(...methodLines(told.method, told.dataset, s));
  if (of.homes !== null) {
    s.answer.busy(words.say('drawing'));
    try {
      const drawn = await ask<Coverage>(path, question, state.lang, s.signal);
      await s.canvas.set('coverage', { type: 'FeatureCollection', features: drawn.features.filter((f) => f.geometry) as never });
      const ground = drawn.features[0]?.properties;
      if (ground) s.answer.figures(...coverageFigures(ground, s));
      s.answer.method(...methodLines(drawn.method, drawn.dataset, s));
    } catch (err) {
      if (isAbort(err)) throw err;
      s.answer.remark(words.say('notDrawn', { why: explain(err, words) }));
    }
  }
  await facilities;
}

/** The figures of one limit. */
function coverageFigures(c: CoverageProperties, s: Scene): Child[] {
  const { words } = s;
  const what = `${areaName(c.unit, c.name, s)} · ${words.name(s.catalogue.category(s.state.category), s.state.category)}`;
  if (c.share === null && c.reason) return [place(what), headlineShare(null, '', words), bar(null), grey(c.reason, words)];
  const d = c.denominator ?? 'people';
  const [covered, total] = inDenominator(c);
  return [
    place(what),
    headlineShare(c.share, words.maybe(`covered_${d}`, d), words),
    bar(c.share),
    h('p', { class: 'under', id: 'denominator' }, words.say('denominator', {
      what: words.maybe(`den_${d}`, d, { where: words.maybe(`where_${c.origin ?? 'all'}`, c.origin ?? ''), total: words.figure(inUnit(total, d, words.lang)) }) })),
    c.reason ? grey(c.reason, words) : null,
    table(c, covered, total, s),
    list(details(c, s)),
  ];
}

/** The name of a town, or of all of them. */
export function areaName(code: string, name: string | null, s: Scene): string {
  if (code === 'all') return s.catalogue.several ? s.words.say('allTowns') : name ?? s.catalogue.dataset.title ?? code;
  return (s.words.lang === 'en' && s.catalogue.town(code)?.name_en) || name || code;
}

function inDenominator(c: CoverageProperties): [Known, Known] {
  switch (c.denominator) {
    case 'residential_m2':
      return [c.residential_covered_m2, c.residential_m2];
    case 'dwellings':
      return [c.dwellings_covered, c.dwellings_total];
    case 'street_m':
      return [c.street_covered_m, c.street_m];
  }
  return [c.population_covered, c.population_total];
}

function table(c: CoverageProperties, covered: Known, total: Known, s: Scene): HTMLElement {
  const { words } = s;
  const lang = words.lang;
  const row = (name: string, id: string, part: Known, whole: Known, format: (v: Known) => string | null) =>
    h('tr', { id: `row-${id}` }, h('th', { scope: 'row' }, name), h('td', {}, figure(format(part), words)),
      h('td', {}, figure(format(whole), words)), h('td', {}, figure(share(ratio(part, whole)), words)));
  return h('table', {},
    h('caption', {}, words.say('figuresOf')),
    h('thead', {}, h('tr', {}, h('td'), ...(['col_covered', 'col_total', 'col_share'] as const).map((k) => h('th', { scope: 'col' }, words.say(k))))),
    h('tbody', {},
      row(words.say('row_people'), 'people', c.population_covered, c.population_total, (v) => people(v, lang)),
      row(words.say('row_residential'), 'residential', c.residential_covered_m2, c.residential_m2, (v) => area(v, lang)),
      row(words.say('row_dwellings'), 'dwellings', c.dwellings_covered, c.dwellings_total, (v) => number(v, lang)),
      row(words.say('row_villages'), 'villages', c.villages_covered, c.villages_total, (v) => number(v, lang)),
      // Streets stand in for people only where nothing better is known.
      c.denominator === 'street_m' ? row(words.say('row_street'), 'street', covered, total, (v) => length(v, lang)) : ''));
}

function details(c: CoverageProperties, s: Scene): [string, Child][] {
  const { words } = s;
  const lang = words.lang;
  const count = (v: Known) => figure(number(v, lang), words);
  const inside = c.facilities === null ? null
    : words.say('facilitiesInside', { all: number(c.facilities, lang)!, inside: words.figure(number(c.facilities_inside, lang)) });
  return [
    [words.say('facilities'), figure(inside, words)],
    [words.say('unplacedFacilities'), count(c.unplaced_facilities)],
    [words.say('unplacedPeople'), figure(people(c.unplaced_population, lang), words)],
    [words.say('edgePeople'), figure(people(c.edge_population, lang), words)],
    [words.say('grain'), figure(c.grain_m === 0 ? words.say('grainPoint') : length(c.grain_m, lang), words)],
    [words.say('homes'), count(c.homes)],
    ...(c.area_m2 === null ? [] : [[words.say('groundCovered'), area(c.area_m2, lang)] as [string, Child]]),
  ];
}

/** The legend of covered ground. */
export function coverageLegend(s: Scene): void {
  const category = s.words.name(s.catalogue.category(s.state.category), s.state.category);
  s.legend.show('', [
    { text: s.words.say('legend_coverage', { category }), colour: palette.covered, opacity: 0.35 },
    { text: category, colour: palette.facility, shape: 'dot' },
    { text: s.words.say('legend_notCounted'), colour: '', shape: 'ring' },
  ]);
}
