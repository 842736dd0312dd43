import assert from 'node:assert/strict';
import {test} from 'node:test';

// The pauses of a browser, in the hands of the test.
const pauses = [];
globalThis.setTimeout = task => pauses.push(task);
globalThis.setInterval = () => {};
const {makePage} = await import('../../../../server/src/main/resources/dev/pulse/samples/server/dashboard/shell/page.js');

const settled = () => new Promise(resolve => setImmediate(resolve));
async function rest() {
  await settled();
  pauses.splice(0).forEach(task => task());
}
function makeFollower(read) {
  const leave = new AbortController();
  const page = makePage({about: {base: ''}, live: {}, checks: {}, signal: leave.signal});
  return {follow: page.follow(read), leave};
}

test('whatever happens during a read and its rest is read once afterwards', async () => {
  let reads = 0;
  const {follow} = makeFollower(async () => { reads++; });
  for (let i = 0; i < 5; i++) follow();
  assert.equal(reads, 1);
  await rest();
  assert.equal(reads, 2);
  await rest();
  assert.equal(reads, 2);
  follow();
  assert.equal(reads, 3);
});

test('a read that fails does not end the reading', async () => {
  let reads = 0;
  const {follow} = makeFollower(async () => {
    reads++;
    throw new Error('no answer');
  });
  follow();
  await rest();
  follow();
  assert.equal(reads, 2);
});

test('a page that was left reads no more', async () => {
  let reads = 0;
  const {follow, leave} = makeFollower(async () => { reads++; });
  follow();
  follow();
  leave.abort();
  await rest();
  follow();
  assert.equal(reads, 1);
});
