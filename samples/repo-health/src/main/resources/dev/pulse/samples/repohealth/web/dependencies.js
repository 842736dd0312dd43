// What the repositories use: all of them in numbers, or the tree of one.

import {follow, notices, plain, repositoryChoice, summed} from './repository-parts.js';
import {dependencyTree} from './dependency-tree.js';

const TYPING_MS = 200;

export async function dependencies(page, says) {
  const repo = page.query.get('repo') || '';
  const chosen = await repositoryChoice(page, repo, 'all repositories', name =>
    page.go(page.link('repositories', 'dependencies') + (name ? '?repo=' + encodeURIComponent(name) : '')));
  return repo ? tree(page, says, repo, chosen) : all(page, says, chosen);
}

async function all(page, says, chosen) {
  const {h, put, fill, card, format} = page.ui;
  const body = h('div', {});
  page.root.append(h('div', {class: 'toolbar'}, chosen.element, h('span', {class: 'soft'}, 'Choose one to see its tree.')), card('', body));

  async function read() {
    const told = await page.get('data/repositories');
    const rows = told.repositories;
    while (rows.length < told.total) {
      const more = await page.get('data/repositories?limit=1000&offset=' + rows.length);
      if (more.repositories.length === 0) break;
      rows.push(...more.repositories);
    }
    const sum = (name, word) => summed(rows.map(row => row.metrics.dependencies[name]), word, format.number);
    put(says, rows.length === 0 && !told.scanned ? 'no scan has finished yet, so nothing is known'
      : sum('total', 'packages') + ', ' + sum('outdated', 'outdated') + ', ' + sum('vulnerable', 'vulnerable'));
    const drawn = JSON.stringify(rows.map(row => [row.name, row.metrics.dependencies, row.open]));
    if (body.dataset.drawn === drawn) return;
    body.dataset.drawn = drawn;
    fill(body, table(page, rows));
  }
  await page.live.load(read);
  follow(page, read);
}

function table(page, rows) {
  const {h, format} = page.ui;
  const names = new Intl.Collator(undefined, {numeric: true});
  const rank = row => row.metrics.dependencies;
  const known = value => value === null ? h('span', {class: 'soft'}, 'not known') : format.number(value);
  return page.ui.table(['Repository', {title: 'Packages', class: 'num'}, {title: 'Outdated', class: 'num'}, {title: 'Vulnerable', class: 'num'}, 'Open'],
      [...rows].sort((a, b) => (rank(b).vulnerable ?? -1) - (rank(a).vulnerable ?? -1) || (rank(b).outdated ?? -1) - (rank(a).outdated ?? -1) || names.compare(a.name, b.name)).map(row => [
        h('a', {href: page.link('repositories', 'dependencies') + '?repo=' + encodeURIComponent(row.name), class: 'named'}, row.name),
        known(rank(row).total), known(rank(row).outdated), known(rank(row).vulnerable),
        row.open === null ? h('span', {class: 'soft'}, 'nobody could tell') : plain(row.open),
      ]), {stacked: true, label: 'Dependencies of repositories', empty: 'No repository is known yet.'});
}

async function tree(page, says, repo, chosen) {
  const {h, put, fill, card, empty, format, ago} = page.ui;
  const told = h('div', {class: 'notices'});
  const search = h('input', {type: 'search', value: page.query.get('q') || '', placeholder: 'Package…', maxlength: 200, aria: {label: 'Find a package and the way to it'}, autocomplete: 'off', spellcheck: 'false'});
  const found = h('span', {class: 'soft', role: 'status'});
  const when = h('span', {class: 'soft'});
  const body = h('div', {});
  let drawn = '';
  let shown = null;
  let typing = 0;
  page.title(repo);
  page.root.append(h('div', {class: 'toolbar'}, chosen.element, found, h('span', {class: 'search'}, search)), told, card('', body, when));
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(find, TYPING_MS);
  });

  function find() {
    page.replaceQuery({repo, q: search.value});
    if (!shown) return;
    const count = shown.find(search.value);
    put(found, search.value.trim() === '' ? '' : count === 0 ? 'None that fits.' : format.number(count) + ' found');
  }

  async function read() {
    const about = await page.get('data/repositories/' + encodeURIComponent(repo) + '/dependencies');
    const text = JSON.stringify(about);
    if (text === drawn) return;
    drawn = text;
    const {packages} = about;
    notices(page, told, [
      about.because && (packages === null ? 'The packages are not known: ' + about.because : 'The packages could not be read lately: ' + about.because + '. What is shown is older.'),
      packages && about.outdated_because && 'Which of them are outdated is not known: ' + about.outdated_because,
      packages && about.readable.length === 0 && 'Which of them are vulnerable is not known: no source could be read.',
      packages && packages.length > 0 && !about.tells_paths && 'GitHub does not say which package draws in which here, so all of them stand side by side.',
      about.left_out > 0 && format.number(about.left_out) + ' more packages are not shown; those on the way to something vulnerable are.',
      about.left_out === 0 && about.cut && 'Some ways from package to package are not shown: there are too many.',
    ]);
    if (packages === null) {
      shown = null;
      put(says, '');
      fill(body, empty('Not known.'));
      fill(when);
      return;
    }
    const count = fits => packages.filter(fits).length;
    put(says, format.number(packages.length) + ' packages' + (about.tells_paths ? ', ' + format.number(count(each => each.direct)) + ' direct' : '')
        + (about.outdated_because ? '' : ', ' + format.number(count(each => each.newest !== null)) + ' outdated')
        + (about.readable.length === 0 ? '' : ', ' + format.number(count(each => each.vulnerable.length > 0)) + ' vulnerable'));
    fill(when, 'Read ', ago(about.read_at), '.');
    if (packages.length === 0) {
      shown = null;
      fill(body, empty('It uses no packages that GitHub knows of.'));
      return;
    }
    const before = shown;
    shown = dependencyTree(page, repo, about, before && before.opened());
    const focused = body.contains(document.activeElement);
    fill(body, shown.element);
    find();
    if (focused) shown.focus(before.focused());
  }
  await page.live.load(read);
  follow(page, read);
}
