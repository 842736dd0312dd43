// What the pages of repositories share.

const SPARK = {width: 150, height: 30};

export const STATES = {healthy: 'pass', warning: 'warn', critical: 'fail', unknown: 'unknown'};
export const BUILDS = {passing: 'pass', failing: 'fail', pending: 'unknown', unknown: 'unknown'};
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'];
export const COLORS = {critical: '--fail', high: '--fail-fill', medium: '--warn-fill', low: '--maintenance-fill', unknown: '--unknown-fill'};
const RANGES = [['1', '24 h'], ['7', '7 d'], ['30', '30 d'], ['90', '90 d'], ['365', '1 y']];

// Reads again when a scan has ended, and once a minute for what others have scanned.
export function follow(page, read) {
  const now = page.follow(read);
  let first = true;
  page.checks.watch((state, told) => {
    if (!first && (told.everything || told.names.has('repo-health.scan'))) now();
    first = false;
  });
  page.every(60, now);
}

// Sentences above a page; those that do not hold are left out.
export function notices(page, element, sentences) {
  const told = sentences.filter(sentence => sentence);
  const drawn = JSON.stringify(told);
  if (element.dataset.drawn === drawn) return;
  element.dataset.drawn = drawn;
  page.ui.fill(element, told.map(sentence => page.ui.h('p', {class: 'notice'}, sentence)));
  element.hidden = told.length === 0;
}

// What somebody wrote, in the length of what a person would write.
export function cut(text, most = 120) {
  const letters = Array.from(text.slice(0, 4 * most));
  return letters.length > most ? letters.slice(0, most - 1).join('') + '…' : letters.join('');
}

export function signed(value) {
  return value > 0 ? '+' + value : value < 0 ? '−' + -value : '±0';
}

// The last score less the first; undefined below two.
export function swing(scores) {
  const known = scores.filter(score => score !== null);
  return known.length < 2 ? undefined : known[known.length - 1] - known[0];
}

export function change(row) {
  return row.change === null ? row.scanned_at === null ? 'not looked at yet' : 'nothing since the first scan'
    : signed(row.change.delta) + ': ' + (row.change.parts.join(', ') || 'for many small reasons');
}

export function plain(counts) {
  const some = Object.entries(counts).filter(([, count]) => count > 0).map(([word, count]) => count + ' ' + word);
  return some.length ? some.join(', ') : 'none open';
}

// What a number that is shown does not count, behind it; nothing when it counts all.
export function uncounted(count) {
  return count === 0 ? '' : '; not known of ' + count + (count === 1 ? ' repository' : ' repositories');
}

// The sum of what is known, in words: what is not is no zero.
export function summed(values, word, number) {
  const dark = values.filter(value => value === null).length;
  if (dark > 0 && dark === values.length) return word + ' not known';
  const sum = number(values.reduce((all, value) => all + (value ?? 0), 0)) + ' ' + word;
  return dark === 0 ? sum : 'at least ' + sum + ' (not known of ' + dark + (dark === 1 ? ' repository)' : ' repositories)');
}

// Scores over time; where one is not known the line ends, and begins again.
export function scoreLine(page, scores) {
  const {h, s} = page.ui;
  const known = scores.filter(score => score !== null);
  if (known.length === 0) return h('span', {class: 'soft'}, 'not known');
  const low = Math.max(0, Math.min(...known) - 4);
  const high = Math.min(100, Math.max(...known) + 4);
  const step = SPARK.width / Math.max(1, scores.length - 1);
  let path = '';
  let dots = '';
  scores.forEach((score, i) => {
    if (score === null) return;
    const point = (i * step).toFixed(1) + ' ' + (SPARK.height - 3 - (score - low) / Math.max(1, high - low) * (SPARK.height - 6)).toFixed(1);
    const joined = i > 0 && scores[i - 1] !== null;
    path += (joined ? 'L' : 'M') + point;
    if (!joined && (i + 1 >= scores.length || scores[i + 1] === null)) dots += 'M' + point + 'h.01';
  });
  return s('svg', {class: 'score-line', viewBox: '0 0 ' + SPARK.width + ' ' + SPARK.height, preserveAspectRatio: 'none', role: 'img',
    aria: {label: 'Scores from ' + known[0] + ' to ' + known[known.length - 1] + ', lowest ' + Math.min(...known) + ', highest ' + Math.max(...known)}},
  s('path', {d: path}), dots ? s('path', {class: 'dots', d: dots}) : null);
}

// A choice of one of several, told to `chosen`.
export function choice(page, label, options, value, chosen) {
  const {h} = page.ui;
  const buttons = options.map(([name, text]) => h('button', {type: 'button', aria: {pressed: String(name === value)}, onclick: () => {
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(options[i][0] === name)));
    chosen(name);
  }}, text));
  return h('div', {class: 'toggle', role: 'group', aria: {label}}, buttons);
}

export function ranges(page, value, chosen) {
  return choice(page, 'How far back', RANGES, value, chosen);
}

export function range(page) {
  const days = page.query.get('days') || '30';
  return RANGES.some(([name]) => name === days) ? days : '30';
}

// All repositories, to choose one of them; `none` is what it says of all.
export async function repositoryChoice(page, value, none, chosen) {
  const {h} = page.ui;
  const all = await names(page);
  const element = h('select', {aria: {label: 'Repository'}}, h('option', {value: ''}, none),
      all.names.map(name => h('option', {value: name, selected: name.toLowerCase() === value.toLowerCase()}, cut(name, 60))));
  if (value && !element.value) element.append(h('option', {value, selected: true}, value));
  element.addEventListener('change', () => chosen(element.value));
  return {element, org: all.org};
}

async function names(page) {
  const first = await page.get('data/repositories');
  const found = first.repositories.map(row => row.name);
  while (found.length < first.total) {
    const more = await page.get('data/repositories?limit=1000&offset=' + found.length);
    if (more.repositories.length === 0) break;
    found.push(...more.repositories.map(row => row.name));
  }
  return {org: first.org, names: found.sort(new Intl.Collator(undefined, {numeric: true}).compare)};
}

// Places in a long list: {element, offset, found(total) tells whether what was read is past its end, so that
// it has to be read again}.
export function pager(page, size, read) {
  const {h, button, put, format} = page.ui;
  let offset = 0;
  const says = h('span', {class: 'soft'});
  const back = button('Back', () => go(offset - size));
  const on = button('More', () => go(offset + size));
  const element = h('div', {class: 'actions pages', hidden: true}, back, on, says);
  async function go(wanted) {
    const was = offset;
    offset = Math.max(0, wanted);
    try {
      await read();
    } catch (problem) {
      offset = was;
      throw problem;
    }
  }
  return {
    element,
    offset: () => offset,
    first: () => { offset = 0; },
    found(total) {
      const was = offset;
      if (offset >= total) offset = Math.max(0, Math.floor((total - 1) / size) * size);
      put(says, format.number(offset + 1) + ' to ' + format.number(Math.min(total, offset + size)) + ' of ' + format.number(total));
      back.disabled = offset === 0;
      on.disabled = offset + size >= total;
      element.hidden = total <= size;
      return offset !== was;
    },
  };
}

// A place elsewhere is a link only where it is encrypted; else it is a text to look at.
export function outside(page, url, text) {
  const {h} = page.ui;
  return /^https:\/\//i.test(url || '') ? h('a', {href: url, target: '_blank', rel: 'noopener noreferrer', class: 'out'}, text) : h('span', {}, text);
}
