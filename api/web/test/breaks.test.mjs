import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breaks, classOf, spread } from '../node_modules/.tests/breaks.js';

test('bounds are plain, rise, and leave no class empty', () => {
  // A small generator of numbers, so that a failure can be run again.
  let seed = 20260102;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  for (let round = 0; round < 500; round++) {
    const values = Array.from({ length: 1 + Math.floor(random() * 60) }, () => random() ** 3 * 10 ** Math.floor(random() * 6));
    const bounds = breaks(values, 5);
    assert.ok(bounds.length <= 4);
    for (const [i, b] of bounds.entries()) {
      assert.ok(i === 0 || b > bounds[i - 1], `rising: ${bounds}`);
      const lead = b / 10 ** Math.floor(Math.log10(b) + 1e-9);
      assert.ok([1, 1.5, 2, 3, 5, 7].some((p) => Math.abs(p - lead) < 1e-9), `plain: ${b}`);
    }
    const least = Math.min(...values.filter((v) => v > 0));
    const most = Math.max(...values);
    if (bounds.length > 0) assert.ok(least < bounds[0] && most >= bounds.at(-1), `first and last class: ${bounds} of ${values}`);
  }
});

test('hand-worked bounds', () => {
  assert.deepEqual(breaks([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5), [3, 5, 7, 10].slice(0, 4));
  assert.deepEqual(breaks([5, 5, 5], 5), [], 'one value makes one class');
  assert.deepEqual(breaks([0, 0], 5), []);
  assert.deepEqual(breaks([], 5), []);
});

test('classes', () => {
  assert.deepEqual([0, 0.2, 9.9, 10, 49, 50, 1e6].map((v) => classOf(v, [10, 50])), [0, 1, 1, 2, 2, 3, 3]);
});

test('few classes still span the scale', () => {
  assert.deepEqual(spread(['a', 'b', 'c', 'd', 'e'], 3), ['a', 'c', 'e']);
  assert.deepEqual(spread(['a', 'b', 'c', 'd', 'e'], 5), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(spread(['a', 'b', 'c', 'd', 'e'], 1), ['c']);
});
