// The targets of the uptime guard: how they stand, and what people may do with them.

import {one} from './uptime-guard-target.js';

export const PREFIX = 'uptime-guard.';

const TYPES = [['https', 'https'], ['http', 'http'], ['tcp', 'tcp']];
const NUMBERS = [['interval_s', 'Seconds between two probes', '1 to 86,400'], ['timeout_ms', 'Time-out in milliseconds', '100 to 300,000'],
  ['expected_status', 'Status that is good besides 200 to 399', '100 to 599']];
const STANDINGS = ['fail', 'unknown', 'warn', 'pass', 'disabled'];
const WORDS = {fail: 'down', unknown: 'unknown', warn: 'warning', pass: 'up', disabled: 'disabled'};
const RUNS = 40;
const MOST_SPARKS = 100;
const narrow = matchMedia('(max-width: 760px)');

export default async function guard(page) {
  return page.path.length ? one(page, page.path[0], edit, actions) : all(page);
}

export function checkOf(target) {
  return PREFIX + target.id;
}

export function standingOf(page, target) {
  if (!target.enabled) return 'disabled';
  return page.checks.state.rows.get(checkOf(target))?.status || 'unknown';
}

async function all(page) {
  const {h, put, fill, button} = page.ui;
  const asked = page.query.get('state') || '';
  const wish = {state: STANDINGS.includes(asked) ? asked : '', text: (page.query.get('text') || '').slice(0, 200)};
  const known = new Map();
  const runs = new Map();
  let seen = [];

  const needs = needsOf(page);
  const sentence = h('p', {class: 'sentence'});
  const tiles = h('div', {class: 'tiles', role: 'group', aria: {label: 'Show targets by state'}});
  const search = h('input', {type: 'search', placeholder: 'Name or address…', maxlength: 200, autocomplete: 'off', spellcheck: 'false', value: wish.text});
  const fitting = h('span', {class: 'soft', role: 'status'});
  const nothing = h('p', {class: 'empty', hidden: true});
  const rows = await page.list({
    label: 'Targets',
    columns: [{title: 'State'}, {title: 'Target'}, {title: 'What it says'}, {title: 'Last probes', class: 'runs'}, {title: 'Latency', class: 'num'}, {title: 'Actions', class: 'num'}],
    draw: (item, element) => drawRow(page, known.get(item.key), element, runs, load),
    shown: items => {
      seen = items.map(item => PREFIX + item.key).slice(0, MOST_SPARKS);
      readRuns();
    },
  });
  page.root.append(h('div', {class: 'heading'}, h('h1', {}, 'Uptime guard'), sentence,
      h('div', {class: 'actions'}, button('Add a target', () => edit(page, undefined, load), {kind: 'primary', ...needs}))),
  tiles, h('section', {aria: {labelledby: 'targets'}},
      h('div', {class: 'toolbar'}, h('h2', {id: 'targets'}, 'Targets'), fitting,
          h('label', {class: 'search'}, h('span', {class: 'unseen'}, 'Find targets'), search)), nothing, rows.element));

  const buttons = new Map(STANDINGS.map(state => {
    const number = h('b', {}, '–');
    const element = h('button', {type: 'button', class: 'tile ' + (state === 'disabled' ? 'unknown off' : state), onclick: () => find({state: wish.state === state ? '' : state})},
        h('span', {class: 'mark', aria: {hidden: 'true'}}), number, h('span', {class: 'word'}, WORDS[state]));
    return [state, {element, number}];
  }));
  fill(tiles, [...buttons.values()].map(({element}) => element));

  let timer = 0;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => find({text: search.value.trim()}), 120);
  });
  narrow.addEventListener('change', () => arrange(), {signal: page.signal});

  function find(change) {
    Object.assign(wish, change);
    page.replaceQuery(wish);
    arrange();
  }

  async function load() {
    const targets = await page.get('targets');
    if (page.signal.aborted) return;
    known.clear();
    for (const target of targets) known.set(String(target.id), target);
    arrange();
  }

  // Worst first, then by name.
  function arrange() {
    const counts = Object.fromEntries(STANDINGS.map(state => [state, 0]));
    for (const target of known.values()) counts[standingOf(page, target)]++;
    buttons.forEach(({element, number}, state) => {
      put(number, page.ui.format.number(counts[state]));
      element.classList.toggle('none', counts[state] === 0);
      element.setAttribute('aria-pressed', String(state === wish.state));
    });
    const bad = ['fail', 'unknown', 'warn'].filter(state => counts[state]).map(state => page.ui.format.number(counts[state]) + ' ' + WORDS[state]);
    put(sentence, known.size === 0 ? 'Nothing is watched yet.' : counts.disabled === known.size ? 'All targets are disabled.'
        : bad.length ? bad.join(', ') + ' of ' + page.ui.format.number(known.size) + ' targets.' : 'All that are probed are up.');
    const words = wish.text.toLowerCase().split(/\s+/).filter(word => word);
    const collator = new Intl.Collator(undefined, {numeric: true});
    const shown = [...known.values()].filter(target => (!wish.state || standingOf(page, target) === wish.state)
        && words.every(word => (target.name + '\n' + target.url).toLowerCase().includes(word)))
        .sort((a, b) => STANDINGS.indexOf(standingOf(page, a)) - STANDINGS.indexOf(standingOf(page, b)) || collator.compare(a.name, b.name));
    put(fitting, shown.length === known.size ? page.ui.format.number(known.size) : page.ui.format.number(shown.length) + ' of ' + page.ui.format.number(known.size));
    nothing.hidden = shown.length > 0;
    put(nothing, known.size === 0 ? 'There are no targets yet. Add one, and it is probed at once.' : 'No target fits.');
    rows.element.hidden = shown.length === 0;
    rows.set(shown.map(target => ({key: String(target.id), kind: 'target', height: narrow.matches ? 150 : 58})));
  }

  let reading = false;
  async function readRuns() {
    if (reading || seen.length === 0) return;
    reading = true;
    try {
      const answer = await page.api.post('overview/runs', {checks: seen, runs: RUNS});
      runs.clear();
      for (const {check, runs: last} of answer.items) runs.set(check, last);
      rows.update(() => true);
    } catch (problem) {
      // The rows say what they know; the probes are asked for again soon.
    } finally {
      setTimeout(() => { reading = false; }, 1000);
    }
  }

  await page.live.load(load);
  page.checks.watch((state, told) => {
    if (!told.everything && ![...told.names].some(name => name.startsWith(PREFIX))) return;
    arrange();
    readRuns();
  });
  // Others change targets as well.
  page.every(10, () => load().catch(() => {}));
}

