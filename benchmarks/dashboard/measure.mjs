// node measure.mjs JAR CHECKS MINUTES REAL, in a folder that has playwright-core.
import http from 'node:http';
import {chromium} from 'playwright-core';
import {cpu, heading, judge, middle, miss, say, serve} from './server.mjs';

const [jar, checksText, minutesText, realText] = process.argv.slice(2);
const CHECKS = Number(checksText);
const MINUTES = Number(minutesText);
const REAL = Number(realText);
const EVERY_S = 60;
const EVENTS_A_SECOND = 2;
const DRAWN = 4;
const FRAMES = 240;
const ANSWERS = 20;
const LIMITS = {server: 200, first: 1000, frame: 50, work: 16, growth: 1.1, long: 0};
const DESK = {width: 1440, height: 900};

const server = await serve(jar, {checks: CHECKS, everyS: EVERY_S, more: i => 'tags: [tier-' + i % 3 + '],labels: {team: t' + i % 40 + '}'});
const {base} = server;
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--js-flags=--expose-gc']});

try {
  // Every check has run once, and most of the code of the server is compiled.
  await new Promise(resolve => setTimeout(resolve, (EVERY_S + 5) * 1000));
  heading();
  await measureServer();
  await measureFirst();
  if (REAL > 0) await measureReal();
  else await measurePage();
} finally {
  await browser.close();
  server.end();
}
judge();

async function measureServer() {
  const times = [];
  let length = 0;
  let tag;
  const idle = await spentWhile(() => new Promise(resolve => setTimeout(resolve, 4000)));
  const begun = performance.now();
  const busy = await spentWhile(async () => {
    for (let i = 0; i < ANSWERS; i++) {
      const asked = performance.now();
      ({length, tag} = await get('api/v1/overview', {'Accept-Encoding': 'gzip'}));
      times.push(performance.now() - asked);
    }
  });
  const around = idle / 4000 * (performance.now() - begun);
  say('overview of ' + CHECKS + ' checks, from question to last byte, median, ms', middle(times), LIMITS.server);
  say('the slowest of ' + ANSWERS + ', ms', Math.max(...times));
  say('CPU of the server for one answer, ms (its checks go on beside, and are taken off)', Math.max(0, busy - around) / ANSWERS);
  say('size as it is sent, KiB', length / 1024);
  const again = performance.now();
  const same = await get('api/v1/overview', {'Accept-Encoding': 'gzip', 'If-None-Match': tag});
  say('asked again with its tag: ' + (same.status === 304 ? 'nothing has changed' : 'something has changed') + ', ms', performance.now() - again);
}

// CPU time of the server, in ms.
async function spentWhile(action) {
  const before = cpu(server.pid);
  await action();
  return cpu(server.pid) - before;
}

function get(path, headers) {
  return new Promise((resolve, reject) => http.get(base + path, {headers}, answer => {
    let length = 0;
    answer.on('data', data => { length += data.length; });
    answer.on('end', () => [200, 304].includes(answer.statusCode) ? resolve({length, status: answer.statusCode, tag: answer.headers.etag}) : reject(new Error('status ' + answer.statusCode)));
  }).on('error', reject));
}

async function measureFirst() {
  const first = [];
  const painted = [];
  const work = [];
  for (let i = 0; i < 5; i++) {
    const context = await browser.newContext({viewport: DESK});
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', {timeDomain: 'threadTicks'});
    await page.addInitScript(() => new MutationObserver((changes, observer) => {
      if (!document.querySelector('.row')) return;
      globalThis.firstRow = performance.now();
      observer.disconnect();
    }).observe(document, {childList: true, subtree: true}));
    await page.goto(base);
    await page.locator('.row').first().waitFor();
    first.push(await page.evaluate(() => globalThis.firstRow));
    painted.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN));
    work.push(await worked(session));
    await context.close();
  }
  say('first paint, nothing cached, median of 5, ms', middle(painted.filter(Number.isFinite)));
  say('first rows of all checks, nothing cached, median of 5, ms', middle(first), LIMITS.first);
  say('work of the page up to then, ms', middle(work));
}

// The stream is in the hands of this script: an hour of it takes as long as the page needs.
async function measurePage() {
  const context = await browser.newContext({viewport: DESK});
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.EventSource = class extends EventTarget {
      constructor() {
        super();
        globalThis.stream = this;
        setTimeout(() => this.onopen());
      }
      close() {}
    };
  });
  await page.goto(base);
  await page.locator('.row').first().waitFor();
  const session = await context.newCDPSession(page);
  // In time of the thread, which says the same on a busy machine.
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  await scroll(page, session);
  if (MINUTES > 0) {
    await play(page, 60);
    const before = await weigh(session);
    const begun = await worked(session);
    const started = performance.now();
    const runs = await play(page, MINUTES * 60);
    const took = await worked(session) - begun;
    const played = (performance.now() - started) / 1000;
    await compare(session, before, MINUTES + ' minutes of events (' + runs + ' runs, played in ' + Math.round(played) + ' s, every ' + DRAWN + 'th drawn)');
    say('work of the page for one second of events, ms', took / (MINUTES * 60));
  }
  await context.close();
}

