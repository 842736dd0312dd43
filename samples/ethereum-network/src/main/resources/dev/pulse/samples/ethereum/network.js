// One network: its clients against each other, whose fault it is, how it was, and who was told.

import {follow, freshen, plural, sign, spent, STATUS, strip, WORDS} from './network-parts.js';

const RANGES = {'1h': ['1 hour', 1], '6h': ['6 hours', 6], '24h': ['24 hours', 24], '7d': ['7 days', 168]};
const NODES = 6;
const CHANGES = 7;
const LINES = 10;
const MOST_LINES = 200;

export default async function network(page) {
  const name = page.path[0];
  const place = 'networks/' + encodeURIComponent(name);
  const {h} = page.ui;
  page.title(name);
  const wish = {
    check: page.query.get('check') || '',
    consensus: page.query.get('consensus') || '',
    execution: page.query.get('execution') || '',
    state: page.query.get('state') || '',
    range: Object.hasOwn(RANGES, page.query.get('range') || '') ? page.query.get('range') : '',
  };
  const remember = () => page.replaceQuery(wish);
  const told = h('p', {class: 'unseen', role: 'status'});
  const heading = makeHeading(page, name, place, data => draw(data));
  const standing = h('section', {class: 'card', aria: {label: 'How it stands'}});
  const matrix = makeMatrix(page, wish, choose);
  const why = makeWhy(page, (consensus, execution) => choose(consensus, execution, true));
  const nodes = makeNodes(page, place, wish, remember, () => choose('', ''));
  const history = makeHistory(page, place, wish, remember);
  const alerts = makeAlerts(page, name, place);
  page.root.append(h('p', {class: 'soft'}, h('a', {href: page.link('networks')}, 'Networks'), ' / ', h('bdi', {}, name)), heading.element, told, standing,
      h('div', {class: 'network-main'}, h('div', {class: 'network-side'}, matrix.element, nodes.element), h('div', {class: 'network-side'}, why.element, history.changes)), history.element, alerts.element);
  let known = null;

  function choose(consensus, execution, jump) {
    wish.consensus = consensus;
    wish.execution = execution;
    remember();
    matrix.mark();
    nodes.read(known).catch(problem => page.ui.toast(problem.message, 'fail'));
    if (jump) nodes.element.scrollIntoView({block: 'nearest'});
  }
  matrix.onCheck(() => {
    remember();
    if (known) matrix.draw(known);
    nodes.read(known).catch(problem => page.ui.toast(problem.message, 'fail'));
    history.read(known).catch(problem => page.ui.toast(problem.message, 'fail'));
  });

  async function draw(data) {
    if (page.signal.aborted) return;
    announce(data);
    known = data;
    if (data.checks && !data.checks.some(check => check.id === wish.check)) wish.check = '';
    heading.draw(data);
    drawStanding(page, standing, data);
    matrix.draw(data);
    why.draw(data);
    await Promise.all([nodes.read(data), history.read(data), alerts.read(data)]);
  }

  // What changes while somebody looks is told to those who do not see it.
  function announce(data) {
    if (!known || !known.blames || !data.blames) return;
    // A client of one layer may be called as one of the other.
    const guilty = set => new Map(set.blames.filter(blame => blame.rootCause).map(blame => [blame.layer + ' ' + blame.client, blame.client]));
    const before = guilty(known);
    const now = guilty(data);
    const said = [...now].filter(([key]) => !before.has(key)).map(([, client]) => client + ' is a root cause now')
        .concat([...before].filter(([key]) => !now.has(key)).map(([, client]) => client + ' is no root cause any more'));
    if (known.failingPairs !== data.failingPairs) said.push(data.failingPairs + ' of ' + plural(data.pairs, 'client pair') + ' fail now');
    if (said.length) page.ui.put(told, said.join('; '));
  }

  const read = async () => draw(await page.get(place));
  await page.live.load(read);
  follow(page, read);
}

// ---- heading and standing

function makeHeading(page, name, place, drawn) {
  const {h, fill, button} = page.ui;
  const tags = h('span', {class: 'tags'});
  const links = h('span', {class: 'actions'});
  const may = page.may('operator');
  const evaluate = button('Evaluate now', async () => {
    await drawn(await page.post(place + '/evaluate'));
    page.ui.toast('Evaluated.');
  }, {kind: 'primary', icon: 'play', disabled: !may, title: may ? 'An evaluation that has just ended is taken' : 'This needs the role operator.'});
  const element = h('div', {class: 'heading'}, h('h1', {title: name}, name), tags, h('div', {class: 'actions'}, links, evaluate));
  return {
    element,
    draw(data) {
      const signature = JSON.stringify([data.active, data.watched, data.stale, data.everySeconds, data.grafana, data.logs]);
      if (element.dataset.drawn === signature) return;
      element.dataset.drawn = signature;
      fill(tags, data.active ? null : page.ui.tag('not active'), data.stale ? page.ui.tag('out of date', 'The last evaluation is too old to tell how it stands now') : null,
          page.ui.tag(data.watched ? 'every ' + page.ui.format.duration(data.everySeconds) : 'on demand',
              data.watched ? (data.stale ? 'It should be evaluated again and again, and is late' : 'It is evaluated again and again') : 'No client of it is registered: it is evaluated when somebody asks'));
      fill(links, outside(page, data.grafana, 'Grafana'), outside(page, data.logs, 'Logs'));
    },
  };
}

