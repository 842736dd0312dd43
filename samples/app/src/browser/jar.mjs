// The jar as a user runs it, with a configuration full of names that nobody would choose.
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync, writeFileSync, openSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startSystems} from './fakes.mjs';

export const OPERATOR = 'the-token-of-ada-who-operates';
export const VIEWER = 'the-token-of-bob-who-looks-on';
export const PASSWORD = 'correct horse battery';
export const PAGE = 'the-token-of-the-private-page';
export const EVIL = '<img src=x onerror="document.title=1">';
export const LONG = 'five hundred characters '.repeat(21).slice(0, 500);
export const RTL = 'فحص المتجر الرئيسي \u202e evil';
export const EMOJI = '👩‍🚀 rocket ✨ 日本語の監視';

const JAR = new URL('../pulse.jar', import.meta.url).pathname;

const hours = ahead => new Date(Date.now() + ahead * 3600e3).toISOString();

function common(port) {
  return {
    server: {host: '127.0.0.1', port, tokens: [{name: 'ada', role: 'operator', token: OPERATOR}, {name: 'bob', role: 'viewer', token: VIEWER}],
      users: [{name: 'carol', role: 'viewer', 'password-hash': '$pbkdf2-sha512$i=220000$c2FsdHNhbHRzYWx0c2FsdA$/ePMle9vCP1fpWp2Z6IqsCWBB2I0alDn2va5SA7qcfQ'}]},
    store: {sqlite: 'pulse.db'},
  };
}

function configuration(port, targets) {
  const at = path => 'http://127.0.0.1:' + targets + path;
  return {
    ...common(port),
    // A target that is slow because the machine is busy is not down.
    defaults: {every: '1s', timeout: '10s'},
    targets: {'allow-private': true},
    channels: [{name: 'hook', type: 'webhook', url: at('/hook')}, {name: 'refusing', type: 'webhook', url: at('/refusing')}],
    route: {channels: ['hook'], 'group-by': ['check'], 'group-wait': '0s', 'group-interval': '1s',
      routes: [{matchers: ['check="down"'], channels: ['refusing'], 'group-wait': '0s'}]},
    'status-pages': [
      {name: 'shop', title: 'The shop', description: EVIL + ' and what our customers notice.', tags: ['shop'], checks: ['evil', 'down', 'rtl', 'emoji', 'long', 'nightly'],
        names: {steady: 'Ordering', rtl: RTL}, days: 90},
      {name: 'private', title: EMOJI, tags: ['many'], token: PAGE},
    ],
    maintenance: [{name: EVIL, from: hours(-1), to: hours(9), checks: ['nightly']}, {name: 'New disks, every night', cron: '0 2 * * *', for: '2h', checks: ['nightly']}],
    checks: [
      {name: 'steady', title: 'Steady', url: at('/ok'), tags: ['shop', 'web'], labels: {team: 'shop'}},
      {name: 'switch', title: 'The switch', url: at('/switch'), tags: ['shop'], rules: [{when: 'failing', after: 2, 'recover-after': 2, severity: 'critical'}]},
      {name: 'evil', title: EVIL, url: at('/ok'), tags: ['<b>bold</b>'], labels: {team: '"><script>alert(1)</script>'}},
      {name: 'down', title: EVIL + ' is down', type: 'tcp', address: '127.0.0.1:1', 'depends-on': ['steady'], labels: {team: '<i>ops</i>'}, rules: [{when: 'failing', after: 1, severity: 'warning'}, {name: 'for-long', when: 'failing', after: 900, severity: 'info'}]},
      {name: 'rtl', title: RTL, url: at('/slow')},
      {name: 'emoji', title: EMOJI, url: at('/slow')},
      {name: 'long', title: LONG, url: at('/ok'), tags: ['t'.repeat(100)]},
      {name: 'nightly', title: 'Nightly', url: at('/ok'), cron: '0 7 * * *'},
      {name: 'front', title: 'Web front', type: 'group', members: ['steady', 'switch']},
      {name: 'slo', title: 'Steady, 99.9 %', type: 'slo', of: 'steady', objective: '99.9%'},
      ...Array.from({length: 60}, (_, i) => ({name: 'many-' + i, title: 'One of many ' + i, url: at('/ok'), every: '5s', tags: ['many']})),
    ],
  };
}

// The checks of a file, for the pages about all checks.
export function startJar(targets) {
  return startWith(port => configuration(port, targets.port), async () => {});
}

// The systems with what they watch, for their own pages: export const jar = 'systems'.
export async function startSystemsJar() {
  const systems = await startSystems(JAR);
  const jar = await startWith(port => ({...common(port), ...systems.sections}), systems.stop);
  return Object.assign(jar, {networks: systems.networks});
}

async function startWith(configured, after) {
  if (!existsSync(JAR)) throw new Error(JAR + ' was not built: mvn -DskipTests package');
  const folder = mkdtempSync(join(tmpdir(), 'pulse-browser-'));
  const jar = {folder, base: '', process: null, start, stop, close};
  let port = 0;

  async function start() {
    // JSON is YAML.
    writeFileSync(join(folder, 'pulse.yaml'), JSON.stringify(configured(port)));
    const log = openSync('pulse.log', 'a');
    jar.process = spawn(process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java',
        ['-jar', JAR, 'serve', '--config', 'pulse.yaml'], {cwd: folder, stdio: ['ignore', 'pipe', log]});
    const said = await new Promise((resolve, reject) => {
      let text = '';
      jar.process.stdout.on('data', data => {
        text += data;
        const ready = /ready at http:\/\/[^:]+:(\d+)\//.exec(text);
        if (ready) resolve(Number(ready[1]));
      });
      jar.process.once('exit', code => reject(new Error('the jar ended with ' + code + '; see pulse.log')));
    });
    port = said;
    jar.base = 'http://127.0.0.1:' + port + '/';
  }

  async function stop() {
    const gone = new Promise(resolve => jar.process.once('exit', resolve));
    jar.process.kill('SIGTERM');
    await gone;
  }

  async function close() {
    if (jar.process.exitCode === null && jar.process.signalCode === null) await stop();
    await after();
    rmSync(folder, {recursive: true, force: true});
  }

  await start();
  return jar;
}
