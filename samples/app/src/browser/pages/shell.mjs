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

  // A name that turns the direction of its line turns nothing else.
  const order = await page.evaluate(async () => {
    const {h} = await import(new URL('assets/dom.js', document.baseURI));
    const line = h('p', {}, h('a', {}, 'first \u202e name'), ', ', h('span', {}, 'then'), h('span', {}, ' last'));
    document.getElementById('main').append(line);
    return [...line.children].map(element => element.getBoundingClientRect().left);
  });
  trial.check(order[0] < order[1] && order[1] < order[2], 'what follows a name with U+202E is after it, at ' + order);

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

  await navigation(trial);

  // Colours by hand.
  await page.getByRole('button', {name: 'Colours: auto'}).click();
  await page.getByRole('button', {name: 'Colours: light'}).click();
  trial.check(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme) === 'dark', 'dark by hand');
  await page.reload();
  await page.getByRole('button', {name: 'Colours: dark'}).click();

  // A window that nobody sees rests, and is there again when somebody looks.
  await hidden(trial);

  // Gone, and back.
  await page.goto(trial.jar.base + '#/');
  await page.locator('.live', {hasText: 'Live'}).waitFor();
  await trial.jar.stop();
  await page.getByText('This page is stale.').waitFor();
  await page.screenshot({path: 'shots/stale-1440-light.png'});
  await trial.axe(page, 'stale');
  // Times go on to be told, and what is known stays.
  trial.check(await page.locator('.row').count() > 5, 'a stale page keeps what it knew');
  await trial.eventually(async () => /trying again (in \d+ s|now)\./.test(await page.locator('#stale').textContent()), 'a stale page says when it tries again');
  await trial.jar.start();
  await trial.eventually(async () => await page.locator('#live').textContent() === 'Live', 'it is live again');
  await trial.eventually(() => page.locator('#stale').isHidden(), 'the page is not stale any more');
  // What changed before the restart is told by the store.
  await trial.eventually(async () => /\d/.test(await page.locator('.card', {hasText: 'Changed in the last hour'}).locator('h2 .soft').textContent())
      && await page.locator('.card', {hasText: 'Changed in the last hour'}).locator('li').count() > 0, 'changes before the restart');
}

async function hidden(trial) {
  const page = await trial.open('#/', {prepare: page => page.addInitScript(() => {
    // The half minute after which it rests is over at once.
    const later = globalThis.setTimeout;
    globalThis.setTimeout = (action, wait, ...more) => later(action, wait === 30000 ? 50 : wait, ...more);
    globalThis.hide = hidden => {
      Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
      document.dispatchEvent(new Event('visibilitychange'));
    };
  })});
  await page.locator('.live.on').waitFor();
  await page.evaluate(() => globalThis.hide(true));
  await page.locator('.live.resting').waitFor();
  trial.check(await page.locator('#stale').isHidden(), 'a page that rests is not stale');
  await page.evaluate(() => globalThis.hide(false));
  await page.locator('.live.on').waitFor();
  await page.context().close();
}

// Ten entries, as a server with all systems has them.
async function navigation(trial) {
  const systems = ['Executions', 'Networks', 'Repositories', 'Uptime guard', 'Validators and their duties'];
  async function withSystems(size, scheme) {
    const page = await trial.open('#/incidents', {size, scheme, prepare: page => page.route('**/dashboard.json', async route => {
      const answer = await route.fetch();
      const contents = await answer.json();
      const [overview] = contents.pages;
      const one = (title, general) => ({...overview, name: title.toLowerCase().replaceAll(' ', '-'), title, general, icon: general ? 'broadcast' : 'cluster'});
      const known = new Set(contents.pages.map(page => page.title));
      const more = [...['Targets', 'Status pages'].map(title => one(title, true)), ...systems.map(title => one(title, false))];
      await route.fulfill({response: answer, json: {...contents, pages: [...contents.pages, ...more.filter(page => !known.has(page.title))]}});
    })});
    await page.locator('#nav a', {hasText: systems[4]}).waitFor();
    return page;
  }
  const desk = await withSystems('desk', 'dark');
  const titles = await desk.locator('#nav a span').allTextContents();
  trial.check(titles.slice(0, 4).join() === 'Overview,Incidents,Targets,Status pages', 'the navigation begins with ' + titles.slice(0, 4));
  trial.check(await desk.getByRole('list', {name: 'Systems'}).getByRole('link').count() >= 5, 'systems have a heading');
  await trial.axe(desk, 'navigation');
  await desk.screenshot({path: 'shots/navigation-1440-dark.png'});

  // By the keyboard into what a phone does not show at once, and the page does not scroll sideways.
  const phone = await withSystems('phone', 'light');
  const last = phone.locator('#nav a').last();
  const inView = () => last.evaluate(link => link.getBoundingClientRect().right <= innerWidth);
  trial.check(!await inView(), 'ten entries are wider than a phone');
  for (const link of await phone.locator('#nav a').all()) await link.press('Tab');
  await last.focus();
  await trial.eventually(inView, 'the focus brings an entry into view');
  await last.press('Enter');
  await trial.eventually(async () => await last.getAttribute('aria-current') === 'page' && await inView(), 'the page that is open is in view in the navigation');
  trial.check(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the navigation makes the page wider');
  await phone.screenshot({path: 'shots/navigation-320-light.png'});
}
