import {VIEWER} from '../jar.mjs';

export const jar = 'systems';

const GUILD = '197038439483310086';
const CHANNEL = '397038439483310086';

// Networks: the matrix of clients, whose fault it is, how it was, who was told. Nothing happens in them but what is said here.
export default async function networks(trial) {
  trial.expect(/404 \(Not Found\)/);
  const happens = async what => {
    const answer = await fetch(trial.jar.networks + what, {method: 'POST'});
    trial.check(answer.ok, what + ': ' + answer.status);
  };
  const list = await trial.open('#/networks', {session: true});
  const network = name => list.locator('.network', {has: list.getByRole('link', {name, exact: true})});
  await network('hoodi').getByText('All 30 client pairs are well').waitFor();
  await network('fusaka-devnet-3').getByText('no node has a series').waitFor();
  await list.getByText('retired-devnet-0').waitFor({state: 'hidden'});
  await list.getByLabel('also those that are not active').check();
  await list.locator('li', {hasText: 'retired-devnet-0'}).waitFor();
  trial.check(list.url().includes('all=true'), 'that is in the address');

  trial.check(/\d+ not evaluated/.test(await list.locator('.sentence').textContent()), 'those never evaluated are counted: ' + await list.locator('.sentence').textContent());

  // The worst comes first though hundreds come before it by name; what is out of date is not well.
  const row = {active: true, watched: true, status: 'pass', evaluatedAt: new Date().toISOString(), pairs: 1, failingPairs: 0, networkWide: false, rootCauses: [],
    nodes: {all: 1, pass: 1, warn: 0, unknown: 0, fail: 0}, grid: ['P']};
  const rows = Array.from({length: 700}, (none, i) => ({...row, name: 'net-' + String(i).padStart(3, '0')}));
  rows[698] = {...rows[698], status: 'unknown', stale: true, before: 'pass', reason: 'How it stands now is not known.'};
  rows[699] = {...rows[699], status: 'fail', failingPairs: 1, nodes: {...row.nodes, pass: 0, fail: 1}, grid: ['F']};
  const many = await trial.open('#/networks', {session: true, prepare: page => page.route('**/ethereum-network/networks?*', route => {
    const query = new URL(route.request().url()).searchParams;
    const after = rows.filter(one => one.name > (query.get('after') || ''));
    const part = after.slice(0, Number(query.get('limit')));
    return route.fulfill({json: {networks: part, ...(part.length < after.length ? {next: part.at(-1).name} : {})}});
  })});
  await trial.eventually(async () => (await many.locator('.network h2').allTextContents()).slice(0, 3).join() === 'net-699,net-698,net-000', 'the worst of all comes first');
  trial.check(await many.locator('.sentence').textContent() === '1 fails, 1 unknown, 698 well', 'all are counted: ' + await many.locator('.sentence').textContent());
  await many.locator('.network.stale').getByText('Well when it was evaluated last').waitFor();
  await many.getByRole('button', {name: 'Show more'}).click();
  await trial.eventually(async () => await many.locator('.network').count() === 200, 'more are shown');
  await many.context().close();

  // A pair fails while somebody looks at it, and the cell keeps the focus.
  const page = await trial.open('#/networks/hoodi', {session: true});
  const cell = (consensus, execution) => page.getByRole('button', {name: new RegExp('^' + consensus + ' with ' + execution + ':')}).first();
  await cell('teku', 'reth').waitFor();
  trial.check(await cell('teku', 'reth').getAttribute('aria-label') === 'teku with reth: well; of 2 nodes 2 well', 'a cell says how it stands: ' + await cell('teku', 'reth').getAttribute('aria-label'));
  await cell('teku', 'reth').focus();
  const before = page.locator('p[role=status]');
  for (const node of ['teku-geth-1', 'teku-geth-2']) await happens('stall?network=hoodi&node=' + node);
  for (const node of ['prysm-besu-1', 'prysm-besu-2', 'lodestar-erigon-1']) await happens('silence?network=hoodi&node=' + node);
  await happens('silence?network=sepolia&node=teku-geth-1');
  await happens('break?network=hoodi&client=reth');
  await happens('break?network=odd-devnet-0&client=' + encodeURIComponent('<img src=x onerror="document.title=1"> CL'));
  await page.locator('th.blamed', {hasText: 'reth'}).waitFor();
  await page.locator('button.cell.fail.consequence').nth(5).waitFor();
  trial.check(/teku with reth: fails.*A consequence of reth, a root cause/.test(await page.evaluate(() => document.activeElement.getAttribute('aria-label'))), 'the cell that fails keeps the focus');
  await trial.eventually(async () => /reth is a root cause now/.test(await before.textContent()), 'it is told to those who do not see it');
  const why = page.locator('section', {has: page.locator('#why')});
  await why.getByText('reth fails with 6 of its 6 consensus clients').waitFor();
  const changes = page.locator('section', {has: page.locator('#changes')});
  await changes.getByText('became a root cause').waitFor();
  await network('hoodi').getByText('root cause').waitFor();

  // By keyboard: through the cells, and into one.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  trial.check(/^teku with geth/.test(await page.evaluate(() => document.activeElement.getAttribute('aria-label'))), 'arrows lead through the matrix');
  await page.keyboard.press('Enter');
  const nodes = page.locator('section', {has: page.locator('#nodes')});
  await nodes.getByText('teku with geth').waitFor();
  await trial.eventually(async () => await nodes.locator('.node').count() === 2, 'the nodes of the pair');
  trial.check(page.url().includes('consensus=teku&execution=geth'), 'the pair is in the address');
  await nodes.getByText(/blocks behind/).first().waitFor();
  trial.check(/var-consensus_client=teku&var-execution_client=geth&var-network=hoodi$/.test(await nodes.getByRole('link', {name: 'Grafana'}).getAttribute('href')), 'Grafana shows the pair');
  await nodes.getByText('ssh devops@teku-geth-1.hoodi.ethpandaops.io').waitFor();

  // By a check; what is unknown says why.
  await page.getByRole('button', {name: /^CL Sync Status/}).click();
  await trial.eventually(async () => /teku with reth: well/.test(await cell('teku', 'reth').getAttribute('aria-label')), 'reth fails no check of the consensus layer');
  await page.getByText('A node fails when it says that it is syncing.').waitFor();
  await page.reload();
  await page.locator('button[aria-pressed=true]', {hasText: 'CL Sync Status'}).waitFor();
  await page.getByRole('button', {name: /^All checks/}).click();
  await nodes.getByRole('button', {name: 'All nodes'}).click();
  await nodes.getByLabel('State').selectOption('unknown');
  await trial.eventually(async () => await nodes.locator('.node').count() === 3, 'three are silent');
  await nodes.getByText('no series now; it is expected').first().waitFor();
  await nodes.getByLabel('State').selectOption('');
  await page.locator('th button', {hasText: 'reth'}).click();
  await nodes.getByText('Nodes with reth').waitFor();
  await nodes.getByText('what they have in common: reth').waitFor();

  // Who was told.
  await page.getByText('no client of this network is registered').waitFor();
  const asked = await page.context().request.post(trial.jar.base + 'ethereum-network/checks',
      {data: {network: 'hoodi', client: 'reth', channel: CHANNEL, guild: GUILD}, headers: {'X-Pulse-Csrf': await page.evaluate(async () => (await (await fetch('dashboard.json')).json()).csrf)}});
  trial.check(asked.ok(), 'a client is registered: ' + asked.status());
  await page.getByRole('button', {name: 'Evaluate now'}).click();
  await page.locator('.alerts li', {hasText: 'channel ' + CHANNEL}).waitFor();
  await page.getByText('nobody was told yet').waitFor();

  // Another count in a cause leaves open what is open, and the focus where it is.
  await why.locator('summary', {hasText: 'consequence'}).click();
  const consequence = why.locator('details .pair').first();
  await consequence.focus();
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  const among = await focused();
  const told = await why.textContent();
  await happens('break?network=hoodi&client=lighthouse');
  await page.locator('p[role=status]', {hasText: 'lighthouse is a root cause now'}).waitFor();
  await trial.eventually(async () => await why.textContent() !== told, 'another cause is told');
  trial.check(await why.locator('details[open] .pair').count() > 0 && await focused() === among, 'what is open stays open, with the focus: ' + await focused());
  await happens('mend?network=hoodi&client=lighthouse');

  // Of two guilds the one selected is told of, though the other answers later.
  const OTHER = '297038439483310086';
  const leaves = [];
  const two = await trial.open('#/networks/hoodi', {session: true, prepare: async page => {
    await page.route('**/ethereum-network/networks/hoodi', async route => {
      const answer = await route.fetch();
      await route.fulfill({response: answer, json: {...await answer.json(), guilds: [GUILD, OTHER]}});
    });
    await page.route('**/ethereum-network/networks/hoodi/alerts?*', async route => {
      const guild = new URL(route.request().url()).searchParams.get('guild');
      if (guild === GUILD) await new Promise(resolve => leaves.push(resolve));
      await route.fulfill({json: {count: 1, alerts: [{client: 'reth', channel: 'of-' + guild, open: false, because: []}]}}).catch(() => {});
    });
  }});
  await trial.eventually(async () => leaves.length > 0, 'the first guild is asked');
  await two.getByLabel('Discord server').and(two.locator('select')).selectOption(OTHER);
  await two.locator('.alerts li', {hasText: 'of-' + OTHER}).waitFor();
  const late = two.waitForResponse(answer => answer.url().includes('guild=' + GUILD));
  for (const leave of leaves) leave();
  await (await late).finished();
  await two.evaluate(() => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve))));
  trial.check(await two.locator('.alerts li', {hasText: 'of-' + OTHER}).count() === 1, 'the guild just left is not drawn under the one selected');

  // Of a matrix that is too large the page says what it leaves out.
  const large = await trial.open('#/networks/hoodi', {session: true, prepare: async page => {
    await page.route('**/ethereum-network/networks/hoodi', async route => {
      const answer = await route.fetch();
      const data = await answer.json();
      await route.fulfill({response: answer, json: {...data, cells: data.cells.slice(0, 20), cellsLeftOut: data.cells.length - 20}});
    });
    await page.route('**/ethereum-network/networks/hoodi/history?*', async route => {
      const answer = await route.fetch();
      const data = await answer.json();
      await route.fulfill({response: answer, json: {...data, pairs: Array.from({length: 500}, (none, i) => ({...data.pairs[0], consensus: 'client-' + i}))}});
    });
  }});
  await large.getByText('20 of 30 client pairs are shown, the worst first.').waitFor();
  trial.check(await large.locator('.matrix td', {hasText: 'not shown'}).count() === 10 && await large.locator('.matrix td', {hasText: 'no node'}).count() === 0, 'what is left out is not called empty');
  await large.getByRole('button', {name: 'Show 200 of 500 pairs'}).click();
  await large.getByText('and 300 pairs more, which were no worse').waitFor();
  trial.check(await large.locator('.pair-lines li').count() === 200, 'that many are shown');
  await large.context().close();

  // A network that nobody evaluates, as one sees it who may not say so, and one who may.
  const viewer = await trial.open('#/networks/retired-devnet-0', {token: VIEWER});
  await viewer.getByText('because no client of it is registered').first().waitFor();
  const button = viewer.getByRole('button', {name: 'Evaluate now'});
  trial.check(await button.isDisabled() && /operator/.test(await button.getAttribute('title')), 'a viewer must not evaluate');
  await list.locator('li', {hasText: 'retired-devnet-0'}).getByRole('button', {name: 'Evaluate now'}).click();
  await network('retired-devnet-0').waitFor();
  const missing = await trial.open('#/networks/%3Cimg%20src=x%20onerror=%22document.title=1%22%3E');
  await missing.getByText('Unknown network: <img src=x').waitFor();

  await trial.look('networks', '#/networks', '.network');
  await trial.look('network', '#/networks/hoodi?consensus=teku&execution=geth', '.node');
  await trial.look('network-odd', '#/networks/odd-devnet-0', '.pair-lines li', {sizes: ['phone'], schemes: ['light']});
  await trial.look('network-odd', '#/networks/odd-devnet-0', '.pair-lines li', {sizes: ['desk'], schemes: ['dark']});
  await trial.look('network-unknown', '#/networks/fusaka-devnet-3', '.standing', {sizes: ['phone'], schemes: ['dark']});
  trial.check(await list.title() !== '1', 'no name was taken for a script');
}
