import assert from 'node:assert/strict';
import {test} from 'node:test';

// As much of a browser as the module wants that draws how validators stood.
globalThis.matchMedia = () => ({matches: false});
const {plots} = await import('../../../../validator-executions/src/main/resources/dev/pulse/samples/executions/executions-plots.js');

// A page whose plots stay empty, with its ticks and answers in the hands of the test.
function makePage() {
  const element = () => ({children: [], setAttribute() {}});
  const page = {asked: 0, hold: [], held: false, query: new URLSearchParams({range: '1h'}), signal: new AbortController().signal,
    ui: {h: element, fill: (host, ...children) => { host.children = children.flat(); }, empty: element},
    get: async () => {
      page.asked++;
      if (page.held) await new Promise(resolve => page.hold.push(resolve));
      return {interval_s: 5};
    },
    api: {get: async () => ({from: new Date().toISOString(), to: new Date().toISOString(), slices: []})},
    every: (seconds, action) => { page.tick = action; }};
  return page;
}
const settled = () => new Promise(resolve => setImmediate(resolve));

test('a plot that stays empty is asked for in haste only for a minute', async () => {
  const page = makePage();
  await plots(page).start();
  for (let i = 0; i < 20; i++, await settled()) page.tick();
  assert.equal(page.asked, 21);
  for (let i = 0; i < 20; i++, await settled()) page.tick();
  assert.equal(page.asked, 25);
});

test('nobody asks again before the answer has come', async () => {
  const page = makePage();
  await plots(page).start();
  page.held = true;
  for (let i = 0; i < 12; i++, await settled()) page.tick();
  assert.equal(page.asked, 2);
  page.held = false;
  page.hold.forEach(answer => answer());
  await settled();
  page.tick();
  assert.equal(page.asked, 3);
});
