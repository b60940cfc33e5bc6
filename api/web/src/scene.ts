// What a view needs to answer one question: what is asked, about what, in which words,
// and where the answer goes.

import type { Canvas } from './canvas.ts';
import type { Catalogue } from './catalogue.ts';
import type { Words } from './i18n.ts';
import type { Answer } from './panel/answer.ts';
import type { Legend } from './panel/legend.ts';
import type { State } from './state.ts';

export interface Scene {
  state: State;
  catalogue: Catalogue;
  words: Words;
  canvas: Canvas;
  answer: Answer;
  legend: Legend;
  /** Aborts when the question is superseded by another. */
  signal: AbortSignal;
  /** Asks another question. */
  change: (part: Partial<State>) => void;
}
