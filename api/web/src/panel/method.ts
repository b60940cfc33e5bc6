// How the figures were found, so that they can be found again.

import { h } from '../dom.ts';
import { number } from '../format.ts';
import type { Scene } from '../scene.ts';
import type { Circle, Method } from '../types.ts';

/** A circle in words: mode, metric and limit. */
export function circleLine(circle: Circle | undefined, s: Pick<Scene, 'words' | 'catalogue'>): string {
  if (!circle) return '';
  const { words, catalogue } = s;
  const parts = [words.maybe(`where_${circle.origin}`, circle.origin)];
  if (circle.metric !== 'straight_line') parts.push(words.name(catalogue.mode(circle.mode), circle.mode));
  parts.push(words.maybe(`metric_${circle.metric}`, circle.metric));
  const limit = circle.limit_s !== undefined
    ? words.say('minutes', { n: number(circle.limit_s / 60, words.lang, 1)! })
    : words.say('metres', { n: number(circle.limit_m ?? null, words.lang, 1) ?? '?' });
  parts.push(words.say('limit', { limit }));
  return parts.join(' · ');
}

/** The lines of the method of an answer. */
export function methodLines(method: Method | undefined, dataset: { version: string; date: string | null }, s: Scene): HTMLElement[] {
  const { words } = s;
  const lines = [h('h2', {}, words.say('method'))];
  const line = (text: string) => lines.push(h('p', {}, text));
  const circle = method?.circle ? s.catalogue.circle(method.circle) : undefined;
  if (circle) line(`${words.name(circle)}：${circleLine(circle, s)}`.replace('：', words.lang === 'zh' ? '：' : ': '));
  const how = [method?.note ?? method?.limit_rule];
  if (method?.leg_factor) how.push(`leg_factor ${method.leg_factor}`);
  if (method?.tolerance_m) how.push(words.say('tolerance', { m: method.tolerance_m }));
  if (how.some(Boolean)) line(how.filter(Boolean).join(' · '));
  if (method?.source) line(words.say('basis', { source: method.source }) + (method.verified === false ? words.say('unverified') : ''));
  const versions = [words.say('datasetVersion', { version: dataset.version, date: dataset.date ?? words.say('noDate') })];
  if (method) versions.push(words.say('profileVersion', { version: method.profile_version.slice(0, 12) }));
  line(versions.join(' · '));
  return lines;
}
