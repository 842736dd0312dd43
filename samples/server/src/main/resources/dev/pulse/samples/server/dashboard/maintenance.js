// Announced work: what there is, and the form that announces more.

import {named} from '../incidents/incident-parts.js';

const MOST_OVER = 20;
const MOST_OFFERED = 30;
const MOST_CHOSEN = 500;
const HOUR_MS = 3600000;
const STATES = [['active', 'Going on'], ['pending', 'To come'], ['expired', 'Over']];

export function maintenance(page) {
  const {h, fill, button, format} = page.ui;
  const needs = named(page);
  const body = h('div', {class: 'work'});
  let pages = [];
  let nowhere = null;
  let changed = async () => {};
  const element = page.ui.card('Announced maintenance',
      h('p', {class: 'soft'}, 'Checks go on meanwhile, but what fails opens no incident and nobody is told. Status pages show it ahead, meanwhile and afterwards.'), body);
  const announce = button('Announce maintenance', async () => {
    if (await ask(page, pages)) {
      page.ui.toast('Announced.');
      await changed();
    }
  }, {kind: 'primary', ...needs});

  // Of one check only its pages are known, not whether others show the work too; the form still offers
  // what there is.
  function draw(answer, announced, again, allPages) {
    pages = answer.items;
    nowhere = allPages ? ' on no status page' : null;
    changed = again;
    const all = [
      ...announced.map(work => ({...work, pages: answer.items.filter(item => item.announcements.includes(work.id))})),
      ...answer.configured.map(work => ({...work, pages: answer.items.filter(item => work.status_pages.includes(item.name))})),
    ];
    const drawn = JSON.stringify(all.map(work => ({...work, pages: work.pages.map(item => item.name)})));
    if (body.dataset.drawn === drawn) return;
    body.dataset.drawn = drawn;
    if (all.length === 0) fill(body, page.ui.empty('None.'));
    else fill(body, STATES.map(([state, title]) => group(title, state, all.filter(work => work.state === state))));
  }

  function group(title, state, works) {
    if (works.length === 0) return null;
    const sorted = works.sort((a, b) => state === 'expired' ? b.to.localeCompare(a.to) : a.from.localeCompare(b.from));
    return h('section', {}, h('h3', {}, title + ' ' + format.number(works.length)),
        h('ul', {class: 'lines'}, (state === 'expired' ? sorted.slice(0, MOST_OVER) : sorted).map(work => line(work))));
  }

  function line(work) {
    const {instant, tag} = page.ui;
    return h('li', {}, h('div', {class: 'grow'},
        h('p', {class: 'what'}, h('strong', {}, h('bdi', {}, work.name)), work.id ? null : tag('configuration', 'The configuration announces it.')),
        work.text ? h('p', {class: 'said'}, h('bdi', {}, work.text)) : null,
        h('small', {}, instant(work.from), ' to ', instant(work.to), ', ' + format.duration((Date.parse(work.to) - Date.parse(work.from)) / 1000),
            work.recurrence ? ', again and again: ' + work.recurrence.cron + ' for ' + format.duration(work.recurrence.length_seconds) + ', ' + work.recurrence.zone : null,
            work.created_by ? [', by ', h('bdi', {}, work.created_by)] : null),
        h('small', {class: 'tags'}, scope(work), work.pages.length ? [' on ', work.pages.map((item, i) => [i ? ', ' : null, h('a', {href: item.path}, item.title)])] : nowhere)),
    work.id && work.state !== 'expired' ? button(work.state === 'pending' ? 'Take back' : 'End', async () => {
      await page.api.delete('maintenance/' + encodeURIComponent(work.id));
      page.ui.toast(work.state === 'pending' ? 'Taken back.' : 'Ended.');
      await changed();
    }, needs) : null);
  }

  function scope(work) {
    const {tag} = page.ui;
    const parts = [...work.checks.map(name => h('a', {class: 'tag', href: page.link('check', name), title: name}, page.checks.title(name))),
      ...work.tags.map(name => tag('tag ' + name, 'All checks with this tag'))];
    return parts.length === 0 ? 'All checks' : parts.slice(0, 8).concat(parts.length > 8 ? ' and ' + format.number(parts.length - 8) + ' more' : []);
  }

  return {announce, element, draw};
}

