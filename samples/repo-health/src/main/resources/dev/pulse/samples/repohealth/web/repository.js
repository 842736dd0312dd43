// One repository: where its score comes from, what changed it last, what to do, and the way to the rest.

import {BUILDS, STATES, cut, follow, notices, plain, range, ranges, signed} from './repository-parts.js';
import {plots} from './trends.js';

export async function one(page, owner, name, nav) {
  const {h, fill, empty, link} = {...page.ui, link: page.link};
  const head = h('div', {class: 'heading'});
  const told = h('div', {class: 'notices'});
  const body = h('div', {class: 'page'});
  const drawings = plots(page);
  const shown = {days: range(page), repo: name};
  const over = h('div', {class: 'toolbar'}, h('h2', {}, 'Over time'), ranges(page, shown.days, days => {
    shown.days = days;
    page.replaceQuery({days: days === '30' ? '' : days});
    drawings.read(shown).catch(problem => page.ui.toast(problem.message, 'fail'));
  }));
  page.title(name);
  page.root.append(h('p', {class: 'crumbs'}, h('a', {href: link('repositories')}, 'Repositories'), ' / ', h('bdi', {}, owner)), head, nav, told, body, over, drawings.element);

  async function read() {
    const about = await page.get('data/repositories/' + encodeURIComponent(name));
    if (about.org.toLowerCase() !== owner.toLowerCase()) {
      fill(page.root, empty('Repositories of ' + owner + ' are not scanned here, but those of ', h('a', {href: link('repositories')}, about.org), '.'));
      return;
    }
    notices(page, told, [
      about.error && 'The last scan could not read it: ' + about.error + (about.scanned_at ? ' What is shown is older.' : ''),
      about.stale && 'These results are old: the last scan is longer ago than results hold.',
    ]);
    const drawn = JSON.stringify(about);
    if (body.dataset.drawn !== drawn) {
      body.dataset.drawn = drawn;
      draw(page, head, body, about);
    }
    await drawings.read(shown);
  }

  await page.live.load(read);
  follow(page, read);
}

function draw(page, head, body, about) {
  const {h, fill, badge, tag, card, facts, ago, instant, format} = page.ui;
  const here = view => page.link('repositories', view) + '?repo=' + encodeURIComponent(about.name);
  fill(head, h('h1', {}, about.name), badge(STATES[about.status], about.status),
      [about.private && 'private', about.fork && 'fork', about.archived && 'archived'].filter(word => word).map(word => tag(word)));
  const known = about.metrics.dependencies;
  const maybe = (value, unit = '') => value === null ? h('span', {class: 'soft'}, 'not known') : format.number(value) + unit;
  fill(body,
      h('div', {class: 'card standing'},
          h('p', {class: 'big ' + STATES[about.status]}, about.health_score === null ? '–' : String(about.health_score), h('small', {}, about.health_score === null ? 'no score' : 'of 100')),
          facts([
            ['Builds', h('a', {href: here('builds')}, badge(BUILDS[about.metrics.build_status], about.metrics.build_status))],
            ['Coverage', maybe(about.metrics.coverage, ' %')],
            ['Packages', h('a', {href: here('dependencies')}, known.total === null ? 'not known' : format.number(known.total) + (known.outdated === null ? '' : ', ' + format.number(known.outdated) + ' outdated'))],
            ['Open vulnerabilities', h('a', {href: here('vulnerabilities')}, about.open === null ? 'not known' : plain(about.open))],
            ['Last commit', about.metrics.last_commit ? ago(about.metrics.last_commit) : maybe(null)],
            ['Branch', h('bdi', {class: 'what'}, cut(about.branch))],
            ['Scanned', ago(about.scanned_at)],
          ])),
      h('div', {class: 'cards'},
          card('What changed last', changed(page, about)),
          card('What to do', advice(page, about.advice))),
      card('Where the score comes from', factors(page, about)),
      h('p', {class: 'soft'}, about.readable.length ? 'Vulnerabilities are told by ' + about.readable.join(' and ') + '.'
        : 'No source of vulnerabilities could be read, so nobody can tell whether there are any.',
      about.bill_because ? ' The packages could not be read: ' + about.bill_because + '.' : null));
}

function changed(page, about) {
  const {h, ago, empty} = page.ui;
  if (about.change === null) return empty(about.scanned_at === null ? 'It has not been looked at yet.' : 'Nothing since the first scan.');
  return h('div', {class: 'changed'},
      h('p', {}, h('strong', {class: about.change.delta < 0 ? 'falls' : about.change.delta > 0 ? 'rises' : ''}, signed(about.change.delta)), ' ', h('span', {class: 'soft'}, ago(about.change.at))),
      about.change.parts.length ? h('ul', {class: 'parts'}, about.change.parts.map(part => h('li', {}, part))) : h('p', {class: 'soft'}, 'For many small reasons.'));
}

function advice(page, steps) {
  const {h, empty} = page.ui;
  return steps.length === 0 ? empty('Nothing that would raise the score.')
    : h('ul', {class: 'lines advice'}, steps.map(step => h('li', {}, h('span', {class: 'grow'}, step.text, h('small', {}, step.factor)),
        h('span', {class: 'num rises'}, step.gain === null ? h('span', {class: 'soft'}, 'gain not known') : '+' + step.gain))));
}

function factors(page, about) {
  const {h, table, badge, meter, format} = page.ui;
  return table([{title: 'Factor', class: 'state'}, {title: 'Value', class: 'value'}, {title: 'Weight', class: 'num'}, 'Evidence, or why it is not known'], about.factors.map(factor => [
    h('strong', {}, factor.name),
    factor.value === null ? badge('unknown', 'not known') : h('span', {class: 'share-bar'},
        meter(factor.value / 100, factor.name + ' ' + factor.value + ' of 100', factor.value >= 80 ? 'pass' : factor.value >= 50 ? 'warn' : 'fail'), h('span', {}, format.number(factor.value))),
    format.number(factor.weight),
    factor.evidence,
  ]), {stacked: true, label: 'Factors', empty: 'It has not been looked at yet, so nothing is known.'});
}
