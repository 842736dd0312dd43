// Status pages: how they stand, where they are, their badges; and the work that they announce.

import {maintenance} from './maintenance.js';

const FORMATS = {markdown: 'Markdown', html: 'HTML', address: 'Address'};
const WINDOWS = {'24h': '24 h', '7d': '7 d', '30d': '30 d', '90d': '90 d'};
const EXAMPLE = `status-pages:
  - name: shop
    title: The shop
    tags: [public]`;

export default async function statusPages(page) {
  const {h, fill} = page.ui;
  const check = page.query.get('check') || '';
  const chosen = {format: 'markdown', what: new Map()};
  const pages = h('div', {class: 'status-pages'});
  const work = maintenance(page);
  page.root.append(h('div', {class: 'heading'}, h('h1', {}, 'Status pages'),
      h('div', {class: 'actions'}, h('a', {class: 'button', href: 'status/', hidden: true, id: 'public-list'}, 'As the public sees them'), work.announce)),
  ...check ? [h('p', {class: 'soft'}, 'Those that show ', h('a', {href: page.link('check', check)}, page.checks.title(check)), '. ',
      h('a', {href: page.link('status-pages')}, 'All status pages'))] : [],
  pages, work.element);

  async function read() {
    const [answer, announced] = await Promise.all([
      page.api.get('status-pages' + (check ? '?check=' + encodeURIComponent(check) : '')), page.api.get('maintenance')]);
    if (page.signal.aborted) return;
    page.root.querySelector('#public-list').hidden = answer.items.length === 0;
    drawPages(answer.items);
    work.draw(answer, announced.items, again, !check);
  }

  async function again() {
    await read();
  }

  function drawPages(items) {
    if (items.length === 0) {
      if (pages.dataset.drawn === 'none') return;
      pages.dataset.drawn = 'none';
      fill(pages, check ? page.ui.empty('No status page shows this check.')
        : h('div', {class: 'empty none'}, h('p', {}, 'There is no status page yet. Say in the configuration which checks belong to one, and restart:'), h('pre', {}, EXAMPLE)));
      return;
    }
    const names = JSON.stringify(items.map(item => item.name));
    if (pages.dataset.drawn !== names) {
      pages.dataset.drawn = names;
      pages.cards = new Map(items.map(item => [item.name, pageCard(page, item, chosen)]));
      fill(pages, items.map(item => pages.cards.get(item.name).element));
    }
    items.forEach(item => pages.cards.get(item.name).draw(item));
  }

  await page.live.load(read);
  // A page itself is found out twice a minute; and what checks are called may change.
  page.every(15, () => read().catch(() => {}));
}

// A page. What changes is drawn in place, so that what was chosen stays.
function pageCard(page, first, chosen) {
  const {h, fill, put, tag, facts, format} = page.ui;
  const state = h('div', {class: 'standing'});
  const details = h('div', {});
  const badges = badgesOf(page, first, chosen);
  const element = page.ui.card('',
      h('div', {class: 'heading'}, h('h2', {}, h('a', {href: first.path}, first.title)), first.private ? tag('private', 'Asks for its token') : tag('public', 'Open to all')),
      h('p', {class: 'soft place'}, address(first.path)), first.description ? h('p', {}, first.description) : null, state, details, badges.element);

  return {element, draw(item) {
    const drawn = JSON.stringify([item.status, item.sentence, item.checks, item.zone, item.days]);
    if (element.dataset.drawn !== drawn) {
      element.dataset.drawn = drawn;
      fill(state, standing(page, item));
      fill(details, facts([
        ['Checks', format.number(item.checks)],
        ['History', item.days + ' days of ' + item.zone],
        ['Also as', [h('a', {href: item.path + '.json'}, 'JSON'), ', ', h('a', {href: item.path + '.atom'}, 'feed')]],
      ]));
    }
    badges.draw(item);
  }};
}

const LOOKS = {up: 'pass', degraded: 'warn', down: 'fail', unknown: 'unknown', maintenance: 'work'};

