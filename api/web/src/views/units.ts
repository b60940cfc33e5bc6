// The units under the results: towns, the one looked at set off, and villages.

import type { Feature, FeatureCollection, Point } from 'geojson';
import { ask, isAbort } from '../api.ts';
import { boxOf, centre, type Box } from '../bounds.ts';
import type { Scene } from '../scene.ts';
import type { Units } from '../types.ts';

/** More villages than this are not drawn: a province has tens of thousands. */
const mostVillages = 2000;

let villages: Units | null = null;

/** Draws the towns, and whatever villages are known. */
export async function showUnits(s: Scene): Promise<void> {
  const { town } = s.state;
  const chosen = (code: string) => town === 'all' || town.split(',').includes(code);
  await Promise.all([
    s.canvas.set('towns', {
      type: 'FeatureCollection',
      features: s.catalogue.towns.features.filter((f) => f.geometry)
        .map((f) => ({ ...f, properties: { ...f.properties, chosen: chosen(f.properties.code) } })) as never,
    }),
    s.canvas.set('labels', labels(s, [s.catalogue.towns, villages])),
  ]);
}

/** Reads the villages, once and where they are not too many, and draws them. */
export async function showVillages(s: Scene): Promise<void> {
  const count = s.catalogue.dataset.levels['village'] ?? 0;
  if (villages || count === 0 || count > mostVillages) return;
  try {
    villages = await ask<Units>('/v1/units', { level: 'village' }, s.state.lang, s.signal);
  } catch (err) {
    // The map serves without them, and the next question asks again.
    if (!isAbort(err)) console.warn('villages are not shown:', err);
    return;
  }
  await s.canvas.set('villages', { type: 'FeatureCollection', features: villages.features.filter((f) => f.geometry) as never });
  await s.canvas.set('labels', labels(s, [s.catalogue.towns, villages]));
}

/** A point and a name for each unit: at its seat, else in the middle of its box. */
function labels(s: Scene, lists: (Units | null)[]): FeatureCollection {
  const features: Feature<Point>[] = [];
  for (const f of lists.flatMap((l) => l?.features ?? [])) {
    const u = f.properties;
    const name = (s.words.lang === 'en' && u.name_en) || u.name;
    const box = u.seat ? null : boxOf([f.geometry]);
    const at = u.seat ?? (box && centre(box));
    if (name && at && !u.data_box) {
      features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { label: name, level: u.level } });
    }
  }
  return { type: 'FeatureCollection', features };
}

/** The box of what is looked at. */
export function boxOfTown(s: Pick<Scene, 'catalogue' | 'state'>): Box | null {
  const { town } = s.state;
  const wanted = s.catalogue.towns.features.filter((f) => town === 'all' || f.properties.code === town);
  return boxOf(wanted.map((f) => f.geometry)) ?? s.catalogue.dataset.extent;
}
