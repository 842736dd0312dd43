// The state of everything, worst first.

import {list} from '../../assets/list.js';
import {STATUSES, count} from '../../assets/checks.js';

const RUNS = 40;
const HOUR_MS = 3600000;
const AGES_S = 60;
const FEW = 5;
const BURN_WINDOW = '1h';
const MOST_LABELS = 20;
const WORDS = {fail: 'down', unknown: 'unknown', warn: 'warning', pass: 'up'};
const RANK = {fail: 0, unknown: 1, warn: 2, pass: 3};
const HEIGHT = {wide: 54, narrow: 104, group: 42};
const narrow = matchMedia('(max-width: 760px)');

export default function overview(page) {
  const {put} = page.ui;
  const {state} = page.checks;
  const shown = {
    text: page.query.get('q') || '',
    status: STATUSES.includes(page.query.get('status')) ? page.query.get('status') : '',
    group: page.query.get('group') || '',
  };
  const folded = new Set();
  const places = new Map();
  const ranks = new Map();
  const sparks = keepSparks(page, names => rows.update(item => names.has(item.name)));
  const frame = makeFrame(page, shown, change => {
    Object.assign(shown, change);
    page.replaceQuery({q: shown.text, status: shown.status, group: shown.group});
    frame.mark();
    arrange();
  });
  const rows = list({
    label: 'Checks',
    columns: [{title: 'State'}, {title: 'Check'}, {title: 'What it says'}, {title: 'Last runs', class: 'runs'},
      {title: 'Latency', class: 'num'}, {title: 'Last run', class: 'num'}],
    draw: (item, known) => item.group ? drawGroup(page, item, known, fold) : drawRow(page, item, known, sparks),
    shown: items => sparks.want(items.filter(item => !item.group).map(item => item.name)),
    signal: page.signal,
  });
  page.root.append(...frame.parts(rows.element));

  function fold(name) {
    if (!folded.delete(name)) folded.add(name);
    arrange();
  }

  function arrange() {
    const fitting = [...state.rows.values()].filter(fits(shown)).sort(worstFirst(ranks));
    rows.set(shown.group ? grouped(fitting, shown.group, folded) : fitting.map(item));
    frame.fitting(fitting.length, state.rows.size);
    rows.element.hidden = fitting.length === 0;
  }

  narrow.addEventListener('change', arrange, {signal: page.signal});
  page.checks.watch((now, told) => {
    frame.draw(now);
    sparks.add(now.rows, told.names);
    if (told.everything) {
      rank(ranks, now.rows);
      places.clear();
      for (const row of now.rows.values()) places.set(row.name, place(row));
      frame.groups(now.rows);
      arrange();
    } else if (moved(places, told.names, now.rows)) {
      arrange();
    } else {
      rows.update(item => told.names.has(item.name));
    }
    put(frame.loading, '');
  });
  // An hour goes by where nothing happens, too.
  page.every(AGES_S, () => {
    if (state.loaded) frame.draw(state);
  });
}

// ---- which, and in which order

function item(row) {
  return {key: row.name, name: row.name, kind: 'row', height: narrow.matches ? HEIGHT.narrow : HEIGHT.wide};
}

function fits({text, status}) {
  const words = text.toLowerCase().split(/\s+/).filter(word => word);
  return row => {
    if (status && row.status !== status) return false;
    if (!words.length) return true;
    const said = [row.name, row.title, row.target, ...(row.tags || []),
      ...Object.entries(row.labels || {}).map(([name, value]) => name + '=' + value)].join('\n').toLowerCase();
    return words.every(word => said.includes(word));
  };
}

function place(row) {
  return RANK[row.status] + (row.paused ? 0.5 : 0);
}

function worstFirst(ranks) {
  return (a, b) => place(a) - place(b) || ranks.get(a.name) - ranks.get(b.name);
}

// By title, as the viewer's language sorts; reckoned once, because that takes its time.
function rank(ranks, rows) {
  const collator = new Intl.Collator(undefined, {numeric: true});
  ranks.clear();
  [...rows.values()].map(row => [row.title || row.name, row.name])
      .sort((a, b) => collator.compare(a[0], b[0]) || collator.compare(a[1], b[1]))
      .forEach(([, name], i) => ranks.set(name, i));
}