function outside(page, href, text, label) {
  return page.ui.h('a', {class: 'button', href, target: '_blank', rel: 'noopener noreferrer', aria: label ? {label} : {}}, text, page.ui.h('span', {aria: {hidden: 'true'}}, '↗'));
}

function drawStanding(page, element, data) {
  const {h, fill, badge, facts, ago} = page.ui;
  const {evaluatedAt, ...rest} = data;
  const signature = JSON.stringify([rest.status, rest.before, rest.reason, rest.pairs, rest.failingPairs, rest.networkWide, rest.rootCauses, rest.nodes, rest.notes, evaluatedAt === undefined]);
  if (element.dataset.drawn === signature) {
    const time = element.querySelector('time');
    if (time) freshen(time, evaluatedAt);
    return;
  }
  element.dataset.drawn = signature;
  if (evaluatedAt === undefined) {
    fill(element, h('div', {class: 'standing'}, badge('unknown'), h('p', {class: 'grow says'}, data.reason)));
    return;
  }
  const {nodes} = data;
  fill(element, h('div', {class: 'standing'}, badge(data.status, WORDS[data.status]), h('p', {class: 'grow says'}, sentence(data))),
      data.reason ? h('p', {class: 'soft'}, data.reason) : null,
      facts([
        ['Evaluated', ago(evaluatedAt)],
        ['Client pairs', data.failingPairs + ' of ' + data.pairs + ' fail'],
        ['Nodes', String(nodes.all)],
        ['Nodes that fail', nodes.fail],
        ['Unknown', nodes.unknown],
        ['Known in part', nodes.warn || undefined],
        ['Machines that do not answer', nodes.infrastructure || undefined],
        ['Nodes without a pair', nodes.unattributed || undefined],
      ]),
      data.notes.length ? h('ul', {class: 'notes soft'}, data.notes.slice(0, 20).map(note => h('li', {}, note))) : null);
}

function sentence(data) {
  if (data.stale) return WORDS[data.before] + ' when it was evaluated last. All below is of that time.';
  if (data.networkWide) return 'So much fails that no client is blamed: the network as a whole is in trouble.';
  const causes = data.rootCauses.map(cause => cause.client);
  if (causes.length) return (causes.length === 1 ? 'The root cause is ' : 'The root causes are ') + '\u2068' + causes.join('\u2069, \u2068') + '\u2069.';
  if (data.failingPairs) return 'There is no root cause: ' + (data.failingPairs === 1 ? 'the pair that fails may be the fault of either client.' : 'the pairs that fail have too little in common.');
  if (data.status === 'fail') return 'Nodes fail whose clients are not known.';
  if (data.status === 'pass') return 'Every node passes every check.';
  return data.status === 'warn' ? 'Nothing fails, as far as is known.' : 'Nothing is known of it.';
}

// ---- the matrix

