// What the planner chooses: area, layer, circle, facility, rule for parks.

import { h, refill, type Child } from '../dom.ts';
import { number } from '../format.ts';
import type { Scene } from '../scene.ts';
import { layers, type State } from '../state.ts';
import { circleLine } from './method.ts';

export type Asking = Pick<Scene, 'state' | 'catalogue' | 'words' | 'change'>;

/** Fills the form with the choices that the layer has. The focus stays where it is. */
export function showControls(form: HTMLElement, s: Asking): void {
  const { layer } = s.state;
  const rows: Child[] = [town(s), tabs(s)];
  if (layer === 'coverage' || layer === 'completeness') rows.push(circle(s));
  if (layer === 'coverage') rows.push(category(s));
  if (layer === 'parks') rows.push(rule(s));
  refill(form, ...rows);
}

function field(id: string, label: string, control: HTMLElement, under = ''): HTMLElement {
  control.id = id;
  return h('div', { class: 'field' }, h('label', { for: id }, label), control, under ? h('span', { class: 'under' }, under) : null);
}

export function select(options: Child[], value: string, chosen: (value: string) => void): HTMLSelectElement {
  const e = h('select', {}, ...options);
  e.value = value;
  e.addEventListener('change', () => chosen(e.value));
  return e;
}

function town({ state, catalogue, words, change }: Asking): HTMLElement {
  const options = catalogue.towns.features.map(({ properties: u }) =>
    h('option', { value: u.code }, (words.lang === 'en' && u.name_en) || u.name || u.code));
  if (catalogue.several) options.unshift(h('option', { value: 'all' }, words.say('allTowns')));
  return field('town', words.say('area'), select(options, state.town, (v) => change({ town: v })));
}

function tabs({ state, words, change }: Asking): HTMLElement {
  const radios = layers.map((layer) => {
    const input = h('input', { type: 'radio', name: 'layer', value: layer, id: `layer-${layer}`, checked: layer === state.layer });
    input.addEventListener('change', () => change({ layer }));
    return h('label', {}, input, words.say(`layer_${layer}`));
  });
  return h('fieldset', { 'aria-label': words.say('show') }, h('div', { class: 'tabs' }, ...radios));
}

function circle(s: Asking): HTMLElement {
  const { state, catalogue, words, change } = s;
  const options = catalogue.circles.map((c) => {
    const name = words.name(c);
    return h('option', { value: c.id, disabled: !c.available, title: c.why ?? '' }, c.available ? name : words.say('unavailable', { name }));
  });
  return field('circle', words.say('circle'), select(options, state.circle, (v) => change({ circle: v, requirement: '' })),
    circleLine(catalogue.circle(state.circle), s));
}

function category({ state, catalogue, words, change }: Asking): HTMLElement {
  const families = [...new Set(catalogue.categories.map((c) => c.family))];
  const groups = families.map((family) => h('optgroup', { label: words.maybe(`family_${family}`, family) },
    ...catalogue.categories.filter((c) => c.family === family).map((c) =>
      h('option', { value: c.id }, words.say('categoryCount', { name: words.name(c), count: number(c.facilities, words.lang)! })))));
  return field('category', words.say('category'), select(groups, state.category, (v) => change({ category: v })));
}

function rule({ state, catalogue, words, change }: Asking): HTMLElement {
  const options = catalogue.rules.map((r) => h('option', { value: r.id }, words.name(r)));
  return field('rule', words.say('rule'), select(options, state.rule, (v) => change({ rule: v })));
}

/** The part of a state that a new answer is needed for. */
export function question(s: State): string {
  return JSON.stringify([s.lang, s.town, s.layer, ...asked(s)]);
}

function asked(s: State): string[] {
  switch (s.layer) {
    case 'coverage':
      return [s.circle, s.category];
    case 'completeness':
      return [s.circle, s.requirement];
    case 'greenways':
      return [];
    case 'parks':
      return [s.rule];
  }
}
