// The page: it holds the state, asks when the state changes, and lets only the newest
// question answer.

import { isAbort } from './api.ts';
import type { Source } from './basemap.ts';
import { Canvas } from './canvas.ts';
import { readCatalogue, type Catalogue } from './catalogue.ts';
import { byId, fill, h } from './dom.ts';
import { Words } from './i18n.ts';
import { Answer, explain } from './panel/answer.ts';
import { question, showControls } from './panel/controls.ts';
import { Head } from './panel/head.ts';
import { Legend } from './panel/legend.ts';
import { Picker } from './panel/picker.ts';
import { followPointer } from './pointer.ts';
import type { Scene } from './scene.ts';
import { decode, encode, type Lang, type Layer, type Partly, type State } from './state.ts';
import { showCompleteness } from './views/completeness.ts';
import { coverageLegend, showCoverage } from './views/coverage.ts';
import { greenwaysLegend, showGreenways } from './views/greenways.ts';
import { clearIsochrones, showIsochrones } from './views/isochrones.ts';
import { parksLegend, showParks } from './views/parks.ts';
import { boxOfTown, showUnits, showVillages } from './views/units.ts';

const views: Record<Layer, (s: Scene) => Promise<void>> = {
  coverage: showCoverage, completeness: showCompleteness, greenways: showGreenways, parks: showParks };
const legends: Partial<Record<Layer, (s: Scene) => void>> = { coverage: coverageLegend, greenways: greenwaysLegend, parks: parksLegend };
const results: Source[] = ['coverage', 'facilities', 'cells', 'greenways', 'parks', 'radii'];

export class App {
  readonly canvas = new Canvas(byId('map'));
  state!: State;
  private catalogue!: Catalogue;
  private words = new Words('zh');
  private readonly panel = byId('panel');
  private readonly head = new Head(this.panel);
  private readonly form = h('form', { class: 'controls', id: 'controls' });
  private readonly answer = new Answer();
  private readonly picker = new Picker();
  private readonly legend = new Legend(byId('legend'));
  private asking = new AbortController();
  private reaching = new AbortController();
  private readonly life = new AbortController();

  async start(): Promise<void> {
    const said = decode(location.hash);
    const lang: Lang = said.lang ?? 'zh';
    this.words = new Words(lang);
    this.form.addEventListener('submit', (e) => e.preventDefault());
    this.head.show('lifecircle', this.words, () => {});
    fill(this.panel, this.head.element, this.form, this.answer.element, this.picker.element, this.answer.methodElement);
    this.answer.busy(this.words.say('loadingData'));
    mark('busy');
    try {
      this.catalogue = await readCatalogue(lang, this.life.signal, () => this.answer.busy(this.words.say('preparing')));
    } catch (err) {
      this.answer.wrong(err, this.words, () => void this.start());
      mark('failed');
      return;
    }
    this.state = this.catalogue.settle(said, lang);
    if (!this.canvas.map) this.answer.remark(this.words.say('noWebGL'));
    followPointer(this.canvas, () => this.scene(), (point) => this.change({ point }));
    this.canvas.map?.on('moveend', () => this.remember(true));
    addEventListener('hashchange', () => this.follow(decode(location.hash)));
    await this.frame(said.view !== undefined, false);
    this.remember(true);
    this.dress();
    await Promise.all([this.show(), this.reach()]);
    await showVillages({ ...this.scene(), signal: this.life.signal });
  }

  /** Asks another question. */
  change(part: Partial<State>): void {
    this.become({ ...this.state, ...part });
    this.remember(false);
  }

  /** Goes where an address says: back, forward, or as somebody typed it. */
  private follow(said: Partly): void {
    const next = this.catalogue.settle(said, this.state.lang);
    if (said.view) void this.canvas.look(said.view);
    this.become(next, said.view !== undefined);
  }

  private become(next: State, keepView = false): void {
    const before = this.state;
    this.state = next;
    if (next.lang !== before.lang) this.words = new Words(next.lang);
    if (next.town !== before.town) void this.frame(keepView, true);
    this.dress();
    if (question(next) !== question(before)) void this.show(before);
    if (String([next.picking, next.mode, next.point, next.lang]) !== String([before.picking, before.mode, before.point, before.lang])) void this.reach();
  }