// ---- rows

const parts = new WeakMap();

function drawRow(page, target, known, runs, changed) {
  const {h, fill, put, ago, tag, badge, spark, format} = page.ui;
  const element = known || makeRow(page);
  if (!target) return element;
  const part = parts.get(element);
  const check = checkOf(target);
  const row = target.enabled ? page.checks.state.rows.get(check) : undefined;
  const standing = standingOf(page, target);
  const state = [target.id, standing, row?.since].join();
  if (part.state.dataset.drawn !== state) {
    part.state.dataset.drawn = state;
    fill(part.state, target.enabled ? badge(standing) : tag('disabled'), row?.since && standing !== 'pass' ? ago(row.since, 'for ', '') : null);
  }
  const name = JSON.stringify([target, row?.open_incidents]);
  if (part.drawn !== name) {
    part.drawn = name;
    part.link.href = page.link('uptime-guard', target.id);
    put(part.link, target.name);
    part.link.title = target.name;
    fill(part.under, row?.open_incidents ? h('a', {class: 'tag', href: page.link('incidents') + '?check=' + encodeURIComponent(check)},
        row.open_incidents === 1 ? '1 incident' : row.open_incidents + ' incidents') : null, h('bdi', {title: target.url}, target.url));
    offer(page, part.actions, actions(page, target, changed));
  }
  const says = !target.enabled ? 'is not probed' : row?.summary || 'was not probed yet';
  put(part.says, says);
  part.says.title = says;
  put(part.latency, format.milliseconds(row?.latency_ms));
  const last = target.enabled ? runs.get(check) : undefined;
  const drawn = last && last.length ? check + ':' + last[last.length - 1].run_id : '';
  if (part.runs.dataset.drawn !== drawn) {
    part.runs.dataset.drawn = drawn;
    fill(part.runs, drawn ? spark(last, RUNS) : null);
  }
  return element;
}