// Whether one of these would stand elsewhere now.
function moved(places, names, rows) {
  let moves = false;
  for (const name of names) {
    const row = rows.get(name);
    if (!row) continue;
    if (places.get(name) !== place(row)) moves = true;
    places.set(name, place(row));
  }
  return moves;
}

function grouped(rows, by, folded) {
  const groups = new Map();
  const put = (name, row) => groups.has(name) ? groups.get(name).push(row) : groups.set(name, [row]);
  if (by === 'members') {
    const within = new Map();
    for (const row of rows) for (const member of row.judges || []) {
      if (!within.has(member)) within.set(member, []);
      within.get(member).push(row.title || row.name);
    }
    for (const row of rows) for (const name of row.judges ? [row.title || row.name] : within.get(row.name) || ['']) put(name, row);
  } else {
    for (const row of rows) for (const name of namesOf(row, by)) put(name, row);
  }
  const items = [];
  for (const [name, members] of [...groups].sort(byTrouble)) {
    const counts = {fail: 0, unknown: 0, warn: 0, pass: 0};
    for (const row of members) counts[row.status]++;
    const closed = folded.has(name);
    items.push({key: 'group\n' + name, kind: 'group', group: {name, counts, size: members.length, closed}, height: HEIGHT.group});
    if (!closed) for (const row of members) items.push({...item(row), key: name + '\n' + row.name});
  }
  return items;
}

function namesOf(row, by) {
  if (by === 'tag') return row.tags || [''];
  const label = by.startsWith('label:') ? (row.labels || {})[by.slice(6)] : undefined;
  return [label === undefined ? '' : label];
}

// The group with the worst share first; those without a name last.
function byTrouble([a, rowsA], [b, rowsB]) {
  const worst = rows => rows.reduce((least, row) => Math.min(least, RANK[row.status]), 3);
  return (a === '') - (b === '') || worst(rowsA) - worst(rowsB) || a.localeCompare(b, undefined, {numeric: true});
}

// ---- the last runs of what is in view

function keepSparks(page, changed) {
  const known = new Map();
  let asked = new Set();
  let timer = 0;
  const MOST = 300;
  const TRUSTED_MS = 60000;

  async function fetchThem() {
    const names = [...asked].slice(0, 100);
    asked = new Set();
    try {
      const answer = await page.api.post('overview/runs', {checks: names, runs: RUNS});
      for (const {check, runs} of answer.items) {
        known.delete(check);
        known.set(check, {runs, at: Date.now()});
      }
      for (const name of known.keys()) {
        if (known.size <= MOST) break;
        known.delete(name);
      }
      changed(new Set(names));
    } catch (problem) {
      // The rows say what they know; the runs are asked for again when they are next in view.
    }
  }

  return {
    of: name => known.get(name)?.runs,
    want(names) {
      for (const name of names) {
        const entry = known.get(name);
        if (!entry || Date.now() - entry.at > TRUSTED_MS) asked.add(name);
      }
      if (!asked.size) return;
      clearTimeout(timer);
      timer = setTimeout(fetchThem, 80);
    },
    add(rows, names) {
      for (const name of names) {
        const entry = known.get(name);
        const row = rows.get(name);
        if (!entry || !row || row.run_id === undefined) continue;
        const last = entry.runs[entry.runs.length - 1];
        if (last && last.run_id >= row.run_id) continue;
        entry.runs.push({run_id: row.run_id, status: row.status, latency_ms: row.latency_ms});
        if (entry.runs.length > RUNS) entry.runs.shift();
      }
    },
  };
}

// ---- rows

const parts = new WeakMap();

