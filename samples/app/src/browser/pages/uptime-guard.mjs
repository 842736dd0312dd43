import {EMOJI, EVIL, LONG, RTL, VIEWER} from '../jar.mjs';

export const jar = 'systems';

// Targets that people add while Pulse runs; they are gone again at the end.
export default async function guard(trial) {
  trial.expect(/4(00|09) \((Bad Request|Conflict)\)/);
  const page = await trial.open('#/uptime-guard');
  const field = name => page.locator('dialog [name=' + name + ']');
  const fault = (name, text) => page.locator('dialog label', {has: page.locator('[name=' + name + ']')}).locator('small.problem', {hasText: text}).waitFor();
  const save = () => page.locator('dialog button[type=submit]').click();
  const row = name => page.locator('.rows .row', {hasText: name});
  const address = path => 'http://127.0.0.1:' + trial.targets.port + path;
  await page.getByText('There are no targets yet').waitFor();

  // What is wrong is said at its field, in the words of the API, and the form stays.
  await page.getByRole('button', {name: 'Add a target'}).click();
  await field('name').fill(EVIL);
  await field('url').fill('ftp://x');
  await field('type').selectOption('http');
  await save();
  await fault('url', 'url does not fit type http');
  trial.check(await field('url').getAttribute('aria-invalid') === 'true', 'the field that is wrong says so');
  await field('url').fill(address('/ok'));
  await field('timeout_ms').fill('5');
  await save();
  await fault('timeout_ms', 'timeout_ms is out of range');
  trial.check(await field('url').getAttribute('aria-invalid') === null, 'the field that was mended says nothing');
  await trial.axe(page, 'add a target');
  await page.screenshot({path: 'shots/uptime-guard-form-1440-light.png'});
  await field('timeout_ms').fill('2000');
  await save();
  await row(EVIL).locator('.badge.pass').waitFor();

  await page.getByRole('button', {name: 'Add a target'}).click();
  await field('name').fill(EVIL);
  await field('url').fill(address('/ok'));
  await field('type').selectOption('http');
  await save();
  await fault('name', 'already exists');
  await page.getByRole('button', {name: 'Cancel'}).click();

  // Names that nobody would choose, by the API: the page finds them by itself.
  const added = [];
  for (const [name, url, type] of [[LONG.slice(0, 255), address('/slow'), 'http'], [RTL, '127.0.0.1:1', 'tcp'], [EMOJI, address('/ok?' + 'q'.repeat(700)), 'http']]) {
    const answer = await page.request.post(trial.jar.base + 'uptime-guard/targets', {data: {name, url, type, interval_s: 1}, headers: {'X-Pulse-Csrf': '1'}, failOnStatusCode: true});
    added.push((await answer.json()).id);
  }
  await trial.eventually(async () => await page.locator('.rows .row').count() === 4, 'what others add is shown');
  await row('evil').locator('.badge.fail').waitFor();
  trial.check(await page.locator('main img, main script').count() === 0, 'a name became an element');
  await trial.eventually(async () => await row('evil').getByText('1 incident').count() === 1, 'the incident of the one that is down');
  await row(EVIL).locator('.spark').waitFor();
  await trial.look('uptime-guard', '#/uptime-guard', '.row .spark');
  await trial.look('uptime-guard-target', '#/uptime-guard/' + added[1], '.lines .what', {sizes: ['desk', 'phone'], schemes: ['light']});

  // Found by state and text, in the address.
  await page.locator('.tile.fail').click();
  await trial.eventually(async () => await page.locator('.rows .row').count() === 1, 'only the one that is down');
  trial.check(page.url().includes('state=fail'), 'the filter is in the address');
  await page.locator('.tile.fail').click();
  await page.locator('.search input').fill('rocket');
  await trial.eventually(async () => await page.locator('.rows .row').count() === 1, 'only the rocket');
  await page.locator('.search input').fill('');

  // Changed: it is down under its new address, without being reloaded.
  await row(EVIL).getByRole('button', {name: 'Edit'}).click();
  trial.check(await field('timeout_ms').inputValue() === '2000', 'what it is stands in the form');
  await field('type').selectOption('tcp');
  await field('url').fill('127.0.0.1:1');
  await save();
  await row(EVIL).locator('.badge.fail').waitFor();

  await row(EVIL).getByRole('button', {name: 'Disable'}).click();
  await row(EVIL).getByText('is not probed').waitFor();
  await trial.eventually(async () => await page.evaluate(() => document.activeElement.textContent) === 'Enable', 'who works by keyboard keeps the place');
  await row(EVIL).getByRole('button', {name: 'Enable'}).click();
  await row(EVIL).locator('.badge').waitFor();

  const viewer = await trial.open('#/uptime-guard', {token: VIEWER});
  await viewer.locator('.rows .row', {hasText: EVIL}).waitFor();
  for (const name of ['Add a target', 'Edit', 'Disable', 'Delete']) {
    trial.check(await viewer.getByRole('button', {name, exact: true}).first().isDisabled(), 'a viewer must not: ' + name);
  }

  await row(EVIL).locator('.name a').first().click();
  await page.getByRole('link', {name: 'History and uptime'}).waitFor();
  await page.getByRole('button', {name: 'Delete'}).click();
  await save();
  await trial.eventually(async () => await page.locator('.rows .row').count() === 3, 'one is gone');
  await page.goto(trial.jar.base + '#/uptime-guard/999');
  await page.getByText('There is no such target').waitFor();
  for (const id of added) await page.request.delete(trial.jar.base + 'uptime-guard/targets/' + id, {headers: {'X-Pulse-Csrf': '1'}});
}
