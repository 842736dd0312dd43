// What the pages of alerting share.

// Reads again when incidents change.
export function follower(page, read) {
  const follow = page.follow(read);
  page.live.on('changes', told => {
    if (told.incidents) follow();
  });
  return follow;
}

// Newest and older: the way back is kept, because ids lead on only.
export function pager(page, read) {
  const {h, button} = page.ui;
  let trail = [];
  let next;
  const newest = button('Newest', () => go([]));
  const older = button('Older', () => go([...trail, next]));
  const element = h('div', {class: 'actions pager'}, newest, older);
  async function go(wanted) {
    const was = trail;
    trail = wanted;
    try {
      await read(trail[trail.length - 1]);
    } catch (problem) {
      trail = was;
      throw problem;
    }
  }
  return {
    element,
    before: () => trail[trail.length - 1],
    first: () => { trail = []; },
    found(following) {
      next = following;
      older.disabled = next === undefined;
      newest.disabled = trail.length === 0;
      element.hidden = older.disabled && newest.disabled;
    },
  };
}

export function says(page, element, problem) {
  page.ui.put(element, problem.title && problem.title !== problem.message ? problem.title + ': ' + problem.message : problem.message);
  element.hidden = false;
}

// What a button needs to know of its caller: what is done by name needs one, and the role for it.
export function named(page) {
  const why = !page.may('operator') ? 'This needs the role operator.'
    : !page.caller ? 'This is kept with a name: set a token on the server.' : undefined;
  return {disabled: why !== undefined, title: why};
}

export const DURATIONS = [['30m', '30 minutes'], ['2h', '2 hours'], ['8h', '8 hours'], ['1d', '1 day'], ['7d', '7 days'], ['30d', '30 days']];

export function matcher(name, value) {
  return name + '="' + String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') + '"';
}

// Asks for a silence; `matchers` is what to begin with.
export async function silence(page, matchers, text) {
  const done = await page.ui.ask({
    title: 'Silence alerts',
    text: text || 'Nobody is told of alerts with these labels until then. Checks go on, and incidents are kept.',
    fields: [{name: 'matchers', label: 'Labels, one to a line; all must match', type: 'textarea', required: true, value: matchers.join('\n'),
      placeholder: 'check="shop"\nzone=~"eu-.*"', hint: 'Operators: = != =~ !~. Labels of every alert: alertname, check, severity.'},
    {name: 'duration', label: 'For', options: DURATIONS, value: '2h'},
    {name: 'comment', label: 'Why', maxlength: 1000, placeholder: 'Deploying the shop'}],
    action: 'Silence',
    submit: ({matchers: lines, duration, comment}) => page.api.post('silences', {
      matchers: lines.split('\n').map(line => line.trim()).filter(line => line !== ''), duration, comment}),
  });
  if (done) page.ui.toast('Silenced.');
  return done !== undefined;
}
