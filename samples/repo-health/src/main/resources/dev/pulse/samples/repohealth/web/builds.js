// How builds do: those that fail first, and the latest runs of all of them.

import {BUILDS, choice, cut, follow, outside, pager, repositoryChoice} from './repository-parts.js';

const PAGE = 50;
const RUNS = 20;
const STATES = [['', 'all'], ['failure', 'failed'], ['pending', 'under way'], ['success', 'succeeded'], ['cancelled', 'cancelled'], ['skipped', 'skipped']];
const MARKS = {success: 'pass', failure: 'fail', pending: 'unknown', cancelled: 'unknown', skipped: 'unknown', neutral: 'unknown'};

export async function builds(page, says) {
  const {h, card} = page.ui;
  const shown = {repo: page.query.get('repo') || '', state: STATES.some(([name]) => name === page.query.get('state')) ? page.query.get('state') || '' : ''};
  const repositories = h('div', {});
  const repositoryPages = pager(page, PAGE, readRepositories);
  const runs = h('div', {});
  const runPages = pager(page, PAGE, readRuns);
  const chosen = await repositoryChoice(page, shown.repo, 'all repositories', repo => set({repo}));
  let org = chosen.org;
  page.root.append(card('Repositories', repositories, repositoryPages.element),
      card('Latest runs', h('div', {class: 'toolbar'}, choice(page, 'Which runs', STATES, shown.state, state => set({state})), chosen.element), runs, runPages.element));

  function set(change) {
    Object.assign(shown, change);
    page.replaceQuery(shown);
    runPages.first();
    readRuns().catch(problem => page.ui.toast(problem.message, 'fail'));
  }

  let askedRepositories = 0;
  async function readRepositories() {
    const mine = ++askedRepositories;
    const told = await page.get('data/builds?limit=' + PAGE + '&offset=' + repositoryPages.offset());
    if (mine !== askedRepositories || page.signal.aborted) return undefined;
    if (repositoryPages.found(told.total)) return readRepositories();
    const {failing, pending, unknown, passing} = told.by_status;
    page.ui.put(says, failing + ' failing, ' + pending + ' pending, ' + unknown + ' unknown, ' + passing + ' passing');
    same(repositories, told, () => drawRepositories(page, org, told.repositories));
    return undefined;
  }

  let askedRuns = 0;
  async function readRuns() {
    const mine = ++askedRuns;
    const query = new URLSearchParams({limit: String(PAGE), offset: String(runPages.offset())});
    for (const name of ['repo', 'state']) if (shown[name]) query.set(name, shown[name]);
    const told = await page.get('data/runs?' + query);
    if (mine !== askedRuns || page.signal.aborted) return undefined;
    if (runPages.found(told.total)) return readRuns();
    same(runs, told, () => drawRuns(page, org, told.runs));
    return undefined;
  }

  function same(element, told, draw) {
    const drawn = JSON.stringify(told);
    if (element.dataset.drawn === drawn) return;
    element.dataset.drawn = drawn;
    page.ui.fill(element, draw());
  }

  const read = () => Promise.all([readRepositories(), readRuns()]);
  await page.live.load(read);
  follow(page, read);
}

// The last runs as bars: as high as they took, red and full where they failed.
export function runBars(page, runs) {
  return page.ui.spark(runs.map(run => ({status: MARKS[run.state] || 'unknown',
    latency_ms: run.state === 'success' && run.duration_s !== null ? run.duration_s * 1000 : undefined})), RUNS, 120, 26);
}

function drawRepositories(page, org, all) {
  const {h, badge, table, ago, format, meter} = page.ui;
  return table([{title: 'State', class: 'state'}, 'Repository', {title: 'Last runs', class: 'runs'}, {title: 'Succeeded', class: 'share-of'}, {title: 'Takes', class: 'num'}, {title: 'Last run', class: 'num'}],
      all.map(row => [
        h('span', {class: 'stack'}, badge(BUILDS[row.status], row.status), row.failing_since ? h('small', {}, ago(row.failing_since, 'for ', '')) : null),
        h('span', {class: 'stack'}, h('a', {href: page.link('repositories', org, row.name), class: 'named'}, row.name), h('small', {}, h('bdi', {}, cut(row.branch)))),
        row.runs.length ? runBars(page, row.runs) : h('span', {class: 'soft'}, 'no runs'),
        row.share === null ? h('span', {class: 'soft'}, 'not known')
          : h('span', {class: 'share-bar'}, meter(row.share, format.percent(row.share, 0) + ' of the last ' + row.counted, row.share >= 0.8 ? 'pass' : row.share >= 0.5 ? 'warn' : 'fail'),
              h('span', {title: 'Of the last ' + row.counted + ' that succeeded or failed'}, format.percent(row.share, 0))),
        format.duration(row.median_s),
        ago(row.last_run, '', ''),
      ]), {stacked: true, label: 'Builds of repositories', empty: 'No repository is known yet.'});
}

function drawRuns(page, org, all) {
  const {h, badge, table, ago, format, tag} = page.ui;
  return table([{title: 'State', class: 'state'}, 'Run', 'Repository', {title: 'Took', class: 'num'}, {title: 'Ended', class: 'num'}],
      all.map(run => [
        badge(MARKS[run.state] || 'unknown', run.state),
        h('span', {class: 'stack'}, h('span', {}, outside(page, run.url, (run.workflow ? run.workflow + ' ' : 'Run ') + '#' + run.run_id), run.attempt > 1 ? [' ', tag('attempt ' + run.attempt)] : null,
            run.source === 'report' ? [' ', tag('reported', 'The build told of itself; GitHub has not, yet')] : null),
        h('small', {}, h('bdi', {}, cut(run.branch)), run.sha ? ' · ' + run.sha.slice(0, 10) : null)),
        h('a', {href: page.link('repositories', org, run.repo), class: 'named'}, run.repo),
        format.duration(run.duration_s),
        run.finished_at ? ago(run.finished_at, '', '') : run.started_at ? ago(run.started_at, 'for ', '') : '–',
      ]), {stacked: true, label: 'Latest runs', empty: 'No run that fits.'});
}