function drawRow(page, item, known, sparks) {
  const row = page.checks.state.rows.get(item.name);
  const element = known || makeRow(page);
  if (!row) return element;
  const {h, put, fill, badge, ago, tag, spark, format} = page.ui;
  const part = parts.get(element);
  if (part.name !== item.name) {
    part.name = item.name;
    part.link.href = page.link('check', item.name);
  }
  const standing = row.status === 'pass' ? 'pass' : row.status + (row.since || '');
  if (part.standing !== standing) {
    part.standing = standing;
    fill(part.state, badge(row.status), row.since && row.status !== 'pass' ? ago(row.since, 'for ', '') : null);
  }
  put(part.link, row.title || row.name);
  part.link.title = row.title || row.name;
  const marks = JSON.stringify([row.title ? row.name : row.target, row.paused, row.maintenance, row.tags, row.open_incidents]);
  if (part.marks !== marks) {
    part.marks = marks;
    fill(part.under, row.paused ? tag('paused') : null, row.maintenance ? tag('maintenance', row.maintenance) : null,
        row.open_incidents ? tag(row.open_incidents === 1 ? '1 incident' : row.open_incidents + ' incidents') : null,
        h('bdi', {}, row.title ? row.name : row.target), (row.tags || []).map(name => tag(name)));
  }
  const summary = row.summary || 'has not run yet';
  put(part.says, summary);
  part.says.title = summary;
  put(part.latency, format.milliseconds(row.latency_ms));
  const ran = row.last_run_at || 'never';
  if (part.ran !== ran) {
    part.ran = ran;
    fill(part.when, ago(row.last_run_at, '', ''));
  }
  const runs = sparks.of(item.name);
  const drawn = runs && runs.length ? item.name + ':' + runs.length + ':' + runs[runs.length - 1].run_id : '';
  if (part.drawn !== drawn) {
    part.drawn = drawn;
    fill(part.runs, drawn ? spark(runs, RUNS) : null);
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
    when: h('span', {role: 'cell', class: 'when num'}),
  };
  const element = h('div', {class: 'row', role: 'row'}, part.state,
      h('span', {role: 'cell', class: 'name'}, part.link, part.under), part.says, part.runs, part.latency, part.when);
  parts.set(element, part);
  return element;
}

function drawGroup(page, {group}, known, fold) {
  const {put, fill, badge, format} = page.ui;
  const element = known || makeGroup(page, fold);
  const part = parts.get(element);
  part.group = group.name;
  part.button.setAttribute('aria-expanded', String(!group.closed));
  put(part.name, group.name || 'none');
  put(part.size, format.number(group.size));
  const standing = JSON.stringify(group.counts);
  if (part.standing !== standing) {
    part.standing = standing;
    fill(part.counts, STATUSES.filter(status => group.counts[status])
        .map(status => badge(status, format.number(group.counts[status]) + ' ' + WORDS[status])));
  }
  return element;
}

function makeGroup(page, fold) {
  const {h} = page.ui;
  const part = {
    name: h('strong', {}),
    size: h('span', {class: 'soft'}),
    counts: h('span', {class: 'counts'}),
    group: '',
  };
  part.button = h('button', {type: 'button', class: 'fold', onclick: () => fold(part.group)}, part.name, part.size);
  const element = h('div', {class: 'row group', role: 'row'}, h('span', {role: 'cell', aria: {colspan: 6}}, part.button, part.counts));
  parts.set(element, part);
  return element;
}

// ---- what is above the rows

