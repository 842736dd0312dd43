import assert from 'node:assert/strict';
import {test} from 'node:test';

const {checks} = await import('../../../../server/src/main/resources/dev/pulse/samples/server/dashboard/shell/checks.js');

// A server that answers with these checks, and the events that it sends.
async function open(...names) {
  globalThis.fetch = async () => Response.json({checks: names.map(name => ({name, status: 'pass', run_id: 1})), budgets: [],
    incidents: {open: 0, worst: []}, changes: [], changes_since: new Date().toISOString()});
  let tell;
  let read;
  const all = checks({on: (name, listener) => { tell = listener; }, load: wanted => { read = wanted; }});
  all.start();
  await read();
  await pause();
  return {all, send: news => tell({checks: [], removed: [], budgets: [], changes: [], ...news})};
}
const pause = () => new Promise(resolve => setTimeout(resolve, 60));

test('a check that was removed is named to those who watch, and has no row', async () => {
  const {all, send} = await open('shop', 'till');
  const heard = [];
  all.watch((state, told) => heard.push([[...state.rows.keys()], [...told.names]]));
  send({removed: ['shop']});
  await pause();
  assert.deepEqual(heard.at(-1), [['till'], ['shop']]);
});

test('a check that was removed and added again in one breath is named, and has its row', async () => {
  const {all, send} = await open('shop');
  const heard = [];
  all.watch((state, told) => heard.push([[...state.rows.keys()], [...told.names], told.everything]));
  send({removed: ['shop']});
  send({checks: [{name: 'shop', status: 'pass', run_id: 1}]});
  await pause();
  assert.deepEqual(heard.at(-1), [['shop'], ['shop'], true]);
});
