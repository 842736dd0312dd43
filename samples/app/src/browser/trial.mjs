// Runs the files in pages/, each against the same jar and browser, and ends with the number of faults.
import {readFileSync, readdirSync, mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';
import {startJar, startSystemsJar, OPERATOR} from './jar.mjs';
import {startTargets} from './targets.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
const TALLEST = 2400;
// Of a machine that is busy; whoever waits for what is there does not wait.
const PATIENCE_MS = 60000;
const SIZES = {desk: {width: 1440, height: 900}, phone: {width: 320, height: 640}};

const wanted = process.argv.slice(2);
// The shell's stops the jar, and comes last.
const LAST = 'shell.mjs';
const files = readdirSync(new URL('./pages/', import.meta.url)).filter(file => file.endsWith('.mjs'))
    .sort((a, b) => (a === LAST) - (b === LAST) || a.localeCompare(b))
    .filter(file => wanted.length === 0 || wanted.includes(file.replace('.mjs', '')));
const faults = [];
const begun = Date.now();
mkdirSync('shots', {recursive: true});

// Nothing that goes wrong beside a page leaves a jar running.
process.on('unhandledRejection', failure => {
  faults.push(String(failure));
  console.log('  FAULT beside the pages: ' + (failure.stack || failure));
});

const targets = await startTargets();
// Each is started when the first page asks for it.
const jars = new Map();
const starting = {checks: () => startJar(targets), systems: startSystemsJar};
async function jarOf(kind) {
  if (!jars.has(kind)) jars.set(kind, await starting[kind]());
  return jars.get(kind);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: FLAGS});

// What a file of pages/ is given.
function makeTrial(name, jar) {
  const contexts = [];
  const expected = [];
  const trial = {
    jar,
    targets,
    // Lets the console say what matches: a 404 that the trial itself asks for.
    expect: pattern => expected.push(pattern),
    fault: text => {
      faults.push(name + ': ' + text);
      console.log('  FAULT in ' + name + ': ' + text);
    },
    check(holds, text) {
      if (!holds) trial.fault(text);
    },
    // Waits until something holds.
    async eventually(holds, text) {
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        if (await holds().catch(() => false)) return;
        if (Date.now() > until) {
          trial.fault(text + ', not within ' + PATIENCE_MS / 1000 + ' s');
          return;
        }
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    },
    // Opens an address of the dashboard in a window of its own.
    async open(hash, {size = 'desk', scheme = 'light', token = OPERATOR, session = false, base = jar.base, prepare = async () => {}} = {}) {
      // With a token as programs send it, or signed in as the form does it, which pages/signin.mjs tries.
      const context = await browser.newContext({viewport: SIZES[size], colorScheme: scheme, reducedMotion: 'reduce',
        extraHTTPHeaders: token && !session ? {Authorization: 'Bearer ' + token} : undefined});
      contexts.push(context);
      if (session) await context.request.post(jar.base + 'session', {data: {token}, headers: {'X-Pulse-Csrf': '1'}, failOnStatusCode: true});
      const page = await context.newPage();
      // An answer that is still being made up for a page is of no interest when that goes.
      const close = context.close.bind(context);
      page.close = context.close = async () => {
        await Promise.all(context.pages().map(each => each.unrouteAll({behavior: 'ignoreErrors'})));
        await close();
      };
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('console', message => {
        if (message.type() === 'error' && !expected.some(pattern => pattern.test(message.text()))) trial.fault('console: ' + message.text());
      });
      page.on('pageerror', error => trial.fault('page error: ' + error.stack));
      page.on('request', request => {
        const url = new URL(request.url());
        if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(base).origin) trial.fault('asks elsewhere: ' + request.url());
      });
      await prepare(page);
      await page.goto(base + hash);
      return page;
    },
    // Looks at an address in both colours, on a desk and a phone: screenshot, width, axe.
    async look(shot, hash, ready, {sizes = Object.keys(SIZES), schemes = ['light', 'dark'], prepare = async () => {}, token = OPERATOR} = {}) {
      const views = sizes.flatMap(size => schemes.map(scheme => ({size, scheme})));
      await Promise.all(views.map(async ({size, scheme}) => {
        const page = await trial.open(hash, {size, scheme, token});
        await page.locator(ready).first().waitFor();
        await prepare(page);
        await page.waitForTimeout(250);
        const wide = await page.evaluate(() => {
          const {clientWidth, scrollWidth} = document.documentElement;
          const out = [...document.querySelectorAll('body *')].filter(element => element.getBoundingClientRect().right > clientWidth + 1);
          return scrollWidth > clientWidth ? scrollWidth - clientWidth + ' px wider, first '
              + out.slice(0, 4).map(element => element.tagName + '.' + element.getAttribute('class')).join(', ') : '';
        });
        trial.check(!wide, shot + ' on a ' + size + ': ' + wide);
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.screenshot({path: 'shots/' + shot + '-' + SIZES[size].width + '-' + scheme + '.png', fullPage: true,
          clip: {x: 0, y: 0, width: SIZES[size].width, height: Math.min(tall, TALLEST)}});
        await trial.axe(page, shot + ', ' + size + ', ' + scheme);
        await page.context().close();
      }));
    },
    async axe(page, where) {
      await page.evaluate(AXE);
      const {violations} = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}));
      for (const {id, impact, help, nodes} of violations) {
        if (!['serious', 'critical'].includes(impact)) continue;
        const first = nodes[0];
        const why = (first.any[0] || first.all[0] || first.none[0] || {}).message;
        trial.fault('axe, ' + where + ': ' + id + ' (' + help + ') at ' + nodes.length + ' places, first ' + first.target + ': ' + why);
      }
    },
    close: () => Promise.all(contexts.map(context => context.close().catch(() => {}))),
  };
  return trial;
}

try {
  for (const file of files) {
    const name = file.replace('.mjs', '');
    const started = Date.now();
    const page = await import('./pages/' + file);
    const trial = makeTrial(name, await jarOf(page.jar || 'checks'));
    try {
      await page.default(trial);
    } catch (failure) {
      trial.fault(failure.stack);
    } finally {
      await trial.close();
    }
    console.log('%s: %d s', name, ((Date.now() - started) / 1000).toFixed(1));
  }
} finally {
  await browser.close();
  for (const jar of jars.values()) await jar.close();
  targets.close();
}
if (files.length === 0) faults.push('there are no pages of these names: ' + wanted);
console.log('%d pages, %d faults, %d s; screenshots in samples/app/target/browser/shots', files.length, faults.length,
    ((Date.now() - begun) / 1000).toFixed(1));
process.exitCode = faults.length === 0 ? 0 : 1;