function makeRow(page) {
  const {h} = page.ui;
  const part = {
    state: h('span', {role: 'cell', class: 'state'}),
    link: h('a', {href: '#/'}),
    under: h('span', {class: 'under'}),
    says: h('span', {role: 'cell', class: 'says'}),
    runs: h('span', {role: 'cell', class: 'runs'}),
    latency: h('span', {role: 'cell', class: 'latency num'}),
    actions: h('span', {role: 'cell', class: 'doing'}),
  };
  const element = h('div', {class: 'row', role: 'row'}, part.state, h('span', {role: 'cell', class: 'name'}, part.link, part.under), part.says, part.runs, part.latency, part.actions);
  parts.set(element, part);
  return element;
}

// ---- what can be done

function needsOf(page) {
  const why = page.may('operator') ? undefined : 'This needs the role operator.';
  return {disabled: why !== undefined, title: why};
}

// Buttons in the place of others; whoever was at one of them is at the one that took its place.
export function offer(page, element, buttons) {
  const place = [...element.children].indexOf(document.activeElement);
  page.ui.fill(element, buttons);
  element.children[place]?.focus({preventScroll: true});
}

// `gone` is called when the target was deleted, `changed` after everything else.
export function actions(page, target, changed, gone = changed) {
  const {button, ask} = page.ui;
  const needs = needsOf(page);
  return [button('Edit', () => edit(page, target, changed), needs),
    button(target.enabled ? 'Disable' : 'Enable', async () => {
      await page.patch('targets/' + target.id, {enabled: !target.enabled});
      await changed();
    }, needs),
    button('Delete', async () => {
      const sure = await ask({title: 'Delete ' + target.name + '?', text: 'Its history and its incidents go with it.', action: 'Delete', danger: true,
        submit: () => page.delete('targets/' + target.id)});
      if (sure) await gone();
    }, needs)];
}

async function edit(page, target, changed) {
  const done = await page.ui.ask({
    title: target ? 'Edit ' + target.name : 'Add a target',
    text: target ? 'It keeps its history. With another address its open incidents are closed.' : 'It is probed at once.',
    fields: [{name: 'name', label: 'Name', value: target?.name, required: true, maxlength: 255},
      {name: 'type', label: 'Type', options: TYPES, value: target?.type || 'https'},
      {name: 'url', label: 'Address', value: target?.url, required: true, maxlength: 1024, placeholder: 'https://shop.example/ or db.example:5432'},
      ...NUMBERS.map(([name, label, range]) => ({name, label, hint: range + (name === 'expected_status' ? '; none when left empty' : '; the common one when left empty'),
        type: 'number', value: target?.[name]}))],
    action: target ? 'Save' : 'Add',
    submit: async values => {
      const wish = {name: values.name, url: values.url, type: values.type};
      for (const [name] of NUMBERS) if (values[name] !== '') wish[name] = Number(values[name]);
      try {
        await (target ? page.put('targets/' + target.id, wish) : page.post('targets', wish));
      } catch (problem) {
        problem.fields = atField(problem.message);
        throw problem;
      }
    },
  });
  if (!done) return;
  page.ui.toast(target ? 'Saved.' : 'Added.');
  await changed();
}

// Where a message of the API belongs; nowhere when it does not say.
function atField(message) {
  if (message === 'A target with this name already exists') return {name: message};
  if (message === 'address is not allowed') return {url: message + ': private addresses are refused unless the guard allows them'};
  const named = /^(name|url|type|interval_s|timeout_ms|expected_status) (is|does|must)\b/.exec(message);
  return named ? {[named[1]]: message} : {};
}
