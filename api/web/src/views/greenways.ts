// Greenways: the built ones per 10,000 people, and what is not counted beside them.

import { ask, townPath } from '../api.ts';
import type { Child } from '../dom.ts';
import { length, number, people } from '../format.ts';
import { palette } from '../palette.ts';
import { methodLines } from '../panel/method.ts';
import { figure, grey, headline, list, place } from '../panel/parts.ts';
import type { Scene } from '../scene.ts';
import { areaName } from './coverage.ts';
import type { GreenwayAnswer, Known } from '../types.ts';

export async function showGreenways(s: Scene): Promise<void> {
  const { state, words } = s;
  const answer = await ask<GreenwayAnswer>(townPath(state.town, 'greenways'), {}, state.lang, s.signal);
  const sum = answer.summary;
  const lang = words.lang;
  const km = (v: Known) => figure(length(v === null ? null : v * 1000, lang), words);
  const parts = sum.components === null ? null
    : words.say('componentsLinked', { n: sum.components, linked: words.figure(number(sum.components_linked, lang)) });
  const rows: [string, Child][] = [
    [words.say('builtLength'), km(sum.length_km)],
    [words.say('residents'), figure(people(sum.population, lang), words)],
    [words.say('plannedLength'), km(sum.planned_km)],
    [words.say('connectorLength'), km(sum.connector_km)],
    [words.say('components'), figure(parts, words)],
  ];
  s.answer.figures(place(areaName(state.town, sum.name, s)), headline(number(sum.km_per_10k, lang, 2), words.say('kmPer10k'), words),
    sum.reason ? grey(sum.reason, words) : null, list(rows));
  s.answer.method(...methodLines(answer.method, answer.dataset, s));
  await s.canvas.set('greenways', { type: 'FeatureCollection', features: answer.features.filter((f) => f.geometry) as never });
}

export function greenwaysLegend(s: Scene): void {
  s.legend.show('', [
    { text: s.words.say('legend_built'), colour: palette.built, shape: 'line' },
    { text: s.words.say('legend_planned'), colour: palette.planned, shape: 'dashed' },
    { text: s.words.say('legend_connector'), colour: palette.connector, shape: 'dotted' },
  ]);
}
