// Targets: the checks that people keep here, beside those of pulse.yaml.

import {form} from './target-form.js';

export default async function targets(page) {
  const [view = '', name = ''] = page.path;
  if (view === 'new') return form(page, null);
  if (view === 'edit' && name) return form(page, name);
  return overview(page);
}

const SHOWN = {
  '': ['all', () => true],
  dashboard: ['added here', item => item.origin === 'dashboard'],
  file: ['of pulse.yaml', item => item.origin !== 'dashboard'],
  off: ['switched off or paused', item => !item.enabled || item.paused],
  problems: ['with problems', item => item.problems !== undefined],
};

async function overview(page) {
  const {h, fill, put, button, toast, format} = page.ui;
  const state = {items: [], locked: undefined, text: page.query.get('q') || '', show: Object.hasOwn(SHOWN, page.query.get('show') || '') ? page.query.get('show') || '' : ''};
  const count = h('p', {class: 'sentence'});
  const add = h('a', {class: 'button primary', href: page.link('targets', 'new')}, 'Add target');
  const notice = h('p', {class: 'soft', hidden: true});
  const search = h('input', {type: 'search', value: state.text, placeholder: 'Search', maxlength: 200, aria: {label: 'Search in names, titles, tags and addresses'}, autocomplete: 'off'});
  const show = h('select', {aria: {label: 'Which'}}, Object.entries(SHOWN).map(([value, [word]]) => h('option', {value, selected: value === state.show}, word)));
  const body = h('div', {});
  const phone = matchMedia('(max-width: 760px)');
  const table = await page.list({label: 'Targets', draw, shown: () => {},
    columns: [{title: 'State'}, {title: 'Target'}, {title: 'Asks'}, {title: 'Runs'}, {title: ''}]});
  page.root.append(h('div', {class: 'heading'}, h('h1', {}, 'Targets'), count, h('div', {class: 'actions'}, add)), notice,
      h('div', {class: 'toolbar'}, show, h('span', {class: 'search'}, search)), body);
  search.addEventListener('input', () => found({text: search.value}));
  show.addEventListener('change', () => found({show: show.value}));
  phone.addEventListener('change', arrange, {signal: page.signal});

  function found(wish) {
    Object.assign(state, wish);
    page.replaceQuery({q: state.text, show: state.show});
    arrange();
  }

  async function read() {
    const answer = await page.get('targets');
    if (page.signal.aborted) return;
    Object.assign(state, answer, {locked: answer.locked});
    const kept = answer.items.filter(item => item.origin === 'dashboard').length;
    const broken = answer.items.filter(item => item.problems).length;
    put(count, format.number(kept) + ' added here, ' + format.number(answer.items.length - kept) + ' of pulse.yaml'
        + (broken ? ', ' + format.number(broken) + ' with problems' : ''));
    lock(add, answer.locked || (kept >= answer.most ? 'There are ' + answer.most + ', which is all that there can be.' : undefined));
    notice.hidden = answer.remembered && !answer.locked;
    put(notice, answer.locked || 'This server remembers nothing: what is added here is gone when it stops. Give it a store to keep it.');
    arrange();
  }

  function arrange() {
    const text = state.text.trim().toLowerCase();
    const [, fits] = SHOWN[state.show];
    const items = state.items.filter(item => fits(item) && (!text
        || [item.name, item.title, item.asks, item.type, ...item.tags].some(part => part && part.toLowerCase().includes(text))));
    if (items.length === 0) {
      fill(body, page.ui.empty(state.items.length > 0 ? 'None that fits.' : ['Nothing is watched yet. ',
        state.locked ? null : h('a', {href: page.link('targets', 'new')}, 'Add the first target')]));
      return;
    }
    if (!table.element.isConnected) fill(body, table.element);
    table.set(items.map(item => ({key: item.origin + item.name, kind: item.origin, height: phone.matches ? 116 : 60, item})));
  }

  // What did not change stays as it is: rows are drawn with each run, and somebody may be about to click.
  const parts = new WeakMap();

  function draw({item}, known) {
    const row = page.checks.state.rows.get(item.name);
    const element = known || make();
    const part = parts.get(element);
    const runs = item.enabled && !item.paused;
    fresh(part.state, [runs, item.paused, row?.status], () => [runs ? page.ui.badge(row ? row.status : 'unknown', row ? undefined : 'New')
      : h('span', {class: 'badge unknown off'}, h('span', {class: 'mark', aria: {hidden: 'true'}}), h('span', {}, item.paused ? 'Paused' : 'Off'))]);
    fresh(part.name, [item.name, item.title, item.origin, item.tags], () => [h('a', {href: page.link('check', item.name), title: item.title}, item.title),
      h('span', {class: 'under'}, item.origin === 'dashboard' ? null : page.ui.tag('pulse.yaml', 'Written there, and changed there'),
          [...item.tags].slice(0, 3).map(tag => page.ui.tag(tag, tag)), item.title === item.name ? null : item.name)]);
    fresh(part.says, [item.problems, item.asks], () => [item.problems
      ? h('span', {class: 'problem', title: item.problems.map(problem => problem.key + ': ' + problem.message).join('\n')},
          item.problems[0].key + ': ' + item.problems[0].message)
      : h('span', {title: item.asks}, item.asks)]);
    put(part.runs, item.schedule);
    part.runs.title = item.schedule;
    fresh(part.actions, [item.name, item.title, item.origin, item.paused, item.enabled, state.locked], () => [item.origin === 'dashboard' ? own(item) : pause(item)]);
    return element;
  }

  function make() {
    const part = Object.fromEntries(['state', 'name', 'says', 'runs soft clip', 'actions'].map(name =>
      [name.split(' ')[0], h('span', {class: name, role: 'cell'})]));
    const element = h('div', {class: 'row', role: 'row'}, Object.values(part));
    parts.set(element, part);
    return element;
  }

  function fresh(element, about, content) {
    const drawn = JSON.stringify(about);
    if (element.dataset.drawn === drawn) return;
    element.dataset.drawn = drawn;
    fill(element, content());
  }

  function own(item) {
    const edit = h('a', {class: 'button', href: page.link('targets', 'edit', item.name), aria: {label: 'Edit ' + item.title}}, 'Edit');
    lock(edit, state.locked);
    return [edit, item.paused ? pause(item) : toggle(item, item.enabled ? 'Disable' : 'Enable', async () => {
      await page.post('targets/' + encodeURIComponent(item.name) + (item.enabled ? '/disable' : '/enable'));
      toast(item.enabled ? 'Switched off, also after a restart. Its incidents are closed.' : 'Switched on.');
    })];
  }

  function pause(item) {
    return toggle(item, item.paused ? 'Resume' : 'Pause', async () => {
      await page.post('checks/' + encodeURIComponent(item.name) + (item.paused ? '/resume' : '/pause'));
      toast(item.paused ? 'Runs again.' : 'Paused until it is resumed, or Pulse is restarted.');
    });
  }

  function toggle(item, word, change) {
    const element = button(word, async () => {
      await change();
      await read();
    }, {disabled: state.locked !== undefined, title: state.locked});
    element.setAttribute('aria-label', word + ' ' + item.title);
    return element;
  }

  await page.live.load(read);
  page.checks.watch((all, told) => {
    if (!table.element.isConnected) return;
    table.update(({item}) => told.everything || told.names.has(item.name));
  });
  // Others add and edit as well.
  page.every(15, () => read().catch(() => {}));
}

// A link that leads nowhere, and says why.
function lock(link, why) {
  link.classList.toggle('locked', why !== undefined);
  if (why === undefined) {
    link.removeAttribute('aria-disabled');
    link.removeAttribute('title');
    link.onclick = null;
    return;
  }
  link.setAttribute('aria-disabled', 'true');
  link.title = why;
  link.onclick = event => event.preventDefault();
}
