import assert from 'node:assert/strict';
import {test} from 'node:test';

// The clock and the stream of a browser, in the hands of the test.
const jobs = new Map();
let time = Date.now();
Date.now = () => time;
globalThis.setTimeout = (task, wait) => plan(task, wait, 0);
globalThis.setInterval = (task, wait) => plan(task, wait, wait);
globalThis.clearTimeout = job => jobs.delete(job);
function plan(task, wait, every) {
  const job = Symbol('job');
  jobs.set(job, {task, due: time + wait, every});
  return job;
}
function tick(wait) {
  const end = time + wait;
  for (;;) {
    const next = [...jobs].filter(([, {due}]) => due <= end).sort(([, a], [, b]) => a.due - b.due)[0];
    if (!next) break;
    const [job, {task, due, every}] = next;
    time = due;
    if (every) jobs.set(job, {task, due: due + every, every});
    else jobs.delete(job);
    task();
  }
  time = end;
}

const streams = [];
globalThis.EventSource = class extends EventTarget {
  constructor(path) {
    super();
    this.path = path;
    streams.push(this);
  }
  close() {
    this.closed = true;
  }
  send(name, data) {
    const event = new Event(name);
    event.data = JSON.stringify(data);
    this.dispatchEvent(event);
  }
};
const browser = new EventTarget();
globalThis.addEventListener = browser.addEventListener.bind(browser);
globalThis.document = Object.assign(new EventTarget(), {hidden: false});
function hide(hidden) {
  document.hidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
}
const {live} = await import('../../../../server/src/main/resources/dev/pulse/samples/server/dashboard/shell/live.js');

const settled = () => new Promise(resolve => setImmediate(resolve));
// Connections of earlier tests go on trying: each test has an address of its own.
let address = 0;
const mine = () => streams.filter(stream => stream.path === 'events-' + address);
const newest = () => mine()[mine().length - 1];
const connect = () => live('events-' + ++address);

test('events that come while the state is read are applied afterwards', async () => {
  const told = [];
  const connection = connect();
  connection.on('changes', data => told.push(data));
  let read;
  connection.load(() => new Promise(resolve => {
    read = () => {
      told.push('read');
      resolve();
    };
  }));
  connection.start();
  newest().onopen();
  newest().send('changes', 1);
  newest().send('changes', 2);
  assert.deepEqual(told, []);
  read();
  await settled();
  assert.deepEqual(told, ['read', 1, 2]);
  assert.equal(connection.state().name, 'live');
});

test('a connection that is lost is stale, and comes back after growing pauses', async () => {
  const connection = connect();
  let reads = 0;
  connection.load(async () => { reads++; }).catch(() => {});
  connection.start();
  newest().onopen();
  await settled();
  const waits = [];
  for (let i = 0; i < 8; i++) {
    newest().onerror();
    assert.equal(connection.state().name, 'stale');
    waits.push(connection.state().again - Date.now());
    const before = mine().length;
    tick(30000);
    assert.equal(mine().length, before + 1);
  }
  waits.forEach((wait, i) => {
    const whole = Math.min(30000, 1000 * 2 ** i);
    assert.ok(wait >= whole / 2 && wait <= whole, 'pause ' + i + ' is ' + wait);
  });
  newest().onopen();
  await settled();
  assert.equal(connection.state().name, 'live');
  assert.equal(reads, 2);
});

test('silence is no connection', async () => {
  const connection = connect();
  connection.start();
  newest().onopen();
  await settled();
  tick(30000);
  newest().send('heartbeat', {at: new Date().toISOString()});
  tick(30000);
  assert.equal(connection.state().name, 'live');
  tick(6000);
  assert.equal(connection.state().name, 'stale');
});

test('a page that cannot keep up reads again instead of growing', async () => {
  const connection = connect();
  let told = 0;
  connection.on('changes', () => told++);
  let read;
  connection.load(() => new Promise(resolve => { read = resolve; })).catch(() => {});
  connection.start();
  newest().onopen();
  for (let i = 0; i < 3000; i++) newest().send('changes', i);
  read();
  await settled();
  assert.ok(told <= 2000);
  assert.equal(connection.state().name, 'stale');
});

test('what is not found is the affair of the page, not of the connection', async () => {
  const connection = connect();
  const first = connection.load(async () => { throw Object.assign(new Error('no such check'), {status: 404}); });
  connection.start();
  newest().onopen();
  await assert.rejects(first, /no such check/);
  await settled();
  assert.equal(connection.state().name, 'live');
});

test('a page that was left is told nothing more', async () => {
  const connection = connect();
  const leave = new AbortController();
  let told = 0;
  connection.on('changes', () => told++, leave.signal);
  connection.start();
  newest().onopen();
  await settled();
  newest().send('changes', 1);
  leave.abort();
  newest().send('changes', 2);
  assert.equal(told, 1);
});

test('a window that nobody sees leaves its connection to the others, and reads now and then', async () => {
  const connection = connect();
  let reads = 0;
  connection.load(async () => { reads++; });
  connection.start();
  newest().onopen();
  await settled();
  hide(true);
  tick(29000);
  assert.equal(connection.state().name, 'live');
  tick(2000);
  assert.equal(connection.state().name, 'resting');
  assert.ok(newest().closed);
  tick(60000);
  await settled();
  assert.equal(reads, 2);
  hide(false);
  assert.equal(mine().length, 2);
  newest().onopen();
  await settled();
  assert.equal(connection.state().name, 'live');
  assert.equal(reads, 3);
});

test('nothing is connected before it was started, whatever becomes of the network or the window', async () => {
  const connection = connect();
  browser.dispatchEvent(new Event('online'));
  hide(true);
  tick(31000);
  hide(false);
  assert.equal(mine().length, 0);
  connection.start();
  newest().onopen();
  await settled();
  newest().onerror();
  browser.dispatchEvent(new Event('online'));
  assert.equal(mine().length, 2);
});
