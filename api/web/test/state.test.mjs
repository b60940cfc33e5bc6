import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode } from '../node_modules/.tests/state.js';

const state = {
  town: '990101001', category: 'primary_school', circle: 'c15_town', layer: 'completeness', requirement: 'school', rule: 'park_2022',
  picking: true, mode: 'walk', point: [123.503312, 29.545201], lang: 'en', view: { lon: 123.5, lat: 29.54, zoom: 12.25 },
};

test('a state comes back from the address it is written to', () => {
  const { rule, category, ...kept } = decode(encode(state));
  assert.deepEqual({ ...kept, category, rule: state.rule }, state);
  assert.equal(rule, undefined, 'the rule for parks is written only where parks are looked at');
});

test('a cluster of towns keeps its commas', () => {
  assert.match(encode({ ...state, town: 'a,b' }), /town=a,b&/);
  assert.equal(decode('#town=a,b').town, 'a,b');
});

test('what makes no sense is left out of an address', () => {
  assert.deepEqual(decode('#layer=nonsense&lang=fr&view=1,2&from=200,10&town=%3Cscript%3E&category='), {});
  assert.deepEqual(decode('#view=1,,3'), {});
  assert.deepEqual(decode(''), {});
});

test('a point makes the map ask from it', () => {
  assert.deepEqual(decode('#from=123.5,29.5'), { point: [123.5, 29.5], picking: true });
  assert.equal(decode('#pick=1').picking, true);
});
