import {VIEWER} from '../jar.mjs';

export default async function check(trial) {
  const page = await trial.open('#/check/switch');
  await page.locator('.outcome').first().waitFor();

  await page.getByRole('button', {name: 'Run now'}).click();
  await page.locator('.toast', {hasText: 'It says: 200'}).waitFor();

  await page.getByRole('button', {name: 'Pause'}).click();
  await page.locator('.tags', {hasText: 'paused'}).waitFor();
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

  // The plot has drawn something, and the time before the trial is a gap.
  await page.locator('.drawing canvas').waitFor();
  await trial.eventually(() => page.evaluate(() => {
    const canvas = document.querySelector('.drawing canvas');
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, i) => i % 4 === 3 && value > 0);
  }), 'the plot is drawn');
  trial.check(await page.locator('.timeline rect.unknown').count() > 60, 'the time before is unknown');
  await page.getByRole('button', {name: '7d'}).click();
  await trial.eventually(async () => page.url().endsWith('?range=7d'), 'the range is in the address');

  // Outcomes by pages, and by state.
  await page.locator('.card', {hasText: 'Outcomes'}).locator('select').selectOption('fail');
  await trial.eventually(async () => (await page.locator('.outcome .badge').allTextContents()).every(text => text === 'Down'), 'outcomes that failed');
  await page.locator('.outcome summary').first().click();
  await page.locator('.outcome .more').first().waitFor();
  await trial.axe(page, 'outcome');

  // Who may only look is told so.
  const viewer = await trial.open('#/check/steady', {token: VIEWER});
  await viewer.getByRole('button', {name: 'Run now'}).waitFor();
  trial.check(await viewer.getByRole('button', {name: 'Run now'}).isDisabled(), 'a viewer must not run');
  trial.check(await viewer.getByRole('button', {name: 'Silence'}).isDisabled(), 'a viewer must not silence');

  await trial.look('check', '#/check/switch?range=1h', '.drawing canvas');
  await trial.look('check-evil', '#/check/evil', '.outcome', {sizes: ['phone'], schemes: ['dark']});
  await trial.look('check-long', '#/check/long', '.outcome', {sizes: ['phone'], schemes: ['light']});
  await trial.look('check-nightly', '#/check/nightly', '.page-check .empty', {sizes: ['desk'], schemes: ['light']});
}
