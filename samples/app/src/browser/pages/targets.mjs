import {EMOJI, EVIL, LONG, OPERATOR, RTL, VIEWER} from '../jar.mjs';

// Targets: added by form, judged as one types, tried, saved, edited, switched off, deleted.
export default async function targets(trial) {
  trial.expect(/400 \(Bad Request\)/);
  trial.expect(/404 \(Not Found\)/);
  trial.expect(/412 \(Precondition Failed\)/);
  const at = path => 'http://127.0.0.1:' + trial.targets.port + path;
  const page = await trial.open('#/targets', {session: true});
  const row = title => page.locator('.row', {has: page.locator('.name a', {hasText: title})});
  await row('The switch').first().waitFor();

  // Rows stay while their checks run: whoever is about to press a button does.
  const pause = page.getByRole('button', {name: 'Pause The switch'});
  await pause.focus();
  await pause.evaluate(element => { globalThis.held = element; });
  trial.targets.state.up = false;
  await row('The switch').first().getByText('Down', {exact: true}).waitFor();
  trial.targets.state.up = true;
  await row('The switch').first().getByText('Up', {exact: true}).waitFor();
  trial.check(await page.evaluate(() => document.activeElement === globalThis.held), 'a run took the focus away');
  await page.keyboard.press('Enter');
  await row('The switch').first().getByText('Paused', {exact: true}).waitFor();
  await trial.eventually(() => page.evaluate(() => document.activeElement.getAttribute('aria-label') === 'Resume The switch'), 'the focus is on what takes it back');
  await page.keyboard.press('Enter');
  await row('The switch').first().getByText('Up', {exact: true}).waitFor();

  // By form: what is missing is said beside its field, in the words of the reader of the file.
  await page.getByRole('link', {name: 'Add target'}).click();
  await page.getByRole('button', {name: 'Add', exact: true}).last().click();
  await page.locator('#f-name-problem', {hasText: 'is required'}).waitFor();
  await page.locator('#f-url-problem', {hasText: 'is required: a URL like'}).waitFor();
  await page.getByLabel('name', {exact: false}).first().fill('my shop');
  await page.locator('#f-name-problem', {hasText: 'must be 1 to 200 letters'}).waitFor();
  await page.locator('#f-name').fill('my-shop');
  await page.locator('#f-title').fill(EVIL);
  await page.locator('#f-url').fill('gopher://x');
  await page.locator('#f-url-problem', {hasText: 'unknown scheme'}).waitFor();
  await page.locator('#f-url').fill(at('/bad-one'));
  await page.locator('#f-retries').fill('99');
  await page.locator('#f-retries-problem', {hasText: 'must be 0 to 10'}).waitFor();
  trial.check(await page.locator('#f-retries').getAttribute('aria-invalid') === 'true', 'a wrong field says so');
  await page.screenshot({path: 'shots/target-problems-1440-light.png', fullPage: true});
  await page.locator('#f-retries').fill('');
  await page.locator('#f-every').fill('1s');
  await page.locator('#f-tags').fill('added\n<b>mine</b>');
  await page.getByText('More options of http').click();
  await page.locator('#f-bearer').fill('hunter2-the-secret');
  await page.getByRole('button', {name: 'Add rule'}).click();
  await page.locator('#f-rules-0--when').fill('never');
  await page.locator('#f-rules-0--when-problem', {hasText: 'must be one of failing'}).waitFor();
  await page.locator('#f-rules-0--when').fill('failing');

  // Tried before it is kept.
  await page.getByRole('button', {name: 'Try'}).click();
  await page.locator('.tried .badge', {hasText: 'Up'}).waitFor();
  await trial.eventually(async () => await page.locator('.tried .phases li').count() > 0, 'the phases are shown');
  await trial.axe(page, 'a new target');
  await page.screenshot({path: 'shots/target-new-1440-light.png', fullPage: true});

  // As YAML, with what a form cannot say, and back.
  await page.getByRole('button', {name: 'YAML'}).click();
  const yaml = page.locator('.yaml');
  await yaml.waitFor();
  await trial.eventually(async () => (await yaml.inputValue()).includes('bearer: hunter2-the-secret'), 'what was written is there');
  await yaml.fill(await yaml.inputValue() + 'nonsens: 1\n');
  await page.locator('.problems', {hasText: 'is not an option here'}).waitFor();
  await yaml.fill((await yaml.inputValue()).replace('nonsens: 1\n', 'labels:\n  team: shop\n'));
  await page.locator('.problems').waitFor({state: 'hidden'});
  await trial.axe(page, 'a target as YAML');
  await page.getByRole('button', {name: 'Form', exact: true}).click();
  await page.locator('#f-labels input').first().waitFor();
  trial.check(await page.locator('#f-name').inputValue() === 'my-shop', 'the form has what the text had');
  await page.getByRole('button', {name: 'Add', exact: true}).last().click();

  // It runs at once, and other windows see it.
  await page.locator('.standing').waitFor();
  const other = await trial.open('#/');
  await other.locator('.search input').fill('my-shop');
  await trial.eventually(async () => (await other.locator('.row .name a').allTextContents()).includes(EVIL), 'the overview has it');
  await other.close();

  // Edited: what is hidden stays hidden, and is kept.
  await page.evaluate(() => { location.hash = '#/targets?q=my-shop'; });
  await page.getByRole('link', {name: 'Edit ' + EVIL}).click();
  await page.locator('#f-title').waitFor();
  trial.check(!(await page.content()).includes('hunter2'), 'a secret came back');
  trial.check(await page.locator('#f-bearer').inputValue() === '' && /kept/.test(await page.locator('#f-bearer').getAttribute('placeholder')), 'it is said that it is kept');
  await page.locator('#f-title').fill('My shop ' + EMOJI);
  await page.getByRole('button', {name: 'Save'}).click();
  await row('My shop').waitFor();
  await page.getByRole('link', {name: /^Edit My shop/}).click();
  await page.locator('#f-url').fill(at('/thief'));
  await page.locator('#f-url').blur();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.locator('#f-bearer-problem', {hasText: 'must be written again, because url has changed'}).waitFor();

  // Two edit the same: the second one is told.
  const headers = {Authorization: 'Bearer ' + OPERATOR, 'If-Match': '*'};
  const api = trial.jar.base + 'api/v1/targets';
  const {check} = await (await page.request.get(api + '/my-shop', {headers})).json();
  await page.request.put(api + '/my-shop', {headers, data: {...check, title: 'Of somebody else'}, failOnStatusCode: true});
  await page.locator('#f-url').fill(at('/bad-one'));
  await page.getByRole('button', {name: 'Save'}).click();
  await page.locator('.problems', {hasText: 'another one than the caller has read'}).waitFor();

  // Off, and on, and gone.
  await page.evaluate(() => { location.hash = '#/targets?q=somebody'; });
  await page.getByRole('button', {name: 'Disable Of somebody else'}).click();
  await row('Of somebody else').getByText('Off', {exact: true}).waitFor();
  await page.getByRole('button', {name: 'Enable Of somebody else'}).click();
  await row('Of somebody else').getByText('Up', {exact: true}).waitFor();
  await page.getByRole('link', {name: 'Edit Of somebody else'}).click();
  await page.getByRole('button', {name: 'Delete'}).click();
  await page.locator('dialog', {hasText: 'its history is deleted'}).getByRole('button', {name: 'Delete'}).click();
  await page.locator('.row', {hasText: 'The switch'}).first().waitFor();
  trial.check((await page.request.get(trial.jar.base + 'api/v1/checks/my-shop', {headers})).status() === 404, 'it is gone');

  // Names that nobody would choose, another type, one that does not answer, one that is switched off.
  const added = [
    {name: 'evil-target', title: EVIL, url: at('/ok'), every: '2s', tags: ['<i>x</i>']},
    {name: 'long-target', title: LONG, url: at('/ok?' + 'q'.repeat(300)), tags: ['t'.repeat(90)]},
    {name: 'rtl-target', title: RTL, url: at('/ok')},
    {name: 'closed-target', title: 'Database', type: 'tcp', address: '127.0.0.1:1', every: '1s'},
    {name: 'off-target', title: EMOJI, type: 'tcp', address: '127.0.0.1:1', every: '1m'},
  ];
  for (const data of added) await page.request.post(api, {headers, data, failOnStatusCode: true});
  await page.request.post(api + '/off-target/disable', {headers, failOnStatusCode: true});
  await page.evaluate(() => { location.hash = '#/targets?show=dashboard'; });
  await row('Database').getByText('Down', {exact: true}).waitFor();
  for (const title of [EVIL, LONG, RTL, EMOJI]) {
    await trial.eventually(async () => (await page.locator('.row .name a').allTextContents()).includes(title), 'the row of ' + title.slice(0, 40));
  }
  trial.check(await page.locator('main img, main script').count() === 0, 'a name became an element');

  // Who may only look is told so.
  const viewer = await trial.open('#/targets?show=dashboard', {token: VIEWER});
  await viewer.locator('.row', {hasText: 'Database'}).waitFor();
  trial.check(await viewer.getByRole('button', {name: 'Disable Database'}).isDisabled(), 'a viewer must not disable');
  const edit = viewer.getByRole('link', {name: 'Edit Database'});
  trial.check(await edit.getAttribute('aria-disabled') === 'true' && /operator/.test(await edit.getAttribute('title')), 'a viewer must not edit, and is told why');

  await trial.look('targets', '#/targets?show=dashboard', '.row');
  await trial.look('targets-all', '#/targets', '.row', {sizes: ['desk'], schemes: ['light']});
  await trial.look('target-edit', '#/targets/edit/evil-target', '#f-title', {sizes: ['phone'], schemes: ['dark']});
  await trial.look('target-form', '#/targets/new', '#f-title', {sizes: ['desk'], schemes: ['dark']});
  for (const {name} of added) await page.request.delete(api + '/' + name, {headers, failOnStatusCode: true});
}
