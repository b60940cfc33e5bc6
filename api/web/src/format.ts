// Figures as words. What is unknown stays unknown: every function returns null for
// null, and the caller says 未知.

import type { Known } from './types.ts';
import type { Lang } from './state.ts';

const locales: Record<Lang, string> = { zh: 'zh-CN', en: 'en-GB' };

export function number(v: Known, lang: Lang, places = 0): string | null {
  if (v === null || !Number.isFinite(v)) return null;
  return new Intl.NumberFormat(locales[lang], { maximumFractionDigits: places }).format(v);
}

/**
 * People are counted in fractions where a home lies on a border. They are shown whole,
 * and a part of one is not nobody.
 */
export function people(v: Known, lang: Lang): string | null {
  if (v !== null && v > 0 && v < 0.5) return '<1';
  return number(v, lang);
}

/** A share in percent: 0 and 100 % are shown only when they are meant. */
export function share(v: Known): string | null {
  if (v === null || !Number.isFinite(v)) return null;
  if (v > 0 && v < 0.0005) return '<0.1%';
  if (v < 1 && v >= 0.9995) return '>99.9%';
  return `${(v * 100).toFixed(v === 0 || v === 1 ? 0 : 1)}%`;
}

export function ratio(part: Known, whole: Known): Known {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}

/** Ground: square metres, hectares or square kilometres, whichever reads best. */
export function area(m2: Known, lang: Lang): string | null {
  if (m2 === null) return null;
  const units = lang === 'zh' ? ['平方米', '公顷', '平方公里'] : ['m²', 'ha', 'km²'];
  if (m2 < 10_000) return `${number(m2, lang)} ${units[0]}`;
  if (m2 < 1_000_000) return `${number(m2 / 10_000, lang, 1)} ${units[1]}`;
  return `${number(m2 / 1_000_000, lang, 2)} ${units[2]}`;
}

export function length(m: Known, lang: Lang): string | null {
  if (m === null) return null;
  if (m < 1000) return `${number(m, lang)} ${lang === 'zh' ? '米' : 'm'}`;
  return `${number(m / 1000, lang, 2)} ${lang === 'zh' ? '公里' : 'km'}`;
}

/** A figure in the unit of a denominator. */
export function inUnit(v: Known, denominator: string | null, lang: Lang): string | null {
  switch (denominator) {
    case 'people':
      return people(v, lang);
    case 'residential_m2':
      return area(v, lang);
    case 'street_m':
      return length(v, lang);
  }
  return number(v, lang);
}
