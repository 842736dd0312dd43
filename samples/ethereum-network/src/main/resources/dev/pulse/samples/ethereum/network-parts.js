// What the pages of networks share: words, strips of time, the matrix in little.

export const WORDS = {pass: 'Well', warn: 'Known in part', unknown: 'Unknown', fail: 'Fails'};
export const WEIGHT = {pass: 0, warn: 1, unknown: 2, fail: 3};
export const STATUS = {P: 'pass', W: 'warn', U: 'unknown', F: 'fail'};
const SIGNS = {pass: '✓', warn: '▲', unknown: '?', fail: '✕'};
const SYSTEM = 'ethereum-network.';
const PATTERN = 'networks-hatched';

export function sign(page, status) {
  return page.ui.h('span', {class: 'sign', aria: {hidden: 'true'}}, SIGNS[status] ?? '');
}

export function plural(count, word) {
  return count + ' ' + word + (count === 1 ? '' : 's');
}

// Another moment for an element that ago() made.
export function freshen(time, at) {
  if (time.dateTime === at) return;
  time.dateTime = at;
  time.title = new Date(at).toISOString();
}

// Reads when a check of the system has run, and now and then in any case.
export function follow(page, read) {
  const go = page.follow(read);
  page.checks.watch((state, told) => {
    for (const name of told.names) {
      if (name.startsWith(SYSTEM)) {
        go();
        return;
      }
    }
  });
  page.every(30, go);
}

// Unknown is hatched, so that no one needs to see colours. To be put into a page once.
export function hatching(page) {
  const {s} = page.ui;
  return s('svg', {class: 'unseen', aria: {hidden: 'true'}}, s('defs', {}, s('pattern', {id: PATTERN, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      s('rect', {class: 'hatch-ground', width: 6, height: 6}), s('rect', {class: 'hatch-stripe', width: 2.5, height: 6}))));
}

// The matrix of a network in little.
export function grid(page, one) {
  const {s} = page.ui;
  const rows = one.grid.length;
  const columns = Math.max(0, ...one.grid.map(line => line.length));
  const label = one.pairs === 0 ? 'no client pairs' : plural(one.pairs, 'client pair') + ', ' + one.failingPairs + ' of them ' + (one.failingPairs === 1 ? 'fails' : 'fail');
  if (rows === 0) return page.ui.h('div', {class: 'grid none', role: 'img', aria: {label}});
  return s('svg', {class: 'grid', viewBox: '0 0 ' + columns * 12 + ' ' + rows * 12, role: 'img', aria: {label}},
      one.grid.flatMap((line, y) => [...line].map((code, x) => s('rect', {class: STATUS[code] ?? 'gap', fill: code === 'U' ? 'url(#' + PATTERN + ')' : undefined, x: x * 12 + 1, y: y * 12 + 1, width: 10, height: 10, rx: 2}))));
}

// Where in its height a strip is filled: what is well is low, what fails is full, and what nobody knows floats.
const BANDS = {P: [0.5, 1], W: [0.3, 1], U: [0.3, 0.7], F: [0, 1], '-': [0.97, 1]};

// A strip of time: one letter for each stretch, neighbours that are alike drawn as one.
export function strip(page, states, {from, stretch, label, height = 18}) {
  const {s, format} = page.ui;
  const runs = [];
  [...states].forEach((code, i) => {
    const last = runs[runs.length - 1];
    if (last && last.code === code) last.to = i + 1;
    else runs.push({code, from: i, to: i + 1});
  });
  const begin = Date.parse(from);
  const at = i => format.moment(begin + i * stretch * 1000);
  return s('svg', {class: 'strip', viewBox: '0 0 ' + states.length + ' ' + height, preserveAspectRatio: 'none', role: 'img',
    aria: {label: label + ': ' + spent(page, states, stretch)}},
  runs.map(run => s('rect', {class: STATUS[run.code] ?? 'gap', x: run.from, y: BANDS[run.code][0] * height, width: run.to - run.from, height: (BANDS[run.code][1] - BANDS[run.code][0]) * height},
      s('title', {}, at(run.from) + ' to ' + at(run.to) + '\n' + (run.code === '-' ? 'not evaluated' : WORDS[STATUS[run.code]])))));
}

// How long it stood how, in words.
export function spent(page, states, stretch) {
  const counts = {};
  for (const code of states) counts[code] = (counts[code] || 0) + 1;
  const parts = [['F', 'failed'], ['U', 'unknown'], ['W', 'known in part'], ['P', 'well'], ['-', 'not evaluated']]
      .filter(([code]) => counts[code]).map(([code, word]) => word + ' ' + page.ui.format.duration(counts[code] * stretch));
  return parts.join(', ');
}