function standing(page, item) {
  const {h} = page.ui;
  const look = Object.hasOwn(LOOKS, item.status) ? LOOKS[item.status] : 'unknown';
  return h('span', {class: 'badge ' + look}, h('span', {class: 'mark', aria: {hidden: 'true'}}), h('span', {}, item.sentence));
}

function address(path) {
  return new URL(path, document.baseURI).href;
}

// ---- badges

function badgesOf(page, first, chosen) {
  const {h, fill, put, button, toast} = page.ui;
  const kinds = first.component
    ? [['badge.svg', 'Status'], ...first.windows.map(window => ['uptime.svg?window=' + window, 'Uptime, ' + WINDOWS[window]]),
      ...first.windows.map(window => ['latency.svg?window=' + window, 'Latency, ' + WINDOWS[window]])]
    : [['badge.svg', 'Status'], ...first.windows.map(window => ['uptime.svg?window=' + window, 'Uptime, ' + WINDOWS[window]])];
  const place = first.path + '/' + (first.component ? first.component.id + '/' : '');
  const label = first.component ? first.component.name : first.title;
  const kind = h('select', {aria: {label: 'Which badge of ' + label}}, kinds.map(([value, text]) => h('option', {value}, text)));
  const formats = h('div', {class: 'toggle', role: 'group', aria: {label: 'Form of the snippet'}}, Object.entries(FORMATS).map(([name, text]) =>
    h('button', {type: 'button', dataset: {format: name}, onclick: () => {
      chosen.format = name;
      for (const other of document.querySelectorAll('.page-status-pages .badges')) other.dispatchEvent(new Event('formatchange'));
    }}, text)));
  const picture = h('img', {alt: '', height: '20'});
  const snippet = h('input', {class: 'snippet', readonly: true, aria: {label: 'Snippet for the badge of ' + label}, spellcheck: 'false'});
  const element = h('div', {class: 'badges'},
      h('h3', {}, first.component ? ['Badges of ', h('bdi', {}, first.component.name)] : 'Badges'),
      h('div', {class: 'actions'}, kind, formats, h('span', {class: 'shown'}, picture)),
      h('div', {class: 'actions'}, snippet, button('Copy', async () => {
        snippet.select();
        await copy(snippet);
        toast('Copied.');
      })),
      first.private ? h('p', {class: 'soft'}, 'The badges of a private page need its token as well: other pages cannot show them.') : null);

  snippet.addEventListener('focus', () => snippet.select());
  kind.addEventListener('change', shown);
  element.addEventListener('formatchange', shown);

  function shown() {
    for (const toggle of formats.children) toggle.setAttribute('aria-pressed', String(toggle.dataset.format === chosen.format));
    const source = place + kind.value;
    if (picture.getAttribute('src') !== source) picture.src = source;
    picture.alt = kind.selectedOptions[0].textContent + ' of ' + label;
    snippet.value = text(chosen.format, address(source), address(first.path), label);
  }
  shown();
  let known = '';
  return {element, draw(item) {
    // The picture is as old as the state that it shows.
    const now = item.status + item.sentence;
    if (known && known !== now) fetch(place + kind.value, {cache: 'reload'}).then(() => { picture.src = place + kind.value; }, () => {});
    known = now;
  }};
}

function text(format, source, target, label) {
  if (format === 'address') return source;
  if (format === 'html') return '<a href="' + escaped(target) + '"><img alt="' + escaped(label) + '" src="' + escaped(source) + '"></a>';
  return '[![' + label.replace(/[\\[\]`*_<>!]/g, '\\$&').replace(/\s+/g, ' ') + '](' + source + ')](' + target + ')';
}

function escaped(value) {
  return value.replace(/[&<>"]/g, letter => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[letter]);
}

// Without TLS browsers have no clipboard for scripts, but the selection can be copied all the same.
async function copy(input) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(input.value);
      return;
    } catch (refused) {
      // Then as below.
    }
  }
  input.focus();
  input.select();
  if (!document.execCommand('copy')) throw new Error('This browser lets no page copy. The text is selected: press Ctrl+C.');
}
