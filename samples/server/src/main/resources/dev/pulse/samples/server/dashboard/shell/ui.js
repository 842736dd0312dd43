// The parts that pages are made of. They look as app.css says, and take texts as they are.

import {h, s, icon, put, fill} from './dom.js';
import * as format from './format.js';

const WORDS = {pass: 'Up', warn: 'Warning', unknown: 'Unknown', fail: 'Down'};

// The state of a check: shape and word, so that no one needs to see colours.
export function badge(status, word) {
  return h('span', {class: 'badge ' + known(status, ['pass', 'warn', 'unknown', 'fail'], 'unknown')},
      h('span', {class: 'mark', aria: {hidden: 'true'}}), h('span', {}, word ?? WORDS[status] ?? status));
}

// critical, warning, info; high, moderate and so on are shown with the nearest of them.
export function severity(name, word) {
  const nearest = {critical: 'critical', high: 'critical', moderate: 'warning', medium: 'warning', warning: 'warning'};
  return h('span', {class: 'badge sev ' + (Object.hasOwn(nearest, name) ? nearest[name] : 'info')},
      h('span', {class: 'mark', aria: {hidden: 'true'}}), h('span', {}, word ?? name));
}

function known(value, all, otherwise) {
  return all.includes(value) ? value : otherwise;
}

export function tag(text, title) {
  return h('span', {class: 'tag', title}, text);
}

// A moment in the viewer's zone; which one exactly is told on hover, and to machines.
export function instant(at) {
  return at === undefined || at === null ? h('span', {class: 'soft'}, '–')
      : h('time', {datetime: iso(at), title: format.exact(at)}, format.moment(at));
}

// How long ago it was, kept up to date.
export function ago(at, before = '', after = ' ago') {
  if (at === undefined || at === null) return h('span', {class: 'soft'}, 'never');
  const element = h('time', {datetime: iso(at), title: format.exact(at), dataset: {age: '', before, after}});
  tick(element);
  return element;
}

function iso(at) {
  return typeof at === 'number' ? new Date(at).toISOString() : at;
}

function tick(element) {
  const {before, after} = element.dataset;
  const text = format.age(element.dateTime);
  put(element, text !== 'now' ? before + text + after : before ? before + '< 1 s' + after : text);
}

setInterval(() => {
  if (document.hidden) return;
  document.querySelectorAll('time[data-age]').forEach(tick);
}, 1000);

export function card(title, ...children) {
  const id = 'card-' + ++cards;
  return h('section', {class: 'card', aria: title ? {labelledby: id} : {}},
      title ? h('h2', {id}, title) : null, ...children);
}
let cards = 0;

// Columns are texts, or {title, class}; 'num' is a class. Cells are texts or elements. On a phone a
// `stacked` table has its cells below each other, each with the title of its column.
export function table(columns, rows, {empty = 'Nothing here.', label, stacked = false} = {}) {
  const heads = columns.map(column => typeof column === 'string' ? {title: column} : column);
  if (rows.length === 0) return h('p', {class: 'empty'}, empty);
  return h('div', {class: stacked ? 'scroll stacked' : 'scroll', tabindex: '0', role: 'region', aria: {label: label || heads[0].title}},
      h('table', {class: 'table'},
          h('thead', {}, h('tr', {}, heads.map(head => h('th', {scope: 'col', class: head.class}, head.title)))),
          h('tbody', {}, rows.map(row => h('tr', {}, row.map((cell, i) => h('td', {class: heads[i]?.class, dataset: stacked ? {label: heads[i]?.title} : {}}, cell)))))));
}

