// The part of the panel that the answer appears in: what is being done, what went
// wrong, and the figures.

import { Problem } from '../api.ts';
import { fill, h, refill, type Child } from '../dom.ts';
import type { Words } from '../i18n.ts';

export class Answer {
  readonly element: HTMLElement;
  readonly methodElement: HTMLElement;
  private readonly status = h('p', { class: 'status', role: 'status' });
  private readonly trouble = h('div');
  private readonly content = h('div', { class: 'figures', id: 'figures' });

  constructor() {
    this.element = h('section', { class: 'answer', id: 'answer', 'aria-busy': 'false' }, this.status, this.trouble, this.content);
    this.methodElement = h('section', { class: 'method', id: 'method', hidden: true });
  }

  /** Tells what is being done, or that nothing is. The figures of before fade meanwhile. */
  busy(text: string | null, stale = false): void {
    fill(this.status, text);
    this.status.classList.toggle('busy', text !== null);
    this.element.setAttribute('aria-busy', String(text !== null && stale));
  }

  begin(text: string): void {
    fill(this.trouble);
    this.busy(text, true);
  }

  /** A remark that stays beside the figures. */
  remark(text: string): void {
    this.trouble.append(h('p', { class: 'wrong', role: 'alert' }, text));
  }

  figures(...children: Child[]): void {
    refill(this.content, ...children);
  }

  method(...children: Child[]): void {
    fill(this.methodElement, ...children);
    this.methodElement.hidden = children.length === 0;
  }

  /** Tells that there is no answer, why, and offers to ask again. */
  wrong(problem: unknown, words: Words, retry: () => void): void {
    this.busy(null);
    this.figures();
    this.method();
    const again = h('button', { class: 'plain', type: 'button' }, words.say('retry'));
    again.addEventListener('click', retry);
    fill(this.trouble, h('div', { class: 'wrong', role: 'alert' }, h('b', {}, words.say('failed')), h('p', {}, explain(problem, words)), again));
  }
}

/** What went wrong, in words. */
export function explain(err: unknown, words: Words): string {
  if (!(err instanceof Problem)) return String(err instanceof Error ? err.message : err);
  if (err.status === 0) return words.say('offline');
  return err.detail || err.title || `HTTP ${err.status}`;
}
