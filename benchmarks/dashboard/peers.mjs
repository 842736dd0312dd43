// node peers.mjs, in a folder that has playwright-core; see ./peers for what it is told.
import http from 'node:http';
import {spawn, execFileSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import {cpu} from './server.mjs';

const {JAR, GATUS, KUMA} = process.env;
const COUNTS = process.env.COUNTS.split(',').map(Number);
const EVERY_S = Number(process.env.EVERY);
// Each check has run once by then.
const WAIT_S = Math.max(EVERY_S + 5, Number(process.env.WAIT));
const ASKED = 3;
// Gatus keeps an answer for ten seconds.
const PAUSE_MS = 11000;
const TIMES = 3;
const PATIENCE_MS = 120000;
const DESK = {width: 1440, height: 900};
const PASSWORD = 'a-Password-0f-the-trial';

const target = http.createServer((request, response) => response.end('ok'));
target.keepAliveTimeout = 60000;
await new Promise(resolve => target.listen(0, '127.0.0.1', resolve));
const url = 'http://127.0.0.1:' + target.address().port + '/';
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run']});

// ---- each of them, with so many checks of one target, kept in SQLite

async function pulse(folder, count) {
  writeFileSync(join(folder, 'pulse.yaml'), ['server: {host: 127.0.0.1, port: 0}', 'store: {sqlite: pulse.db}',
    'defaults: {every: ' + EVERY_S + 's, timeout: 5s}', 'checks:',
    ...Array.from({length: count}, (_, i) => '- {name: c' + i + ',title: Service ' + i + ',url: ' + url + ',tags: [g' + i % 10 + ']}')].join('\n'));
  const process = run('java', ['-Xmx1g', '-jar', JAR, 'serve', '--config', 'pulse.yaml'], folder);
  const base = await new Promise(resolve => {
    let text = '';
    process.stdout.on('data', data => {
      text += data;
      const ready = /ready at (http:\S+)/.exec(text);
      if (ready) resolve(ready[1]);
    });
  });
  return {process, base, row: '.row', ask: () => get(base + 'api/v1/overview')};
}

async function gatus(folder, count) {
  const port = await freePort();
  writeFileSync(join(folder, 'config.yaml'), ['web: {address: 127.0.0.1, port: ' + port + '}', 'storage: {type: sqlite, path: gatus.db}', 'endpoints:',
    ...Array.from({length: count}, (_, i) => '- {name: Service ' + i + ', group: g' + i % 10 + ', url: "' + url + '", interval: ' + EVERY_S
        + 's, conditions: ["[STATUS] == 200"]}')].join('\n'));
  const process = run(GATUS, [], folder, {GATUS_CONFIG_PATH: join(folder, 'config.yaml')});
  const base = 'http://127.0.0.1:' + port + '/';
  await answered(base + 'health');
  return {process, base, row: '.endpoint', ask: () => get(base + 'api/v1/endpoints/statuses?page=1&pageSize=50')};
}

async function kuma(folder, count) {
  const port = await freePort();
  const base = 'http://127.0.0.1:' + port + '/';
  writeFileSync(join(folder, 'db-config.json'), JSON.stringify({type: 'sqlite'}));
  const environment = {DATA_DIR: folder + '/', UPTIME_KUMA_PORT: String(port), UPTIME_KUMA_HOST: '127.0.0.1', NODE_ENV: 'production'};
  const {io} = createRequire(join(KUMA, 'package.json'))('socket.io-client');
  const start = async () => {
    const process = run('node', ['server/server.js'], KUMA, environment);
    await answered(base);
    return process;
  };
  const dial = () => new Promise((resolve, reject) => {
    const socket = io(base, {transports: ['websocket'], reconnection: false});
    // Before that it listens to nothing.
    socket.once('loginRequired', () => resolve(socket));
    socket.once('connect_error', reject);
  });
  // At first another server says on its port that the database is being made.
  const connect = async () => {
    for (const until = Date.now() + PATIENCE_MS;;) {
      try {
        return await dial();
      } catch (refused) {
        if (Date.now() > until) throw refused;
        await new Promise(resolve => setTimeout(resolve, 500));
      }
    }
  };
  const login = socket => new Promise((resolve, reject) => socket.emit('login', {username: 'ada', password: PASSWORD, token: ''},
      answer => answer.ok ? resolve(answer.token) : reject(new Error(answer.msg))));
  let process = await start();
  const first = await connect();
  await new Promise((resolve, reject) => first.emit('setup', 'ada', PASSWORD, answer => answer.ok ? resolve() : reject(new Error(answer.msg))));
  first.close();
  await ended(process);
  // As its form would write them; ten thousand forms would take their time.
  execFileSync('sqlite3', [join(folder, 'kuma.db')], {input: 'BEGIN;' + Array.from({length: count}, (_, i) =>
    "INSERT INTO monitor(name, active, user_id, interval, url, type, maxretries, accepted_statuscodes_json, method, timeout, retry_interval)"
      + " VALUES('Service " + i + "', 1, 1, " + EVERY_S + ", '" + url + "', 'http', 0, '[\"200-299\"]', 'GET', 24, " + EVERY_S + ');').join('\n') + 'COMMIT;'});
  process = await start();
  const early = await connect();
  const token = await login(early);
  early.close();
  const ask = async () => {
    const socket = await within(connect());
    let length = 0;
    let missing = count;
    const all = new Promise(resolve => socket.onAny((name, ...data) => {
      length += JSON.stringify(data).length;
      if (name === 'heartbeatList') missing--;
      if (name === 'monitorList') socket.hasList = true;
      if (missing <= 0 && socket.hasList) resolve();
    }));
    await new Promise((resolve, reject) => socket.emit('loginByToken', token, answer => answer.ok ? resolve() : reject(new Error(answer.msg))));
    await all;
    socket.close();
    return length;
  };
  const prepare = page => page.addInitScript(([name, value]) => localStorage.setItem(name, value), ['token', token]);
  return {process, base: base + 'dashboard', row: '.monitor-list .item', ask, prepare};
}

// ---- what is measured of each

async function measure(name, start, count) {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-peers-'));
  let tool;
  try {
    tool = await start(folder, count);
    await new Promise(resolve => setTimeout(resolve, WAIT_S * 1000));
    const begun = cpu(tool.process.pid);
    await new Promise(resolve => setTimeout(resolve, 5000));
    const idle = (cpu(tool.process.pid) - begun) / 5000;
    const answers = [];
    let size;
    for (let i = 0; i < ASKED && answers.length === i; i++) {
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
      const before = cpu(tool.process.pid);
      const asked = performance.now();
      size = await within(tool.ask()).catch(() => undefined);
      const took = performance.now() - asked;
      if (size !== undefined) answers.push({took, spent: Math.max(0, cpu(tool.process.pid) - before - idle * took)});
    }
    const views = [];
    for (let i = 0; i < TIMES; i++) views.push(await view(tool));
    console.log('| %s | %d | %s | %s | %s | %s | %s | %s | %s |', name, count, shown(answers, 'took'), shown(answers, 'spent'),
        size === undefined ? '' : Math.round(size / 1024), shown(views, 'first'), shown(views, 'work'), shown(views, 'nodes'), Math.round(idle * 1000));
  } catch (failure) {
    console.log('| %s | %d | %s |', name, count, String(failure.message).split('\n')[0]);
  } finally {
    if (tool) await ended(tool.process);
    rmSync(folder, {recursive: true, force: true});
  }
}

async function view(tool) {
  const context = await browser.newContext({viewport: DESK});
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  if (tool.prepare) await tool.prepare(page);
  await page.addInitScript(selector => new MutationObserver((changes, observer) => {
    if (!document.querySelector(selector)) return;
    globalThis.firstRow = performance.now();
    observer.disconnect();
  }).observe(document, {childList: true, subtree: true}), tool.row);
  await page.goto(tool.base);
  // Groups that are folded at first are content as well.
  const seen = page.locator(tool.row + ', .endpoint-group').first().waitFor({timeout: PATIENCE_MS}).then(() => true, () => false);
  const came = await seen;
  const first = came ? await page.evaluate(() => globalThis.firstRow ?? performance.now()) : undefined;
  await page.waitForTimeout(1000);
  const {metrics} = await session.send('Performance.getMetrics');
  const value = name => metrics.find(metric => metric.name === name).value;
  const result = {first, work: value('TaskDuration') * 1000, nodes: value('Nodes')};
  await context.close();
  return result;
}

function shown(all, key) {
  const known = all.map(one => one[key]).filter(value => value !== undefined).sort((a, b) => a - b);
  return known.length * 2 <= all.length || known.length === 0 ? 'not within ' + PATIENCE_MS / 1000 + ' s' : String(Math.round(known[Math.floor(known.length / 2)]));
}

function within(promise) {
  return Promise.race([promise, new Promise((resolve, reject) =>
    setTimeout(() => reject(new Error('no answer within ' + PATIENCE_MS / 1000 + ' s')), PATIENCE_MS).unref())]);
}

function run(command, args, cwd, environment = {}) {
  return spawn(command, args, {cwd, env: {...process.env, ...environment}, stdio: ['ignore', 'pipe', 'ignore']});
}

async function ended(process) {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = new Promise(resolve => process.once('exit', resolve));
  process.kill('SIGTERM');
  const hard = setTimeout(() => process.kill('SIGKILL'), 20000);
  await gone;
  clearTimeout(hard);
}

function get(address) {
  return new Promise((resolve, reject) => http.get(address, {headers: {'Accept-Encoding': 'gzip'}}, answer => {
    let length = 0;
    answer.on('data', data => { length += data.length; });
    answer.on('error', reject);
    answer.on('end', () => answer.statusCode === 200 ? resolve(length) : reject(new Error('status ' + answer.statusCode)));
  }).on('error', reject));
}

async function answered(address) {
  const until = Date.now() + PATIENCE_MS;
  while (!await get(address).then(() => true, failure => failure.message.startsWith('status'))) {
    if (Date.now() > until) throw new Error('did not start within ' + PATIENCE_MS / 1000 + ' s');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

async function freePort() {
  const server = http.createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

mkdirSync(tmpdir(), {recursive: true});
console.log('| | Checks | Answer, ms | its CPU, ms | KiB | First content, ms | Work of the page, ms | Elements | CPU of the checks, ms/s |');
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|');
const tools = [['Pulse', pulse, JAR], ['Gatus', gatus, GATUS], ['Uptime Kuma', kuma, KUMA]];
for (const count of COUNTS) {
  for (const [name, start, there] of tools) if (there) await measure(name, start, count);
}
await browser.close();
target.close();
