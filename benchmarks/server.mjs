// What measurements of the server share: the jar with many checks, its processor time, a table of figures.
import http from 'node:http';
import {spawn} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';

// Linux counts the time of a process in these.
const TICK_MS = 10;
const missed = [];

export const middle = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export function heading() {
  console.log('| What | Measured | Target |\n|---|---:|---|');
}

// A line of the table; what is above its limit is missed.
export function say(what, value, limit) {
  const fits = limit === undefined || value <= limit;
  if (!fits) miss(what);
  const shown = Number.isInteger(value) ? value : value.toFixed(value < 10 ? 2 : 1);
  console.log('| %s | %s | %s |', what, shown, limit === undefined ? '' : 'at most ' + limit + (fits ? ', met' : ', **missed**'));
}

export function miss(what) {
  missed.push(what);
}

// Fails the process when something was missed.
export function judge() {
  if (missed.length === 0) return;
  console.error('missed: ' + missed.join('; '));
  process.exitCode = 1;
}

// Processor time that a process has taken, in ms.
export function cpu(pid) {
  const fields = readFileSync('/proc/' + pid + '/stat', 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

// The jar with so many checks of one target that answers at once, and of one that refuses: each
// hundredth. More of a check is what `more` gives for its number, as the rest of a YAML flow.
export async function serve(jar, {checks, everyS, sections = [], more}) {
  const target = http.createServer((request, response) => response.end('ok'));
  await new Promise(resolve => target.listen(0, '127.0.0.1', resolve));
  const url = 'http://127.0.0.1:' + target.address().port + '/';
  // A configuration may have a mebibyte: a hundred characters for each check.
  writeFileSync('pulse.yaml', ['server: {host: 127.0.0.1, port: 0}', 'store: {memory: true}', 'defaults: {every: ' + everyS + 's, timeout: 5s}', ...sections, 'checks:',
    ...Array.from({length: checks}, (_, i) => '- {name: c' + i + ',title: Service ' + i + ',' + (i % 100 === 0 ? 'type: tcp,address: 127.0.0.1:1' : 'url: ' + url) + ',' + more(i) + '}')].join('\n'));
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
  return {base, pid: server.pid, end() {
    server.kill('SIGTERM');
    target.close();
  }};
}
