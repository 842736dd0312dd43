// Ethereum networks: how each of them stands, worst first. One of them is shown by network.js.

import network from './network.js';
import {follow, freshen, grid, hatching, plural, WORDS, WEIGHT} from './network-parts.js';

const PAGE = 500;
const SHOWN = 100;

export default async function networks(page) {
  if (page.path[0]) return network(page);
  const {h, fill, put} = page.ui;
  const sentence = h('p', {class: 'sentence'});
  const says = h('p', {class: 'empty', hidden: true});
  const cards = h('div', {class: 'cards networks'});
  const rest = h('ul', {class: 'lines'});
  const others = h('section', {class: 'card', aria: {labelledby: 'others'}, hidden: true}, h('h2', {id: 'others'}, 'Not evaluated'), rest);
  const more = page.ui.button('Show more', async () => {
    wanted += SHOWN;
    draw(known.found, known.answer);
  });
  const all = h('input', {type: 'checkbox', checked: page.query.get('all') === 'true'});
  const drawn = new Map();
  let wanted = SHOWN;
  let known = null;
  all.addEventListener('change', () => {
    page.replaceQuery({all: all.checked ? 'true' : ''});
    read().catch(problem => page.ui.toast(problem.message, 'fail'));
  });
  page.root.append(h('div', {class: 'heading'}, h('h1', {}, 'Networks'), sentence,
      h('label', {class: 'actions also'}, all, 'also those that are not active')), hatching(page), says, cards, others, h('div', {class: 'actions'}, more));

  // All of them, whatever is shown: the worst may be the last by name.
  async function read() {
    const found = [];
    let answer = {};
    do {
      const query = new URLSearchParams({active: String(!all.checked), limit: String(PAGE)});
      if (answer.next !== undefined) query.set('after', answer.next);
      answer = await page.get('networks?' + query);
      found.push(...answer.networks);
    } while (answer.next !== undefined && !page.signal.aborted);
    if (page.signal.aborted) return;
    known = {found, answer};
    draw(found, answer);
  }

  function draw(found, answer) {
    const evaluated = found.filter(one => one.evaluatedAt !== undefined);
    const never = found.filter(one => one.evaluatedAt === undefined);
    evaluated.sort((a, b) => WEIGHT[b.status] - WEIGHT[a.status] || b.failingPairs - a.failingPairs || a.name.localeCompare(b.name));
    const counts = ['fail', 'unknown', 'warn', 'pass'].map(status => [evaluated.filter(one => one.status === status).length, status])
        .filter(([count]) => count > 0).map(([count, status]) => count + ' ' + (status === 'fail' && count > 1 ? 'fail' : WORDS[status].toLowerCase()));
    if (never.length > 0) counts.push(never.length + ' not evaluated');
    put(sentence, counts.join(', '));
    more.hidden = evaluated.length <= wanted && never.length <= wanted;
    says.hidden = found.length > 0;
    put(says, answer.reason || 'There are no networks in the document of clients and networks.');
    const first = evaluated.slice(0, wanted);
    const shown = first.map(one => drawCard(one));
    const names = new Set(first.map(one => one.name));
    for (const [name] of drawn) if (!names.has(name)) drawn.delete(name);
    // Moved only when the order is another one: what has the focus keeps it.
    if (shown.length !== cards.children.length || shown.some((card, i) => cards.children[i] !== card)) fill(cards, shown);
    others.hidden = never.length === 0;
    const listed = never.slice(0, wanted);
    const signature = JSON.stringify(listed);
    if (rest.dataset.drawn !== signature) {
      rest.dataset.drawn = signature;
      fill(rest, listed.map(drawNever));
    }
  }

  function drawCard(one) {
    const {evaluatedAt, ...told} = one;
    const signature = JSON.stringify(told);
    const before = drawn.get(one.name);
    if (before && before.signature === signature) {
      freshen(before.time, evaluatedAt);
      return before.element;
    }
    const time = page.ui.ago(evaluatedAt, 'evaluated ');
    const link = before ? before.link : h('a', {href: page.link('networks', one.name), title: one.name}, one.name);
    const element = before ? before.element : h('section', {class: 'card network'});
    const body = h('div', {class: 'network-body'}, grid(page, one), h('div', {class: 'network-says'}, says1(one),
        one.rootCauses.map(cause => h('p', {class: 'cause'}, h('span', {class: 'chip'}, one.stale ? 'root cause then' : 'root cause'), ' ', h('bdi', {class: 'clip', title: cause.client}, cause.client))),
        one.reason ? h('p', {class: 'soft'}, one.reason) : null, h('p', {class: 'soft'}, nodes(one))));
    const foot = h('small', {class: 'network-foot'}, time, one.watched ? null : ', because somebody asked');
    const badge = page.ui.badge(one.status, WORDS[one.status]);
    element.classList.toggle('stale', Boolean(one.stale));
    if (before) {
      // The link stays where it is, with the focus.
      element.querySelector('.badge').replaceWith(badge);
      element.querySelector('.network-body').replaceWith(body);
      element.querySelector('.network-foot').replaceWith(foot);
    } else {
      element.append(h('div', {class: 'network-head'}, h('h2', {class: 'clip'}, link), badge), body, foot);
    }
    drawn.set(one.name, {signature, element, time, link});
    return element;
  }

  function says1(one) {
    if (one.stale) return h('p', {}, WORDS[one.before] + ' when it was evaluated last');
    if (one.networkWide) return h('p', {}, h('strong', {}, 'Network-wide: '), one.failingPairs + ' of ' + one.pairs + ' client pairs fail');
    if (one.failingPairs > 0) return h('p', {}, one.failingPairs + ' of ' + plural(one.pairs, 'client pair') + (one.failingPairs === 1 ? ' fails' : ' fail'));
    if (one.status === 'pass') return h('p', {}, 'All ' + plural(one.pairs, 'client pair') + ' are well');
    if (one.status === 'fail') return h('p', {}, plural(one.nodes.fail, 'node') + (one.nodes.fail === 1 ? ' fails' : ' fail') + ' whose clients are not known');
    return one.status === 'warn' ? h('p', {}, 'No client pair fails, as far as is known') : null;
  }

  function nodes(one) {
    const parts = [['fail', one.nodes.fail === 1 ? 'fails' : 'fail'], ['unknown', 'unknown'], ['warn', 'known in part']]
        .filter(([status]) => one.nodes[status] > 0).map(([status, word]) => one.nodes[status] + ' ' + word);
    return plural(one.nodes.all, 'node') + (parts.length ? ': ' + parts.join(', ') : '');
  }

  function drawNever(one) {
    const may = page.may('operator');
    return h('li', {class: 'wraps'}, page.ui.badge('unknown'), h('div', {class: 'grow'},
        h('a', {class: 'what', href: page.link('networks', one.name)}, one.name), h('small', {}, one.reason)),
    one.active ? null : page.ui.tag('not active'),
    page.ui.button('Evaluate now', async () => {
      await page.post('networks/' + encodeURIComponent(one.name) + '/evaluate');
      await read();
    }, {disabled: !may, title: may ? undefined : 'This needs the role operator.'}));
  }

  await page.live.load(read);
  follow(page, read);
}