function makeMatrix(page, wish, choose) {
  const {h, fill, put} = page.ui;
  const toggle = h('div', {class: 'toggle checks', role: 'group', aria: {label: 'Which check'}});
  const rule = h('p', {class: 'soft rule'});
  const left = h('p', {class: 'soft', hidden: true});
  const body = h('div', {class: 'matrix-area', tabindex: '0', role: 'region', aria: {label: 'Client matrix'}});
  const legend = h('ul', {class: 'key', aria: {label: 'Legend'}},
      ['pass', 'warn', 'unknown', 'fail'].map(status => h('li', {}, h('span', {class: 'cell ' + status, aria: {hidden: 'true'}}, sign(page, status)), WORDS[status].toLowerCase())),
      h('li', {}, h('span', {class: 'cell fail consequence', aria: {hidden: 'true'}}, sign(page, 'fail')), 'fails because of a root cause'),
      h('li', {}, h('span', {class: 'chip', aria: {hidden: 'true'}}, 'root cause'), 'at fault in its whole row or column'));
  const element = h('section', {class: 'card matrix-card', aria: {labelledby: 'matrix'}}, h('div', {class: 'toolbar'}, h('h2', {id: 'matrix'}, 'Clients')), toggle, rule, left, body, legend);
  let changed = () => {};
  let parts = null;

  body.addEventListener('keydown', event => {
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    const cell = event.target.closest('td');
    if (!step || !cell || !parts) return;
    let row = cell.parentElement.rowIndex;
    let column = cell.cellIndex;
    const {rows} = parts.table;
    do {
      row += step[0];
      column += step[1];
    } while (rows[row] && rows[row].cells[column] && !rows[row].cells[column].querySelector('button'));
    const next = rows[row]?.cells[column]?.querySelector('button');
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });

  function build(data) {
    const columns = data.execution.map(client => header(client, 'col', 'execution'));
    const rows = data.consensus.map(client => header(client, 'row', 'consensus'));
    const cells = new Map();
    const lines = data.consensus.map((consensus, y) => h('tr', {}, rows[y].element, data.execution.map(execution => {
      const element = h('td', {});
      cells.set(JSON.stringify([consensus, execution]), {element, consensus, execution});
      return element;
    })));
    const table = h('table', {class: 'matrix'}, h('caption', {class: 'unseen'}, 'How nodes stand, consensus clients by execution clients'),
        h('thead', {}, h('tr', {}, h('td', {class: 'corner'}, h('span', {}, 'consensus ↓'), h('span', {}, 'execution →')), columns.map(column => column.element))), h('tbody', {}, lines));
    fill(body, table);
    return {table, columns, rows, cells};
  }

  function header(client, scope, layer) {
    const chip = h('span', {class: 'chip', hidden: true}, 'root cause');
    const button = h('button', {type: 'button', class: 'client', title: client, aria: {pressed: 'false'}, onclick: () => {
      const on = button.getAttribute('aria-pressed') === 'true';
      choose(!on && layer === 'consensus' ? client : '', !on && layer === 'execution' ? client : '');
    }}, h('span', {class: 'clip'}, client), chip);
    return {element: h('th', {scope}, button), button, chip, client, layer};
  }

  function draw(data) {
    if (!data.cells || data.cells.length === 0) {
      parts = null;
      element.dataset.drawn = '';
      toggle.hidden = true;
      legend.hidden = true;
      left.hidden = true;
      put(rule, '');
      fill(body, page.ui.empty(data.cells ? 'No node tells which clients it runs.' : 'Not evaluated yet.'));
      return;
    }
    toggle.hidden = false;
    legend.hidden = false;
    body.classList.toggle('stale', Boolean(data.stale));
    drawChecks(data);
    const shape = JSON.stringify([data.consensus, data.execution]);
    if (element.dataset.drawn !== shape) {
      element.dataset.drawn = shape;
      parts = build(data);
    }
    const guilty = new Map(data.blames.filter(blame => blame.rootCause).map(blame => [blame.layer + ' ' + blame.client, blame]));
    for (const head of [...parts.columns, ...parts.rows]) {
      const blame = guilty.get(head.layer + ' ' + head.client);
      head.element.classList.toggle('blamed', Boolean(blame));
      head.chip.hidden = !blame;
      head.button.title = head.client + (blame ? '\n' + blame.text : '');
    }
    const empty = new Map(parts.cells);
    for (const cell of data.cells) {
      const key = JSON.stringify([cell.consensus, cell.execution]);
      const slot = parts.cells.get(key);
      if (!slot) continue;
      empty.delete(key);
      drawCell(slot, cell, guilty);
    }
    // Which of the others have a node is not told where some are left out.
    const [word, letter] = data.cellsLeftOut ? ['not shown', '…'] : ['no node', '·'];
    left.hidden = !data.cellsLeftOut;
    put(left, data.cellsLeftOut ? data.cells.length + ' of ' + (data.cells.length + data.cellsLeftOut) + ' client pairs are shown, the worst first. Where it says … there is no node, or the pair is not shown: choose a client for all its nodes.' : '');
    for (const slot of empty.values()) {
      slot.button = null;
      slot.element.className = band(slot, guilty);
      fill(slot.element, h('span', {class: 'unseen'}, word), h('span', {class: 'none', title: data.cellsLeftOut ? word : undefined, aria: {hidden: 'true'}}, letter));
    }
    mark();
  }

  function band(slot, guilty) {
    return [guilty.has('execution ' + slot.execution) ? 'blamed-column' : '', guilty.has('consensus ' + slot.consensus) ? 'blamed-row' : ''].join(' ').trim();
  }

  function drawCell(slot, cell, guilty) {
    const tally = wish.check ? cell.checks[wish.check] : cell.all;
    const count = status => tally[status] || 0;
    const nodes = count('pass') + count('warn') + count('unknown') + count('fail');
    const cause = tally.status === 'fail' ? cell.cause : undefined;
    if (!slot.button) {
      slot.sign = sign(page, tally.status);
      slot.count = h('span', {class: 'num', aria: {hidden: 'true'}});
      slot.button = h('button', {type: 'button', aria: {pressed: 'false'}, onclick: () => {
        const on = slot.button.getAttribute('aria-pressed') === 'true';
        choose(on ? '' : slot.consensus, on ? '' : slot.execution, !on);
      }}, slot.sign, slot.count);
      fill(slot.element, slot.button);
    }
    slot.element.className = band(slot, guilty);
    slot.button.className = 'cell ' + tally.status + (cause ? ' ' + (cause.fault === 'root-cause' ? 'consequence' : cause.fault) : '');
    put(slot.sign, sign(page, tally.status).textContent);
    const bad = tally.status === 'fail' ? count('fail') : count('unknown') + count('warn');
    const seen = tally.status === 'pass' || nodes === bad ? String(nodes) : bad + '/' + nodes;
    put(slot.count, seen);
    const parts = [['fail', count('fail') === 1 ? 'fails' : 'fail'], ['unknown', 'unknown'], ['warn', 'known in part'], ['pass', 'well']]
        .filter(([status]) => count(status) > 0).map(([status, word]) => count(status) + ' ' + word);
    const label = slot.consensus + ' with ' + slot.execution + ': ' + WORDS[tally.status].toLowerCase() + (seen.includes('/') ? ' ' + seen : '') + '; of ' + plural(nodes, 'node') + ' ' + parts.join(', ') + (cause ? '. ' + cause.text : '');
    if (slot.button.getAttribute('aria-label') !== label) {
      slot.button.setAttribute('aria-label', label);
      slot.button.title = label;
    }
  }

  function drawChecks(data) {
    const all = [{id: '', name: 'All checks', fail: data.nodes.fail, status: data.before || data.status}, ...data.checks];
    const shape = JSON.stringify(all.map(check => [check.id, check.name]));
    if (toggle.dataset.drawn !== shape) {
      toggle.dataset.drawn = shape;
      fill(toggle, all.map(check => h('button', {type: 'button', dataset: {check: check.id}, aria: {pressed: 'false'}, onclick: () => {
        wish.check = check.id;
        changed();
      }}, h('span', {}, check.name), h('span', {class: 'many'}))));
    }
    [...toggle.children].forEach((button, i) => {
      const check = all[i];
      button.setAttribute('aria-pressed', String(check.id === wish.check));
      const many = button.lastChild;
      put(many, check.fail ? check.fail : check.status === 'unknown' ? '?' : '');
      many.className = 'many ' + check.status;
      button.title = check.fail ? plural(check.fail, 'node') + (check.fail === 1 ? ' fails' : ' fail') : check.status === 'unknown' ? 'It could not be judged' : 'No node fails';
    });
    const chosen = data.checks.find(check => check.id === wish.check);
    put(rule, !chosen ? 'A node fails when it fails one of the ' + data.checks.length + ' checks.'
      : (chosen.rule ? 'A node fails when it ' + chosen.rule + '. ' : '')
          + chosen.pass + ' pass, ' + chosen.fail + ' fail, ' + chosen.unknown + ' unknown.' + (chosen.errors.length ? ' It could not be judged: ' + chosen.errors.join('; ') : ''));
    rule.classList.toggle('problem', Boolean(chosen && chosen.errors.length));
  }

  function mark() {
    if (!parts) return;
    for (const slot of parts.cells.values()) {
      if (slot.button) slot.button.setAttribute('aria-pressed', String(slot.consensus === wish.consensus && slot.execution === wish.execution));
    }
    for (const head of [...parts.columns, ...parts.rows]) {
      const alone = head.layer === 'consensus' ? wish.consensus === head.client && !wish.execution : wish.execution === head.client && !wish.consensus;
      head.button.setAttribute('aria-pressed', String(alone));
    }
  }

  return {element, draw, mark, onCheck: listener => { changed = listener; }};
}

