// What the pages of executions share.

export const ORDER = ['stuck', 'failed', 'unknown', 'other', 'running', 'pending', 'completed'];
export const WORDS = {stuck: 'Stuck', failed: 'Failed', unknown: 'Unknown', other: 'Other', running: 'Running', pending: 'Pending', completed: 'Completed'};
export const STATUS = {stuck: 'warn', failed: 'fail', unknown: 'unknown', other: 'warn', running: 'pass', pending: 'pass', completed: 'pass'};
export const SCAN = 'validator-executions.scan';
export const narrow = matchMedia('(max-width: 760px)');

const TAIL = 13;

export const height = () => narrow.matches ? 112 : 56;

export function badgeOf(page, standing) {
  return page.ui.badge(STATUS[standing] || 'unknown', WORDS[standing] || standing);
}

// Reads again with each scan, and now and then without one.
export function follower(page, read) {
  const follow = page.follow(read);
  page.checks.watch((state, told) => {
    if (told.names.has(SCAN)) follow();
  });
  page.every(15, follow);
}

// Changes some of the filters in the address, and leaves the others there.
export function keep(page, change) {
  page.replaceQuery({...Object.fromEntries(new URLSearchParams(location.hash.split('?')[1] || '')), ...change});
}

// Title, sub pages, and what can be done.
export function heading(page, view, changed) {
  const {h, put, fill, button, toast, ago, tabs} = page.ui;
  const may = page.may('operator');
  const sentence = h('p', {class: 'sentence'});
  const words = h('span', {});
  const when = h('span', {});
  sentence.append(words, when);
  let scanned;
  const scan = button('Ask all now', async () => {
    const told = await page.post('executions/refresh');
    toast(told.failed_queries ? told.failed_queries + ' of ' + told.total_pods + ' pods did not answer.' : 'All ' + told.total_pods + ' pods answered.',
        told.failed_queries ? 'fail' : 'info');
    await changed();
  }, {icon: 'play', disabled: !may, title: may ? undefined : 'This needs the role operator.'});
  const at = (...parts) => page.link('executions', ...parts);
  return {
    elements: [h('div', {class: 'heading'}, h('h1', {}, 'Executions'), sentence, h('div', {class: 'actions'}, scan)),
      tabs('Executions', [{title: 'Validators', href: at()}, {title: 'Latest executions', href: at('latest')}], view ? at(view) : at())],
    draw(about) {
      const bad = ['stuck', 'failed', 'unknown', 'other'].filter(state => about.counts[state])
          .map(state => page.ui.format.number(about.counts[state]) + ' ' + WORDS[state].toLowerCase());
      put(words, (bad.length ? bad.join(', ') + ' of ' : 'All is well with ') + page.ui.format.number(about.total) + ' in ' + about.namespace);
      if (scanned === about.scanned_at) return;
      scanned = about.scanned_at;
      fill(when, scanned ? [', asked ', ago(scanned)] : null);
    },
  };
}

// What keeps everything unknown; empty when nothing does.
export function connection(about) {
  if (!about.scanned_at) return about.connected ? '' : 'No pod has been asked yet.';
  if (!about.connected) return 'The cluster does not answer. What is shown was known before.';
  return '';
}

export function number(page, value) {
  return (Number.isSafeInteger(value) ? '' : '≈ ') + page.ui.format.number(value);
}

export function blocks(page, run) {
  if (run.start_block === undefined) return 'no block is known';
  return run.end_block === undefined ? 'from block ' + number(page, run.start_block)
      : 'blocks ' + number(page, run.start_block) + ' to ' + number(page, run.end_block);
}

// How long it took, or takes.
export function took(page, run) {
  const {ago, format} = page.ui;
  if (run.duration_s !== undefined) return run.duration_s < 0 ? '–' : format.duration(run.duration_s);
  return ['running', 'stuck'].includes(run.standing) && run.started_at ? ago(run.started_at, '', '') : '–';
}

// The name of a pod: where it is too long for its place, the middle of it is left out, because the
// number that tells it from its neighbours comes last.
export function podName(page, name) {
  const {h} = page.ui;
  const tail = Math.min(name.length, TAIL);
  return [h('span', {class: 'head'}, name.slice(0, -tail)), h('span', {class: 'tail'}, name.slice(-tail))];
}

export function errorOf(run) {
  return run.error + (run.cut ? '…' : '');
}
