import {EMOJI, EVIL, LONG, RTL} from '../jar.mjs';

export default async function overview(trial) {
  await trial.look('overview', '#/', '.row .spark');
  await trial.look('overview-groups', '#/?group=tag', '.row.group', {schemes: ['light']});

  const page = await trial.open('#/');
  await page.locator('.row').first().waitFor();

  // Names are names.
  for (const title of [EVIL, LONG, RTL, EMOJI]) {
    await page.locator('.search input').fill(title.slice(0, 40).trim());
    await trial.eventually(async () => (await page.locator('.row .name a').allTextContents()).includes(title), 'the row of ' + title.slice(0, 40));
  }
  trial.check(await page.locator('main img, main script').count() === 0, 'a name became an element');
  await page.locator('.search input').fill('');

  // All rows are there for those who hear the page, few for those who draw it.
  const list = page.locator('.rows');
  await trial.eventually(async () => await list.getAttribute('aria-rowcount') === '71', 'the list says how many rows it has');
  trial.check(await page.locator('.row').count() < 40, 'the list draws what nobody sees');
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await trial.eventually(async () => await page.locator('.row[aria-rowindex="71"]').count() === 1, 'the last row after scrolling');
  await page.evaluate(() => scrollTo(0, 0));

  // Filters are in the address, and survive a reload.
  await page.locator('.tile.fail').click();
  await trial.eventually(async () => await page.locator('.row').count() === 1, 'one row is down');
  trial.check(page.url().endsWith('#/?status=fail'), 'the filter is in the address: ' + page.url());
  await page.reload();
  await trial.eventually(async () => await page.locator('.tile.fail').getAttribute('aria-pressed') === 'true', 'the filter after a reload');
  await page.locator('.tile.fail').click();

  // Worst first, as it happens: nobody reloads.
  trial.targets.state.up = false;
  const top = page.locator('.row', {hasText: 'The switch'});
  await trial.eventually(async () => (await top.locator('.state').textContent()).startsWith('Down'), 'the switch goes down');
  await trial.eventually(async () => await page.locator('.card', {hasText: 'Open incidents'}).getByText('The switch').count() > 0, 'its incident');
  await trial.eventually(async () => await page.locator('.card', {hasText: 'Changed in the last hour'}).getByText('The switch').count() > 0, 'its change');
  await trial.eventually(async () => /^\(\d\) /.test(await page.title()), 'the title counts what is down');
  trial.check(Number(await top.getAttribute('aria-rowindex')) <= 5, 'the switch is among the worst');
  await page.screenshot({path: 'shots/overview-trouble-1440-light.png'});
  trial.targets.state.up = true;
  await page.locator('.search input').fill('the switch');
  await trial.eventually(async () => (await top.locator('.state').textContent()).startsWith('Up'), 'the switch comes back');
}
