// Park service: the residential land within the service radii of parks, by a rule.

import { ask, townPath } from '../api.ts';
import { h, type Child } from '../dom.ts';
import { area, length, number, share } from '../format.ts';
import { palette } from '../palette.ts';
import { methodLines } from '../panel/method.ts';
import { bar, figure, grey, headlineShare, list, place } from '../panel/parts.ts';
import type { Scene } from '../scene.ts';
import { areaName } from './coverage.ts';
import type { ServiceRadiusAnswer } from '../types.ts';

export async function showParks(s: Scene): Promise<void> {
  const { state, words } = s;
  const answer = await ask<ServiceRadiusAnswer>(townPath(state.town, 'service-radius'), { rule: state.rule }, state.lang, s.signal);
  const sum = answer.summary;
  const lang = words.lang;
  const rows: [string, Child][] = [
    ...sum.bands.map((b): [string, Child] => [
      words.say('parkBand', { area: area(b.min_area_m2, lang)!, radius: length(b.radius_m, lang)! }), words.say('parksOf', { n: number(b.parks, lang)! })]),
    [words.say('parksTooSmall'), figure(number(sum.parks_too_small, lang), words)],
  ];
  const target = sum.target ?? null;
  s.answer.figures(
    place(`${areaName(state.town, sum.name, s)} · ${words.name(s.catalogue.rules.find((r) => r.id === state.rule), state.rule)}`),
    headlineShare(sum.rate, words.say('parkRate'), words),
    bar(sum.rate, target),
    h('p', { class: 'under', id: 'denominator' }, [
      words.say('ofTotal', { covered: words.figure(area(sum.residential_covered_m2, lang)), total: words.figure(area(sum.residential_m2, lang)) }),
      target === null ? '' : words.say('target', { target: share(target)! }),
    ].filter(Boolean).join(' · ')),
    sum.reason ? grey(sum.reason, words) : null,
    list(rows));
  s.answer.method(...methodLines(answer.method, answer.dataset, s));
  const drawn = (ground: boolean) => ({
    type: 'FeatureCollection' as const, features: answer.features.filter((f) => f.geometry && (f.properties.kind === 'ground') === ground) as never });
  await Promise.all([s.canvas.set('radii', drawn(true)), s.canvas.set('parks', drawn(false))]);
}

export function parksLegend(s: Scene): void {
  s.legend.show('', [
    { text: s.words.say('legend_residential_covered'), colour: palette.residentialCovered, opacity: 0.75 },
    { text: s.words.say('legend_residential_uncovered'), colour: palette.residentialUncovered, opacity: 0.75 },
    { text: s.words.say('legend_ground'), colour: palette.radius, opacity: 0.15 },
  ]);
}
