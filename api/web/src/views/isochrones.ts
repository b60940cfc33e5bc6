// How far one gets from a point in 5, 15 and 30 minutes.

import { ask } from '../api.ts';
import { h, type Child } from '../dom.ts';
import { area, number, people } from '../format.ts';
import { nothing } from '../basemap.ts';
import { palette } from '../palette.ts';
import { figure } from '../panel/parts.ts';
import type { Scene } from '../scene.ts';
import type { Isochrones } from '../types.ts';

const minutes = [5, 15, 30];

/** Draws the ground within reach and returns its figures. */
export async function showIsochrones(s: Scene, point: [number, number]): Promise<Child[]> {
  const { state, words } = s;
  await s.canvas.set('point', { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: point } }] });
  const answer = await ask<Isochrones>('/v1/isochrones', {
    lon: String(point[0]), lat: String(point[1]), mode: state.mode, minutes: minutes.join(','),
  }, state.lang, s.signal);
  const rising = [...answer.features].sort((a, b) => (a.properties.minutes ?? 0) - (b.properties.minutes ?? 0));
  // The widest is drawn first, so that each lies on the next.
  const drawn = rising.map((f, i) => ({ ...f, properties: { minutes: f.properties.minutes, colour: palette.isochrone[i % palette.isochrone.length] } }));
  await s.canvas.set('isochrones', { type: 'FeatureCollection', features: drawn.filter((f) => f.geometry).reverse() as never });
  s.legend.showPoint(`${words.name(s.catalogue.mode(state.mode), state.mode)}`, rising.map((f, i) => ({
    text: words.say('legend_isochrone', { n: f.properties.minutes ?? 0 }), colour: palette.isochrone[i % palette.isochrone.length]!, opacity: 0.6 })));
  const rows = rising.map(({ properties: c }) => h('tr', {},
    h('th', { scope: 'row' }, words.say('minutes', { n: c.minutes ?? 0 })),
    h('td', {}, figure(people(c.population, words.lang), words)),
    h('td', {}, figure(area(c.area_m2, words.lang), words))));
  const first = rising[0]?.properties;
  return [
    h('table', {}, h('thead', {}, h('tr', {}, h('td'), h('th', { scope: 'col' }, words.say('peopleInside')), h('th', { scope: 'col' }, words.say('ground')))),
      h('tbody', {}, ...rows)),
    first?.reason ? h('p', { class: 'under' }, words.say('partlyUnknown', { why: first.reason })) : null,
    first && first.link_m !== null ? h('p', { class: 'under' }, words.say('legToStreet', { m: number(first.link_m, words.lang)! })) : null,
  ];
}

export async function clearIsochrones(s: Pick<Scene, 'canvas' | 'legend'>): Promise<void> {
  s.legend.showPoint('', []);
  await Promise.all([s.canvas.set('isochrones', nothing), s.canvas.set('point', nothing)]);
}
