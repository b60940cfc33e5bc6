import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf, centre } from '../node_modules/.tests/bounds.js';

test('the box of geometries of every kind', () => {
  const box = boxOf([
    null,
    { type: 'Point', coordinates: [3, 4] },
    { type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [1, 9], [0, 0]]], [[[-2, 1], [0, 1], [0, 2], [-2, 1]]]] },
    { type: 'GeometryCollection', geometries: [{ type: 'LineString', coordinates: [[0, -1], [1, 1]] }] },
  ]);
  assert.deepEqual(box, [-2, -1, 3, 9]);
  assert.deepEqual(centre(box), [0.5, 4]);
});

test('nothing has no box', () => {
  assert.equal(boxOf([null]), null);
  assert.equal(boxOf([{ type: 'MultiPolygon', coordinates: [] }]), null);
});
