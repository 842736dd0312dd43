import {VIEWER, EVIL} from '../jar.mjs';

// Incidents, and what alerting makes of them: found, taken over, told, silenced, sent again.
export default async function incidents(trial) {
  trial.expect(/400 \(Bad Request\)/);
  const page = await trial.open('#/incidents', {session: true});
  const open = page.locator('section', {has: page.locator('#incidents-open')});
  const over = page.locator('section', {has: page.locator('#incidents-over')});
  const evil = open.locator('li', {hasText: EVIL});
  await evil.first().waitFor();
  await evil.getByText('team=<i>ops</i>').waitFor();

  // What breaks comes by itself, and goes to those that are over.
  trial.targets.state.up = false;
  await open.locator('li', {hasText: 'The switch'}).waitFor();
  trial.targets.state.up = true;
  await over.locator('li', {hasText: 'The switch'}).first().waitFor();

  // Found by state, severity, labels and text; the address says so.
  await page.getByLabel('Severity').selectOption('warning');
  await trial.eventually(async () => {
    const shown = await page.locator('.incidents .sev').allTextContents();
    return shown.length > 0 && shown.every(text => text === 'warning');
  }, 'warnings only');
  await page.getByLabel('Severity').selectOption('');
  await page.getByLabel('Labels').fill('team=~"<i>.*"');
  await page.getByRole('button', {name: 'Find'}).click();
  await trial.eventually(async () => await over.locator('li').count() === 0 && await evil.count() === 1, 'those with the label');
  trial.check(page.url().includes('filter=team'), 'the filter is in the address');
  await page.reload();
  await evil.waitFor();
  trial.check(await page.getByLabel('Labels').inputValue() === 'team=~"<i>.*"', 'the filter is read from the address');
  await page.getByLabel('Labels').fill('team=~"["');
  await page.getByRole('button', {name: 'Find'}).click();
  await page.locator('.problem', {hasText: 'filter must be'}).waitFor();
  await page.getByRole('button', {name: 'Clear', exact: true}).click();
  await page.getByLabel('Search in titles').fill('SWITCH');
  await page.getByRole('button', {name: 'Find'}).click();
  await over.locator('li', {hasText: 'The switch'}).first().waitFor();
  await trial.eventually(async () => await evil.count() === 0, 'those with the text');
  await page.getByRole('button', {name: 'Clear', exact: true}).click();
  await page.getByLabel('Which incidents').selectOption('open');
  await over.waitFor({state: 'hidden'});

  // One of them: taken over, talked about, explained.
  await evil.locator('a.what').click();
  await page.locator('.moments li').first().waitFor();
  await page.locator('.steps li').first().waitFor();
  await page.getByRole('button', {name: 'Acknowledge'}).click();
  await page.getByLabel('Comment, if you like').fill('<b>on it</b>');
  await trial.axe(page, 'acknowledge');
  await page.locator('dialog button[type=submit]').click();
  await page.locator('.moments', {hasText: 'acknowledged by ada: <b>on it</b>'}).waitFor();
  await trial.eventually(() => page.getByRole('button', {name: 'Acknowledge'}).isDisabled(), 'it is taken over');
  await page.getByRole('button', {name: 'Comment'}).click();
  await page.locator('dialog input').fill('cable is out');
  await page.locator('dialog button[type=submit]').click();
  await page.locator('.moments', {hasText: 'ada: cable is out'}).waitFor();
  await trial.eventually(async () => /400|gave up|given up|refus/i.test(await page.locator('.steps').textContent()), 'it is told that the message was refused');
  const one = new URL(page.url()).hash;

  // Silenced from here, listed there, and ended.
  await page.getByRole('button', {name: 'Silence'}).click();
  trial.check((await page.locator('dialog textarea').inputValue()).includes('check="down"'), 'the labels are proposed');
  await page.locator('dialog textarea').fill('check="down"\nnonsense');
  await page.locator('dialog button[type=submit]').click();
  await page.locator('dialog .problem', {hasText: 'nonsense'}).waitFor();
  await page.locator('dialog textarea').fill('check="down"');
  await page.locator('dialog input').fill('<u>moving</u>');
  await page.locator('dialog button[type=submit]').click();
  await page.locator('dialog').waitFor({state: 'detached'});
  await trial.eventually(async () => /silence/i.test(await page.locator('.steps').textContent()), 'it is told that it is silenced');
  await page.evaluate(() => { location.hash = '#/incidents/silences'; });
  await page.getByText('<u>moving</u>').waitFor();
  await trial.look('silences', '#/incidents/silences', '.silenced li', {sizes: ['phone'], schemes: ['dark']});
  await page.getByRole('button', {name: 'End', exact: true}).click();
  await page.locator('section', {has: page.locator('h2', {hasText: /^Over/})}).getByText('<u>moving</u>').first().waitFor();

  // Firing and pending.
  await page.evaluate(() => { location.hash = '#/incidents/alerts'; });
  await page.locator('section', {has: page.locator('#active')}).getByText(EVIL).first().waitFor();
  await page.locator('section', {has: page.locator('#pending')}).getByText('of 900').waitFor();
  await page.locator('section', {has: page.locator('#channels')}).locator('li', {hasText: 'hook'}).getByRole('button', {name: 'Try out'}).click();
  await page.locator('.toast', {hasText: 'hook took the message'}).waitFor();

  // What was given up is sent again.
  await page.evaluate(() => { location.hash = '#/incidents/messages?state=dead'; });
  await page.locator('.messages li', {hasText: 'refusing'}).first().waitFor();
  await trial.look('messages', '#/incidents/messages?state=dead', '.messages li', {sizes: ['phone'], schemes: ['light']});
  trial.targets.state.refuses = false;
  await page.getByRole('button', {name: 'Send again'}).first().click();
  await page.getByRole('button', {name: 'Delivered'}).click();
  // Others may have been told of more than a page holds since it was decided: it is looked for on all
  // of them, and from the first again, because it may arrive while a later one is looked at.
  const sent = page.locator('.messages li', {hasText: 'refusing'});
  const older = page.getByRole('button', {name: 'Older'});
  await trial.eventually(async () => {
    if (await sent.count() > 0) return true;
    if (await older.isEnabled()) await older.click({timeout: 500});
    else await page.getByRole('button', {name: 'Newest'}).click({timeout: 500});
    return false;
  }, 'what was given up is delivered');

  // Who may only look is told so.
  const viewer = await trial.open(one, {token: VIEWER});
  await viewer.locator('.moments li').first().waitFor();
  for (const name of ['Acknowledge', 'Comment', 'Silence', 'Close']) {
    const button = viewer.getByRole('button', {name, exact: true});
    trial.check(await button.isDisabled() && /operator/.test(await button.getAttribute('title')), 'a viewer must not: ' + name);
  }

  await trial.look('incidents', '#/incidents', '.incidents li');
  await trial.look('incident', one, '.steps li');
  await trial.look('alerts', '#/incidents/alerts', '.incidents li', {sizes: ['desk', 'phone'], schemes: ['light']});
}