// ---- whose fault it is

function makeWhy(page, choose) {
  const {h, fill} = page.ui;
  const body = h('div', {class: 'why'});
  const element = h('section', {class: 'card', aria: {labelledby: 'why'}}, h('h2', {id: 'why'}, 'Root causes'), body);
  const LIMIT = 8;

  // What is redrawn stays open where it was, and whoever is in it by keyboard stays there.
  function redraw(...children) {
    const open = new Set([...body.querySelectorAll('details[open]')].map(details => details.dataset.kind));
    const active = body.contains(document.activeElement) ? document.activeElement : null;
    const pairOf = active?.dataset.pair;
    const kindOf = active?.closest('details')?.dataset.kind;
    fill(body, ...children);
    const all = [...body.querySelectorAll('details')];
    for (const details of all) details.open = open.has(details.dataset.kind);
    if (!active) return;
    const again = pairOf === undefined ? all.find(details => details.dataset.kind === kindOf)?.querySelector('summary')
      : [...body.querySelectorAll('.pair')].find(button => button.dataset.pair === pairOf);
    again?.focus();
  }

  function pair(cell) {
    return h('li', {}, h('button', {type: 'button', class: 'pair', dataset: {pair: JSON.stringify([cell.consensus, cell.execution])}, onclick: () => choose(cell.consensus, cell.execution)}, h('bdi', {}, cell.consensus), ' with ', h('bdi', {}, cell.execution)),
        h('small', {}, cell.cause.text));
  }

  return {
    element,
    draw(data) {
      const signature = JSON.stringify([data.blames, data.networkWide, data.before, (data.cells || []).map(cell => cell.cause && [cell.consensus, cell.execution, cell.cause])]);
      if (body.dataset.drawn === signature) return;
      body.dataset.drawn = signature;
      if (!data.blames) {
        redraw(page.ui.empty('Nothing was evaluated yet.'));
        return;
      }
      const guilty = data.blames.filter(blame => blame.rootCause);
      const others = data.blames.filter(blame => !blame.rootCause);
      const consequences = data.cells.filter(cell => cell.cause && cell.cause.fault === 'root-cause');
      const rest = data.cells.filter(cell => cell.cause && cell.cause.fault !== 'root-cause');
      const status = data.before || data.status;
      const none = data.networkWide ? 'The network as a whole is in trouble: nobody is blamed.'
        : data.failingPairs === 0 ? (status === 'pass' ? 'Nothing fails, so nobody is at fault.' : 'No client pair is known to fail, so nobody is blamed.')
          : 'No client fails with two or more of the other layer without a better explanation.';
      redraw(
          guilty.length ? h('ul', {class: 'blames'}, guilty.map(blame => h('li', {},
              h('p', {}, h('span', {class: 'chip'}, 'root cause'), ' ', h('strong', {}, h('bdi', {}, blame.client)), h('span', {class: 'soft'}, ' ' + blame.layer + ' client, ' + plural(blame.nodeCount, 'node'))),
              h('p', {}, blame.text)))) : h('p', {class: guilty.length ? '' : 'soft'}, none),
          consequences.length ? h('details', {dataset: {kind: 'consequences'}}, h('summary', {}, plural(consequences.length, 'consequence')),
              h('ul', {class: 'pairs'}, consequences.slice(0, 40).map(pair))) : null,
          others.length ? h('details', {dataset: {kind: 'suspects'}}, h('summary', {}, plural(others.length, 'client') + ' suspected and not blamed'),
              h('ul', {class: 'blames'}, others.map(blame => h('li', {}, h('strong', {}, h('bdi', {}, blame.client)), h('p', {}, blame.text))))) : null,
          rest.length ? [h('h3', {}, rest.some(cell => cell.cause.fault === 'unexplained') ? 'Not explained by a root cause' : 'Other pairs that fail'),
            h('ul', {class: 'pairs'}, rest.slice(0, LIMIT).map(pair)),
            rest.length > LIMIT ? h('p', {class: 'soft'}, 'and ' + (rest.length - LIMIT) + ' more, in the matrix') : null] : null);
    },
  };
}

