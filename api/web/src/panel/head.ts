// The head of the panel: the dataset's title, the other language, and on a narrow
// screen the button that makes room for the map.

import { h, refill } from '../dom.ts';
import type { Words } from '../i18n.ts';

export class Head {
  readonly element = h('div', { class: 'head' });

  constructor(private readonly panel: HTMLElement) {}

  show(title: string, words: Words, switchLang: () => void): void {
    const lang = h('button', { type: 'button', class: 'plain', id: 'lang', title: words.say('switchLangTo'), lang: words.lang === 'zh' ? 'en' : 'zh-CN' }, words.say('switchLang'));
    lang.addEventListener('click', switchLang);
    const collapse = h('button', { type: 'button', class: 'plain collapse', id: 'collapse', 'aria-controls': 'panel' });
    const label = () => {
      const collapsed = this.panel.classList.contains('collapsed');
      collapse.textContent = words.say(collapsed ? 'expand' : 'collapse');
      collapse.setAttribute('aria-expanded', String(!collapsed));
    };
    collapse.addEventListener('click', () => {
      this.panel.classList.toggle('collapsed');
      label();
    });
    label();
    refill(this.element, h('h1', {}, title, h('small', {}, words.say('product'))), lang, collapse);
  }
}
