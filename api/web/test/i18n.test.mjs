import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Words, table } from '../node_modules/.tests/i18n.js';

test('both languages say every word, with the same holes', () => {
  const holes = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const [word, { zh, en }] of Object.entries(table)) {
    assert.ok(zh && en, word);
    assert.deepEqual(holes(zh), holes(en), word);
  }
});

test('words are filled in, and the unknown is said', () => {
  assert.equal(new Words('en').say('grey', { why: 'no parks' }), 'Grey: no parks');
  assert.equal(new Words('zh').figure(null), '未知');
  assert.equal(new Words('zh').maybe('family_none', 'none'), 'none');
});
