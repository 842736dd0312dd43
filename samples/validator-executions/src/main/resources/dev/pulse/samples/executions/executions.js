// Validators and what they work at: those first that need somebody.

import {plots} from './executions-plots.js';
import {execution, pod} from './executions-pod.js';
import {ORDER, WORDS, STATUS, badgeOf, blocks, connection, errorOf, follower, heading, height, keep, narrow, podName, took} from './executions-parts.js';
import {latest} from './executions-latest.js';

const PAGE = 100;
const LARGEST = 500;
const SORTS = [['worst', 'worst first'], ['pod', 'by number'], ['longest', 'longest first'], ['quiet', 'quiet for longest']];
const CHECKS = ['state', 'errors', 'stuck', 'score', 'scan'].map(name => 'validator-executions.' + name);

export default async function executions(page) {
  const [first, second] = page.path;
  if (first === undefined) return validators(page);
  if (first === 'latest') return latest(page);
  return second === undefined ? pod(page, first) : execution(page, first, second);
}

async function validators(page) {
  const {h, put, fill, toast} = page.ui;
  const asked = page.query.get('state') || '';
  const wish = {
    state: ORDER.includes(asked) ? asked : '',
    text: (page.query.get('text') || '').slice(0, 200),
    sort: SORTS.some(([name]) => name === page.query.get('sort')) ? page.query.get('sort') : 'worst',
  };
  let wanted = PAGE;
  let known = new Map();
  let turn = 0;

  const top = heading(page, '', () => load());
  const note = h('p', {class: 'empty problem', role: 'status', hidden: true});
  const tiles = h('div', {class: 'tiles', role: 'group', aria: {label: 'Show validators by state'}});
  const checks = h('section', {class: 'card', aria: {labelledby: 'judged'}});
  const drawn = plots(page);
  const search = h('input', {type: 'search', placeholder: 'Pod, execution, error…', maxlength: 200, autocomplete: 'off', spellcheck: 'false', value: wish.text});
  const sort = h('select', {}, SORTS.map(([value, text]) => h('option', {value, selected: value === wish.sort}, text)));
  const fitting = h('span', {class: 'soft', role: 'status'});
  const nothing = h('p', {class: 'empty', hidden: true});
  const more = page.ui.button('Show more', async () => {
    wanted = wanted < LARGEST ? LARGEST : wanted + LARGEST;
    await load();
  });
  const rows = await page.list({
    label: 'Validators',
    columns: [{title: 'State'}, {title: 'Validator'}, {title: 'Newest execution'}, {title: 'What it says'}, {title: 'Took', class: 'num'}, {title: 'Asked', class: 'num'}],
    draw: (item, element) => drawRow(page, known.get(item.key), element),
    shown: () => {},
  });
  page.root.append(...top.elements, note, tiles, h('div', {class: 'cards wide'}, drawn.element, checks),
      h('section', {class: 'validators', aria: {labelledby: 'validators'}},
          h('div', {class: 'toolbar'}, h('h2', {id: 'validators'}, 'Validators'), fitting,
              h('label', {class: 'search'}, h('span', {class: 'unseen'}, 'Find validators'), search),
              h('label', {}, h('span', {class: 'soft'}, 'Sort '), sort)),
          nothing, rows.element, h('div', {class: 'actions more'}, more)));

  const buttons = new Map(ORDER.map(state => {
    const number = h('b', {}, '–');
    const button = h('button', {type: 'button', class: 'tile ' + STATUS[state] + ' ' + state, onclick: () => find({state: wish.state === state ? '' : state})},
        h('span', {class: 'mark', aria: {hidden: 'true'}}), number, h('span', {class: 'word'}, WORDS[state].toLowerCase()));
    return [state, {button, number}];
  }));
  fill(tiles, [...buttons.values()].map(({button}) => button));
  mark();

  let timer = 0;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => find({text: search.value.trim()}), 200);
  });
  sort.addEventListener('change', () => find({sort: sort.value}));
  narrow.addEventListener('change', () => arrange(), {signal: page.signal});

  function mark() {
    buttons.forEach(({button}, state) => button.setAttribute('aria-pressed', String(state === wish.state)));
  }

  function find(change) {
    Object.assign(wish, change);
    keep(page, {state: wish.state, text: wish.text, sort: wish.sort === 'worst' ? '' : wish.sort});
    mark();
    wanted = PAGE;
    load().catch(problem => toast(problem.message, 'fail'));
  }

  async function load() {
    const mine = ++turn;
    const query = {sort: wish.sort};
    if (wish.state) query.state = wish.state;
    if (wish.text) query.text = wish.text;
    const parts = [];
    for (let offset = 0; offset < wanted; offset += LARGEST) {
      parts.push(page.get('pods?' + new URLSearchParams({...query, offset, limit: Math.min(LARGEST, wanted - offset)})));
    }
    const answers = await Promise.all(parts);
    // Whoever has asked for something else meanwhile is not shown this.
    if (mine !== turn || page.signal.aborted) return;
    draw(answers[0], answers.flatMap(answer => answer.items));
  }

  function draw(about, items) {
    top.draw(about);
    const wrong = connection(about);
    note.hidden = !wrong;
    put(note, wrong);
    buttons.forEach(({button, number}, state) => {
      const count = about.counts[state];
      put(number, page.ui.format.number(count));
      button.classList.toggle('none', count === 0);
      button.hidden = state === 'other' && count === 0 && wish.state !== state;
    });
    known = new Map(items.map(item => [item.pod, item]));
    put(fitting, about.matching === about.total ? page.ui.format.number(about.total)
        : page.ui.format.number(about.matching) + ' of ' + page.ui.format.number(about.total));
    nothing.hidden = items.length > 0;
    put(nothing, wish.state || wish.text ? 'No validator fits.' : 'There are no validators.');
    rows.element.hidden = items.length === 0;
    more.hidden = items.length >= about.matching;
    arrange();
  }

  function arrange() {
    rows.set([...known.keys()].map(key => ({key, kind: 'pod', height: height()})));
  }

  await page.live.load(load);
  follower(page, load);
  page.checks.watch((state, told) => {
    if (told.everything || CHECKS.some(name => told.names.has(name))) drawChecks(page, checks, state);
  });
  await drawn.start();
}