// The sub pages of a page, each with an address of its own: {title, href, count}. `current` is the
// address of the one that is open. Where they do not fit they scroll, and that one is in sight.
export function tabs(label, links, current) {
  const element = h('nav', {class: 'tabs', aria: {label}}, links.map(({title, href, count}) =>
    h('a', {href, aria: href === current ? {current: 'page'} : {}}, h('span', {}, title),
        count === undefined || count === null ? null : h('span', {class: 'count'}, format.number(count)))));
  requestAnimationFrame(() => {
    const open = element.querySelector('[aria-current]');
    if (open) element.scrollLeft = open.offsetLeft - element.offsetLeft - (element.clientWidth - open.clientWidth) / 2;
  });
  return element;
}

export function facts(pairs) {
  return h('dl', {class: 'facts'}, pairs.filter(pair => pair && pair[1] !== undefined && pair[1] !== null)
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

// A button that works while its promise runs, and says what went wrong.
export function button(text, action, {kind = '', title, icon: symbol, disabled} = {}) {
  const element = h('button', {type: 'button', class: 'button ' + kind, title, disabled},
      symbol ? icon(symbol) : null, h('span', {}, text));
  element.addEventListener('click', async () => {
    if (element.getAttribute('aria-busy') === 'true') return;
    element.setAttribute('aria-busy', 'true');
    try {
      await action();
    } catch (problem) {
      if (problem.name !== 'AbortError') toast(problem.title ? problem.title + ': ' + problem.message : problem.message, 'fail');
    } finally {
      element.removeAttribute('aria-busy');
    }
  });
  return element;
}

export function toast(text, kind = 'info') {
  const element = h('p', {class: 'toast ' + kind}, text);
  const toasts = document.getElementById('toasts');
  toasts.append(element);
  while (toasts.children.length > 4) toasts.firstChild.remove();
  setTimeout(() => element.remove(), kind === 'fail' ? 12000 : 5000);
}

// Asks in a dialog. Fields: {name, label, value, type, options, required, hint, maxlength}. Gives the
// values, or undefined when it was left. A field with an `element` of its own says with `read` what
// was chosen. What `submit` throws is shown, and the dialog stays; with {fields: {name: 'what is
// wrong'}} it is shown where it belongs.
export function ask({title, text, fields = [], action = 'OK', danger = false, submit}) {
  return new Promise(resolve => {
    const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
    const inputs = new Map(fields.map(field => [field.name, field.element ?? input(field)]));
    const faults = new Map(fields.map(field => [field.name, h('small', {class: 'problem', hidden: true})]));
    const go = h('button', {type: 'submit', class: 'button ' + (danger ? 'danger' : 'primary')}, action);
    const id = 'ask-' + ++cards;
    const form = h('form', {method: 'dialog'},
        h('h2', {id}, title), text ? h('p', {class: 'soft'}, text) : null,
        fields.map(field => h(field.element ? 'div' : 'label', field.element ? {class: 'field', role: 'group', aria: {label: field.label}} : {class: 'field'},
            h('span', {}, field.label), inputs.get(field.name), faults.get(field.name), field.hint ? h('small', {}, field.hint) : null)),
        problem,
        h('div', {class: 'actions'}, h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Cancel'), go));
    const dialog = h('dialog', {aria: {labelledby: id}}, form);
    let result;
    form.addEventListener('submit', async event => {
      event.preventDefault();
      go.disabled = true;
      problem.hidden = true;
      tell({});
      try {
        const values = Object.fromEntries(fields.map(field => [field.name, field.read ? field.read() : inputs.get(field.name).value]));
        if (submit) await submit(values);
        result = values;
        dialog.close();
      } catch (failure) {
        if (!tell(failure.fields || {})) {
          put(problem, failure.message);
          problem.hidden = false;
        }
      } finally {
        go.disabled = false;
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });

    // Whether one of the fields is to blame.
    function tell(wrong) {
      let first = null;
      for (const [name, fault] of faults) {
        const text = Object.hasOwn(wrong, name) ? wrong[name] : '';
        const element = inputs.get(name);
        fault.id = id + '-' + name;
        fault.hidden = !text;
        put(fault, text);
        if (text) {
          element.setAttribute('aria-invalid', 'true');
          element.setAttribute('aria-describedby', fault.id);
          first ??= element;
        } else {
          element.removeAttribute('aria-invalid');
          element.removeAttribute('aria-describedby');
        }
      }
      first?.focus();
      return first !== null;
    }

    document.body.append(dialog);
    dialog.showModal();
  });
}

function input(field) {
  const common = {name: field.name, required: field.required, maxlength: field.maxlength, placeholder: field.placeholder};
  if (field.options) {
    return h('select', common, field.options.map(([value, text]) => h('option', {value, selected: value === field.value}, text)));
  }
  if (field.type === 'textarea') return h('textarea', {...common, rows: 3}, field.value);
  return h('input', {...common, type: field.type || 'text', value: field.value, autocomplete: 'off'});
}

export function empty(...children) {
  return h('p', {class: 'empty'}, ...children);
}

export function problem(failure, again) {
  return h('div', {class: 'empty problem', role: 'alert'},
      h('p', {}, h('strong', {}, failure.title || 'This page could not be read')), failure.message === failure.title ? null : h('p', {}, failure.message),
      again ? button('Try again', again) : null);
}

// A line of bars, one for each run: as high as it took while the target was up, full when it was not.
export function spark(runs, most, width = 160, height = 28) {
  const step = width / most;
  const shown = runs.slice(-most);
  const latencies = shown.map(run => run.latency_ms).filter(value => value !== undefined);
  const top = Math.max(1e-9, ...latencies);
  const paths = {pass: '', warn: '', unknown: '', fail: ''};
  shown.forEach((run, i) => {
    const up = run.status === 'pass' || run.status === 'warn';
    const share = up ? (run.latency_ms === undefined ? 0.3 : run.latency_ms / top) : 1;
    const x = ((most - shown.length + i + 0.5) * step).toFixed(1);
    paths[run.status] += 'M' + x + ' ' + height + 'v-' + Math.max(2, (height - 1) * share).toFixed(1);
  });
  const bad = shown.filter(run => run.status === 'fail').length;
  const label = shown.length + ' runs, ' + bad + ' failed' + (latencies.length ? ', up to ' + format.milliseconds(top) : '');
  return s('svg', {class: 'spark', viewBox: '0 0 ' + width + ' ' + height, preserveAspectRatio: 'none', role: 'img', aria: {label}},
      Object.entries(paths).filter(([, d]) => d).map(([status, d]) => s('path', {class: status, d, 'stroke-width': (step * 0.7).toFixed(1)})));
}

// What a run did one after the other, from its samples of phase_seconds: {element, total} with the
// whole in seconds; null where it has none. It took `least` seconds at least.
export function phases(samples, least = 0) {
  const told = samples.filter(sample => sample.name === 'phase_seconds');
  const parts = told.filter(sample => sample.labels.phase !== 'total');
  if (parts.length === 0) return null;
  const whole = told.find(sample => sample.labels.phase === 'total');
  const total = Math.max(least, whole ? whole.value : 0, parts.reduce((sum, part) => sum + part.value, 0)) || 1;
  let before = 0;
  const element = h('ol', {class: 'phases'}, parts.map(part => {
    const bar = h('span', {class: 'bar'});
    bar.style.left = before / total * 100 + '%';
    bar.style.width = part.value / total * 100 + '%';
    before += part.value;
    return h('li', {}, h('span', {}, part.labels.phase), h('span', {class: 'track', aria: {hidden: 'true'}}, bar),
        h('span', {class: 'num'}, format.milliseconds(part.value * 1000)));
  }));
  return {element, total};
}

// A bar of a share, 0 to 1; below 0 is empty. Says its value in words.
export function meter(ratio, label, status = 'pass') {
  const part = h('span', {class: 'part ' + status});
  part.style.width = Math.max(0, Math.min(1, ratio || 0)) * 100 + '%';
  return h('span', {class: 'meter', role: 'img', aria: {label}}, part);
}

export {h, s, icon, put, fill, format};
