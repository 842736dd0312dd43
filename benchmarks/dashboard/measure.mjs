// node measure.mjs JAR CHECKS MINUTES, in a folder that has playwright-core.
import http from 'node:http';
import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {chromium} from 'playwright-core';

const [jar, checksText, minutesText] = process.argv.slice(2);
const CHECKS = Number(checksText);
const MINUTES = Number(minutesText);
const EVERY_S = 30;
const EVENTS_A_SECOND = 2;
const FRAMES = 240;
const LIMITS = {server: 200, first: 1000, frame: 50, work: 16, growth: 1.1};
const missed = [];

function say(what, value, limit) {
  const fits = limit === undefined || value <= limit;
  if (!fits) missed.push(what);
  const shown = Number.isInteger(value) ? value : value.toFixed(value < 10 ? 2 : 1);
  console.log('| %s | %s | %s |', what, shown, limit === undefined ? '' : 'at most ' + limit + (fits ? ', met' : ', **missed**'));
}

const middle = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// ---- 10,000 checks of one target that answers at once, and of one that refuses

const target = http.createServer((request, response) => response.end('ok'));
await new Promise(resolve => target.listen(0, '127.0.0.1', resolve));
const url = 'http://127.0.0.1:' + target.address().port + '/';
// A configuration may have a mebibyte: a hundred characters for each check.
writeFileSync('pulse.yaml', ['server: {host: 127.0.0.1, port: 0}', 'store: {memory: true}',
  'defaults: {every: ' + EVERY_S + 's, timeout: 5s}', 'checks:',
  ...Array.from({length: CHECKS}, (_, i) => '- {name: c' + i + ',title: Service ' + i + ',' + (i % 100 === 0 ? 'type: tcp,address: 127.0.0.1:1' : 'url: ' + url)
      + ',tags: [tier-' + i % 3 + '],labels: {team: t' + i % 40 + '}}')].join('\n'));
const server = spawn('java', ['-Xmx1g', '-jar', jar, 'serve', '--config', 'pulse.yaml'], {stdio: ['ignore', 'pipe', 'ignore']});
const base = await new Promise((resolve, reject) => {
  let text = '';
  server.stdout.on('data', data => {
    text += data;
    const ready = /ready at (http:\S+)/.exec(text);
    if (ready) resolve(ready[1]);
  });
  server.once('exit', code => reject(new Error('the jar ended with ' + code)));
});

const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--js-flags=--expose-gc']});

try {
  // Every check has run once, and most of the code of the server is compiled.
  await new Promise(resolve => setTimeout(resolve, (EVERY_S + 5) * 1000));
  console.log('| What | Measured | Target |\n|---|---:|---|');
  await measureServer();
  await measureBrowser();
} finally {
  await browser.close();
  server.kill('SIGTERM');
  target.close();
}
if (missed.length) {
  console.error('missed: ' + missed.join('; '));
  process.exitCode = 1;
}

async function measureServer() {
  const times = [];
  let bytes = 0;
  for (let i = 0; i < 20; i++) {
    const begun = performance.now();
    const answer = await get('api/v1/overview', {'Accept-Encoding': 'gzip'});
    times.push(performance.now() - begun);
    bytes = answer.length;
  }
  say('overview of ' + CHECKS + ' checks, from question to last byte, median, ms', middle(times), LIMITS.server);
  say('the slowest of 20, ms', Math.max(...times));
  say('size as it is sent, KiB', bytes / 1024);
}

function get(path, headers) {
  return new Promise((resolve, reject) => http.get(base + path, {headers}, answer => {
    let length = 0;
    answer.on('data', data => { length += data.length; });
    answer.on('end', () => answer.statusCode === 200 ? resolve({length}) : reject(new Error('status ' + answer.statusCode)));
  }).on('error', reject));
}

async function measureBrowser() {
  const first = [];
  for (let i = 0; i < 5; i++) {
    const context = await browser.newContext({viewport: {width: 1440, height: 900}});
    const page = await context.newPage();
    await page.addInitScript(() => new MutationObserver((changes, observer) => {
      if (!document.querySelector('.row')) return;
      globalThis.firstRow = performance.now();
      observer.disconnect();
    }).observe(document, {childList: true, subtree: true}));
    await page.goto(base);
    await page.locator('.row').first().waitFor();
    first.push(await page.evaluate(() => globalThis.firstRow));
    await context.close();
  }
  say('first rows in the browser, nothing cached, median of 5, ms', middle(first), LIMITS.first);
  await measurePage();
}

// The stream is in the hands of this script: an hour of it takes as long as the page needs.
async function measurePage() {
  const context = await browser.newContext({viewport: {width: 1440, height: 900}});
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
  await play(page, 60);
  const before = await weigh(session);
  const begun = await worked(session);
  await play(page, MINUTES * 60);
  const took = await worked(session) - begun;
  const after = await weigh(session);
  say('memory of the page with ' + CHECKS + ' checks, MiB', before.heap);
  say('after ' + MINUTES + ' minutes of events more, times that', after.heap / before.heap, LIMITS.growth);
  say('elements in the page, before', before.nodes);
  say('elements in the page, after, times that', after.nodes / before.nodes, LIMITS.growth);
  say('work of the page for one second of events, ms', took / (MINUTES * 60));
  await context.close();
}

async function worked(session) {
  const {metrics} = await session.send('Performance.getMetrics');
  return metrics.find(metric => metric.name === 'TaskDuration').value * 1000;
}

async function scroll(page, session) {
  const before = await worked(session);
  const frames = await page.evaluate(most => new Promise(resolve => {
    const spent = [];
    let last = performance.now();
    let y = 0;
    function frame() {
      const now = performance.now();
      spent.push(now - last);
      last = now;
      y += 900;
      scrollTo(0, y);
      if (spent.length < most) requestAnimationFrame(frame);
      else resolve(spent.slice(5));
    }
    requestAnimationFrame(frame);
  }), FRAMES);
  say('scrolling by a screen each frame: work of the page for a frame, ms', (await worked(session) - before) / FRAMES, LIMITS.work);
  frames.sort((a, b) => a - b);
  say('from one frame to the next, median, ms', middle(frames));
  say('the 95th of 100 frames, ms', frames[Math.floor(frames.length * 0.95)], LIMITS.frame);
  await page.evaluate(() => scrollTo(0, 0));
}

// As many checks as would have run, each with a new run; one in two hundred changes its status.
async function play(page, seconds) {
  const each = Math.round(CHECKS / EVERY_S / EVENTS_A_SECOND);
  await page.evaluate(async ({events, each, all}) => {
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
      // The page draws now and then, as it would.
      if (event % 20 === 0) await new Promise(resolve => setTimeout(resolve, 60));
    }
  }, {events: seconds * EVENTS_A_SECOND, each, all: CHECKS});
}

async function weigh(session) {
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const {usedSize} = await session.send('Runtime.getHeapUsage');
  const {nodes} = await session.send('Memory.getDOMCounters');
  return {heap: usedSize / 1048576, nodes};
}
