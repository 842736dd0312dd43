import {OPERATOR, VIEWER} from '../jar.mjs';

export default async function check(trial) {
  trial.expect(/404 \(Not Found\)/);
  trial.expect(/ERR_FAILED/);
  const page = await trial.open('#/check/switch');
  await page.locator('.outcome').first().waitFor();

  await page.getByRole('button', {name: 'Run now'}).click();
  await page.locator('.toast', {hasText: 'It says: 200'}).waitFor();

  await page.getByRole('button', {name: 'Pause'}).click();
  await page.locator('.tags', {hasText: 'paused'}).waitFor();
  await page.getByRole('button', {name: 'Resume'}).waitFor();
  await trial.eventually(async () => await page.evaluate(() => document.activeElement.textContent) === 'Resume', 'the focus is on what takes it back');
  await page.getByRole('button', {name: 'Resume'}).click();
  await page.getByRole('button', {name: 'Pause'}).waitFor();

  // A failure is seen as it happens, with an incident that can be explained.
  trial.targets.state.up = false;
  await page.locator('.standing .badge.fail').waitFor();
  await page.locator('.wraps', {hasText: 'The switch'}).first().waitFor();
  trial.targets.state.up = true;
  await page.locator('.standing .badge.pass').waitFor();
  await page.getByRole('button', {name: 'Explain'}).first().click();
  await page.locator('dialog .explain li').first().waitFor();
  await trial.axe(page, 'explain');
  await page.getByRole('button', {name: 'Close'}).click();

  await page.getByRole('button', {name: 'Silence'}).click();
  await page.locator('dialog select').selectOption('30m');
  await page.locator('dialog textarea').fill('<b>moving house</b>');
  await trial.axe(page, 'silence');
  await page.locator('dialog button[type=submit]').click();
  await page.getByText('Silenced until').waitFor();
  await page.getByText('<b>moving house</b>').waitFor();
  await page.getByRole('button', {name: 'End', exact: true}).click();
  await page.getByText('Silenced until').waitFor({state: 'detached'});
  await trial.eventually(async () => await page.locator('.silences').evaluate(element => element.offsetHeight) === 0, 'no silence takes room');

  // The plot has drawn something, and the time before the trial is a gap.
  await page.locator('.drawing canvas').waitFor();
  await trial.eventually(() => page.evaluate(() => {
    const canvas = document.querySelector('.drawing canvas');
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, i) => i % 4 === 3 && value > 0);
  }), 'the plot is drawn');

  // A check that is a few minutes old shows so much, and the time before it is not called unknown.
  trial.check(await page.getByRole('button', {name: '15m'}).getAttribute('aria-pressed') === 'true', 'the range fits the age of the check');
  await trial.eventually(async () => await page.locator('.timeline rect.unwatched').count() > 20, 'the time before was not watched yet');
  trial.check(await page.locator('.timeline rect.unknown').count() < 10, 'the time before is not unknown');
  await page.getByText('; watched since').waitFor();
  trial.check(!/unknown/.test(await page.locator('.card', {hasText: 'History'}).locator('.toolbar').textContent()), 'nothing is said to be unknown');

  // The plot is read by the keyboard.
  const legend = page.locator('.drawing .legend');
  await page.locator('.drawing .plot').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('End');
  await trial.eventually(async () => await legend.locator('.key b').count() === 4, 'the legend has the values below the cursor');
  trial.check(/p50\d|p50–/.test(await legend.textContent()), 'the legend says ' + await legend.textContent());
  await page.keyboard.press('Escape');
  await trial.eventually(async () => await legend.locator('.key b').count() === 0, 'the legend is quiet again');
  await page.getByRole('button', {name: '7d'}).click();
  await trial.eventually(async () => page.url().endsWith('?range=7d'), 'the range is in the address');

  // A time without a latency in between: one plot afterwards, which follows the colours.
  await page.route(/history\?from=-900s/, async route => {
    const answer = await route.fetch();
    await route.fulfill({response: answer, json: {...await answer.json(), distribution: {count: 0}}});
  });
  const shown = page.locator('.drawing canvas');
  for (const [range, count] of [['24h', 1], ['15m', 0], ['24h', 1]]) {
    await page.getByRole('button', {name: range}).click();
    await trial.eventually(async () => await page.locator('.drawing:visible canvas').count() === count, range + ' has ' + count + ' plots');
  }
  for (let i = 0; i < 3; i++) await page.getByRole('button', {name: /^Colours/}).click();
  trial.check(await shown.count() === 1, 'there are plots that nobody sees');
  await page.unrouteAll({behavior: 'wait'});

  // What is true of every plot: two for one element are one, and one that was thrown away is quiet.
  const plots = await page.evaluate(async () => {
    const {plot} = await import(new URL('assets/plot.js', document.baseURI).href);
    const {signal} = new AbortController();
    const place = document.querySelector('main').appendChild(document.createElement('div'));
    const about = label => ({label, times: [1, 2], series: [{label: 'a', values: [1, 2], color: '--pass'}, {label: 'b', values: [2, 3], color: '--warn'}],
      bands: [{upper: 1, lower: 0, color: '--pass'}]});
    const first = plot(signal, place, about('first'));
    const twice = [plot(signal, place, about('second')) === first, place.querySelectorAll('canvas').length, place.querySelector('.plot').ariaLabel];
    const host = place.querySelector('.plot');
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    place.replaceChildren();
    dispatchEvent(new Event('themechange'));
    const left = host.querySelectorAll('canvas').length;
    first.set(about('third'));
    plot(signal, place, about('fourth'));
    const again = [place.querySelectorAll('canvas').length, host.querySelectorAll('canvas').length];
    place.remove();
    return {twice, left, again};
  });
  trial.check(JSON.stringify(plots) === '{"twice":[true,1,"second"],"left":0,"again":[1,0]}', 'plots in one element: ' + JSON.stringify(plots));

  // Outcomes by pages, and by state.
  await page.locator('.card', {hasText: 'Outcomes'}).locator('select').selectOption('fail');
  await trial.eventually(async () => (await page.locator('.outcome .badge').allTextContents()).every(text => text === 'Down'), 'outcomes that failed');
  // An answer that is late is not drawn over what was asked for after it.
  let late;
  const answered = new Promise(done => { late = done; });
  await page.route(/outcomes\?.*status=unknown/, async route => {
    await new Promise(done => setTimeout(done, 1500));
    await route.continue();
    late();
  });
  await page.locator('.card', {hasText: 'Outcomes'}).locator('select').selectOption('unknown');
  await page.locator('.card', {hasText: 'Outcomes'}).locator('select').selectOption('fail');
  await page.locator('.outcome summary').first().click();
  await page.locator('.outcome .more').first().waitFor();
  await answered;
  await page.waitForTimeout(300);
  trial.check(await page.locator('.outcome[open]').count() === 1, 'a late answer was drawn over a newer one');
  await page.unrouteAll({behavior: 'wait'});
  await trial.axe(page, 'outcome');

  // What somebody closed stays closed while it runs, and the focus where it is.
  const front = await trial.open('#/check/front');
  const findings = front.locator('[aria-label="How it stands"] details');
  await findings.locator('summary').click();
  trial.check(!await findings.evaluate(element => element.open), 'findings close');
  const before = await front.locator('.outcome').first().getAttribute('data-run');
  await trial.eventually(async () => await front.locator('.outcome').first().getAttribute('data-run') !== before, 'the group runs');
  trial.check(!await findings.evaluate(element => element.open), 'a run opened what was closed');
  trial.check(await findings.locator('summary').evaluate(element => element === document.activeElement), 'a run took the focus away');
  await front.close();

  // Nor does whoever goes through the outcomes by the keyboard lose the place.
  const second = await trial.open('#/check/steady');
  const line = second.locator('.outcome summary').first();
  const run = await line.evaluate(element => {
    element.focus();
    return element.closest('.outcome').dataset.run;
  });
  await trial.eventually(async () => await second.locator('.outcome').first().getAttribute('data-run') !== run, 'there is a newer outcome');
  trial.check(await second.evaluate(() => document.activeElement.closest('.outcome')?.dataset.run) === run, 'a run took the focus of the outcomes away');
  await second.close();

  // A check that is removed while somebody looks is not up any more.
  const api = trial.jar.base + 'api/v1/targets';
  const headers = {Authorization: 'Bearer ' + OPERATOR, 'If-Match': '*'};
  const leaving = {name: 'leaving', title: 'Leaving', url: 'http://127.0.0.1:' + trial.targets.port + '/ok', every: '1s'};
  await page.request.post(api, {headers, data: leaving, failOnStatusCode: true});
  const left = await trial.open('#/check/leaving');
  await left.locator('.standing .badge.pass').waitFor();
  await page.request.delete(api + '/leaving', {headers, failOnStatusCode: true});
  await left.getByText('This check was removed.').waitFor();
  trial.check(!await left.locator('.standing').isVisible(), 'a check that was removed still stands somehow');
  trial.check(!await left.getByRole('button', {name: 'Run now'}).isVisible(), 'a check that was removed can be run');
  await trial.axe(left, 'removed');
  await page.request.post(api, {headers, data: leaving, failOnStatusCode: true});
  await left.locator('.standing .badge.pass').waitFor();
  trial.check(await left.getByText('This check was removed.').count() === 0, 'a check that is back was not removed');
  await page.request.delete(api + '/leaving', {headers, failOnStatusCode: true});
  await left.close();

  // A page that was opened while nobody answered is read when somebody does.
  const early = await trial.open('#/check/steady', {prepare: window => window.route(/api\/v1\//, route => route.abort())});
  await early.getByText('The server cannot be reached.').first().waitFor();
  await early.getByRole('button', {name: 'Try again'}).waitFor();
  await early.unrouteAll({behavior: 'wait'});
  await early.locator('.standing .badge.pass').waitFor();
  await early.close();

  // Who may only look is told so.
  const viewer = await trial.open('#/check/steady', {token: VIEWER});
  await viewer.getByRole('button', {name: 'Run now'}).waitFor();
  trial.check(await viewer.getByRole('button', {name: 'Run now'}).isDisabled(), 'a viewer must not run');
  trial.check(await viewer.getByRole('button', {name: 'Silence'}).isDisabled(), 'a viewer must not silence');

  await trial.look('check', '#/check/switch', '.drawing canvas');
  await trial.look('check-evil', '#/check/evil', '.outcome', {sizes: ['phone'], schemes: ['dark']});
  await trial.look('check-long', '#/check/long', '.outcome', {sizes: ['phone'], schemes: ['light']});
  await trial.look('check-nightly', '#/check/nightly', '.page-check .empty', {sizes: ['desk'], schemes: ['light']});
}
