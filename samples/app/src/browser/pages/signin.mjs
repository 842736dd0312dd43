import {OPERATOR} from '../jar.mjs';

// By token: in, remembered, out; what is wrong is said, and guessing is slow.
export default async function signin(trial) {
  trial.expect(/401 \(Unauthorized\)/);
  trial.expect(/403 \(Forbidden\)/);
  trial.expect(/429 \(Too Many Requests\)/);
  const page = await trial.open('#/check/nightly', {token: null});
  await page.getByLabel('Token').waitFor();
  trial.check(await page.evaluate(() => document.activeElement.name) === 'token', 'the token has the focus');
  await page.getByLabel('Token').fill('a guess');
  await page.keyboard.press('Enter');
  await page.locator('.problem', {hasText: 'Nobody here has this token.'}).waitFor();
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
  const bare = await page.evaluate(() => fetch('api/v1/checks/nightly/pause', {method: 'POST'}).then(answer => answer.status));
  trial.check(bare === 403, 'a write without a proof was answered ' + bare);

  await page.reload();
  await page.locator('.standing').waitFor();

  // Out in one window is out in the other.
  const other = await page.context().newPage();
  await other.goto(trial.jar.base + '#/');
  await other.locator('.row').first().waitFor();
  await other.getByRole('button', {name: 'Sign out'}).click();
  await other.getByLabel('Token').waitFor();
  // The other window is told.
  await page.getByLabel('Token').waitFor();

  for (let i = 0; i < 5; i++) {
    await page.getByLabel('Token').fill('guess ' + i);
    await page.getByRole('button', {name: 'Sign in'}).click();
    await page.locator('.problem', {hasText: i < 4 ? 'Nobody here' : 'Too many attempts'}).waitFor();
  }
  await page.setViewportSize({width: 320, height: 640});
  await page.screenshot({path: 'shots/signin-320-light.png'});
  await trial.axe(page, 'sign in, phone');
  await page.setViewportSize({width: 1440, height: 900});
  await page.emulateMedia({colorScheme: 'dark'});
  await page.screenshot({path: 'shots/signin-1440-dark.png'});
  await trial.axe(page, 'sign in, desk, dark');
}