// ---- nodes

function makeNodes(page, place, wish, remember, clear) {
  const {h, fill, put} = page.ui;
  const title = h('h2', {id: 'nodes'}, 'Nodes');
  const count = h('span', {class: 'soft'});
  const why = h('p', {class: 'soft'});
  const old = h('p', {class: 'soft', hidden: true});
  const body = h('div', {});
  const extra = h('span', {class: 'actions'});
  const state = h('select', {aria: {label: 'State'}}, [['', 'all states'], ['fail', 'fails'], ['unknown', 'unknown'], ['warn', 'known in part'], ['pass', 'well']]
      .map(([value, text]) => h('option', {value, selected: value === wish.state}, text)));
  const all = page.ui.button('All nodes', async () => clear(), {title: 'Leave the cell that was chosen'});
  const more = page.ui.button('Show more', async () => {
    wanted += 4 * NODES;
    await read(known);
  });
  const element = h('section', {class: 'card', aria: {labelledby: 'nodes'}}, h('div', {class: 'toolbar'}, title, count, h('span', {class: 'grow'}), extra, all, state), old, why, body, h('div', {class: 'actions'}, more));
  let wanted = NODES;
  let asked = 0;
  let known = null;
  let chosen = '';
  state.addEventListener('change', () => {
    wish.state = state.value;
    remember();
    read(known).catch(problem => page.ui.toast(problem.message, 'fail'));
  });

  async function read(data) {
    known = data;
    const mine = ++asked;
    const now = JSON.stringify([wish.consensus, wish.execution, wish.check, wish.state]);
    if (now !== chosen) wanted = NODES;
    chosen = now;
    const query = new URLSearchParams({limit: String(Math.min(500, wanted))});
    for (const key of ['consensus', 'execution', 'check', 'state']) if (wish[key]) query.set(key, wish[key]);
    const answer = await page.get(place + '/nodes?' + query);
    if (mine !== asked || page.signal.aborted) return;
    draw(answer);
  }

  function draw(answer) {
    const cell = known && known.cells && wish.consensus && wish.execution ? known.cells.find(one => one.consensus === wish.consensus && one.execution === wish.execution) : undefined;
    const client = !cell && (wish.consensus || wish.execution);
    const layer = wish.consensus ? 'consensus' : 'execution';
    const blame = client && known && known.blames ? known.blames.find(one => one.client === client && one.layer === layer) : undefined;
    put(title, cell ? wish.consensus + ' with ' + wish.execution : client ? 'Nodes with ' + client : 'Nodes');
    put(count, answer.count === undefined ? '' : answer.count);
    put(old, answer.stale ? answer.reason : '');
    old.hidden = !answer.stale;
    body.classList.toggle('stale', Boolean(answer.stale));
    put(why, cell ? (cell.cause ? cell.cause.text : '') : blame ? blame.text : cell || client ? '' : 'Choose a cell or a client of the matrix for its nodes alone.');
    why.hidden = why.textContent === '';
    all.hidden = !wish.consensus && !wish.execution;
    more.hidden = answer.next === undefined || wanted >= 500;
    const links = cell ? cell.grafana : '';
    if (extra.dataset.drawn !== links) {
      extra.dataset.drawn = links;
      fill(extra, cell ? outside(page, cell.grafana, 'Grafana', 'Grafana, these two clients') : null);
    }
    const signature = JSON.stringify([answer.nodes, answer.reason, known && known.checks && known.checks.map(check => check.name)]);
    if (body.dataset.drawn === signature) return;
    body.dataset.drawn = signature;
    const names = new Map((known?.checks || []).map(check => [check.id, check.name]));
    // A command that somebody is about to copy keeps the focus.
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset.login : undefined;
    fill(body, answer.nodes.length ? h('ul', {class: 'lines node-list'}, answer.nodes.map(node => line(node, names)))
      : page.ui.empty(answer.reason || (wish.state ? 'None that stands like that.' : 'There are none.')),
    answer.next !== undefined && wanted >= 500 ? h('p', {class: 'soft'}, 'The others are left out: narrow it down by a cell or a state.') : null);
    if (focused) body.querySelector('[data-login="' + CSS.escape(focused) + '"]')?.focus();
  }

  function line(node, names) {
    const bad = node.checks.filter(check => check.status !== 'pass');
    const same = bad.length > 1 && bad.length === node.checks.length && new Set(bad.map(check => check.status + check.text)).size === 1;
    return h('li', {class: 'node'}, page.ui.badge(node.status, WORDS[node.status]),
        h('div', {class: 'grow'}, h('span', {class: 'what', title: node.name}, node.name), node.consensus ? null : h('small', {}, 'its clients are not known: no analysis sees it'),
            node.answers ? null : h('small', {}, 'its machine does not answer')),
        h('div', {class: 'grow says'}, same ? h('p', {}, 'All checks: ' + bad[0].text)
          : bad.map(check => h('p', {}, h('span', {class: 'soft'}, (names.get(check.id) || check.id) + ': '), check.text || 'unknown')),
        bad.length ? null : h('p', {class: 'soft'}, 'passes ' + node.checks.length + ' checks'),
        node.seenBefore && node.status === 'unknown' ? h('p', {class: 'soft'}, 'last seen ', page.ui.ago(node.seenBefore)) : null),
        login(node));
  }

  function login(node) {
    if (!node.login) return h('span', {class: 'login soft'}, '');
    return h('button', {type: 'button', class: 'login', dataset: {login: node.name}, title: 'Copy ' + node.login, aria: {label: 'Copy ' + node.login}, onclick: async () => {
      try {
        await navigator.clipboard.writeText(node.login);
        page.ui.toast('Copied: ' + node.login);
      } catch (refused) {
        page.ui.toast(node.login);
      }
    }}, h('code', {}, node.login));
  }

  return {element, read};
}

