// The repositories, worst first; what else there is of them is in modules beside this one.

import {one} from './repository.js';
import {dependencies} from './dependencies.js';
import {vulnerabilities} from './vulnerabilities.js';
import {trends} from './trends.js';
import {builds} from './builds.js';
import {BUILDS, STATES, change, cut, follow, notices, plain, scoreLine, signed, swing, uncounted} from './repository-parts.js';

const VIEWS = {'': ['Repositories', all], vulnerabilities: ['Vulnerabilities', vulnerabilities], dependencies: ['Dependencies', dependencies],
  trends: ['Trends', trends], builds: ['Builds', builds]};
const ORDER = ['critical', 'unknown', 'warning', 'healthy'];
const SORTS = {'': 'worst first', name: 'by name', falling: 'falling most', weak: 'most vulnerable'};
const PAGE = 1000;
const HEIGHT = {wide: 58, narrow: 112};
const narrow = matchMedia('(max-width: 860px)');

export default async function repositories(page) {
  const {h, tabs, empty} = page.ui;
  const [view = '', name] = page.path;
  const at = each => page.link('repositories', ...(each ? [each] : []));
  const nav = tabs('Repositories', Object.entries(VIEWS).map(([each, [title]]) => ({title, href: at(each)})), at(name === undefined ? view : ''));
  if (name !== undefined && page.path.length === 2) return one(page, view, name, nav);
  if (page.path.length > 1 || !Object.hasOwn(VIEWS, view)) {
    page.root.append(empty('There is nothing here. ', h('a', {href: at('')}, 'To the repositories')));
    return undefined;
  }
  const [title, draw] = VIEWS[view];
  const says = h('span', {class: 'sentence'});
  page.title(title);
  page.root.append(h('div', {class: 'heading'}, h('h1', {}, title), says), nav);
  return draw(page, says);
}

async function all(page, says) {
  const {h, put, fill, format, ago, empty} = page.ui;
  const shown = {
    text: page.query.get('q') || '',
    status: ORDER.includes(page.query.get('status')) ? page.query.get('status') : '',
    sort: Object.hasOwn(SORTS, page.query.get('sort') || '') ? page.query.get('sort') || '' : '',
  };
  let known = [];
  let org = '';
  const told = h('div', {class: 'notices'});
  const tiles = new Map(ORDER.map(status => [status, tile(page, status, () => set({status: shown.status === status ? '' : status}))]));
  const search = h('input', {type: 'search', value: shown.text, placeholder: 'Name or branch…', maxlength: 200, aria: {label: 'Find repositories'}, autocomplete: 'off'});
  const sort = h('select', {}, Object.entries(SORTS).map(([value, text]) => h('option', {value, selected: value === shown.sort}, text)));
  const facts = h('div', {class: 'card sums'});
  const count = h('span', {class: 'soft'});
  const none = empty('');
  const rows = await page.list({
    label: 'Repositories',
    columns: [{title: 'Score'}, {title: 'Repository'}, {title: 'What changed last'}, {title: 'Last 30 days', class: 'runs'}, {title: '', class: 'num'},
      {title: 'Vulnerabilities', class: 'num'}, {title: 'Builds'}, {title: 'Scanned', class: 'num'}],
    draw: (item, element) => drawRow(page, org, item.row, element),
    shown: () => {},
  });
  rows.element.classList.add('repositories');
  page.root.append(told, h('div', {class: 'tiles'}, [...tiles.values()].map(each => each.element)), facts,
      h('div', {class: 'toolbar'}, h('h2', {}, 'Repositories ', count), h('span', {class: 'search'}, search),
          h('label', {class: 'sort'}, h('span', {class: 'soft'}, 'Order '), sort)), rows.element, none);
  search.addEventListener('input', () => set({text: search.value}));
  sort.addEventListener('change', () => set({sort: sort.value}));
  narrow.addEventListener('change', arrange, {signal: page.signal});

  function set(change) {
    Object.assign(shown, change);
    page.replaceQuery({q: shown.text, status: shown.status, sort: shown.sort});
    arrange();
  }

  function arrange() {
    const words = shown.text.toLowerCase().split(/\s+/).filter(word => word);
    const fitting = known.filter(row => (!shown.status || row.status === shown.status)
        && words.every(word => (row.name + '\n' + row.branch).toLowerCase().includes(word)))
        .sort(orders[shown.sort]);
    tiles.forEach((each, status) => each.draw(known.filter(row => row.status === status).length, shown.status === status));
    put(count, fitting.length === known.length ? format.number(known.length) : format.number(fitting.length) + ' of ' + format.number(known.length));
    rows.set(fitting.map(row => ({key: row.name, kind: 'row', row, height: narrow.matches ? HEIGHT.narrow : HEIGHT.wide})));
    rows.element.hidden = fitting.length === 0;
    none.hidden = fitting.length > 0;
    put(none, known.length === 0 ? 'No repository is known yet.' : 'None that fits.');
  }

  async function read() {
    const [health, first] = await Promise.all([page.api.get('health'), page.get('data/repositories')]);
    const found = first.repositories;
    while (found.length < first.total) {
      const more = await page.get('data/repositories?limit=' + PAGE + '&offset=' + found.length);
      if (more.repositories.length === 0) break;
      found.push(...more.repositories);
    }
    known = found;
    org = first.org;
    put(says, 'of ' + org + (first.scanned ? '' : ': no scan has finished yet, so nothing is known'));
    const dark = known.filter(row => row.open === null).length;
    const nobody = dark === known.length && (dark > 0 || !first.scanned);
    const drawn = JSON.stringify([health, dark, nobody]);
    if (facts.dataset.drawn !== drawn) {
      facts.dataset.drawn = drawn;
      fill(facts, page.ui.facts([
        ['Average score', h('strong', {}, health.average_score === null ? 'not known' : format.number(health.average_score))],
        ['Open vulnerabilities', counts(page, health.vulnerabilities, page.link('repositories', 'vulnerabilities'), nobody ? 'not known' : 'none', nobody ? '' : uncounted(dark))],
        ['Builds', counts(page, health.builds, page.link('repositories', 'builds'), 'none', '')],
        ['Last scan', ago(health.last_scan)],
      ]));
    }
    notices(page, told, [
      first.stale && 'These results are old: the last scan is longer ago than results hold.',
      unread(known.filter(row => row.error !== null).length),
      known.some(row => row.error === null && row.scanned_at === null) && first.scanned && 'Some repositories have not been looked at yet.',
    ]);
    arrange();
  }

  await page.live.load(read);
  follow(page, read);
}

