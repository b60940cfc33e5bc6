// Classes for a coloured map: bounds that read well, each class holding about the same
// number of cells.

/**
 * Returns up to count-1 rising bounds, each 1, 2 or 5 times a power of ten, that part
 * the positive values into classes: v < b0, b0 <= v < b1, …, v >= last.
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

/** The nearest of 1, 2, 5 × 10ⁿ, in ratio. */
function round(v: number): number {
  const power = 10 ** Math.floor(Math.log10(v));
  const lead = v / power;
  const step = lead < Math.SQRT2 ? 1 : lead < Math.sqrt(10) ? 2 : lead < Math.sqrt(50) ? 5 : 10;
  return step * power;
}

/** The class of a value: 0 for nothing, 1 for the lowest class, and so on. */
export function classOf(v: number, bounds: number[]): number {
  if (!(v > 0)) return 0;
  let i = 0;
  while (i < bounds.length && v >= bounds[i]!) i++;
  return i + 1;
}
