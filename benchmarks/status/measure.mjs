// node measure.mjs JAR CHECKS READERS, in a folder of its own.
import http from 'node:http';
import {execFileSync} from 'node:child_process';
import {cpu, heading, judge, middle, say, serve} from './server.mjs';

const [jar, checksText, readersText] = process.argv.slice(2);
const CHECKS = Number(checksText);
const READERS = Number(readersText);
const EVERY_S = 30;
const FRESH_S = 30;
const LIMITS = {first: 5000, known: 50, together: 2000, work: 3, size: 200};
const pause = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

const server = await serve(jar, {checks: CHECKS, everyS: EVERY_S, sections: ['status-pages: [{name: all, tags: [all]}, {name: few, tags: [few]}]'],
  more: i => 'tags: [all' + (i < 20 ? ', few' : '') + ']'});

try {
  // Every check has run once, and most of the code of the server is compiled.
  await pause(EVERY_S + 5);
  heading();
  const before = heap();
  await get('status/few');
  const first = await get('status/all');
  say('page of ' + CHECKS + ' checks, nothing known yet, from question to last byte, ms', first.ms, LIMITS.first);
  say('size as it is sent, KiB', first.bytes / 1024, LIMITS.size);
  const known = [];
  for (let i = 0; i < 20; i++) known.push((await get('status/all')).ms);
  say('the same for whoever comes next, median of 20, ms', middle(known), LIMITS.known);
  say('its JSON, KiB', (await get('status/all.json')).bytes / 1024);
  say('its badge of uptime, nothing known yet, ms', (await get('status/all/uptime.svg?window=30d')).ms);
  say('heap that it takes, MiB', Math.max(0, heap() - before) / 1048576);
  await together();
} finally {
  server.end();
}
judge();

// When the answer is too old it is found out again: by one of them, for all.
async function together() {
  const one = [];
  const all = [];
  for (let i = 0; i < 3; i++) {
    await pause(FRESH_S + 1);
    one.push(await cost(() => get('status/all')));
    await pause(FRESH_S + 1);
    all.push(await cost(() => Promise.all(Array.from({length: READERS}, () => get('status/all')))));
  }
  say('one reader when the answer is too old, ms', middle(one.map(each => each.ms)));
  say(READERS + ' readers at once when it is too old, until the last has it, ms', middle(all.map(each => each.ms)), LIMITS.together);
  say('work of the server for one, ms of CPU, checks and all', middle(one.map(each => each.cpu)));
  say('for ' + READERS + ', times that', middle(all.map(each => each.cpu)) / Math.max(1, middle(one.map(each => each.cpu))), LIMITS.work);
}

async function cost(action) {
  const spent = cpu(server.pid);
  const begun = performance.now();
  await action();
  const ms = performance.now() - begun;
  // As long for both: the checks go on meanwhile.
  await pause(2);
  return {ms, cpu: cpu(server.pid) - spent};
}

// What is still needed after a collection.
function heap() {
  const told = execFileSync('jcmd', [String(server.pid), 'GC.class_histogram'], {encoding: 'utf8', maxBuffer: 1 << 28});
  return Number(/Total\s+\d+\s+(\d+)/.exec(told)[1]);
}

function get(path) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    http.get(server.base + path, {headers: {'Accept-Encoding': 'gzip'}}, answer => {
      let bytes = 0;
      answer.on('data', data => { bytes += data.length; });
      answer.on('end', () => answer.statusCode === 200 ? resolve({bytes, ms: performance.now() - begun}) : reject(new Error('status ' + answer.statusCode)));
    }).on('error', reject);
  });
}
