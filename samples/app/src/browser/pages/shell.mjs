// Last, because it stops the jar: what a reader sees of the connection, and what is not there.
export default async function shell(trial) {
  trial.expect(/404 \(Not Found\)/);
  trial.expect(/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION_RESET)/);
  trial.expect(/503 \(Service Unavailable\)/);
  const page = await trial.open('#/check/nobody');
  await page.getByText('There is no check of the name').waitFor();
  await page.evaluate(() => { location.hash = '#/no-such-page'; });
  await page.getByText('There is no page here').waitFor();
  await page.goBack();
  await page.getByText('There is no check of the name').waitFor();

  // By the keyboard alone: to the content, into the first check.
  await page.goto(trial.jar.base + '#/');
  await page.locator('.row').first().waitFor();
  await page.reload();
  await page.locator('.row').first().waitFor();
  await page.keyboard.press('Tab');
  trial.check(await page.evaluate(() => document.activeElement.id) === 'skip', 'the first thing by the keyboard leads to the content');
  await page.keyboard.press('Enter');
  trial.check(await page.evaluate(() => document.activeElement.id) === 'main', 'the content has the focus');
  await page.locator('.row .name a').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.page-check h1').waitFor();

  // Colours by hand.
  await page.getByRole('button', {name: 'Colours: auto'}).click();
  await page.getByRole('button', {name: 'Colours: light'}).click();
  trial.check(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme) === 'dark', 'dark by hand');
  await page.reload();
  await page.getByRole('button', {name: 'Colours: dark'}).click();

  // Gone, and back.
  await page.goto(trial.jar.base + '#/');
  await page.locator('.live', {hasText: 'Live'}).waitFor();
  await trial.jar.stop();
  await page.getByText('This page is stale.').waitFor();
  await page.screenshot({path: 'shots/stale-1440-light.png'});
  await trial.axe(page, 'stale');
  await trial.jar.start();
  await trial.eventually(async () => await page.locator('#live').textContent() === 'Live', 'it is live again');
  trial.check(await page.locator('#stale').isHidden(), 'the page is not stale any more');
}
