// The pieces that figures are shown with.

import { h, type Child } from '../dom.ts';
import { share } from '../format.ts';
import type { Words } from '../i18n.ts';
import type { Known } from '../types.ts';

/** A figure, or a muted 未知. */
export function figure(text: string | null, words: Words): Child {
  return text ?? h('i', { class: 'unk' }, words.say('unknown'));
}

/** A bar of a share; hatched where the share is unknown. A mark shows a target. */
export function bar(v: Known, target: Known = null): HTMLElement {
  if (v === null) return h('div', { class: 'bar unknown' });
  const fillings: Child[] = [h('i')];
  if (target !== null) fillings.push(h('u'));
  const e = h('div', { class: 'bar' }, ...fillings);
  (e.children[0] as HTMLElement).style.width = `${Math.min(1, v) * 100}%`;
  if (target !== null) (e.children[1] as HTMLElement).style.left = `${target * 100}%`;
  return e;
}

/** The headline: a large figure and what it is of. */
export function headline(text: string | null, of: string, words: Words): HTMLElement {
  return h('p', { class: text === null ? 'big unknown' : 'big' }, h('b', { id: 'headline' }, text ?? words.say('unknown')), h('span', {}, of));
}

export function headlineShare(v: Known, of: string, words: Words): HTMLElement {
  return headline(share(v), of, words);
}

/** Why a figure is grey. */
export function grey(reason: string, words: Words): HTMLElement {
  return h('p', { class: 'greyed' }, words.say('grey', { why: reason }));
}

/** Names and figures, one a line. */
export function list(rows: [string, Child][]): HTMLElement {
  return h('dl', {}, ...rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** The place that the figures are of. */
export function place(name: string): HTMLElement {
  return h('p', { class: 'place' }, name);
}
