import {VIEWER} from '../jar.mjs';

export const jar = 'systems';

const POD = number => 'bboostd-validator-validator-' + number + '-0';

// Ten validators that live: one is always well, one failed, one unknown; texts of some are hostile.
export default async function executions(trial) {
  const page = await trial.open('#/executions');
  const rows = page.locator('.rows .row');
  await trial.eventually(async () => await rows.count() === 10, 'ten validators');
  trial.check(await page.locator('main img, main script').count() === 0, 'a text of a database became an element');

  // What needs somebody comes first, and an unknown one says why and shows no execution as its own.
  const states = async () => (await rows.locator('.state .badge').allTextContents()).map(text => text.trim());
  await trial.eventually(async () => {
    const order = ['Stuck', 'Failed', 'Unknown', 'Other', 'Running', 'Pending', 'Completed'];
    const places = (await states()).map(state => order.indexOf(state));
    return places.length === 10 && places.every((place, i) => i === 0 || places[i - 1] <= place) && places.includes(1) && places.includes(2);
  }, 'worst first, with one failed and one unknown');
  await page.locator('.tile.unknown').click();
  await trial.eventually(async () => {
    const left = await states();
    return left.length > 0 && left.every(state => state === 'Unknown');
  }, 'only unknown ones');
  trial.check(page.url().includes('state=unknown'), 'the filter is in the address');
  const unknown = rows.first();
  trial.check(/not running|not found|closed|locked/.test(await unknown.locator('.says').textContent()), 'why it is unknown: ' + await unknown.locator('.says').textContent());
  trial.check((await unknown.locator('.latency').textContent()).trim() === '–', 'what is not known has no duration');
  await page.reload();
  await trial.eventually(async () => await page.locator('.tile.unknown').getAttribute('aria-pressed') === 'true', 'the filter after a reload');
  await page.locator('.tile.unknown').click();

  // Texts of databases are found, and stay texts.
  await page.locator('.search input').fill('<img src=x');
  await trial.eventually(async () => (await rows.locator('.name').allTextContents()).sort().join() === [POD(1), POD(7)].join(), 'the two with a hostile id');
  await page.locator('.search input').fill('nobody has this');
  await page.getByText('No validator fits.').waitFor();
  await page.locator('.search input').fill('');
  await page.getByLabel('Sort').selectOption('pod');
  await trial.eventually(async () => (await rows.first().locator('.name').textContent()) === POD(0), 'by number');

  // It moves by itself, and whoever reads by keyboard keeps the place.
  const before = await page.locator('.rows').textContent();
  await rows.nth(3).locator('.name a').focus();
  await trial.eventually(async () => await page.locator('.rows').textContent() !== before, 'executions go on');
  trial.check(await page.evaluate(() => document.activeElement.textContent).then(text => text === POD(3)), 'the focus stays');
  await page.getByRole('button', {name: 'Ask all now'}).click();
  await page.locator('.toast').first().waitFor();

  // A validator, and each of its executions.
  await trial.look('executions-pod', '#/executions/' + POD(4), '.seen li', {sizes: ['desk', 'phone'], schemes: ['light']});
  await trial.look('executions-latest', '#/executions/latest', '.seen li', {sizes: ['phone'], schemes: ['dark']});
  await rows.nth(1).locator('.name a').click();
  // One may run for half a minute, and then there is an older one.
  await page.locator('.seen li').nth(1).waitFor({timeout: 120000});
  await page.locator('.seen li .what > a').first().click();
  await trial.eventually(async () => (await page.locator('h1').textContent()).startsWith('<img src=x'), 'the execution of a hostile id');
  await page.getByText('First seen').waitFor();
  await page.getByRole('link', {name: 'Older'}).click();
  await page.getByRole('link', {name: 'Newer'}).waitFor();
  await trial.look('executions-one', page.url().replace(/^[^#]*/, ''), '.facts', {sizes: ['phone'], schemes: ['dark']});
  await page.goto(trial.jar.base + '#/executions/' + POD(1) + '/0000000000000000');
  await page.getByText('This execution is not remembered').waitFor();

  await trial.look('executions', '#/executions', '.plot canvas');

  trial.expect(/404 \(Not Found\)/);
  await page.goto(trial.jar.base + '#/executions/nobody');
  await page.getByText('Pod nobody not found').waitFor();

  const viewer = await trial.open('#/executions', {token: VIEWER, size: 'phone'});
  await viewer.locator('.rows .row').first().waitFor();
  trial.check(await viewer.getByRole('button', {name: 'Ask all now'}).isDisabled(), 'a viewer asks nobody');
}