function unread(count) {
  return count > 0 && (count === 1 ? 'One repository' : count + ' repositories')
      + ' could not be read by the last scan; what is shown of ' + (count === 1 ? 'it' : 'them') + ' is older, or unknown.';
}

// Numbers beside their words, those that are nothing left out; `none` is what it says when all are.
function counts(page, about, href, none, behind) {
  const {h, format} = page.ui;
  const some = Object.entries(about).filter(([, count]) => count > 0);
  return h('a', {href}, (some.length === 0 ? none : some.map(([word, count]) => format.number(count) + ' ' + word).join(', ')) + behind);
}

function tile(page, status, press) {
  const {h, put, format} = page.ui;
  const number = h('b', {});
  const element = h('button', {type: 'button', class: 'tile ' + STATES[status], onclick: press, title: 'Only these'},
      h('span', {class: 'mark', aria: {hidden: 'true'}}), number, h('span', {class: 'word'}, status));
  return {
    element,
    draw(count, pressed) {
      put(number, format.number(count));
      element.classList.toggle('none', count === 0);
      element.setAttribute('aria-pressed', String(pressed));
    },
  };
}

const names = new Intl.Collator(undefined, {numeric: true});
const byName = (a, b) => names.compare(a.name, b.name);
const open = row => row.open === null ? -1 : row.open.critical * 1e6 + row.open.high * 1e3 + row.open.medium + row.open.unknown + row.open.low / 1e3;
const orders = {
  '': (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || (a.health_score ?? -1) - (b.health_score ?? -1) || byName(a, b),
  name: byName,
  falling: (a, b) => (swing(a.scores) ?? 0) - (swing(b.scores) ?? 0) || byName(a, b),
  weak: (a, b) => open(b) - open(a) || byName(a, b),
};

function drawRow(page, org, row, known) {
  const {h, badge, tag, ago, fill, format} = page.ui;
  const element = known || h('div', {class: 'row', role: 'row'});
  const drawn = JSON.stringify(row);
  if (element.dataset.drawn === drawn) return element;
  element.dataset.drawn = drawn;
  const delta = swing(row.scores);
  const worst = row.open && ['critical', 'high', 'medium', 'unknown', 'low'].find(severity => row.open[severity] > 0);
  const sum = row.open && Object.values(row.open).reduce((a, b) => a + b, 0);
  return fill(element,
      h('span', {class: 'score', role: 'cell'}, h('b', {}, row.health_score === null ? '–' : String(row.health_score)), badge(STATES[row.status], row.status)),
      h('span', {class: 'name', role: 'cell'},
          h('a', {href: page.link('repositories', org, row.name), title: row.name}, row.name),
          h('span', {class: 'under'}, row.stale ? tag('old') : null, row.private ? tag('private') : null, row.fork ? tag('fork') : null, row.archived ? tag('archived') : null,
              row.missing.length ? 'not known: ' + row.missing.join(', ') : cut(row.branch))),
      h('span', {class: 'says', role: 'cell', title: row.error || change(row)}, row.error ? 'not read: ' + row.error : change(row)),
      h('span', {class: 'runs', role: 'cell'}, scoreLine(page, row.scores)),
      h('span', {class: 'num delta' + (delta < 0 ? ' falls' : delta > 0 ? ' rises' : ''), role: 'cell', title: 'Difference within 30 days'}, delta === undefined ? '–' : signed(delta)),
      h('span', {class: 'num weak', role: 'cell', title: row.open ? plain(row.open) : 'Nobody could tell'},
          row.open === null ? h('span', {class: 'soft'}, 'not known') : sum === 0 ? '0' : h('span', {class: 'sev ' + worst}, format.number(sum) + ' ' + worst)),
      h('span', {class: 'build', role: 'cell'}, badge(BUILDS[row.metrics.build_status], row.metrics.build_status)),
      h('span', {class: 'num when', role: 'cell'}, ago(row.scanned_at, '', '')));
}
