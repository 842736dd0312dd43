// One validator and what was seen of it; one of its executions.

import {WORDS, badgeOf, blocks, errorOf, follower, number, took} from './executions-parts.js';
import {entry} from './executions-latest.js';

const CHECKS = ['state', 'errors', 'stuck'].map(name => 'validator-executions.' + name);
const FEW = 20;

function trail(page, ...parts) {
  const {h} = page.ui;
  return h('p', {class: 'soft crumbs'}, h('a', {href: page.link('executions')}, 'Executions'),
      parts.map(part => [' / ', part]));
}

export async function pod(page, name) {
  const {h, put, fill} = page.ui;
  const parts = {
    title: h('h1', {}, name),
    standing: h('section', {class: 'card', aria: {label: 'How it stands'}}),
    durations: h('section', {class: 'card', aria: {labelledby: 'durations'}}),
    judged: h('section', {class: 'card', aria: {labelledby: 'judged'}}),
    seen: h('section', {class: 'card', aria: {labelledby: 'seen'}}),
  };
  page.title(name);
  page.root.append(trail(page, name), h('div', {class: 'heading'}, parts.title), parts.standing,
      h('div', {class: 'cards wide'}, parts.durations, parts.judged), parts.seen);
  const drawing = durations(page, parts.durations);
  let all = false;

  async function load() {
    const about = await page.get('pods/' + encodeURIComponent(name));
    if (page.signal.aborted) return;
    drawStanding(page, parts.standing, about);
    drawSeen(page, parts.seen, about);
    await drawing(about);
    await drawJudged(page, parts.judged, name);
  }

  function drawSeen(on, element, about) {
    const signature = JSON.stringify([about.executions, all]);
    if (element.dataset.drawn === signature) return;
    element.dataset.drawn = signature;
    const focus = document.activeElement?.closest?.('[data-key]')?.dataset.key;
    const shown = all ? about.executions : about.executions.slice(0, FEW);
    fill(element, h('h2', {id: 'seen'}, 'Executions ', h('span', {class: 'soft'}, on.ui.format.number(about.executions.length))),
        shown.length === 0 ? on.ui.empty('None was seen yet.') : h('ul', {class: 'seen'}, shown.map(run => entry(on, run, {withPod: false}))),
        h('p', {class: 'soft'}, 'Seen since ', on.ui.instant(about.seen_since), '; what began and ended between two scans is not here. ',
            shown.length < about.executions.length ? on.ui.button('Show all', async () => {
              all = true;
              drawSeen(on, element, about);
            }) : null));
    if (focus) element.querySelector('[data-key="' + CSS.escape(focus) + '"] a')?.focus({preventScroll: true});
  }

  await page.live.load(load);
  follower(page, load);
  put(parts.title, name);
}

function drawStanding(page, element, about) {
  const {h, fill, ago, facts, instant, format} = page.ui;
  const {pod: it} = about;
  const {queried_at: queried, took_ms: took, ...rest} = it;
  const signature = JSON.stringify(rest);
  if (element.dataset.drawn !== signature) {
    element.dataset.drawn = signature;
    const run = it.execution || it.last_known;
    fill(element, h('div', {class: 'standing'}, badgeOf(page, it.standing), h('p', {class: 'grow says'}, sentence(page, it, about))),
        it.execution?.error ? h('pre', {class: 'error'}, errorOf(it.execution)) : null,
        h('div', {class: 'facts-of'}, run ? factsOf(page, run, it.execution ? undefined : 'last known') : null),
        h('div', {class: 'asked'}));
  }
  fill(element.querySelector('.asked'), facts([['Namespace', about.namespace], ['Asked', ago(queried)], ['The question took', format.milliseconds(took)],
    ['Answered last', it.answered_at ? instant(it.answered_at) : 'never']]));
}

function sentence(page, it, about) {
  const {ago, format} = page.ui;
  const run = it.execution;
  switch (it.standing) {
    case 'unknown': return it.why;
    case 'stuck': return ['Its execution has been running since ', ago(run.started_at), ', which is more than ' + format.duration(about.stuck_after_s) + '.'];
    case 'failed': return run.ended_at ? ['Its newest execution failed ', ago(run.ended_at), '.'] : 'Its newest execution failed.';
    case 'other': return ['Its newest execution is in a state that nobody knows: ', run.state];
    case 'running': return run.started_at ? ['Its newest execution began ', ago(run.started_at), '.'] : 'Its newest execution is under way.';
    case 'pending': return 'Its newest execution has not begun.';
    default: return run.ended_at ? ['Its newest execution ended well ', ago(run.ended_at), '.'] : 'Its newest execution ended well.';
  }
}

function factsOf(page, run, note) {
  const {h, facts, instant} = page.ui;
  const begun = run.standing === 'pending' ? 'not yet' : 'not known';
  const ended = ['pending', 'running', 'stuck'].includes(run.standing) && !note ? 'not yet' : 'not known';
  return facts([['Execution' + (note ? ', ' + note : ''), h('a', {href: page.link('executions', run.pod, run.key)}, h('bdi', {}, run.id || 'without an id'))],
    ['State', [WORDS[run.standing], run.state.toLowerCase() === run.standing ? null : [' (', h('bdi', {}, run.state), ')']]],
    ['First block', run.start_block === undefined ? 'not known' : number(page, run.start_block)],
    ['Last block', run.end_block === undefined ? ended : number(page, run.end_block)],
    ['Blocks processed', run.blocks === undefined ? ended : number(page, run.blocks)],
    ['Began', run.started_at ? instant(run.started_at) : begun], ['Ended', run.ended_at ? instant(run.ended_at) : ended],
    ['Took', took(page, run)]]);
}

