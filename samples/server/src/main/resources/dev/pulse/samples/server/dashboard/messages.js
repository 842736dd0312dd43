// Messages: those that wait, those that arrived, and those that were given up, which can be sent again.

import {follower, named, pager} from './incident-parts.js';

const PAGE = 50;
const STATES = [['dead', 'Given up'], ['pending', 'Waiting'], ['delivered', 'Delivered']];

export async function messages(page) {
  const {h, fill, instant, ago, button, toast} = page.ui;
  const needs = named(page);
  const wished = page.query.get('state');
  let state = STATES.some(([name]) => name === wished) ? wished : '';
  const toggle = h('div', {class: 'toggle', role: 'group', aria: {label: 'Which messages'}}, STATES.map(([name, text]) =>
    h('button', {type: 'button', dataset: {state: name}, onclick: () => {
      choose(name);
      page.replaceQuery({state: name});
      pages.first();
      read().catch(problem => toast(problem.message, 'fail'));
    }}, text)));
  const body = h('div', {});
  const pages = pager(page, before => read(before));
  page.root.append(h('div', {class: 'toolbar'}, toggle), h('section', {class: 'card', aria: {label: 'Messages'}}, body, pages.element));
  let asked = 0;

  function choose(name) {
    state = name;
    for (const each of toggle.children) each.setAttribute('aria-pressed', String(each.dataset.state === name));
  }

  async function read(before = pages.before()) {
    const mine = ++asked;
    const answer = await page.api.get('outbox?state=' + state + '&limit=' + PAGE + (before === undefined ? '' : '&before=' + encodeURIComponent(before)));
    if (mine !== asked || page.signal.aborted) return;
    pages.found(answer.next);
    const drawn = JSON.stringify([state, before, answer.items]);
    if (body.dataset.drawn === drawn) return;
    body.dataset.drawn = drawn;
    fill(body, answer.items.length === 0 ? page.ui.empty({dead: 'None was given up.', pending: 'None waits.', delivered: 'None was delivered of late.'}[state])
        : h('ul', {class: 'lines messages'}, answer.items.map(line)));
  }

  function line(message) {
    return h('li', {}, h('div', {class: 'grow'},
        h('p', {}, h('strong', {}, message.kind), ' to ' + message.channel + ', about ', message.incidents.slice(0, 20).map((id, i) =>
          [i ? ', ' : null, h('a', {href: page.link('incidents', id)}, 'incident ' + id)]), message.incidents.length > 20 ? ' and ' + (message.incidents.length - 20) + ' more' : null),
        message.failure ? h('p', {class: 'problem'}, message.failure) : null,
        h('small', {}, 'decided ', instant(message.decided_at), message.attempts ? [', ' + message.attempts + (message.attempts === 1 ? ' attempt' : ' attempts'), message.tried_at ? [', the last ', ago(message.tried_at)] : null] : ', not tried yet')),
    state !== 'dead' ? null : h('span', {class: 'actions'},
        button('Send again', async () => {
          await page.api.post('outbox/' + encodeURIComponent(message.id) + '/replay');
          toast('It is sent again.');
          await read();
        }, needs),
        button('Throw away', async () => {
          const sure = await page.ui.ask({title: 'Throw it away?', text: 'Nobody will be told by this message.', action: 'Throw away', danger: true,
            submit: () => page.api.delete('outbox/' + encodeURIComponent(message.id))});
          if (sure) await read();
        }, needs)));
  }

  await page.live.load(async () => {
    if (state === '') {
      // What was given up wants somebody; where nothing was, the log is what people look for.
      const {items} = await page.api.get('outbox?state=dead&limit=1');
      state = items.length ? 'dead' : 'delivered';
    }
    choose(state);
    await read();
  });
  follower(page, read);
  page.every(5, () => read().catch(() => {}));
}