// ---- how it was

function makeHistory(page, place, wish, remember) {
  const {h, fill, put} = page.ui;
  const toggle = h('div', {class: 'toggle', role: 'group', aria: {label: 'How far back'}});
  const summary = h('span', {class: 'soft'});
  const whole = h('div', {class: 'strip-frame'});
  const ends = h('div', {class: 'timeline-ends soft'});
  const lines = h('ol', {class: 'pair-lines'});
  const rest = h('p', {class: 'soft', hidden: true});
  const every = page.ui.button('Show all pairs', async () => {
    showAll = !showAll;
    draw();
  });
  const changes = h('div', {});
  const changesCard = h('section', {class: 'card', aria: {labelledby: 'changes'}}, h('h2', {id: 'changes'}, 'What changed'), changes);
  const element = h('section', {class: 'card history', aria: {labelledby: 'history'}}, h('div', {class: 'toolbar'}, h('h2', {id: 'history'}, 'History'), summary, h('span', {class: 'grow'}), toggle),
      whole, ends, lines, rest, h('div', {class: 'actions'}, every));
  let showAll = false;
  let told = null;
  let asked = 0;
  let chosen = wish.range !== '';
  if (!chosen) wish.range = '24h';
  fill(toggle, Object.entries(RANGES).map(([name, [title]]) => h('button', {type: 'button', title, aria: {pressed: String(name === wish.range)}, onclick: () => {
    chosen = true;
    pick(name);
    remember();
    read().catch(problem => page.ui.toast(problem.message, 'fail'));
  }}, name)));

  function pick(name) {
    wish.range = name;
    for (const button of toggle.children) button.setAttribute('aria-pressed', String(button.textContent === name));
  }

  async function read() {
    const mine = ++asked;
    const query = new URLSearchParams({hours: String(RANGES[wish.range][1])});
    if (wish.check) query.set('check', wish.check);
    const answer = await page.get(place + '/history?' + query);
    if (mine !== asked || page.signal.aborted) return undefined;
    if (!chosen) {
      // A day of which less than an hour is known says little; the hour says more.
      chosen = true;
      if (answer.network.replaceAll('-', '').length < answer.network.length / 24) {
        pick('1h');
        return read();
      }
    }
    told = answer;
    draw();
    return undefined;
  }

  function draw() {
    if (!told) return;
    const {from, stretchSeconds: stretch} = told;
    put(summary, spent(page, told.network, stretch));
    fill(whole, strip(page, told.network, {from, stretch, label: 'The network as a whole', height: 36}));
    fill(ends, page.ui.instant(told.from), page.ui.instant(told.to));
    const weight = states => [...states].reduce((sum, code) => sum + ({F: 1000, U: 10, W: 1}[code] || 0), 0);
    const ordered = told.pairs.map(pair => ({...pair, weight: weight(pair.states)})).sort((a, b) => b.weight - a.weight || a.consensus.localeCompare(b.consensus));
    const odd = ordered.filter(pair => pair.weight > 0);
    const shown = showAll ? ordered.slice(0, MOST_LINES) : odd.slice(0, LINES);
    every.hidden = told.pairs.length === 0 || (!showAll && odd.length === told.pairs.length && odd.length <= LINES);
    put(every.lastChild, showAll ? 'Show only those that were not well' : told.pairs.length > MOST_LINES ? 'Show ' + MOST_LINES + ' of ' + told.pairs.length + ' pairs' : 'Show all ' + told.pairs.length + ' pairs');
    const hidden = (showAll ? ordered : odd).length - shown.length;
    put(rest, showAll ? 'and ' + plural(hidden, 'pair') + ' more, which were no worse' : 'and ' + hidden + ' more that were not well');
    rest.hidden = hidden === 0;
    fill(lines, shown.map(pair => h('li', {}, h('span', {class: 'name', title: pair.consensus + ' with ' + pair.execution}, h('bdi', {class: 'clip'}, pair.consensus), h('span', {class: 'soft'}, ' with '), h('bdi', {class: 'clip'}, pair.execution)),
        strip(page, pair.states, {from, stretch, label: pair.consensus + ' with ' + pair.execution}))));
    lines.hidden = shown.length === 0;
    drawChanges();
  }

  function drawChanges() {
    const signature = JSON.stringify(told.changes);
    if (changes.dataset.drawn === signature) return;
    changes.dataset.drawn = signature;
    const open = changes.querySelector('details')?.open;
    const items = told.changes.map(change => h('li', {}, page.ui.instant(change.at), mark(change), h('span', {class: 'grow'}, ...what(change))));
    fill(changes, items.length ? h('ol', {class: 'lines changes'}, items.slice(0, CHANGES)) : h('p', {class: 'soft'}, 'Nothing within ' + RANGES[wish.range][0] + ', as far as it was evaluated.'),
        items.length > CHANGES ? h('details', {open}, h('summary', {}, 'Earlier'), h('ol', {class: 'lines changes'}, items.slice(CHANGES))) : null);
  }

  function mark(change) {
    if (change.after === 'R') return page.ui.badge('fail', 'Root cause');
    if (change.after === 'N') return page.ui.badge('pass', 'Cleared');
    return page.ui.badge(STATUS[change.after], WORDS[STATUS[change.after]]);
  }

  function what(change) {
    if (change.after === 'R') return [h('bdi', {}, change.consensus || change.execution), ' became a root cause'];
    if (change.after === 'N') return [h('bdi', {}, change.consensus || change.execution), ' is no root cause any more'];
    const before = WORDS[STATUS[change.before]].toLowerCase();
    return [h('bdi', {}, change.consensus), ' with ', h('bdi', {}, change.execution), h('span', {class: 'soft'}, ', before: ' + before)];
  }

  return {element, changes: changesCard, read};
}

