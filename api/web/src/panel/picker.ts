// Asks how far one gets from a point: the switch, the mode, and the answer.

import { fill, h, refill, type Child } from '../dom.ts';
import { select, type Asking } from './controls.ts';

export class Picker {
  readonly element = h('section', { class: 'picker', id: 'picker' });
  private readonly result = h('div', { id: 'reach', 'aria-live': 'polite' });

  show(s: Asking, centre: () => [number, number] | null): void {
    const { state, catalogue, words, change } = s;
    const box = h('input', { type: 'checkbox', id: 'picking', checked: state.picking });
    box.addEventListener('change', () => change(box.checked ? { picking: true } : { picking: false, point: null }));
    const children: Child[] = [h('label', { class: 'check' }, box, words.say('isochrone'))];
    if (state.picking) {
      const mode = select(catalogue.modes.map((m) => h('option', { value: m.id }, words.name(m))), state.mode, (v) => change({ mode: v }));
      mode.id = 'mode';
      mode.setAttribute('aria-label', words.say('isochroneMode'));
      const here = h('button', { type: 'button', class: 'plain', id: 'from-centre' }, words.say('fromCentre'));
      here.style.whiteSpace = 'nowrap';
      here.addEventListener('click', () => {
        const point = centre();
        if (point) change({ point });
      });
      children.push(h('div', { class: 'row' }, mode, here), this.result);
    }
    refill(this.element, ...children);
  }

  say(...children: Child[]): void {
    fill(this.result, ...children);
  }
}
