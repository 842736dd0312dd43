// The alerts that fire, those that may soon, and the channels at the end of the routes.

import {follower, matcher, named, says, silence} from './incident-parts.js';

export async function alerts(page) {
  const {h} = page.ui;
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  const filter = h('input', {type: 'search', value: page.query.get('filter') || '', placeholder: 'severity="critical", check=~"db-.*"',
    aria: {label: 'Labels'}, spellcheck: 'false', autocomplete: 'off'});
  const form = h('form', {class: 'toolbar', role: 'search'}, h('span', {class: 'labels'}, filter), h('button', {type: 'submit', class: 'button'}, 'Find'));
  const active = h('section', {class: 'card', aria: {labelledby: 'active'}});
  const pending = h('section', {class: 'card', aria: {labelledby: 'pending'}});
  const channels = h('section', {class: 'card', aria: {labelledby: 'channels'}});
  form.addEventListener('submit', event => {
    event.preventDefault();
    found();
  });
  filter.addEventListener('search', found);
  page.root.append(form, problem, active, pending, channels);

  async function found() {
    page.replaceQuery({filter: filter.value.trim()});
    await read().catch(failure => {
      if (failure.name !== 'AbortError') says(page, problem, failure);
    });
  }

  async function read() {
    const wish = filter.value.trim();
    try {
      const told = await page.api.get('alerts' + (wish ? '?filter=' + encodeURIComponent(wish) : ''));
      problem.hidden = true;
      drawActive(page, active, told.items, read);
      drawPending(page, pending, told.pending);
    } catch (failure) {
      if (failure.status !== 400) throw failure;
      says(page, problem, failure);
    }
  }

  await page.live.load(async () => {
    await read();
    drawChannels(page, channels, await page.api.get('routes'));
  });
  follower(page, read);
  // What is pending changes without an incident.
  page.every(5, () => read().catch(() => {}));
}

function unlike(element, value) {
  const drawn = JSON.stringify(value);
  if (element.dataset.drawn === drawn) return false;
  element.dataset.drawn = drawn;
  return true;
}

function drawActive(page, element, items, changed) {
  const {h, fill, severity, ago, tag, button, format} = page.ui;
  if (!unlike(element, items)) return;
  const needs = named(page);
  fill(element, h('h2', {id: 'active'}, 'Firing ', h('span', {class: 'soft'}, format.number(items.length))),
      items.length === 0 ? page.ui.empty('None.') : h('ul', {class: 'lines incidents'}, items.map(alert => h('li', {}, severity(alert.severity),
          h('div', {class: 'grow'}, h('a', {class: 'what', href: page.link('incidents', alert.incident)}, alert.title),
              h('small', {}, alert.text ? alert.text + ', ' : null, ago(alert.starts_at, 'for ', ''),
                  alert.acknowledgement ? ', taken over by ' + alert.acknowledgement.by : null),
              h('span', {class: 'tags'}, Object.entries(alert.labels).map(([name, value]) => tag(name + '=' + value, name + '=' + value)))),
          h('span', {class: 'actions'}, h('a', {class: 'button', href: page.link('incidents', alert.incident)}, 'Who was told'),
              button('Silence', async () => {
                if (await silence(page, ['alertname', 'check', 'subject'].filter(name => alert.labels[name] !== undefined)
                    .map(name => matcher(name, alert.labels[name])))) await changed();
              }, needs))))));
}

function drawPending(page, element, items) {
  const {h, fill, instant, format} = page.ui;
  if (!unlike(element, items)) return;
  fill(element, h('h2', {id: 'pending'}, 'Pending ', h('span', {class: 'soft'}, format.number(items.length))),
      h('p', {class: 'soft'}, 'Bad, but not often or long enough for an alert yet.'),
      page.ui.table(['Check', 'Rule', 'Since', {title: 'Seen', class: 'num'}, 'Not before'], items.map(one => [
        h('a', {href: page.link('check', one.check)}, one.check), one.rule + (one.subject ? ', ' + one.subject : ''), instant(one.since),
        one.seen + ' of ' + one.after, instant(one.not_before)]), {label: 'Pending alerts', empty: 'None.'}));
}

function drawChannels(page, element, routing) {
  const {h, fill, button, toast, format} = page.ui;
  if (!unlike(element, routing)) return;
  const needs = named(page);
  fill(element, h('h2', {id: 'channels'}, 'Channels ', h('span', {class: 'soft'}, format.number(routing.channels.length))),
      routing.channels.length === 0 ? page.ui.empty('No route leads anywhere: incidents are kept, and nobody is told.')
        : h('ul', {class: 'lines'}, routing.channels.map(channel => h('li', {}, h('span', {class: 'grow'}, channel.name,
            h('small', {}, channel.send_resolved ? ' is told of ends as well' : ' is told of beginnings only')),
        button('Try out', async () => {
          const tested = await page.api.post('channels/' + encodeURIComponent(channel.name) + '/test');
          toast(channel.name + ' took the message' + (tested.receipt ? ': ' + tested.receipt : '.'));
        }, needs)))));
}
