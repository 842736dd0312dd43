// The vulnerabilities of all repositories: found by how bad they are, where, in what, and whether they
// are still there; and how many there were over time.

import {SEVERITIES, choice, follow, pager, repositoryChoice, uncounted} from './repository-parts.js';
import {plots} from './trends.js';

const PAGE = 50;
const STATES = [['open', 'open'], ['closed', 'closed'], ['all', 'all']];
const TYPING_MS = 250;

export async function vulnerabilities(page, says) {
  const {h, put, card} = page.ui;
  const shown = {
    state: STATES.some(([name]) => name === page.query.get('state')) ? page.query.get('state') : 'open',
    severity: SEVERITIES.includes(page.query.get('severity')) ? page.query.get('severity') : '',
    repo: page.query.get('repo') || '',
    text: (page.query.get('text') || '').slice(0, 200),
  };
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  const severities = new Map(SEVERITIES.map(severity => [severity, tile(severity)]));
  const text = h('input', {type: 'search', value: shown.text, placeholder: 'Package or advisory…', maxlength: 200, aria: {label: 'Find by package, id or alias'}, autocomplete: 'off', spellcheck: 'false'});
  const body = h('div', {});
  const pages = pager(page, PAGE, readRows);
  const chosen = await repositoryChoice(page, shown.repo, 'all repositories', repo => set({repo}));
  const history = plots(page, 'open');
  let typing = 0;
  text.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => set({text: text.value}), TYPING_MS);
  });
  page.root.append(h('div', {class: 'tiles five'}, [...severities.values()].map(each => each.element)),
      h('div', {class: 'toolbar'}, choice(page, 'Which', STATES, shown.state, state => set({state})), chosen.element, h('span', {class: 'search'}, text)),
      problem, card('', body, pages.element), history.element);

  function tile(severity) {
    const number = h('b', {});
    const kind = {critical: 'fail', high: 'fail', medium: 'warn', low: 'low', unknown: 'unknown'}[severity];
    const element = h('button', {type: 'button', class: 'tile ' + kind, title: 'Only these', onclick: () => set({severity: shown.severity === severity ? '' : severity})},
        h('span', {class: 'mark', aria: {hidden: 'true'}}), number, h('span', {class: 'word'}, severity));
    return {element, number};
  }

  function set(change) {
    Object.assign(shown, change);
    page.replaceQuery({...shown, state: shown.state === 'open' ? '' : shown.state});
    pages.first();
    read().catch(failure => {
      if (failure.name !== 'AbortError') told(failure);
    });
  }

  function told(failure) {
    put(problem, failure.message);
    problem.hidden = false;
  }

  let asked = 0;
  async function readRows() {
    const mine = ++asked;
    const query = new URLSearchParams({state: shown.state, limit: String(PAGE), offset: String(pages.offset())});
    for (const name of ['severity', 'repo', 'text']) if (shown[name].trim()) query.set(name, shown[name]);
    const found = await page.get('data/vulnerabilities?' + query);
    if (mine !== asked || page.signal.aborted) return undefined;
    problem.hidden = true;
    const sum = SEVERITIES.reduce((all, severity) => all + found.by_severity[severity], 0);
    const dark = shown.state === 'closed' ? 0 : found.repositories - found.told;
    const nobody = sum === 0 && shown.state !== 'closed' && found.told === 0 && (dark > 0 || !found.scanned);
    for (const [severity, each] of severities) {
      const count = found.by_severity[severity];
      put(each.number, nobody ? '–' : page.ui.format.number(count));
      each.element.classList.toggle('none', count === 0);
      each.element.setAttribute('aria-pressed', String(shown.severity === severity));
    }
    const total = shown.severity ? found.by_severity[shown.severity] : sum;
    put(says, nobody ? 'not known' : page.ui.format.number(total) + (shown.state === 'all' ? '' : ' ' + shown.state) + uncounted(dark));
    if (pages.found(total)) return readRows();
    const drawn = JSON.stringify([found, shown.state]);
    if (body.dataset.drawn === drawn) return undefined;
    body.dataset.drawn = drawn;
    page.ui.fill(body, draw(page, chosen.org, found.vulnerabilities, shown));
    return undefined;
  }

  const read = () => Promise.all([readRows(), history.read({days: '30', repo: shown.repo})]);
  await page.live.load(async () => {
    try {
      await read();
    } catch (failure) {
      // A repository in the address that nobody knows is told beside the fields, where it is mended.
      if (![400, 404].includes(failure.status)) throw failure;
      told(failure);
    }
  });
  follow(page, read);
}

function draw(page, org, all, shown) {
  const {h, table, severity, ago, instant, tag} = page.ui;
  const filtered = shown.severity || shown.repo || shown.text;
  return table([{title: 'Severity', class: 'state'}, 'Package', 'What', 'Repository', {title: shown.state === 'closed' ? 'Closed' : 'Known', class: 'num'}], all.map(each => [
    severity(each.severity),
    h('span', {class: 'stack'}, h('span', {class: 'named'}, each.package, ' ', each.ecosystem ? tag(each.ecosystem) : null),
        h('small', {}, (each.version || 'version not known') + ' → ', each.fixed_version ? h('strong', {}, each.fixed_version) : 'no fixed version')),
    h('span', {class: 'stack'}, h('span', {class: 'what'}, each.description || 'no description'),
        h('small', {}, h('code', {}, each.id), each.aliases.length ? ', ' + each.aliases.join(', ') : '', ' · ' + each.sources.join(', '))),
    h('a', {href: page.link('repositories', org, each.repo), class: 'named'}, each.repo),
    each.closed_at ? h('span', {class: 'stack'}, instant(each.closed_at), h('small', {}, 'open for ' + page.ui.format.duration((Date.parse(each.closed_at) - Date.parse(each.detected_at)) / 1000)))
      : ago(each.detected_at, 'for ', ''),
  ]), {stacked: true, label: 'Vulnerabilities', empty: filtered ? 'None that fits.' : shown.state === 'open' ? 'None is known to be open. Where no source can be read, nobody can tell: see the repositories.' : 'None yet.'});
}