function makeFrame(page, shown, filterBy) {
  const {h, put, fill, format} = page.ui;
  const sentence = h('p', {class: 'sentence'});
  const share = h('div', {class: 'share', role: 'img'});
  const slots = new Map(STATUSES.map(status => [status, makeTile(page, status, () =>
    filterBy({status: shown.status === status ? '' : status}))]));
  const incidents = h('section', {class: 'card', aria: {labelledby: 'open-incidents'}});
  const changes = h('section', {class: 'card', aria: {labelledby: 'changes'}});
  const budgets = h('section', {class: 'card', aria: {labelledby: 'budgets'}});
  const search = h('input', {type: 'search', placeholder: 'Name, tag, label…', autocomplete: 'off', spellcheck: 'false', value: shown.text});
  const group = h('select', {});
  const fitting = h('span', {class: 'soft', role: 'status'});
  const empty = h('p', {class: 'empty', hidden: true});
  const loading = h('p', {class: 'soft loading'}, 'Reading…');
  let timer = 0;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => filterBy({text: search.value.trim()}), 120);
  });
  group.addEventListener('change', () => filterBy({group: group.value}));

  function mark() {
    slots.forEach(({button}, status) => button.setAttribute('aria-pressed', String(shown.status === status)));
  }
  mark();

  return {
    loading,
    mark,
    parts: rows => [
      h('div', {class: 'heading'}, h('h1', {}, 'Overview'), sentence),
      h('div', {class: 'tiles', role: 'group', aria: {label: 'Show checks by state'}}, [...slots.values()].map(tile => tile.button)),
      share, loading,
      h('div', {class: 'cards'}, incidents, changes, budgets),
      h('section', {class: 'checks', aria: {labelledby: 'checks'}},
          h('div', {class: 'toolbar'}, h('h2', {id: 'checks'}, 'Checks'), fitting,
              h('label', {class: 'search'}, h('span', {class: 'unseen'}, 'Find checks'), search),
              h('label', {}, h('span', {class: 'soft'}, 'Group by '), group)),
          empty, rows),
    ],
    fitting(some, all) {
      put(fitting, some === all ? format.number(all) : format.number(some) + ' of ' + format.number(all));
      empty.hidden = some > 0;
      put(empty, all === 0
          ? 'There are no checks yet. Add one to the configuration that Pulse was started with, or in code with Pulse.add.'
          : 'No check fits.');
    },
    groups(rows) {
      const labels = new Set();
      for (const row of rows.values()) for (const name of Object.keys(row.labels || {})) if (labels.size < MOST_LABELS) labels.add(name);
      const options = [['', 'nothing'], ['tag', 'tag'], ['members', 'group'], ...[...labels].sort().map(name => ['label:' + name, name])];
      fill(group, options.map(([value, text]) => h('option', {value, selected: value === shown.group}, text)));
      if (!options.some(([value]) => value === shown.group)) shown.group = '';
    },
    draw(state) {
      const counts = count(state.rows);
      slots.forEach((tile, status) => tile.draw(counts[status]));
      put(sentence, sentenceOf(format, counts, state.rows.size));
      drawShare(page, share, counts, state.rows.size);
      drawIncidents(page, incidents, state);
      drawChanges(page, changes, state);
      drawBudgets(page, budgets, state);
    },
  };
}

function makeTile(page, status, act) {
  const {h, put, format} = page.ui;
  const number = h('b', {}, '–');
  const button = h('button', {type: 'button', class: 'tile ' + status, onclick: act},
      h('span', {class: 'mark', aria: {hidden: 'true'}}), number, h('span', {class: 'word'}, WORDS[status]));
  return {
    button,
    draw(value) {
      put(number, format.number(value));
      button.classList.toggle('none', value === 0);
    },
  };
}

function sentenceOf(format, counts, all) {
  if (all === 0) return 'Nothing is watched yet.';
  if (counts.pass === all) return all === 1 ? 'The one check is up.' : 'All ' + format.number(all) + ' checks are up.';
  const bad = STATUSES.filter(status => status !== 'pass' && counts[status])
      .map(status => format.number(counts[status]) + ' ' + WORDS[status]);
  return bad.join(', ') + ' of ' + format.number(all) + ' checks.';
}

function drawShare(page, share, counts, all) {
  const {h, fill} = page.ui;
  const signature = JSON.stringify(counts);
  if (share.dataset.drawn === signature) return;
  share.dataset.drawn = signature;
  share.hidden = all === 0;
  share.setAttribute('aria-label', sentenceOf(page.ui.format, counts, all));
  fill(share, STATUSES.filter(status => counts[status]).map(status => {
    const part = h('span', {class: status});
    part.style.flexGrow = counts[status];
    return part;
  }));
}

// Draws a card anew only where it says something else, so that nobody loses the place.
function drawCard(element, content, draw) {
  const signature = JSON.stringify(content);
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  draw();
}

