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

  // What changed in the last hour leaves when the hour is over, although nothing happens.
  const quiet = await trial.open('#/', {prepare: async window => {
    await window.clock.install({time: Date.now()});
    await window.route(/overview\/events/, route => route.fulfill({contentType: 'text/event-stream', body: ': quiet\n\n'}));
    await window.route(/api\/v1\/overview$/, async route => {
      const all = await (await route.fetch()).json();
      const at = new Date(Date.now() - 3540e3).toISOString();
      await route.fulfill({json: {...all, changes: [{check: 'steady', from: 'fail', to: 'pass', at, summary: 'it came back'}]}});
    });
  }});
  const card = quiet.locator('.card', {hasText: 'Changed in the last hour'});
  await card.getByText('Steady').waitFor();
  await quiet.route(/api\/v1\/overview$/, route => route.abort());
  trial.expect(/ERR_FAILED/);
  await quiet.clock.runFor(130000);
  await card.getByText('No check went up or down.').waitFor();
  await quiet.close();

  // Worst first, as it happens: nobody reloads.
  trial.targets.state.up = false;
  const top = page.locator('.row', {hasText: 'The switch'});
  await trial.eventually(async () => (await top.locator('.state').textContent()).startsWith('Down'), 'the switch goes down');
  await trial.eventually(async () => await page.locator('.card', {hasText: 'Open incidents'}).getByText('The switch').count() > 0, 'its incident');
  await trial.eventually(async () => await page.locator('.card', {hasText: 'Changed in the last hour'}).getByText('The switch').count() > 0, 'its change');
  await trial.eventually(async () => /^\(\d\) /.test(await page.title()), 'the title counts what is down');
  await trial.eventually(async () => Number(await top.getAttribute('aria-rowindex')) <= 5, 'the switch is among the worst');
  await page.screenshot({path: 'shots/overview-trouble-1440-light.png'});

  // Cards lead to what they tell of, and a budget says how fast it is spent.
  const incident = page.locator('.card', {hasText: 'Open incidents'}).getByRole('link').first();
  trial.check(/^#\/incidents\/\d+$/.test(await incident.getAttribute('href')), 'an incident leads to ' + await incident.getAttribute('href'));
  await incident.focus();
  await page.keyboard.press('Enter');
  await page.locator('.page-incidents h1').waitFor();
  await page.goBack();
  await trial.eventually(async () => /burns [\d.,]+×/.test(await page.locator('.budget').first().textContent()), 'the budget says how fast it burns');

  // Groups fold by the keyboard, and stay folded while events come.
  await page.goto(trial.jar.base + '#/?group=tag');
  const fold = page.locator('.fold', {hasText: 'many'});
  await fold.focus();
  await page.keyboard.press('Enter');
  await trial.eventually(async () => await fold.getAttribute('aria-expanded') === 'false', 'a group folds');
  const rows = await page.locator('.rows').getAttribute('aria-rowcount');
  await page.waitForTimeout(1500);
  trial.check(await page.locator('.rows').getAttribute('aria-rowcount') === rows, 'a folded group stays folded');
  const shop = page.locator('.fold', {hasText: 'shop'});
  await shop.focus();
  await shop.evaluate(element => { globalThis.held = element; });
  const counts = page.locator('.row.group', {has: shop}).locator('.counts');
  await trial.eventually(async () => /1 down/.test(await counts.textContent()), 'the group counts what is down');
  trial.targets.state.up = true;
  await trial.eventually(async () => !/down/.test(await counts.textContent()), 'the group counts anew');
  trial.check(await page.evaluate(() => document.activeElement === globalThis.held), 'what a group counts took the focus away');
  await page.goto(trial.jar.base + '#/');
  await page.locator('.search input').fill('the switch');
  await trial.eventually(async () => (await top.locator('.state').textContent()).startsWith('Up'), 'the switch comes back');
}
