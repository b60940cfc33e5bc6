// The legend on the map: what the result's colours mean, and below it what those of
// the ground within reach of a point do.

import { fill, h } from '../dom.ts';

export interface Entry {
  text: string;
  colour: string;
  shape?: 'area' | 'line' | 'dashed' | 'dotted' | 'dot' | 'ring';
  opacity?: number;
}

export class Legend {
  private main: Node[] = [];
  private extra: Node[] = [];

  constructor(private readonly element: HTMLElement) {}

  show(title: string, entries: Entry[]): void {
    this.main = block(title, entries);
    this.draw();
  }

  showPoint(title: string, entries: Entry[]): void {
    this.extra = block(title, entries);
    this.draw();
  }

  private draw(): void {
    fill(this.element, ...this.main, ...this.extra);
    this.element.hidden = this.main.length + this.extra.length === 0;
  }
}

function block(title: string, entries: Entry[]): Node[] {
  if (entries.length === 0) return [];
  const lines = entries.map((e) => {
    const swatch = h('span', { class: `swatch ${shape(e)}`, 'aria-hidden': 'true' });
    if (e.shape === 'line' || e.shape === 'dashed' || e.shape === 'dotted') swatch.style.borderTopColor = e.colour;
    else if (e.shape !== 'ring') swatch.style.backgroundColor = `color-mix(in srgb, ${e.colour} ${(e.opacity ?? 1) * 100}%, #fbfaf7)`;
    return h('li', {}, swatch, h('span', {}, e.text));
  });
  const rows = h('ul', {}, ...lines);
  return title ? [h('p', {}, title), rows] : [rows];
}

function shape(e: Entry): string {
  switch (e.shape) {
    case 'line':
      return 'line';
    case 'dashed':
    case 'dotted':
      return `line ${e.shape}`;
    case 'dot':
      return 'dot';
    case 'ring':
      return 'dot ring';
    default:
      return '';
  }
}