  private scene(signal = this.asking.signal): Scene {
    const { state, catalogue, words, canvas, answer, legend } = this;
    return { state, catalogue, words, canvas, answer, legend, signal, change: (part) => this.change(part) };
  }

  /** Says everything that the state decides without an answer. */
  private dress(): void {
    const { words, catalogue } = this;
    const { dataset } = catalogue;
    document.documentElement.lang = words.lang === 'zh' ? 'zh-CN' : 'en';
    document.title = `${dataset.title ?? 'lifecircle'} · ${words.say('product')}`;
    const notice = byId('notice');
    fill(notice, dataset.notice);
    notice.hidden = !dataset.notice;
    const asking = { state: this.state, catalogue, words, change: (part: Partial<State>) => this.change(part) };
    this.head.show(dataset.title ?? 'lifecircle', words, () => this.change({ lang: words.lang === 'zh' ? 'en' : 'zh' }));
    showControls(this.form, asking);
    this.picker.show(asking, () => {
      const v = this.canvas.view();
      return v && [v.lon, v.lat];
    });
    byId('map').classList.toggle('picking', this.state.picking);
    this.canvas.map?.getCanvas().setAttribute('aria-label', words.say('mapLabel'));
    const names = dataset.attribution.length > 0 ? dataset.attribution : dataset.sources.map((s) => s.name);
    fill(byId('attribution'), words.say('data', { names: names.join(' · ') }), ' · MapLibre · ',
      h('a', { href: '/licenses.txt', target: '_blank' }, words.say('licences')));
  }

  /** Looks at the town, or at what the address says. */
  private async frame(keepView: boolean, animate: boolean): Promise<void> {
    if (keepView && this.state.view) return this.canvas.look(this.state.view);
    const box = boxOfTown(this.scene());
    if (box) await this.canvas.fit(box, animate);
  }

  /** Asks the question of the state and shows the answer, unless another comes first. */
  private async show(before?: State): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const scene = this.scene();
    const { signal } = scene;
    mark('busy');
    this.answer.begin(this.words.say('computing'));
    const same = before && before.town === scene.state.town && before.layer === scene.state.layer && before.circle === scene.state.circle && before.category === scene.state.category;
    try {
      if (!same) await this.canvas.clear(...results);
      this.legend.show('', []);
      legends[scene.state.layer]?.(scene);
      await Promise.all([showUnits(scene), views[scene.state.layer](scene)]);
      this.answer.busy(null);
      mark('ready');
    } catch (err) {
      if (isAbort(err) || signal.aborted) return;
      this.answer.wrong(err, this.words, () => void this.show());
      mark('failed');
    }
  }

  /** Asks how far one gets from the point. */
  private async reach(): Promise<void> {
    this.reaching.abort();
    this.reaching = new AbortController();
    const scene = this.scene(this.reaching.signal);
    const { point } = scene.state;
    await clearIsochrones(scene);
    if (!scene.state.picking || !point) {
      this.picker.say(h('p', { class: 'under' }, this.words.say('isochroneWait')));
      return;
    }
    this.picker.say(h('p', { class: 'status busy' }, this.words.say('computing')));
    try {
      const figures = await showIsochrones(scene, point);
      if (!scene.signal.aborted) this.picker.say(...figures);
    } catch (err) {
      if (isAbort(err) || scene.signal.aborted) return;
      this.picker.say(h('p', { class: 'wrong', role: 'alert' }, explain(err, this.words)));
    }
  }

  /** Writes the state into the address: a choice makes a step to go back to, a move of the map none. */
  private remember(quietly: boolean): void {
    this.state.view = this.canvas.view();
    const hash = encode(this.state);
    if (hash === location.hash) return;
    if (quietly) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
  }
}

/** Tells from outside (style, tests) how far the page is. */
function mark(state: 'busy' | 'ready' | 'failed'): void {
  document.documentElement.dataset['state'] = state;
}