// How long its executions took: those that ended well and those that did not.
function durations(page, element) {
  const {h, fill, empty, format} = page.ui;
  const host = h('div', {class: 'drawing'});
  fill(element, h('h2', {id: 'durations'}, 'How long its executions took'), host);
  let plot = null;
  let drawn = '';
  return async about => {
    const ended = about.executions.filter(run => run.ended_at && run.duration_s >= 0).reverse();
    const signature = JSON.stringify(ended.map(run => run.key + run.standing));
    if (signature === drawn && ended.length) return;
    drawn = signature;
    if (ended.length < 2) {
      plot = null;
      fill(host, empty('Fewer than two executions were seen to end.'));
      return;
    }
    // The line goes on past those that failed, which are points.
    const values = failed => ended.map(run => (run.standing === 'failed') === failed ? run.duration_s : undefined);
    const times = ended.map(run => Date.parse(run.ended_at) / 1000);
    const wanted = {label: 'Durations of ' + ended.length + ' executions', height: 180, times, from: times[0], to: Math.max(times[0] + 1, times[times.length - 1]),
      series: [{label: 'ended well', values: values(false), color: '--pass', width: 1.2, points: true}, {label: 'failed', values: values(true), color: '--fail', width: 0, points: true}],
      format: format.duration};
    if (plot) plot.set(wanted);
    else {
      fill(host);
      plot = await page.plot(host, wanted);
    }
  };
}

// What the checks say of this one, and the incidents that they have open.
async function drawJudged(page, element, name) {
  const {h, fill, badge, severity, empty, ago} = page.ui;
  const found = await Promise.all(CHECKS.map(async check => {
    try {
      const [detail, incidents] = await Promise.all([page.api.get('checks/' + encodeURIComponent(check)),
        page.api.get('incidents?open=true&limit=5&check=' + encodeURIComponent(check))]);
      return {check, title: detail.title, finding: detail.latest?.findings.find(each => each.key === name), incidents: incidents.items};
    } catch (problem) {
      if (problem.status === 404) return null;
      throw problem;
    }
  }));
  if (page.signal.aborted) return;
  const known = found.filter(each => each);
  const signature = JSON.stringify(known);
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  const incidents = known.flatMap(each => each.incidents);
  fill(element, h('h2', {id: 'judged'}, 'Judged by'), known.length === 0 ? empty('No check is there.')
      : h('ul', {class: 'lines judged'}, known.map(({check, title, finding}) => h('li', {}, badge(finding ? finding.status : 'unknown'),
          h('span', {class: 'grow'}, h('a', {class: 'what', href: page.link('check', check)}, title),
              h('small', {class: 'clip', title: finding?.text}, finding ? finding.text : 'has not judged it'))))),
      incidents.length === 0 ? null : [h('h3', {}, 'Open incidents of these checks'), h('ul', {class: 'lines'}, incidents.map(incident => h('li', {}, severity(incident.severity),
          h('a', {class: 'grow clip', title: incident.title, href: page.link('incidents', incident.id)}, incident.title), h('span', {class: 'soft num'}, ago(incident.started_at, '', '')))))]);
}

export async function execution(page, name, key) {
  const {h, fill, badge, put, instant} = page.ui;
  const title = h('h1', {}, 'Execution');
  const card = h('section', {class: 'card', aria: {label: 'The execution'}});
  const others = h('div', {class: 'actions'});
  const crumb = h('span', {}, '…');
  page.root.append(trail(page, h('a', {href: page.link('executions', name)}, name), crumb), h('div', {class: 'heading'}, title, others), card);

  async function load() {
    const about = await page.get('pods/' + encodeURIComponent(name));
    if (page.signal.aborted) return;
    const at = about.executions.findIndex(run => run.key === key);
    // The newest one is known whole.
    const current = about.pod.execution?.key === key ? about.pod.execution : undefined;
    const run = current || about.executions[at];
    const signature = JSON.stringify([run, at, about.executions.length]);
    if (card.dataset.drawn === signature) return;
    card.dataset.drawn = signature;
    if (!run) {
      page.title('Execution');
      fill(card, page.ui.empty('This execution is not remembered: those seen since ', instant(about.seen_since), ' are, the last ones of each validator. ',
          h('a', {href: page.link('executions', name)}, 'To the validator')));
      return;
    }
    page.title(run.id || 'Execution');
    put(crumb, run.id || 'without an id');
    fill(title, h('bdi', {}, run.id || 'Execution without an id'));
    title.title = run.id;
    const neighbour = (other, text) => other ? h('a', {class: 'button', href: page.link('executions', name, other.key), title: other.id}, text) : null;
    fill(others, neighbour(about.executions[at + 1], 'Older'), neighbour(at > 0 ? about.executions[at - 1] : undefined, 'Newer'));
    fill(card, h('div', {class: 'standing'}, badge(run.status, WORDS[run.standing]), h('p', {class: 'grow says'}, run.why ? run.why[0].toUpperCase() + run.why.slice(1) + '.'
        : current ? 'It is the newest of ' + name + '.' : [blocks(page, run)])),
    run.error ? h('pre', {class: 'error'}, errorOf(run)) : null,
    run.cut ? h('p', {class: 'soft'}, current ? 'The error is longer than 10,000 characters; this is its beginning.' : 'Of executions that are not the newest the beginning of the error is remembered.') : null,
    factsOf(page, run),
    h('p', {class: 'soft'}, run.first_seen_at ? ['First seen ', instant(run.first_seen_at), run.changed_at === run.first_seen_at ? null : [', last changed ', instant(run.changed_at)], '.'] : null));
  }

  await page.live.load(load);
  follower(page, load);
}
