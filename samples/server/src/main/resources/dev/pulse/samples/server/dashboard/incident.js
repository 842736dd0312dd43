// One incident: what happened, who was told and why, and what can be done about it.

import {follower, matcher, named, silence} from './incident-parts.js';

export async function one(page, id) {
  const {h} = page.ui;
  const place = 'incidents/' + id;
  const parts = {
    heading: h('div', {class: 'heading'}),
    standing: h('section', {class: 'card', aria: {label: 'How it stands'}}),
    told: h('section', {class: 'card', aria: {labelledby: 'told'}}),
    timeline: h('section', {class: 'card', aria: {labelledby: 'timeline'}}),
  };
  page.root.append(h('p', {class: 'soft'}, h('a', {href: page.link('incidents')}, 'Incidents'), ' / ' + id),
      parts.heading, parts.standing, h('div', {class: 'cards'}, parts.timeline, parts.told));

  async function read() {
    const [incident, told] = await Promise.all([page.api.get(place), page.api.get(place + '/explain')]);
    page.title(incident.title);
    fresh(parts.heading, incident, () => drawHeading(page, parts.heading, incident, place, read));
    fresh(parts.standing, incident, () => drawStanding(page, parts.standing, incident));
    fresh(parts.timeline, incident.timeline, () => drawTimeline(page, parts.timeline, incident));
    fresh(parts.told, told, () => drawTold(page, parts.told, told));
  }
  await page.live.load(read);
  follower(page, read);
  // Deliveries and silences change what is told of it without an incident that changes.
  page.every(10, () => read().catch(() => {}));
}

// What did not change keeps its place, its focus, and what was opened in it.
function fresh(element, value, draw) {
  const drawn = JSON.stringify(value);
  if (element.dataset.drawn === drawn) return;
  draw();
  element.dataset.drawn = drawn;
}

function drawHeading(page, element, incident, place, changed) {
  const {h, fill, tag, button, toast} = page.ui;
  const needs = named(page);
  const over = incident.open ? needs : {disabled: true, title: 'It is over.'};
  fill(element, h('h1', {}, incident.title),
      h('span', {class: 'tags'}, tag(incident.open ? 'open' : 'over'), incident.acknowledgement ? tag('taken over by ' + incident.acknowledgement.by) : null),
      h('div', {class: 'actions'},
          button('Acknowledge', () => say('Acknowledge', 'You take it over: reminders and escalations end, and its timeline says so.', false, '/acknowledge'),
              {kind: 'primary', ...(incident.acknowledgement && incident.open && !needs.disabled ? {disabled: true, title: incident.acknowledgement.by + ' has it.'} : over)}),
          button('Comment', () => say('Comment', 'Everybody who looks at the incident reads it.', true, '/comment'), over),
          button('Silence', async () => {
            const labels = {alertname: incident.rule, check: incident.check, ...(incident.subject ? {subject: incident.subject} : {})};
            if (await silence(page, Object.entries(labels).map(([name, value]) => matcher(name, value)))) await changed();
          }, needs),
          button('Close', () => say('Close it', 'It ends now. If what is wrong stays wrong, there will be another one.', false, '/resolve', true), over)));

  async function say(title, text, required, verb, danger = false) {
    const done = await page.ui.ask({title, text, danger, action: title,
      fields: [{name: 'comment', label: required ? 'Comment' : 'Comment, if you like', type: 'text', required, maxlength: 1000}],
      submit: ({comment}) => page.api.post(place + verb, {comment})});
    if (!done) return;
    toast({'/acknowledge': 'Acknowledged.', '/comment': 'Said.', '/resolve': 'Closed.'}[verb]);
    await changed();
  }
}

function drawStanding(page, element, incident) {
  const {h, fill, severity, facts, instant, ago, format, tag} = page.ui;
  const taken = incident.acknowledgement;
  fill(element, facts([
    ['Severity', severity(incident.severity)],
    ['Check', h('a', {href: page.link('check', incident.check)}, incident.check)],
    ['Rule', incident.rule],
    ['Subject', incident.subject],
    ['Began', [instant(incident.started_at), incident.open ? [' (', ago(incident.started_at), ')'] : null]],
    ['Ended', incident.open ? undefined : [instant(incident.ended_at), ' after ' + format.duration((Date.parse(incident.ended_at) - Date.parse(incident.started_at)) / 1000)]],
    ['How it ended', incident.resolution],
    ['Taken over', taken ? [taken.by + ', ', instant(taken.at), taken.comment ? ': ' + taken.comment : null] : undefined],
    ['Told', incident.frequency === 'immediate' ? undefined : incident.frequency],
    ...Object.entries(incident.details),
  ]),
  Object.keys(incident.labels).length ? h('p', {class: 'tags'}, Object.entries(incident.labels).map(([name, value]) => tag(name + '=' + value, name + '=' + value))) : null,
  Object.entries(incident.annotations).map(([name, value]) => h('p', {}, h('span', {class: 'soft'}, name + ': '), linked(page, value))));
}

// A runbook is there to be opened.
function linked(page, text) {
  return /^https?:\/\/\S+$/.test(text) ? page.ui.h('a', {href: text, rel: 'noreferrer'}, text) : text;
}

function drawTimeline(page, element, incident) {
  const {h, fill, instant} = page.ui;
  fill(element, h('h2', {id: 'timeline'}, 'Timeline'), h('ol', {class: 'moments'}, incident.timeline.map(entry =>
    h('li', {}, instant(entry.at), h('span', {}, withInstants(page, entry.text))))));
}

function drawTold(page, element, told) {
  const {h, fill} = page.ui;
  fill(element, h('h2', {id: 'told'}, 'Who was told, and why'),
      h('ol', {class: 'steps'}, told.steps.map(step => h('li', {class: step.stage},
          h('span', {class: 'soft'}, step.stage, step.channel ? h('small', {}, step.channel) : null), h('span', {}, withInstants(page, step.text))))));
}

// The server writes instants in UTC; people read them in their own zone.
function withInstants(page, text) {
  return text.split(/(\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)/).map((part, i) => i % 2 ? page.ui.instant(part) : part);
}
