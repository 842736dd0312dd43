// Silences: what nobody is told of, until when, and by whom.

import {named, silence} from './incident-parts.js';

const ORDER = ['active', 'pending', 'expired'];
const MOST_EXPIRED = 200;

export async function silences(page) {
  const {h, fill, instant, button, format} = page.ui;
  const body = h('div', {class: 'silences'});
  const needs = named(page);
  page.root.append(h('div', {class: 'actions'}, button('New silence', async () => {
    if (await silence(page, [])) await read();
  }, {kind: 'primary', ...needs})), body);

  async function read() {
    const {items} = await page.api.get('silences');
    const drawn = JSON.stringify(items);
    if (body.dataset.drawn === drawn || page.signal.aborted) return;
    body.dataset.drawn = drawn;
    fill(body, ORDER.map(state => group(state, items.filter(item => item.state === state))));
  }

  function group(state, items) {
    const newest = [...items].sort((a, b) => b.ends_at.localeCompare(a.ends_at));
    const title = {active: 'In force', pending: 'To come', expired: 'Over'}[state];
    return page.ui.card(title + ' ' + format.number(items.length),
        items.length === 0 ? page.ui.empty('None.') : h('ul', {class: 'lines silenced'}, newest.slice(0, MOST_EXPIRED).map(item => h('li', {},
            h('div', {class: 'grow'}, h('p', {class: 'tags'}, item.matchers.map(text => h('code', {class: 'tag', title: text}, text))),
                item.comment ? h('p', {}, item.comment) : null,
                h('small', {}, 'by ' + item.created_by + ', ', instant(item.starts_at), ' to ', instant(item.ends_at),
                    item.recurrence ? ', again and again: ' + item.recurrence.cron + ' for ' + format.duration(item.recurrence.length_seconds) + ', ' + item.recurrence.zone : null)),
            state === 'expired' ? null : button('End', async () => {
              await page.api.delete('silences/' + encodeURIComponent(item.id));
              page.ui.toast('Ended.');
              await read();
            }, needs)))),
        newest.length > MOST_EXPIRED ? h('p', {class: 'soft'}, 'The newest ' + MOST_EXPIRED + '.') : null);
  }

  await page.live.load(read);
  // They begin and end by themselves.
  page.every(15, () => read().catch(() => {}));
}
