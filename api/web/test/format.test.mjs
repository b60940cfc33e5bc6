import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../node_modules/.tests/format.js';

test('what is unknown is no number', () => {
  for (const f of [format.number, format.people, format.area, format.length]) assert.equal(f(null, 'zh'), null, f.name);
  assert.equal(format.share(null), null);
  assert.equal(format.ratio(null, 5), null);
  assert.equal(format.ratio(5, null), null);
  assert.equal(format.ratio(0, 0), null, 'a share of nothing is no number');
  assert.equal(format.inUnit(null, 'people', 'en'), null);
});

test('0 and 100 % are shown only when they are meant', () => {
  assert.equal(format.share(0), '0%');
  assert.equal(format.share(0.0004), '<0.1%');
  assert.equal(format.share(0.0005), '0.1%');
  assert.equal(format.share(0.470825), '47.1%');
  assert.equal(format.share(0.9994), '99.9%');
  assert.equal(format.share(0.99999), '>99.9%');
  assert.equal(format.share(1), '100%');
});

test('a part of a person is not nobody', () => {
  assert.equal(format.people(0, 'en'), '0');
  assert.equal(format.people(0.3, 'en'), '<1');
  assert.equal(format.people(41935.4, 'zh'), '41,935');
});

test('ground and lengths take the unit that reads best', () => {
  assert.equal(format.area(5000.3, 'en'), '5,000 m²');
  assert.equal(format.area(96516.6, 'zh'), '9.7 公顷');
  assert.equal(format.area(10_674_270, 'zh'), '10.67 平方公里');
  assert.equal(format.length(66.7, 'en'), '67 m');
  assert.equal(format.length(27309.1, 'zh'), '27.31 公里');
});

test('a figure is in the unit of its denominator', () => {
  assert.equal(format.inUnit(10_674_270, 'residential_m2', 'en'), '10.67 km²');
  assert.equal(format.inUnit(1234.6, 'street_m', 'en'), '1.23 km');
  assert.equal(format.inUnit(16113, 'dwellings', 'en'), '16,113');
});
