// How it was: the score, and how many validators stood how.

import {keep} from './executions-parts.js';

const SPANS = {'5m': ['5 minutes', 300], '15m': ['15 minutes', 900], '1h': ['1 hour', 3600], '6h': ['6 hours', 21600], '24h': ['24 hours', 86400], '7d': ['7 days', 604800]};
const MOST_POINTS = 120;
const LEAST_POINTS = 12;
const REST_S = 15;
const FEW_S = 3;
// How often what is empty is asked for in haste: a minute, which is more than a scan or two.
const MOST_TRIES = 20;
const FEW = 0.25;
const LINES = [{name: 'completed', color: '--pass'}, {name: 'running', color: '--maintenance'}, {name: 'pending', color: '--soft', width: 1},
  {name: 'stuck', color: '--warn', width: 2}, {name: 'failed', color: '--fail', width: 2}];

const standingOf = name => 'validator_executions_standing{standing="' + name + '"}';

export function plots(page) {
  const {h, fill} = page.ui;
  const toggle = h('div', {class: 'toggle', role: 'group', aria: {label: 'How far back'}});
  const hosts = [h('div', {class: 'drawing'}), h('div', {class: 'drawing'})];
  const element = h('section', {class: 'card plots', aria: {labelledby: 'over-time'}},
      h('div', {class: 'toolbar'}, h('h2', {id: 'over-time'}, 'Over time'), h('span', {class: 'grow'}), toggle),
      h('div', {class: 'pair'}, h('div', {}, h('h3', {}, 'How many stood how'), hosts[0]), h('div', {}, h('h3', {}, 'Executions that ended well, of 100'), hosts[1])));
  const wished = page.query.get('range') || '';
  let chosen = Object.hasOwn(SPANS, wished);
  let span = chosen ? wished : '1h';
  let turn = 0;
  let tries = 0;
  const drawn = [null, null];

  fill(toggle, Object.keys(SPANS).map(name => h('button', {type: 'button', title: SPANS[name][0], onclick: () => {
    chosen = true;
    tries = 0;
    choose(name);
    keep(page, {range: name});
    read().catch(problem => page.ui.toast(problem.message, 'fail'));
  }}, name)));
  choose(span);

  function choose(name) {
    span = name;
    for (const button of toggle.children) button.setAttribute('aria-pressed', String(button.textContent === name));
  }

  function ask(check, signal, points) {
    return page.api.get('checks/validator-executions.' + check + '/history?'
        + new URLSearchParams({from: '-' + SPANS[span][1] + 's', points, signal})).catch(missing);
  }

  async function read() {
    const mine = ++turn;
    const {interval_s: interval} = await page.get('pods?limit=1');
    // Each slice has a scan or two, so that a gap is a gap.
    const pointsOf = () => Math.max(LEAST_POINTS, Math.min(MOST_POINTS, Math.floor(SPANS[span][1] / (2 * interval))));
    // An hour of which minutes are known says little; the minutes say more.
    for (const shorter of chosen ? [] : Object.keys(SPANS).slice(0, Object.keys(SPANS).indexOf(span)).reverse()) {
      const told = await ask('scan', standingOf(LINES[0].name), pointsOf());
      if (mine !== turn || page.signal.aborted) return;
      chosen = told === null || told.slices.filter(slice => slice.count).length >= FEW * told.slices.length;
      if (chosen) break;
      choose(shorter);
    }
    const points = pointsOf();
    const [score, unknown, ...standing] = await Promise.all([ask('score', 'score', points),
      ask('scan', 'validator_executions_pods{result="failed"}', points),
      ...LINES.map(({name}) => ask('scan', standingOf(name), points))]);
    if (mine !== turn || page.signal.aborted) return;
    await draw(0, 'How many validators stood how', standing[0], [...LINES.map(({name, ...line}, i) => ({label: name, ...line, from: standing[i]})),
      {label: 'unknown', color: '--unknown', width: 2, dash: [4, 3], from: unknown}]);
    await draw(1, 'Executions that ended well, of 100', score, [{label: 'score', color: '--brand', width: 2, from: score}]);
  }

  async function draw(which, label, told, series) {
    if (!told || !told.slices.some(slice => slice.count)) {
      if (drawn[which] !== 'empty') fill(hosts[which], page.ui.empty('Nothing is known of this time.'));
      drawn[which] = 'empty';
      return;
    }
    const wanted = {
      label: label + ' over ' + SPANS[span][0],
      height: 180,
      from: Date.parse(told.from) / 1000,
      to: Date.parse(told.to) / 1000,
      times: told.slices.map(slice => (Date.parse(slice.start) + Date.parse(slice.end)) / 2000),
      series: series.map(({from, ...line}) => ({width: 1.6, ...line, values: told.slices.map((slice, i) => from?.slices[i]?.mean ?? null)})),
      format: value => page.ui.format.number(value),
    };
    if (drawn[which] && drawn[which] !== 'empty') {
      drawn[which].set(wanted);
    } else {
      fill(hosts[which]);
      drawn[which] = await page.plot(hosts[which], wanted);
    }
  }

  return {
    element,
    async start() {
      await read();
      let rest = REST_S;
      let reading = false;
      page.every(FEW_S, () => {
        rest -= FEW_S;
        // What is drawn changes slowly; what is empty may have its first points now, or never.
        const empty = drawn.includes('empty');
        if (!empty) tries = 0;
        if (reading || (rest > 0 && !(empty && tries < MOST_TRIES))) return;
        if (empty) tries++;
        rest = REST_S;
        reading = true;
        read().catch(() => {}).finally(() => { reading = false; });
      });
    },
  };
}

// A check that is not there has no history; everything else is a fault.
function missing(problem) {
  if (problem.status === 404) return null;
  throw problem;
}
