import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as format from '../../../../server/src/main/resources/dev/pulse/samples/server/dashboard/shell/format.js';

test('a share is never rounded up to all of it', () => {
  assert.equal(format.percent(0.99999, 2), '99.99 %');
  assert.equal(format.percent(1, 2), '100 %');
  assert.equal(format.percent(0.999, 3), '99.9 %');
});

test('what is not known is a dash, and zero is zero', () => {
  for (const shown of [format.percent, format.milliseconds, format.duration, format.number]) assert.equal(shown(undefined), '–');
  assert.equal(format.milliseconds(0), '0 ms');
  assert.equal(format.percent(0), '0 %');
});

test('latencies have the digits that matter', () => {
  assert.equal(format.milliseconds(0.04), '< 0.1 ms');
  assert.equal(format.milliseconds(1.26), '1.3 ms');
  assert.equal(format.milliseconds(123.4), '123 ms');
  assert.equal(format.milliseconds(1234), '1.23 s');
});

test('durations have two units at most', () => {
  assert.equal(format.duration(59), '59 s');
  assert.equal(format.duration(125), '2 min 5 s');
  assert.equal(format.duration(3700), '1 h 1 min');
  assert.equal(format.duration(200000), '2 d');
});

test('ages go by the clock of the server', () => {
  const ahead = Date.now() + 3600000;
  format.serverSays(new Date(ahead).toISOString());
  assert.equal(format.age(new Date(ahead - 120500).toISOString()), '2 min');
  format.serverSays(new Date().toISOString());
  format.serverSays('no time at all');
  assert.equal(format.age(new Date(Date.now() - 5500).toISOString()), '5 s');
});

test('a moment has its exact instant', () => {
  assert.match(format.exact('2026-03-01T12:00:00.000Z'), /2026-03-01T12:00:00\.000Z$/);
});
