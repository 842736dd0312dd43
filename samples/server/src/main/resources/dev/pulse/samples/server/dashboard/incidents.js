// Incidents, open ones first; and what alerting does with them: alerts, silences, messages.

import {one} from './incident.js';
import {alerts} from './alerts.js';
import {silences} from './silences.js';
import {messages} from './messages.js';
import {follower, pager, says} from './incident-parts.js';

const VIEWS = {'': ['Incidents', list], alerts: ['Alerts', alerts], silences: ['Silences', silences], messages: ['Messages', messages]};
const PAGE = 50;

export default async function incidents(page) {
  const {h, tabs} = page.ui;
  const [view = ''] = page.path;
  if (/^[0-9]+$/.test(view)) return one(page, view);
  if (!Object.hasOwn(VIEWS, view)) {
    page.root.append(page.ui.empty('There is nothing here. ', h('a', {href: page.link('incidents')}, 'To the incidents')));
    return undefined;
  }
  const [title, draw] = VIEWS[view];
  const at = name => page.link('incidents', ...(name ? [name] : []));
  page.title(title);
  page.root.append(h('div', {class: 'heading'}, h('h1', {}, title)),
      tabs('Incidents and alerting', Object.entries(VIEWS).map(([name, [text]]) => ({title: text, href: at(name)})), at(view)));
  return draw(page);
}

async function list(page) {
  const {h, button} = page.ui;
  const wish = Object.fromEntries(['state', 'severity', 'filter', 'text', 'check'].map(name => [name, page.query.get(name) || '']));
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  const open = half(page, 'Open', true, wish);
  const over = half(page, 'Over', false, wish);

  const state = choice('state', 'Which incidents', [['', 'open and over'], ['open', 'open'], ['over', 'over']]);
  const severity = choice('severity', 'Severity', [['', 'any severity'], ['critical', 'critical'], ['warning', 'warning'], ['info', 'info']]);
  const filter = h('input', {type: 'search', value: wish.filter, placeholder: 'team="shop", zone=~"eu-.*"', aria: {label: 'Labels'}, spellcheck: 'false', autocomplete: 'off'});
  const text = h('input', {type: 'search', value: wish.text, placeholder: 'Search', maxlength: 200, aria: {label: 'Search in titles and checks'}, autocomplete: 'off'});
  const form = h('form', {class: 'toolbar', role: 'search'}, state, severity, h('span', {class: 'labels'}, filter), h('span', {class: 'search'}, text),
      h('button', {type: 'submit', class: 'button'}, 'Find'),
      wish.check ? h('span', {class: 'tag'}, 'check ' + wish.check) : null,
      button('Clear', async () => {
        Object.keys(wish).forEach(name => { wish[name] = ''; });
        [state, severity, filter, text].forEach(input => { input.value = ''; });
        form.querySelector('.tag')?.remove();
        await found();
      }, {title: 'Drop all filters'}));
  form.addEventListener('submit', event => {
    event.preventDefault();
    found();
  });
  for (const input of [state, severity]) input.addEventListener('change', found);
  // The cross of a search field, and the enter key.
  for (const input of [filter, text]) input.addEventListener('search', found);
  page.root.append(form, problem, open.element, over.element);

  function choice(name, label, options) {
    const element = h('select', {aria: {label}}, options.map(([value, word]) => h('option', {value, selected: value === wish[name]}, word)));
    return element;
  }

  async function found() {
    Object.assign(wish, {state: state.value, severity: severity.value, filter: filter.value.trim(), text: text.value.trim()});
    page.replaceQuery(wish);
    open.first();
    over.first();
    try {
      await read();
    } catch (failure) {
      if (failure.name !== 'AbortError') says(page, problem, failure);
    }
  }

  async function read() {
    open.element.hidden = wish.state === 'over';
    over.element.hidden = wish.state === 'open';
    await Promise.all([open, over].filter(part => !part.element.hidden).map(part => part.read()));
    problem.hidden = true;
  }

  await page.live.load(async () => {
    try {
      await read();
    } catch (failure) {
      // A filter in the address that nobody can read is told beside the fields, where it is mended.
      if (failure.status !== 400) throw failure;
      says(page, problem, failure);
    }
  });
  follower(page, read);
}

// The incidents that are open, or those that are over: page by page.
function half(page, title, isOpen, wish) {
  const {h, fill, format} = page.ui;
  const id = 'incidents-' + (isOpen ? 'open' : 'over');
  const count = h('span', {class: 'soft'});
  const body = h('div', {});
  const pages = pager(page, before => read(before));
  const element = h('section', {class: 'card', aria: {labelledby: id}}, h('h2', {id}, title, ' ', count), body, pages.element);
  let asked = 0;

  async function read(before = pages.before()) {
    const mine = ++asked;
    const query = new URLSearchParams({open: String(isOpen), limit: String(PAGE)});
    for (const name of ['severity', 'filter', 'text', 'check']) if (wish[name]) query.set(name, wish[name]);
    if (before !== undefined) query.set('before', before);
    const answer = await page.api.get('incidents?' + query);
    if (mine !== asked || page.signal.aborted) return;
    pages.found(answer.next);
    page.ui.put(count, format.number(answer.items.length) + (answer.next === undefined && before === undefined ? '' : ' on this page'));
    const drawn = JSON.stringify([before, answer.items]);
    if (body.dataset.drawn === drawn) return;
    body.dataset.drawn = drawn;
    const filtered = wish.severity || wish.filter || wish.text || wish.check;
    fill(body, answer.items.length > 0 ? h('ul', {class: 'lines incidents'}, answer.items.map(incident => line(page, incident)))
        : page.ui.empty(answer.next !== undefined ? 'None among the newest; older ones may be.'
          : filtered ? 'None that fits.' : isOpen ? 'None: nothing is wrong that a rule looks for.' : 'None yet.'));
  }
  return {element, read: () => read(), first: pages.first};
}

function line(page, incident) {
  const {h, severity, instant, ago, tag, format} = page.ui;
  const taken = incident.acknowledgement;
  return h('li', {}, severity(incident.severity),
      h('div', {class: 'grow'}, h('a', {class: 'what', href: page.link('incidents', incident.id)}, incident.title),
          h('small', {}, h('a', {href: page.link('check', incident.check)}, incident.check), ', ' + incident.rule, incident.subject ? ', ' + incident.subject : null,
              incident.open ? [', ', ago(incident.started_at, 'for ', '')]
                : [', ', instant(incident.started_at), ' for ' + format.duration((Date.parse(incident.ended_at) - Date.parse(incident.started_at)) / 1000)],
              taken ? ', taken over by ' + taken.by : null)),
      h('span', {class: 'tags'}, Object.entries(incident.labels).slice(0, 4).map(([name, value]) => tag(name + '=' + value, name + '=' + value))));
}