// ---- who was told

function makeAlerts(page, name, place) {
  const {h, fill, put} = page.ui;
  const count = h('span', {class: 'soft'});
  const body = h('div', {});
  const guild = h('select', {aria: {label: 'Discord server'}, hidden: true});
  const typed = h('input', {type: 'text', inputmode: 'numeric', placeholder: 'id of 17 to 20 digits', aria: {label: 'Discord server'}, hidden: true, autocomplete: 'off'});
  const labels = 'system="ethereum-network", network=' + JSON.stringify(name);
  const element = h('section', {class: 'card', aria: {labelledby: 'told'}}, h('div', {class: 'toolbar'}, h('h2', {id: 'told'}, 'Who was told'), count, h('span', {class: 'grow'}), guild, typed,
      h('a', {href: '#/incidents?filter=' + encodeURIComponent(labels)}, 'Incidents')), body);
  let known = null;
  let asked = 0;
  // Whose alerts are drawn; nobody's while a fault is.
  let drawnOf = null;
  for (const input of [guild, typed]) input.addEventListener('change', () => read(known).catch(problem => page.ui.toast(problem.message, 'fail')));

  async function read(data) {
    known = data;
    const mine = ++asked;
    const {guilds = []} = data || {};
    guild.hidden = guilds.length < 2;
    typed.hidden = guilds.length > 0;
    if (guilds.length > 1 && guild.children.length === 0) fill(guild, guilds.map(id => h('option', {value: id}, id)));
    const one = guilds.length === 1 ? guilds[0] : guilds.length ? guild.value : typed.value.trim();
    if (!one) {
      instead(page.ui.empty('Alerts are told in Discord servers, and none is configured: say which one you mean.'));
      return;
    }
    if (drawnOf !== null && drawnOf !== one) instead(page.ui.empty('Asking for those of this server …'));
    let answer;
    try {
      answer = await page.get(place + '/alerts?limit=200&guild=' + encodeURIComponent(one));
    } catch (problem) {
      if (mine !== asked || page.signal.aborted) return;
      // What is drawn stays while its own guild cannot be asked, and never stands for another one.
      if (problem.status !== 400 && problem.status !== 403 && drawnOf === one) throw problem;
      instead(h('p', {class: 'problem', role: 'alert'}, problem.message));
      return;
    }
    if (mine !== asked || page.signal.aborted) return;
    draw(answer, one);
  }

  function instead(element) {
    put(count, '');
    fill(body, element);
    body.dataset.drawn = '';
    drawnOf = null;
  }

  function draw(answer, one) {
    drawnOf = one;
    const open = answer.alerts.filter(alert => alert.open).length;
    put(count, answer.count ? plural(answer.count, 'alert') + ', ' + open + ' open' : '');
    const names = new Map((known?.checks || []).map(check => [check.id, check.name]));
    // How long it is until the next run changes all the time, and is nobody's reason to lose the focus.
    const signature = JSON.stringify([one, answer.alerts.map(({nextRun, ...rest}) => rest), [...names]]);
    if (body.dataset.drawn === signature) return;
    body.dataset.drawn = signature;
    const rank = alert => (alert.open ? 2 : 0) + (alert.lastMessageAt ? 1 : 0);
    const sorted = [...answer.alerts].sort((a, b) => rank(b) - rank(a));
    fill(body, sorted.length ? h('ul', {class: 'lines alerts'}, sorted.map(alert => line(alert, names, one)))
      : page.ui.empty('Nobody is told: no client of this network is registered. ', h('code', {}, 'pulse ethereum checks register ' + (/^[\w.-]+$/.test(name) ? name : 'NETWORK') + ' CHANNEL'), ' registers them.'),
    answer.next !== undefined ? h('p', {class: 'soft'}, 'and ' + (answer.count - answer.alerts.length) + ' more') : null);
  }

  function line(alert, names, one) {
    const because = alert.because.map(key => ({'root-cause': 'it is a root cause', 'network-wide': 'the network as a whole is in trouble', 'no-data': 'there is no data'}[key] || names.get(key) || key)).join(', ');
    const who = alert.client ?? {'network-incident': 'The network as a whole', 'no-data': 'Missing data'}[alert.topic] ?? alert.topic;
    const called = alert.mentions && alert.mentions.length ? (alert.mentionsEnabled ? 'calls ' : 'would call, but is switched off: ') + alert.mentions.join(' ') : 'calls nobody by name';
    return h('li', {class: 'wraps'}, page.ui.badge(alert.open ? 'fail' : 'pass', alert.open ? 'Open' : 'Closed'),
        h('div', {class: 'grow'}, h('span', {class: 'what'}, who), h('small', {}, alert.open ? ['since ', page.ui.instant(alert.openedAt), because ? ': ' + because : null] : 'nothing to alert people of')),
        h('div', {class: 'grow'}, h('span', {class: 'what'}, alert.lastMessageAt ? ['told ', page.ui.ago(alert.lastMessageAt)] : 'nobody was told yet'),
            h('small', {}, 'channel ' + alert.channel + (alert.client ? ', ' + called : ''))),
        alert.lastRun ? h('a', {href: page.address('checks/' + encodeURIComponent(alert.lastRun) + '/log?guild=' + encodeURIComponent(one)), title: 'The log of run ' + alert.lastRun + '; schedule ' + alert.schedule + ' (UTC)'}, 'Log of the last run')
          : h('span', {class: 'soft'}, alert.schedule ? 'runs at ' + alert.schedule + ' UTC' : ''));
  }

  return {element, read};
}
