export default async function repositories(page) {
  const {h, card, table, badge, instant} = page.ui;
  const body = h('div', {});
  page.root.append(h('h1', {}, 'Repositories'), card('All', body));

  async function read() {
    const {items} = await page.get('all');
    page.ui.fill(body, table(['Name', 'State', 'Scanned'],
        items.map(repo => [repo.name, badge(repo.status), instant(repo.scanned_at)])));
  }
  await page.live.load(read);
  page.every(60, read);
}