function drawIncidents(page, element, {incidents}) {
  const {h, fill, severity, ago, format} = page.ui;
  drawCard(element, incidents, () => {
    const more = incidents.open - Math.min(FEW, incidents.worst.length);
    fill(element, h('h2', {id: 'open-incidents'}, 'Open incidents ', h('span', {class: 'soft'}, format.number(incidents.open))),
        incidents.open === 0 ? h('p', {class: 'empty'}, 'No incident is open.') : h('ul', {class: 'lines'},
            incidents.worst.slice(0, FEW).map(incident => h('li', {},
                severity(incident.severity), h('a', {class: 'grow clip', title: incident.title, href: page.link('incidents', incident.id)}, h('bdi', {}, incident.title)),
                incident.acknowledged ? page.ui.tag('taken', 'taken over by ' + incident.acknowledged) : null,
                h('span', {class: 'soft num'}, ago(incident.started_at, '', ''))))),
        more > 0 ? h('p', {class: 'soft'}, h('a', {href: page.link('incidents')}, 'and ' + format.number(more) + ' more')) : null);
  });
}

function drawChanges(page, element, {changes: all, changesSince}) {
  const {h, fill, badge, ago, instant, format} = page.ui;
  const changes = all.filter(change => Date.parse(change.at) >= format.now() - HOUR_MS);
  const whole = Date.parse(changesSince) <= format.now() - HOUR_MS + 10000;
  const few = changes.slice(0, FEW).map(change => ({...change, title: page.checks.title(change.check)}));
  drawCard(element, [few, changes.length, whole || changesSince], () => {
    fill(element, h('h2', {id: 'changes'}, 'Changed in the last hour ', h('span', {class: 'soft'}, format.number(changes.length))),
        changes.length === 0 ? h('p', {class: 'empty'}, 'No check went up or down.') : h('ul', {class: 'lines'},
            few.map(change => h('li', {}, badge(change.to),
                h('a', {class: 'grow clip', title: change.summary, href: page.link('check', change.check)}, h('bdi', {}, change.title)),
                h('span', {class: 'soft num'}, ago(change.at, '', ''))))),
        h('p', {class: 'soft'}, changes.length > FEW ? 'and ' + format.number(changes.length - FEW) + ' more' : null,
            whole ? null : [changes.length > FEW ? '; ' : null, 'on record since ', instant(changesSince)]));
  });
}

// How fast it is spent just now: 1 is as fast as the whole window allows.
function burn(page, {burn_rates: rates}) {
  const windows = Object.keys(rates);
  if (windows.length === 0) return null;
  const window = windows.includes(BURN_WINDOW) ? BURN_WINDOW : windows[0];
  const rate = rates[window];
  const said = value => page.ui.format.number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value)) + '×';
  return page.ui.h('span', {class: 'burn num' + (rate > 1 ? ' fast' : ''),
    title: 'spent as fast as the budget allows is 1×\n' + windows.map(each => 'in ' + each + ': ' + said(rates[each])).join('\n')},
  'burns ' + said(rate));
}

function drawBudgets(page, element, {budgets}) {
  const {h, fill, meter, format} = page.ui;
  const left = budget => budget.remaining_ratio === undefined ? 2 : budget.remaining_ratio;
  const worst = [...budgets.values()].sort((a, b) => left(a) - left(b)).slice(0, FEW);
  element.hidden = budgets.size === 0;
  drawCard(element, [worst, budgets.size], () => fill(element,
      h('h2', {id: 'budgets'}, 'Error budgets ', h('span', {class: 'soft'}, format.number(budgets.size))),
      h('ul', {class: 'lines'}, worst.map(budget => {
        const known = budget.remaining_ratio !== undefined;
        const text = !known ? 'unknown' : budget.remaining_ratio < 0 ? 'overspent' : format.percent(budget.remaining_ratio, 1) + ' left';
        return h('li', {class: 'budget'}, h('a', {class: 'name clip', title: budget.title, href: page.link('check', budget.check)}, h('bdi', {}, budget.title)),
            h('span', {class: 'soft num objective', title: 'objective ' + format.percent(budget.objective, 5)
                + (budget.indicator === undefined ? '' : ', is ' + format.percent(budget.indicator, 3))}, format.percent(budget.objective, 3)),
            meter(known ? budget.remaining_ratio : 0, budget.title + ': ' + text, known ? budget.status : 'unknown'),
            h('span', {class: 'num left'}, text), burn(page, budget));
      })),
      budgets.size > FEW ? h('p', {class: 'soft'}, 'and ' + format.number(budgets.size - FEW) + ' more') : null));
}
