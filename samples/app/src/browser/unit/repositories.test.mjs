import assert from 'node:assert/strict';
import {test} from 'node:test';
import {builds} from '../../../../repo-health/src/main/resources/dev/pulse/samples/repohealth/web/builds.js';
import {dependencyTree} from '../../../../repo-health/src/main/resources/dev/pulse/samples/repohealth/web/dependency-tree.js';
import * as parts from '../../../../repo-health/src/main/resources/dev/pulse/samples/repohealth/web/repository-parts.js';

test('a number says what it does not count', () => {
  assert.equal(parts.uncounted(0), '');
  assert.equal(parts.uncounted(1), '; not known of 1 repository');
  assert.equal(parts.uncounted(2), '; not known of 2 repositories');
});

test('what is not known is no zero in a sum', () => {
  assert.equal(parts.summed([3, 0], 'outdated', String), '3 outdated');
  assert.equal(parts.summed([3, null, 4], 'outdated', String), 'at least 7 outdated (not known of 1 repository)');
  assert.equal(parts.summed([0, null, null], 'vulnerable', String), 'at least 0 vulnerable (not known of 2 repositories)');
  assert.equal(parts.summed([null, null], 'vulnerable', String), 'vulnerable not known');
  assert.equal(parts.summed([], 'packages', String), '0 packages');
});

// As much of an element and of a page as modules touch that are tried here.
function h(tag, properties = {}, ...children) {
  return {tag, ...properties, children: children.flat(9), dataset: {}, style: {setProperty() {}}, append() {}, addEventListener() {}, setAttribute() {},
    replaceChildren(...some) { this.children = some; }};
}

function text(element) {
  return typeof element === 'object' && element !== null ? (element.children || []).map(text).join(' ') : String(element ?? '');
}

function pageOf(get) {
  const made = kind => (...all) => h(kind, {}, ...all.filter(each => typeof each !== 'object' || each === null || each.tag || Array.isArray(each)));
  const loads = [];
  return {
    get, loads,
    query: new URLSearchParams(), replaceQuery() {}, link: () => '', signal: new AbortController().signal, every() {}, follow: read => read, checks: {watch() {}},
    live: {load: async read => { loads.push(read); }},
    ui: {h, put: (element, ...all) => { element.children = all; }, fill: (element, ...all) => { element.children = all; }, card: made('section'), button: (title, onclick) => h('button', {onclick}, title),
      table: (columns, rows) => h('table', {}, rows), badge: made('b'), tag: made('i'), ago: made('time'), meter: made('i'), severity: made('b'), spark: made('i'),
      format: {number: String, duration: String, percent: String}},
    root: h('main'),
  };
}

const run = name => ({state: 'success', url: null, workflow: name, run_id: 1, attempt: 1, source: 'poll', branch: 'main', sha: null, repo: 'shop', duration_s: 1, finished_at: null, started_at: null});

test('builds: an answer that comes late is not drawn over a newer one', async () => {
  const waiting = [];
  const shown = [];
  const page = pageOf(path => path.startsWith('data/repositories') ? {org: 'acme', total: 0, repositories: []} : new Promise(resolve => waiting.push({path, resolve})));
  page.ui.card = (title, ...all) => { shown.push(all); return h('section', {}, ...all); };
  await builds(page, h('span'));
  const runs = shown[1][1];
  page.loads[0]();
  page.loads[0]();
  const [before, after] = waiting.filter(each => each.path.startsWith('data/runs'));
  after.resolve({total: 1, runs: [run('newer')]});
  await new Promise(setImmediate);
  before.resolve({total: 1, runs: [run('older')]});
  await new Promise(setImmediate);
  assert.match(text(runs), /newer/);
});

test('builds: a list that has become shorter is read again where it ends', async () => {
  const offsets = [];
  let total = 120;
  const page = pageOf(async path => {
    if (path.startsWith('data/repositories')) return {org: 'acme', total: 0, repositories: []};
    if (path.startsWith('data/builds')) return {total: 0, by_status: {}, repositories: []};
    offsets.push(new URLSearchParams(path.split('?')[1]).get('offset'));
    return {total, runs: []};
  });
  const buttons = [];
  page.ui.button = (title, onclick) => { buttons.push(onclick); return h('button'); };
  await builds(page, h('span'));
  await page.loads[0]();
  await buttons[3]();
  await buttons[3]();
  total = 60;
  await page.loads[0]();
  assert.deepEqual(offsets, ['0', '50', '100', '100', '50']);
});

const node = (name, direct, draws = []) => ({ecosystem: 'npm', name, version: '1', newest: null, direct, draws, vulnerable: []});
const about = more => ({packages: [node('outer', true, [1]), node('inner', false), node('nowhere', false)], tells_paths: true, left_out: 0, cut: false, ...more});

test('a tree: what Pulse has left out is not laid at the door of GitHub', () => {
  const says = more => text(dependencyTree(pageOf(), 'shop', about(more)).element);
  assert.match(says({}), /came in, GitHub does not say/);
  assert.match(says({cut: true}), /is not shown, or GitHub/);
  assert.match(says({left_out: 3}), /is not shown, or GitHub/);
});

test('a tree: what a search has opened is closed with it', () => {
  const tree = dependencyTree(pageOf(), 'shop', about({}));
  const before = text(tree.element);
  assert.equal(tree.find('inner'), 1);
  assert.match(text(tree.element), /inner/);
  assert.doesNotMatch(text(tree.element), /came in/);
  assert.equal(tree.find('nowhere'), 1);
  assert.match(text(tree.element), /nowhere/);
  assert.equal(tree.find(''), 0);
  assert.equal(text(tree.element), before);
  assert.equal(tree.opened().size, 0);
});