async function ask(page, pages) {
  const covers = chooser(page, pages);
  const now = Date.now();
  return page.ui.ask({
    title: 'Announce maintenance',
    fields: [
      {name: 'name', label: 'Title', required: true, maxlength: 100, placeholder: 'New disks for the shop'},
      {name: 'text', label: 'Text', type: 'textarea', maxlength: 2000, placeholder: 'Orders wait until we are done.', hint: 'Status pages show both to everybody.'},
      {name: 'covers', label: 'For', element: covers.element, read: covers.read},
      {name: 'from', label: 'From', type: 'datetime-local', required: true, value: local(now)},
      {name: 'to', label: 'Until', type: 'datetime-local', required: true, value: local(now + HOUR_MS), hint: 'Your time, ' + Intl.DateTimeFormat().resolvedOptions().timeZone + '.'},
    ],
    action: 'Announce',
    submit: ({name, text, covers: {checks, tags}, from, to}) => page.api.post('maintenance', {
      name, text: text || undefined, from: new Date(from).toISOString(), to: new Date(to).toISOString(),
      checks: checks.length ? checks : undefined, tags: tags.length ? tags : undefined}),
  });
}

// As a field for local times wants it.
function local(time) {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

// ---- for what

// A field that finds checks, tags, members of groups and what status pages show.
function chooser(page, pages) {
  const {h, fill, button, put} = page.ui;
  const chosen = new Map();
  const id = 'covers-' + Math.random().toString(36).slice(2);
  const offers = h('datalist', {id});
  const field = h('input', {type: 'text', list: id, placeholder: 'A check, tag, group or status page', autocomplete: 'off', aria: {label: 'Add checks'}, spellcheck: 'false'});
  const chips = h('ul', {class: 'chips', aria: {label: 'Chosen'}});
  const problem = h('small', {});
  const element = h('div', {class: 'chooser'}, chips, field, offers, problem);
  let offered = new Map();

  function all() {
    const found = [];
    for (const item of pages) found.push({key: 'page\n' + item.name, text: 'Status page: ' + item.title, page: item});
    const tags = new Set();
    for (const row of page.checks.state.rows.values()) for (const name of row.tags || []) tags.add(name);
    for (const name of [...tags].sort()) found.push({key: 'tag\n' + name, text: 'Tag: ' + name, tags: [name], checks: []});
    for (const row of page.checks.state.rows.values()) {
      if (row.judges?.length) found.push({key: 'group\n' + row.name, text: 'Group with its members: ' + (row.title || row.name), tags: [], checks: [row.name, ...row.judges]});
    }
    for (const row of page.checks.state.rows.values()) {
      found.push({key: 'check\n' + row.name, text: row.title && row.title !== row.name ? row.title + ' (' + row.name + ')' : row.name, tags: [], checks: [row.name]});
    }
    return found;
  }

  function offer() {
    const wanted = field.value.trim().toLocaleLowerCase();
    offered = new Map();
    for (const item of all()) {
      if (offered.size >= MOST_OFFERED) break;
      if (!chosen.has(item.key) && item.text.toLocaleLowerCase().includes(wanted)) offered.set(item.text, item);
    }
    fill(offers, [...offered.keys()].map(value => h('option', {value})));
  }

  function add(item) {
    const named = item.page ? ofPage(page, item.page) : item;
    chosen.set(item.key, {...item, ...named});
    field.value = '';
    draw();
    offer();
  }

  function draw() {
    fill(chips, [...chosen.values()].map(item => h('li', {class: 'tag', title: item.text}, h('span', {class: 'clip'}, h('bdi', {}, item.text)),
        h('button', {type: 'button', class: 'remove', aria: {label: 'Without ' + item.text}, onclick: () => {
          chosen.delete(item.key);
          draw();
          field.focus();
        }}, '×'))));
    put(problem, chosen.size ? '' : 'Nothing chosen: for all checks.');
  }

  field.addEventListener('input', () => {
    const item = offered.get(field.value);
    if (item) add(item);
    else offer();
  });
  field.addEventListener('focus', offer);
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !field.value.trim()) return;
    event.preventDefault();
    const [first] = offered.values();
    if (first) add(first);
  });
  draw();

  return {element, read() {
    if (field.value.trim()) throw new Error('"' + field.value.trim() + '" was not chosen: press enter, or empty the field.');
    const items = [...chosen.values()];
    const checks = [...new Set(items.flatMap(item => item.checks))];
    if (checks.length > MOST_CHOSEN) throw new Error('These are ' + checks.length + ' checks; at most ' + MOST_CHOSEN + ' can be named. Choose a tag that they have.');
    return {checks, tags: [...new Set(items.flatMap(item => item.tags))]};
  }};
}

// Labels have no place in an announcement: the checks that have them are named.
function ofPage(page, item) {
  const wanted = Object.entries(item.group.labels);
  const labelled = wanted.length === 0 ? [] : [...page.checks.state.rows.values()]
      .filter(row => wanted.every(([name, value]) => (row.labels || {})[name] === value)).map(row => row.name);
  const known = item.group.checks.filter(name => page.checks.state.rows.has(name));
  const tags = item.group.tags.filter(name => [...page.checks.state.rows.values()].some(row => (row.tags || []).includes(name)));
  return {checks: [...known, ...labelled], tags};
}
