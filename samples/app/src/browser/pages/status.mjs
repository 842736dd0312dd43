import {EMOJI, EVIL, OPERATOR, PAGE, RTL, VIEWER} from '../jar.mjs';

// What the public sees: without a token, and without a script. And what the dashboard shows of it.
export default async function status(trial) {
  trial.expect(/status of (400|401|404|429)/);
  // What a page says is kept for half a minute: it is asked once there is something to say.
  await trial.eventually(async () => {
    const answer = await fetch(trial.jar.base + 'api/v1/checks', {headers: {Authorization: 'Bearer ' + OPERATOR}});
    return (await answer.json()).items.every(check => check.last_run_at || check.name === 'nightly');
  }, 'every check has run');
  await Promise.all([publicPage(trial), privatePage(trial), badges(trial), feed(trial)]);
  await list(trial);
  await announced(trial);
  await Promise.all([
    trial.look('status', 'status/shop', '.overall', {token: null}),
    trial.look('status-list', 'status/', '.entries', {token: null, sizes: ['phone'], schemes: ['light']}),
    trial.look('status-form', 'status/private', 'form', {token: null, sizes: ['phone'], schemes: ['dark']}),
  ]);
  await trial.look('status-pages', '#/status-pages', '.status-pages .card');
}

async function publicPage(trial) {
  const page = await trial.open('status/shop', {token: null});
  await page.locator('.overall strong').waitFor();
  trial.check(await page.locator('script').count() === 1, 'no script but its own');
  trial.check(await page.locator('img').count() === 0, 'names are texts');
  trial.check((await page.locator('h3').allTextContents()).some(text => text === EVIL), 'a hostile name is shown as it is');
  trial.check(await page.locator('.components > li').count() === 8, 'the checks of the page');
  const said = await page.content();
  for (const internal of ['127.0.0.1:1', 'refused', 'switch"', 'team']) {
    trial.check(!said.includes(internal), 'tells ' + internal);
  }
  trial.check(await page.getByText('watched since').count() > 0 && !/\d+ d \d+ h not known/.test(said), 'time before it was watched is no gap');
  trial.check(await page.locator('.bars .note title').filter({hasText: 'not watched yet'}).count() >= 7, 'a pointer is told of the days before');
  const report = await (await page.request.get(trial.jar.base + 'status/shop.json')).json();
  trial.check(report.status === 'down' && report.components.length === 8, 'the JSON says the same');
  trial.check(report.components.every(one => one.history.length === 90 && !one.history[0].up_seconds && one.history[0].unwatched_seconds === 86400),
      'time before the trial is not up');
  // Days are walked through by keyboard, and what a reader has opened stays open when the page is read again.
  const row = page.locator('.components > li').first();
  const day = row.locator('.bars + p');
  const all = await day.textContent();
  await row.locator('.bars').focus();
  await page.keyboard.press('End');
  trial.check(/^\d+ \w+ \d{4}: .*(up|down)/.test(await day.textContent()), 'the last day in words: ' + await day.textContent());
  await page.keyboard.press('ArrowLeft');
  trial.check((await day.textContent()).includes('not watched yet'), 'the days before');
  await page.keyboard.press('Escape');
  trial.check(await day.textContent() === all, 'and all of them again');
  await page.locator('h1').click();
  const details = page.locator('.components details').first();
  await details.locator('summary').click();
  await page.evaluate(() => {
    document.querySelector('.overall').dataset.old = 'yes';
    const now = Date.now();
    Date.now = () => now + 3600e3;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await trial.eventually(async () => await page.locator('.overall[data-old]').count() === 0, 'the page is read again');
  trial.check(await details.getAttribute('open') !== null, 'what was open stays open');
  // What it read is no news as long as it is not shown: whoever walks through days is told how old it is.
  await row.locator('.bars').focus();
  await page.evaluate(() => {
    const now = Date.now();
    Date.now = () => now + 3600e3;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.getByText('Not read again while a day or a text is chosen').waitFor();
  await row.locator('.bars').blur();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await trial.eventually(async () => await page.locator('.stale').count() === 0, 'it is read again afterwards');
  await page.route('**/status/shop', route => route.fulfill({contentType: 'text/html', body: '<p>Another page</p>'}));
  await page.evaluate(() => {
    const now = Date.now();
    Date.now = () => now + 3600e3;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.getByText('Not reachable now').waitFor();
  const told = await page.locator('.stale').textContent();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  trial.check(await page.locator('.stale').textContent() === told, 'what could not be shown is not taken for read');
  await page.unroute('**/status/shop');
  await page.route('**/status/shop', route => route.abort());
  trial.expect(/net::ERR_FAILED/);
  await page.evaluate(() => {
    const now = Date.now();
    Date.now = () => now + 3600e3;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.getByText('Not reachable now').waitFor();
  // Everything is there where scripts are forbidden.
  const plain = await (await page.context().browser().newContext({javaScriptEnabled: false})).newPage();
  await plain.goto(trial.jar.base + 'status/shop');
  trial.check(await plain.locator('.components > li').count() === 8, 'works without scripts');
  await plain.locator('details summary').first().click();
  trial.check(await plain.locator('details[open] li').first().isVisible(), 'days are told in words without scripts');
  await plain.context().close();
}

async function privatePage(trial) {
  const hidden = await trial.open('status/private', {token: null});
  await hidden.locator('input').fill('not-the-token-of-it');
  await hidden.getByRole('button', {name: 'Show'}).click();
  await hidden.getByText('That is not the token of this page.').waitFor();
  await trial.axe(hidden, 'status form');
  trial.check(!(await (await hidden.request.get(trial.jar.base + 'status/')).text()).includes('private'), 'the list tells nobody of a private page');
  await hidden.locator('input').fill(PAGE);
  await hidden.keyboard.press('Enter');
  await hidden.locator('.overall strong').waitFor();
  trial.check(await hidden.locator('.components > li').count() === 60, 'the private page');
  trial.check((await hidden.request.get(trial.jar.base + 'status/private.json')).ok(), 'its JSON, by the cookie');
  await hidden.getByRole('link', {name: 'All status pages'}).click();
  await hidden.locator('.entries').waitFor();
  trial.check(await hidden.locator('.entries > li').count() === 2, 'the list shows it to whoever has its cookie');
  const known = await trial.open('status/private', {session: true});
  await known.locator('.overall strong').waitFor();
}

// Drawn as other people's pages draw them: as pictures.
async function badges(trial) {
  const page = await trial.open('status/shop', {token: null});
  const report = await (await page.request.get(trial.jar.base + 'status/shop.json')).json();
  const places = ['status/shop/badge.svg', 'status/shop/uptime.svg?window=7d'];
  for (const component of report.components) {
    for (const kind of ['badge.svg', 'uptime.svg?window=24h', 'latency.svg']) places.push('status/shop/' + component.id + '/' + kind);
  }
  const texts = [];
  for (const place of places) {
    const answer = await page.request.get(trial.jar.base + place);
    trial.check(answer.ok() && answer.headers()['content-type'].startsWith('image/svg+xml') && answer.headers().etag, place + ' is a picture');
    texts.push(await answer.text());
  }
  // A page of somebody else: every letter fits into its half, and is not squeezed or torn.
  const other = await (await page.context().browser().newContext({viewport: {width: 900, height: 700}})).newPage();
  await other.setContent('<body style="display:flex;flex-wrap:wrap;gap:8px;align-content:start">' + texts.join('\n') + '</body>');
  const odd = await other.evaluate(() => [...document.querySelectorAll('svg text')].map(text => {
    const wanted = Number(text.getAttribute('textLength'));
    text.removeAttribute('textLength');
    const natural = text.getComputedTextLength();
    text.setAttribute('textLength', wanted);
    return {said: text.textContent, ratio: natural / wanted};
  }).filter(({ratio}) => ratio < 0.75 || ratio > 1.3));
  trial.check(odd.length === 0, 'badges as wide as their texts: ' + JSON.stringify(odd.slice(0, 3)));
  trial.check(!texts.some(text => text.includes('<img')), 'texts of badges are texts');
  trial.check(texts.some(text => text.includes('latency not known')), 'what is not known is said so');
  await other.screenshot({path: 'shots/status-badges.png', fullPage: true});
  await other.context().close();
  trial.check((await page.request.get(trial.jar.base + 'status/shop/many-1/badge.svg')).status() === 404, 'no badge by an internal name');
}

async function feed(trial) {
  const page = await trial.open('status/shop', {token: null});
  const answer = await page.request.get(trial.jar.base + 'status/shop.atom');
  trial.check(answer.headers()['content-type'].startsWith('application/atom+xml'), 'the feed is one');
  const found = await page.evaluate(text => {
    const feed = new DOMParser().parseFromString(text, 'application/xml');
    return {error: feed.querySelector('parsererror')?.textContent, ids: [...feed.querySelectorAll('entry > id')].map(id => id.textContent),
      titles: [...feed.querySelectorAll('entry > title')].map(title => title.textContent)};
  }, await answer.text());
  trial.check(!found.error && found.ids.length > 0 && new Set(found.ids).size === found.ids.length, 'the feed parses: ' + JSON.stringify(found));
  trial.check(found.titles.some(title => title.endsWith(EVIL)), 'hostile names in the feed are texts');
}

async function list(trial) {
  const page = await trial.open('status/', {token: null});
  await page.locator('.entries').waitFor();
  trial.check((await page.locator('.entries h2').allTextContents()).join() === 'The shop', 'strangers see the public page only');
  await page.getByRole('link', {name: 'The shop'}).click();
  await page.locator('.overall').waitFor();
}

// Work that is announced by the form is on the page at once, and gone when it is taken back.
async function announced(trial) {
  const page = await trial.open('#/status-pages', {token: OPERATOR});
  await page.locator('.status-pages .card').nth(1).waitFor();
  trial.check(await page.locator('.status-pages h2').count() === 2, 'both pages');
  const snippet = page.locator('.snippet').first();
  trial.check((await snippet.inputValue()).startsWith('[![The shop](' + trial.jar.base + 'status/shop/badge.svg)]('), 'a snippet in Markdown');
  await page.getByRole('button', {name: 'HTML'}).first().click();
  await page.getByLabel('Which badge of The shop').selectOption({label: 'Uptime, 7 d'});
  trial.check(/^<a href="[^"]+status\/shop"><img alt="The shop" src="[^"]+uptime.svg\?window=7d"><\/a>$/.test(await snippet.inputValue()), 'a snippet in HTML');
  await trial.eventually(() => page.locator('.badges img').first().evaluate(image => image.naturalWidth > 50), 'the badge is drawn');

  const title = 'Disks ' + RTL + ' ' + EVIL;
  await page.getByRole('button', {name: 'Announce maintenance'}).click();
  const dialog = page.locator('dialog');
  await dialog.getByLabel('Title').fill(title);
  await dialog.getByLabel('Text').fill('Orders wait.\n' + EMOJI);
  const covers = dialog.getByLabel('Add checks');
  await covers.fill('nothing like it');
  await dialog.getByRole('button', {name: 'Announce'}).click();
  await dialog.getByText('was not chosen').waitFor();
  await covers.fill('status page: the shop');
  await covers.press('Enter');
  await covers.fill('tag: web');
  await covers.press('Enter');
  await dialog.getByRole('button', {name: 'Without Tag: web'}).click();
  await trial.axe(page, 'announce maintenance');
  await page.screenshot({path: 'shots/status-announce-1440-light.png'});
  const tomorrow = new Date(Date.now() + 864e5);
  const local = time => new Date(time - time.getTimezoneOffset() * 6e4).toISOString().slice(0, 16);
  await dialog.getByLabel('From').fill(local(tomorrow));
  await dialog.getByLabel('Until').fill(local(new Date(Date.now() + 8e7)));
  await dialog.getByRole('button', {name: 'Announce'}).click();
  await dialog.getByText('must end after it begins').waitFor();
  await dialog.getByLabel('Until').fill(local(new Date(tomorrow.getTime() + 36e5)));
  await dialog.getByRole('button', {name: 'Announce'}).click();
  const line = page.locator('.work li').filter({hasText: 'Orders wait.'});
  await line.waitFor();
  trial.check((await line.textContent()).includes('on The shop'), 'it says where it is shown');

  const shown = await trial.open('status/shop', {token: null});
  const card = shown.locator('.card.maintenance').filter({hasText: 'Orders wait.'});
  await card.waitFor();
  trial.check((await card.locator('h3').textContent()) === title && (await card.textContent()).includes('Planned: '), 'the page tells of it at once');
  const elsewhere = await trial.open('#/status-pages?check=many-1');
  const same = elsewhere.locator('.work li').filter({hasText: 'Orders wait.'});
  await same.waitFor();
  trial.check(!(await same.textContent()).includes('on no status page'), 'where the pages of one check are shown, nothing is said of others');
  await line.getByRole('button', {name: 'Take back'}).click();
  await trial.eventually(async () => await line.count() === 0, 'what is taken back is gone');
  await shown.reload();
  trial.check(await card.count() === 0, 'and gone from the page');

  const viewer = await trial.open('#/status-pages?check=steady', {token: VIEWER});
  await viewer.getByText('Badges of Ordering').waitFor();
  trial.check(await viewer.getByRole('button', {name: 'Announce maintenance'}).isDisabled(), 'viewers announce nothing');
  trial.check(/shop\/[0-9a-v]{12}\/badge.svg/.test(await viewer.locator('.snippet').inputValue()), 'the badge of a check');
  const check = await trial.open('#/check/steady');
  await check.locator('.on-pages a').first().waitFor();
  trial.check((await check.locator('.on-pages').textContent()) === 'On The shop · Badges', 'the page of a check leads to its status pages');
}
