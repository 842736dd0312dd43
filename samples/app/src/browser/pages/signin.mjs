import {OPERATOR, PASSWORD} from '../jar.mjs';

// By password or token: in, remembered, out; what is wrong is said, and guessing is slow.
export default async function signin(trial) {
  trial.expect(/401 \(Unauthorized\)/);
  trial.expect(/403 \(Forbidden\)/);
  trial.expect(/429 \(Too Many Requests\)/);
  const page = await trial.open('#/check/many-0', {token: null});
  const focused = () => page.evaluate(() => document.activeElement.name);
  const said = text => page.locator('.problem', {hasText: text}).waitFor();

  // By password, with the keyboard only.
  await page.getByLabel('Name').waitFor();
  await trial.eventually(async () => await focused() === 'name', 'the name has the focus');
  const stores = await page.evaluate(() => [...document.querySelectorAll('.signin input')].map(input => input.autocomplete + ' ' + input.type));
  trial.check(stores.join() === 'username text,current-password password', 'password stores know the fields: ' + stores);
  await page.keyboard.type('carol');
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the one');
  await page.keyboard.press('Enter');
  await said('The name or the password is wrong.');
  await trial.eventually(async () => await focused() === 'password', 'the password has the focus again');
  trial.check(await page.getByLabel('Name').inputValue() === 'carol', 'the name stays');
  await page.getByLabel('Name').fill('caroline');
  await page.keyboard.press('Enter');
  await said('The name or the password is wrong.');
  await look(trial, page, 'signin-password');
  await page.getByLabel('Name').fill('carol');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('.standing').waitFor();
  await page.getByText('carol (viewer)').waitFor();
  trial.check(!page.url().includes('carol'), 'nothing of the form is in the address');
  trial.check(await page.getByRole('button', {name: 'Run now'}).isDisabled(), 'a viewer may not run checks');

  // Who may read everything may read a private status page.
  const status = await page.context().newPage();
  await status.goto(trial.jar.base + 'status/private');
  trial.check(await status.locator('input[name=token]').count() === 0, 'carol needs no token for the private page');
  await status.close();
  await page.getByRole('button', {name: 'Sign out'}).click();
  await page.getByLabel('Name').waitFor();

  // By token.
  await page.getByRole('button', {name: 'Use a token'}).click();
  await page.getByLabel('Token').waitFor();
  await trial.eventually(async () => await focused() === 'token', 'the token has the focus');
  await page.getByLabel('Token').fill('a guess');
  await page.keyboard.press('Enter');
  await said('Nobody here has this token.');
  await page.getByLabel('Token').fill(OPERATOR);
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.locator('.standing').waitFor();
  await page.getByText('ada (operator)').waitFor();
  const [cookie] = await page.context().cookies();
  trial.check(cookie.httpOnly && cookie.sameSite === 'Strict' && !cookie.secure, 'the cookie is for the server only: ' + JSON.stringify(cookie));
  trial.check(await page.evaluate(() => document.cookie) === '', 'no script sees it');
  trial.check(!page.url().includes(OPERATOR), 'the token is in no address');

  // Writes show that the dashboard sends them.
  await page.getByRole('button', {name: 'Run now'}).click();
  await page.locator('.toast', {hasText: 'It says: 200'}).waitFor();
  const bare = await page.evaluate(() => fetch('api/v1/checks/many-0/pause', {method: 'POST'}).then(answer => answer.status));
  trial.check(bare === 403, 'a write without a proof was answered ' + bare);

  await page.reload();
  await page.locator('.standing').waitFor();

  // Out in one window is out in the other.
  const other = await page.context().newPage();
  await other.goto(trial.jar.base + '#/');
  await other.locator('.row').first().waitFor();
  await other.getByRole('button', {name: 'Sign out'}).click();
  await other.getByLabel('Name').waitFor();
  // The other window is told.
  await page.getByLabel('Name').waitFor();

  // Two were wrong before; after five there is one each half a minute.
  await page.getByLabel('Name').fill('carol');
  let answer = '';
  for (let i = 0; i < 10 && !answer.includes('Too many attempts'); i++) {
    await page.getByLabel('Password').fill('guess ' + i);
    await page.keyboard.press('Enter');
    await page.locator('.problem:not([hidden])').waitFor();
    await page.waitForFunction(() => !document.querySelector('.signin .primary').disabled);
    answer = await page.locator('.problem').textContent();
  }
  trial.check(/Too many attempts failed; try again in \d+ seconds?\./.test(answer), 'guessing is slow: ' + answer);
  await look(trial, page, 'signin');
  // Who has a token gets in all the same.
  await page.getByRole('button', {name: 'Use a token'}).click();
  await look(trial, page, 'signin-token');
  await page.getByLabel('Token').fill(OPERATOR);
  await page.keyboard.press('Enter');
  await page.getByText('ada (operator)').waitFor();
}

async function look(trial, page, shot) {
  await page.setViewportSize({width: 320, height: 640});
  await page.emulateMedia({colorScheme: 'light'});
  await page.screenshot({path: 'shots/' + shot + '-320-light.png'});
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  trial.check(wider <= 0, shot + ' is ' + wider + ' px wider than a phone');
  await trial.axe(page, shot + ', phone');
  await page.setViewportSize({width: 1440, height: 900});
  await page.emulateMedia({colorScheme: 'dark'});
  await page.screenshot({path: 'shots/' + shot + '-1440-dark.png'});
  await trial.axe(page, shot + ', desk, dark');
}
