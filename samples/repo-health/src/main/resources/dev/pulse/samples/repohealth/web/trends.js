// Scores and vulnerabilities over time, of all repositories or of one; a gap stays a gap.

import {COLORS, SEVERITIES, follow, range, ranges, repositoryChoice} from './repository-parts.js';

const FACTORS = {build: '--brand', coverage: '--maintenance', dependencies: '--warn-fill', documentation: '--unknown-fill', activity: '--pass-fill', security: '--fail-fill'};

export async function trends(page, says) {
  const {h} = page.ui;
  const shown = {days: range(page), repo: page.query.get('repo') || ''};
  const chosen = await repositoryChoice(page, shown.repo, 'all repositories', repo => set({repo}));
  const drawings = plots(page);
  page.root.append(h('div', {class: 'toolbar'}, ranges(page, shown.days, days => set({days})), chosen.element), drawings.element);

  function set(change) {
    Object.assign(shown, change);
    page.replaceQuery({days: shown.days === '30' ? '' : shown.days, repo: shown.repo});
    drawings.read(shown).catch(problem => page.ui.toast(problem.message, 'fail'));
  }

  page.ui.put(says, 'of ' + chosen.org);
  await page.live.load(() => drawings.read(shown));
  follow(page, () => drawings.read(shown));
}

// The plots of one choice: {element, read({days, repo})}. `only` one of score, open, factors.
export function plots(page, only) {
  const {h, put} = page.ui;
  const score = drawing(page, 'Score');
  const open = drawing(page, 'Open vulnerabilities');
  const factors = drawing(page, 'Factors');
  const wanted = name => !only || only === name;
  const element = h('div', {class: 'trends'}, wanted('score') ? score.element : null, wanted('open') ? open.element : null, wanted('factors') ? factors.element : null);
  let asked = 0;

  async function read({days, repo}) {
    const mine = ++asked;
    const told = await page.get('data/trends?days=' + days + (repo ? '&repo=' + encodeURIComponent(repo) : ''));
    if (mine !== asked || page.signal.aborted) return;
    const drawn = JSON.stringify([told, days, repo]);
    if (element.dataset.drawn === drawn) return;
    element.dataset.drawn = drawn;
    const {points} = told;
    const span = {from: Date.parse(told.from) / 1000, to: Date.parse(told.to) / 1000};
    const times = points.map(point => Date.parse(point.at) / 1000);
    const values = value => points.map(point => point.gap ? null : value(point) ?? null);
    const known = points.filter(point => !point.gap);
    if (wanted('score')) {
      await score.draw({...span, times, series: repo
        ? [{label: 'score', values: values(point => point.score), color: '--brand', width: 2}]
        : [{label: 'average', values: values(point => point.score), color: '--brand', width: 2}, {label: 'lowest', values: values(point => point.worst), color: '--fail-fill'}]},
      points, point => point.score !== null, repo ? 'No scan gave it a score within this time.' : 'No scan has scored a repository within this time.');
      put(score.says, !repo && known.some(point => point.scored < point.repositories) ? 'Repositories without a score do not count.' : '');
    }
    if (wanted('open')) {
      await open.draw({...span, times, series: SEVERITIES.map(severity => ({label: severity, values: values(point => point.open && point.open[severity]), color: COLORS[severity], width: severity === 'critical' ? 2.5 : 1.5}))},
          points, point => point.open !== null, 'Nobody could tell within this time.');
      const sum = name => known.reduce((all, point) => all + point[name], 0);
      put(open.says, !known.some(point => point.open !== null) ? '' : sum('appeared') + ' found and ' + sum('gone') + ' closed within this time.'
          + (known.some(point => point.told < point.repositories) ? ' Repositories of which nobody could tell do not count.' : ''));
    }
    factors.element.hidden = !repo;
    if (wanted('factors') && repo) {
      await factors.draw({...span, times, series: Object.entries(FACTORS).map(([name, color]) => ({label: name, values: values(point => point.factors[name]), color}))},
          points, point => Object.keys(point.factors).length > 0, 'No factor is known within this time.');
      put(factors.says, 'A factor that was not known leaves a gap.');
    }
  }
  return {element, read};
}

function drawing(page, title) {
  const {h, card, fill, empty, format} = page.ui;
  const place = h('div', {class: 'drawing'});
  const says = h('p', {class: 'soft'});
  const element = card(title, place, says);
  let plot = null;
  let lines = '';
  return {
    element,
    says,
    async draw(about, points, isKnown, otherwise) {
      if (!points.some(point => !point.gap && isKnown(point))) {
        plot = null;
        fill(place, empty(otherwise));
        return;
      }
      const wanted = {...about, label: title + ' over time', height: 220, format: value => format.number(value)};
      const same = about.series.map(line => line.label).join();
      if (plot && same === lines) {
        plot.set(wanted);
        return;
      }
      lines = same;
      fill(place);
      plot = await page.plot(place, wanted);
    },
  };
}