// The page as people leave it open.
async function measureReal() {
  const context = await browser.newContext({viewport: DESK});
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.longTasks = 0;
    new PerformanceObserver(list => { globalThis.longTasks += list.getEntries().length; }).observe({type: 'longtask'});
  });
  await page.goto(base);
  await page.locator('.live.on').waitFor();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  await new Promise(resolve => setTimeout(resolve, 60000));
  const before = await weigh(session);
  const begun = await worked(session);
  await page.evaluate(() => { globalThis.longTasks = 0; });
  const busy = await spentWhile(() => new Promise(resolve => setTimeout(resolve, REAL * 60000)));
  const took = await worked(session) - begun;
  const tasks = await page.evaluate(() => globalThis.longTasks);
  if (!await page.locator('.live.on').isVisible()) miss('the page is live at the end');
  await compare(session, before, REAL + ' minutes of events in real time');
  say('work of the page for one second, ms', took / (REAL * 60));
  say('tasks of the page of more than 50 ms, a minute', tasks / REAL);
  say('CPU of the server with its checks and one page, ms a second', busy / (REAL * 60));
  await context.close();
}

async function compare(session, before, what) {
  const after = await weigh(session);
  say('memory of the page with ' + CHECKS + ' checks, MiB', before.heap);
  say('after ' + what + ', times that', after.heap / before.heap, LIMITS.growth);
  say('elements in the page, before', before.nodes);
  say('elements in the page, after, times that', after.nodes / before.nodes, LIMITS.growth);
}

async function worked(session) {
  const {metrics} = await session.send('Performance.getMetrics');
  return metrics.find(metric => metric.name === 'TaskDuration').value * 1000;
}

async function scroll(page, session) {
  const before = await worked(session);
  const {frames, tasks} = await page.evaluate(most => new Promise(resolve => {
    const spent = [];
    let tasks = 0;
    const observer = new PerformanceObserver(list => { tasks += list.getEntries().length; });
    observer.observe({type: 'longtask'});
    let last = performance.now();
    let y = 0;
    function frame() {
      const now = performance.now();
      spent.push(now - last);
      last = now;
      y += 900;
      scrollTo(0, y);
      if (spent.length < most) requestAnimationFrame(frame);
      else setTimeout(() => {
        observer.disconnect();
        resolve({frames: spent.slice(5), tasks});
      }, 200);
    }
    requestAnimationFrame(frame);
  }), FRAMES);
  say('scrolling by a screen each frame: work of the page for a frame, ms', (await worked(session) - before) / FRAMES, LIMITS.work);
  frames.sort((a, b) => a - b);
  say('from one frame to the next, median, ms', middle(frames));
  say('the 95th of 100 frames, ms', frames[Math.floor(frames.length * 0.95)], LIMITS.frame);
  say('tasks of more than 50 ms in ' + FRAMES + ' frames', tasks, LIMITS.long);
  await page.evaluate(() => scrollTo(0, 0));
}

// The events that the server would have sent: as many checks as would have run, each with a new run; one
// in two hundred changes its status. Gives how many runs there were.
async function play(page, seconds) {
  const each = Math.round(CHECKS / EVERY_S / EVENTS_A_SECOND);
  await page.evaluate(async ({events, each, all, drawn}) => {
    let next = 0;
    for (let event = 0; event < events; event++) {
      const at = new Date().toISOString();
      const changes = [];
      const checks = Array.from({length: each}, () => {
        const i = next++ % all;
        const fails = Math.random() < 0.005;
        if (fails) changes.push({at, check: 'c' + i, from: 'pass', to: 'fail', summary: 'refused'});
        return {name: 'c' + i, title: 'Service ' + i, status: fails ? 'fail' : 'pass',
          summary: '200 in ' + i % 90 + ' ms', latency_ms: i % 90, run_id: Number.MAX_SAFE_INTEGER - 1e9 + next,
          last_run_at: at, tags: ['tier-' + i % 3], labels: {team: 't' + i % 40}};
      });
      const data = JSON.stringify({checks, removed: [], changes, budgets: []});
      globalThis.stream.dispatchEvent(new MessageEvent('changes', {data}));
      // The page draws once for all that came within 50 ms.
      if (event % drawn === 0) await new Promise(resolve => setTimeout(resolve, 55));
    }
  }, {events: seconds * EVENTS_A_SECOND, each, all: CHECKS, drawn: DRAWN});
  return seconds * EVENTS_A_SECOND * each;
}

async function weigh(session) {
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const {usedSize} = await session.send('Runtime.getHeapUsage');
  const {nodes} = await session.send('Memory.getDOMCounters');
  return {heap: usedSize / 1048576, nodes};
}
