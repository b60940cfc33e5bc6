// Facilities as points. Those of the whole dataset are shown: a facility across the
// border serves people on this side of it.

import { ask, townPath } from '../api.ts';
import { h } from '../dom.ts';
import type { Scene } from '../scene.ts';
import type { Facilities, FacilityProperties } from '../types.ts';

export async function showFacilities(s: Scene, category: string): Promise<void> {
  const answer = await ask<Facilities>(townPath('all', 'facilities'), { category }, s.state.lang, s.signal);
  await s.canvas.set('facilities', answer);
}

/** What is said of a facility under the pointer. */
export function facilityHint(f: FacilityProperties, s: Scene): HTMLElement {
  const { words, catalogue } = s;
  const names = f.category.split(',').map((id) => words.name(catalogue.category(id), id)).join(words.lang === 'zh' ? '、' : ', ');
  const state = f.counts ? '' : `${words.maybe(`status_${f.status}`, f.status)} · ${words.say('notCounted')}`;
  const modes = f.unplaced ? f.unplaced.split(',').map((id) => words.name(catalogue.mode(id), id)).join('/') : '';
  return h('div', {}, h('b', {}, f.name ?? words.say('unnamed')), h('div', {}, names),
    state ? h('div', {}, state) : null, modes ? h('div', {}, words.say('offNetwork', { modes })) : null);
}