// ---- rows

const rowParts = new WeakMap();

function drawRow(page, item, known) {
  const {h, fill, ago} = page.ui;
  const element = known || makeRow(page);
  if (!item) return element;
  const part = rowParts.get(element);
  const {queried_at: queried, took_ms: ignored, ...rest} = item;
  const signature = JSON.stringify(rest);
  if (part.drawn !== signature) {
    part.drawn = signature;
    const run = item.execution || item.last_known;
    part.link.href = page.link('executions', item.pod);
    fill(part.link, podName(page, item.pod));
    part.link.title = item.pod;
    fill(part.state, badgeOf(page, item.standing), ['stuck', 'failed', 'unknown', 'other'].includes(item.standing) && item.since ? ago(item.since, 'for ', '') : null);
    fill(part.run, run ? h('a', {href: page.link('executions', item.pod, run.key), title: run.id}, h('bdi', {}, run.id || 'without an id')) : h('span', {class: 'soft'}, 'none was ever seen'),
        h('span', {class: 'under'}, run && !item.execution ? 'last known, ' : null, run ? blocks(page, run) : null));
    fill(part.says, says(page, item));
    part.says.title = item.why || item.execution?.error || '';
    fill(part.took, item.execution ? took(page, item.execution) : '–');
  }
  const when = queried || 'never';
  if (part.queried !== when) {
    part.queried = when;
    fill(part.when, ago(queried, '', ''));
  }
  return element;
}

function says(page, {standing, why, execution: run, last_known: last, answered_at: answered}) {
  const {h, ago} = page.ui;
  if (standing === 'unknown') {
    return [h('span', {class: 'first'}, why), h('span', {class: 'under'}, last ? ['was ', WORDS[last.standing].toLowerCase(), ', answered ', ago(answered)] : 'has not answered yet')];
  }
  if (run.error) return h('span', {class: 'first bad'}, errorOf(run));
  if (standing === 'stuck') return [h('span', {class: 'first'}, 'does not end'), h('span', {class: 'under'}, 'began ', ago(run.started_at))];
  if (standing === 'other') return ['in the state ', h('bdi', {}, run.state)];
  if (standing === 'completed') return run.ended_at ? ['ended ', ago(run.ended_at)] : 'ended';
  if (standing === 'running') return run.started_at ? ['began ', ago(run.started_at)] : 'is under way';
  return 'has not begun';
}

function makeRow(page) {
  const {h} = page.ui;
  const part = {
    state: h('span', {role: 'cell', class: 'state'}),
    link: h('a', {class: 'pod', href: '#/'}),
    run: h('span', {role: 'cell', class: 'run'}),
    says: h('span', {role: 'cell', class: 'says two'}),
    took: h('span', {role: 'cell', class: 'latency num'}),
    when: h('span', {role: 'cell', class: 'when num'}),
  };
  const element = h('div', {class: 'row', role: 'row'}, part.state, h('span', {role: 'cell', class: 'name'}, part.link), part.run, part.says, part.took, part.when);
  rowParts.set(element, part);
  return element;
}

// ---- who judges them

function drawChecks(page, element, {rows}) {
  const {h, fill, badge, tag, empty} = page.ui;
  const known = CHECKS.map(name => rows.get(name)).filter(row => row);
  const signature = JSON.stringify(known.map(({name, status, summary, title, open_incidents: open}) => [name, status, summary, title, open]));
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  fill(element, h('h2', {id: 'judged'}, 'Judged by'), known.length === 0 ? empty('No check is there yet.')
      : h('ul', {class: 'lines judged'}, known.map(row => h('li', {}, badge(row.status), h('span', {class: 'grow'},
          h('a', {class: 'what', href: page.link('check', row.name)}, row.title || row.name),
          h('small', {class: 'clip', title: row.summary}, row.summary || 'has not run yet')),
      row.open_incidents ? h('a', {class: 'tag', href: page.link('incidents') + '?check=' + encodeURIComponent(row.name)},
          row.open_incidents === 1 ? '1 incident' : row.open_incidents + ' incidents') : null))),
      rows.has(CHECKS[2]) || known.length === 0 ? null : h('p', {class: 'soft'}, 'Nobody asks whether executions are stuck: set ', tag('STUCK_AFTER'), ' to have that judged.'));
}
