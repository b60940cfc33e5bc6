// Classes for a coloured map: bounds that read well, each class holding about the same
// number of cells.

/**
 * Returns up to count-1 rising bounds, each a plain number (1, 1.5, 2, 3, 5 or 7 times a
 * power of ten), that part the positive values into classes: v < b0, b0 <= v < b1, …,
 * v >= last.
 */
export function breaks(values: number[], count: number): number[] {
  const sorted = values.filter((v) => v > 0 && Number.isFinite(v)).sort((a, b) => a - b);
  const out: number[] = [];
  for (let i = 1; i < count; i++) {
    const at = sorted[Math.floor((sorted.length * i) / count)];
    if (at === undefined) break;
    const bound = round(at);
    if (bound > (out.at(-1) ?? 0) && bound > sorted[0]! && bound <= sorted.at(-1)!) out.push(bound);
  }
  return out;
}

const plain = [1, 1.5, 2, 3, 5, 7, 10];

/** The nearest plain number, in ratio. */
function round(v: number): number {
  const power = 10 ** Math.floor(Math.log10(v));
  const lead = v / power;
  const far = (p: number) => Math.abs(Math.log(p / lead));
  return power * plain.reduce((best, p) => (far(p) < far(best) ? p : best));
}

/**
 * The colours of so many classes out of a longer scale: the lowest and the highest
 * class keep the ends of the scale.
 */
export function spread<T>(scale: readonly T[], classes: number): T[] {
  if (classes <= 1) return [scale[Math.floor(scale.length / 2)]!].slice(0, classes);
  return Array.from({ length: classes }, (_, i) => scale[Math.round((i * (scale.length - 1)) / (classes - 1))]!);
}

/** The class of a value: 0 for nothing, 1 for the lowest class, and so on. */
export function classOf(v: number, bounds: number[]): number {
  if (!(v > 0)) return 0;
  let i = 0;
  while (i < bounds.length && v >= bounds[i]!) i++;
  return i + 1;
}
