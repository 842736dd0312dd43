import {EVIL, PAGE} from '../jar.mjs';

// What the public sees: without a token, and without a script.
export default async function status(trial) {
  const page = await trial.open('status/shop', {token: null});
  await page.locator('.overall strong').waitFor();
  trial.check(await page.locator('script').count() === 0, 'no script');
  trial.check(await page.locator('img').count() === 0, 'names are texts');
  trial.check((await page.locator('h3').allTextContents()).some(text => text === EVIL), 'a hostile name is shown as it is');
  trial.check(await page.locator('.components > li').count() === 8, 'the checks of the page');
  const said = await page.content();
  for (const internal of ['127.0.0.1:1', 'refused', 'switch"', 'team']) {
    trial.check(!said.includes(internal), 'tells ' + internal);
  }
  const report = await (await page.request.get(trial.jar.base + 'status/shop.json')).json();
  trial.check(report.status === 'down' && report.components.length === 8, 'the JSON says the same');
  trial.check(report.components.every(one => one.history.length === 90 && !one.history[0].up_seconds), 'time before the trial is not up');

  const svg = await trial.open('status/shop/badge.svg', {token: null});
  trial.check(await svg.locator('svg text').count() === 2, 'a badge is drawn');
  trial.check((await page.request.get(trial.jar.base + 'status/shop/uptime.svg?days=7')).ok(), 'the badge of uptime');

  trial.expect(/status of (401|429)/);
  const hidden = await trial.open('status/private', {token: null});
  await hidden.locator('input').fill('not-the-token-of-it');
  await hidden.getByRole('button', {name: 'Show'}).click();
  await hidden.getByText('That is not the token of this page.').waitFor();
  await trial.axe(hidden, 'status form');
  await hidden.locator('input').fill(PAGE);
  await hidden.keyboard.press('Enter');
  await hidden.locator('.overall strong').waitFor();
  trial.check(await hidden.locator('.components > li').count() === 60, 'the private page');
  trial.check((await hidden.request.get(trial.jar.base + 'status/private.json')).ok(), 'its JSON, by the cookie');

  await trial.look('status', 'status/shop', '.overall', {token: null});
  await trial.look('status-form', 'status/private', 'form', {token: null, sizes: ['phone'], schemes: ['dark']});
}
