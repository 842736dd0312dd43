import {OPERATOR} from '../jar.mjs';

export const jar = 'systems';

const OWNER = 'acme';

// Repositories: scores, one of them, its tree by the keyboard, vulnerabilities, trends and builds, of a
// GitHub that lives, and of one that tells hostile texts.
export default async function repositories(trial) {
  trial.expect(/404 \(Not Found\)/);
  await scanned(trial);
  await all(trial);
  await one(trial);
  await tree(trial);
  await vulnerabilities(trial);
  await trendsAndBuilds(trial);
}

// How long the first scan takes is the machine's affair.
async function scanned(trial) {
  const until = Date.now() + 180e3;
  while (Date.now() < until) {
    const answer = await fetch(trial.jar.base + 'api/v1/health', {headers: {Authorization: 'Bearer ' + OPERATOR}});
    if ((await answer.json()).last_scan !== null) return;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  trial.fault('the first scan has not ended within three minutes');
}

async function all(trial) {
  const page = await trial.open('#/repositories');
  const rows = page.locator('.repositories .row');
  await rows.first().waitFor();
  // Worst first: those without a score before those that are well.
  await trial.eventually(async () => (await page.locator('.repositories .score .badge').allTextContents()).length > 5, 'repositories are listed');
  const order = ['critical', 'unknown', 'warning', 'healthy'];
  const seen = await page.locator('.repositories .score .badge').allTextContents();
  trial.check(seen.every((word, i) => i === 0 || order.indexOf(word) >= order.indexOf(seen[i - 1])), 'the worst first: ' + seen);
  await page.getByLabel('Find repositories').fill('old-imp');
  await trial.eventually(async () => await rows.count() === 1, 'found by name');
  trial.check(page.url().includes('q=old-imp'), 'what is looked for is in the address');
  await page.getByLabel('Find repositories').fill('');
  await page.locator('.tile', {hasText: 'critical'}).click();
  await trial.eventually(async () => {
    const words = await page.locator('.repositories .score .badge').allTextContents();
    return words.length > 0 && words.every(word => word === 'critical');
  }, 'found by status');
  await page.locator('.tile', {hasText: 'critical'}).click();
  await page.getByLabel('Order').selectOption('name');
  await trial.eventually(async () => /^accounts/.test(await rows.first().locator('.name').textContent()), 'in the order of names');
  // What a scan finds comes by itself, without a touch.
  const scanned = await page.locator('.sums time').getAttribute('datetime');
  await trial.eventually(async () => await page.locator('.sums time').getAttribute('datetime') !== scanned, 'the next scan is shown');
  trial.check(await page.locator('main img, main script').count() === 0, 'a text became an element');
  await page.getByRole('link', {name: 'Vulnerabilities', exact: true}).press('Enter');
  await page.locator('.tabs [aria-current]', {hasText: 'Vulnerabilities'}).waitFor();
  await trial.look('repositories', '#/repositories', '.repositories .row');
}

async function one(trial) {
  const page = await trial.open('#/repositories/' + OWNER + '/checkout');
  await page.getByRole('heading', {name: 'checkout'}).waitFor();
  await page.locator('section', {hasText: 'Where the score comes from'}).getByText('coverage', {exact: true}).waitFor();
  await page.locator('.trends canvas').first().waitFor();
  await trial.eventually(async () => await page.locator('.trends canvas').count() === 3, 'score, vulnerabilities and factors over time');
  await page.getByRole('button', {name: '24 h'}).click();
  await trial.eventually(async () => page.url().includes('days=1'), 'the range is in the address');
  // Of what could not be read nothing is said to be none.
  await page.evaluate(owner => { location.hash = '#/repositories/' + owner + '/t' + '-long-name'.repeat(9); }, OWNER);
  await page.getByText('nobody can tell whether there are any').waitFor();
  const standing = await page.locator('.standing').textContent();
  trial.check(/Open vulnerabilitiesnot known/.test(standing) && /Packagesnot known/.test(standing), 'what is not known is not 0: ' + standing);
  await page.evaluate(owner => { location.hash = '#/repositories/' + owner + '/no-such'; }, OWNER);
  await page.getByText('Repository not found').first().waitFor();
  await page.evaluate(() => { location.hash = '#/repositories/elsewhere/checkout'; });
  await page.getByText('Repositories of elsewhere are not scanned here').waitFor();
  await trial.look('repository', '#/repositories/' + OWNER + '/checkout', '.trends canvas', {schemes: ['dark']});
  await trial.look('repository-unread', '#/repositories/' + OWNER + '/t' + '-long-name'.repeat(9), '.standing', {sizes: ['phone'], schemes: ['dark']});
}

async function tree(trial) {
  const page = await trial.open('#/repositories/dependencies');
  await page.getByRole('link', {name: 'tangled'}).click();
  const node = name => page.getByRole('treeitem').filter({hasText: name});
  await node('weak 0.1.0').waitFor();
  trial.check(await node('weak 0.1.0').getByText('critical').count() === 1, 'what is vulnerable is marked, and the way to it open');
  await page.getByText('How these came in, GitHub does not say').waitFor();
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  await page.locator('[role=treeitem][tabindex="0"]').focus();
  trial.check((await focused()).startsWith('outer'), 'the first has the focus');
  await page.keyboard.press('ArrowRight');
  trial.check((await focused()).startsWith('middle'), 'right goes to what it draws in: ' + await focused());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  trial.check((await focused()).startsWith('How these'), 'to the end: ' + await focused());
  await page.keyboard.press('Enter');
  await node('nowhere').waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  trial.check(await node('middle').count() === 0, 'left closes');
  trial.check(await node('outer').getByText('leads to something vulnerable').count() === 1, 'what is closed says what it leads to');
  trial.check(await page.locator('[role=treeitem][tabindex="0"]').getAttribute('aria-expanded') === 'false', 'and says so');
  await page.keyboard.press('ArrowRight');
  await node('middle').first().waitFor();
  await page.keyboard.press('w');
  trial.check((await focused()).startsWith('weak'), 'a letter goes to what begins so');
  trial.check(await node('again, as above').count() > 0, 'a circle ends where it began');
  await page.getByLabel('Find a package').fill('weak');
  await page.getByText('1 found').waitFor();
  trial.check(await node('plain').count() === 0, 'what does not fit is hidden');
  trial.check(await node('weak 0.1.0').count() === 1, 'the way to what fits is open');
  await page.getByLabel('Repository').selectOption('odd-1');
  await page.getByRole('treeitem').filter({hasText: '<img src=x onerror=alert(1)>'}).waitFor();
  await page.getByLabel('Repository').selectOption('t' + '-long-name'.repeat(9));
  await page.getByText('The packages are not known: GitHub answered 404').waitFor();
  trial.check(await page.locator('main img, main script').count() === 0, 'a package became an element');
  await trial.look('dependencies', '#/repositories/dependencies', '.table tbody tr', {sizes: ['phone'], schemes: ['light']});
  await trial.look('tree', '#/repositories/dependencies?repo=tangled', '.node', {schemes: ['light']});
  await trial.look('tree-odd', '#/repositories/dependencies?repo=odd-9', '.node', {sizes: ['phone'], schemes: ['light']});
}

async function vulnerabilities(trial) {
  const page = await trial.open('#/repositories/vulnerabilities');
  const rows = page.locator('.table tbody tr');
  await rows.first().waitFor();
  await page.locator('.tile', {hasText: 'critical'}).click();
  await trial.eventually(async () => {
    const words = await page.locator('.table .sev').allTextContents();
    return words.length > 0 && words.every(word => word === 'critical');
  }, 'found by severity');
  await page.getByLabel('Find by package').fill('cve-2026-0009');
  await trial.eventually(async () => await rows.count() === 1 && /weak trusts everybody/.test(await rows.first().textContent()), 'found by alias');
  trial.check(/0\.1\.0 → 0\.2\.0/.test(await rows.first().textContent()), 'the fixed version is told');
  await page.reload();
  await trial.eventually(async () => await rows.count() === 1, 'the filters are read from the address');
  await page.getByLabel('Find by package').fill('');
  await page.locator('.tile', {hasText: 'critical'}).click();
  await page.getByLabel('Repository').selectOption('odd-0');
  await trial.eventually(async () => await rows.count() === 1 && /<script>/.test(await rows.first().textContent()), 'found by repository');
  await page.getByRole('button', {name: 'closed'}).click();
  await page.getByText('None that fits.').waitFor();
  await page.evaluate(() => { location.hash = '#/repositories/vulnerabilities?repo=nobody'; });
  await page.locator('.problem', {hasText: 'Repository not found'}).waitFor();
  await trial.look('vulnerabilities', '#/repositories/vulnerabilities', '.table tbody tr', {schemes: ['light']});
}

async function trendsAndBuilds(trial) {
  const page = await trial.open('#/repositories/trends?days=1');
  await page.locator('.trends canvas').first().waitFor();
  trial.check(await page.getByRole('button', {name: '24 h'}).getAttribute('aria-pressed') === 'true', 'the range is read from the address');
  await page.getByLabel('Repository').selectOption('catalog');
  await trial.eventually(async () => await page.locator('.trends canvas').count() === 3, 'one repository has factors, too');
  await page.getByRole('link', {name: 'Builds', exact: true}).click();
  const states = page.locator('section', {hasText: 'Latest runs'}).locator('.table .badge');
  await states.first().waitFor();
  const first = await page.locator('section').first().locator('.table tbody tr .badge').first().textContent();
  trial.check(first === 'failing', 'what fails comes first: ' + first);
  await page.getByRole('button', {name: 'failed', exact: true}).click();
  await trial.eventually(async () => {
    const words = await states.allTextContents();
    return words.length > 0 && words.every(word => word === 'failure');
  }, 'runs that failed');
  trial.check(await page.locator('main a[href^="http"]').count() === 0, 'a place that is not encrypted is no link');
  await trial.look('trends', '#/repositories/trends?days=1', '.trends canvas', {sizes: ['desk'], schemes: ['dark']});
  await trial.look('builds', '#/repositories/builds', '.table tbody tr', {schemes: ['dark']});
}
