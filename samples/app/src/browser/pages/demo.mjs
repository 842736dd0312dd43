import {startDemo} from '../demo.mjs';

// What people see of it does not move by itself.
const STILL = ['targets', 'status-pages'];
// When the cache is away, and what needs it is not known.
const PICTURE_MS = 148000;

export default async function demo(trial) {
  const demo = await startDemo();
  try {
    const {pages} = await (await fetch(demo.base + 'dashboard.json')).json();
    const listed = pages.filter(page => page.listed);
    trial.check(listed.length >= 5, 'the demo has pages of systems: ' + listed.map(page => page.name));
    await Promise.all(listed.map(page => lives(trial, demo, page)));
    await statusPages(trial, demo);
    await actions(trial, demo);
    if (process.env.PICTURE) await picture(trial, demo);
    const end = await demo.stop();
    trial.check(end.took < 20000, 'the demo took ' + end.took + ' ms to end');
    trial.check(end.code === 143 || end.code === 'SIGTERM' || end.code === 0, 'the demo ended with ' + end.code);
    trial.check(end.complaints === '', 'the demo complained: ' + end.complaints.slice(0, 2000));
    trial.check(end.left.length === 0, 'the demo left behind ' + end.left);
    trial.check(demo.said.split('\n').length <= 25, 'what the demo prints is more than a screen');
    console.log('  ready after %d ms, ended within %d ms', demo.readyAfter, end.took);
  } finally {
    await demo.close();
  }
}

async function lives(trial, demo, {name, title}) {
  const page = await trial.open('#/' + name, {token: null, base: demo.base});
  const main = page.locator('main');
  await trial.eventually(async () => (await main.locator('h1').first().textContent()).length > 0, title + ' has a heading');
  await trial.eventually(async () => (await main.innerText()).length > 200, title + ' has something to show');
  if (!STILL.includes(name)) {
    const before = await main.innerText();
    await trial.eventually(async () => await main.innerText() !== before, title + ' moves');
  }
  trial.check(!/NaN|undefined|\[object/.test(await main.innerText()), title + ' shows what is no word');
  await page.screenshot({path: 'shots/demo-' + name + '-1440-light.png'});
  await trial.axe(page, 'demo, ' + title);
  await page.context().close();
}

async function statusPages(trial, demo) {
  const page = await trial.open('status/shop', {token: null, base: demo.base});
  await trial.eventually(async () => await page.getByText('Paying by card').count() > 0, 'the status page of the shop');
  trial.check(await page.getByText('New shelves in the warehouse').count() > 0, 'work is announced on it');
  await page.screenshot({path: 'shots/demo-status-1440-light.png', fullPage: true});
  await trial.axe(page, 'demo, status page');
  await page.context().close();
  const closed = await fetch(demo.base + 'status/platform');
  trial.check(closed.status === 401, 'the page for partners wants its token, but answers ' + closed.status);
}

// Who looks at a demo may try everything, without signing in.
async function actions(trial, demo) {
  const page = await trial.open('#/check/steady', {token: null, base: demo.base});
  const run = page.getByRole('button', {name: /Run now/});
  await run.waitFor();
  trial.check(await run.isEnabled(), 'checks can be run by whoever looks');
  await page.screenshot({path: 'shots/demo-check-1440-light.png', fullPage: true});
  await page.context().close();
  const silence = await fetch(demo.base + 'api/v1/silences', {method: 'POST',
    body: JSON.stringify({matchers: ['check="flaky"'], duration: '1h', comment: 'practice'})});
  trial.check(silence.status === 201, 'silences can be made by whoever looks: ' + silence.status);
}

// What the README opens with: ./picture.
async function picture(trial, demo) {
  await new Promise(resolve => setTimeout(resolve, demo.readyAt + PICTURE_MS - Date.now()));
  const page = await trial.open('#/?group=label%3Ateam', {token: null, base: demo.base});
  await page.locator('.row .spark').first().waitFor();
  await page.waitForTimeout(3000);
  await page.screenshot({path: process.env.PICTURE});
  await page.context().close();
}
