// One target: a form made of what its type says of its options, or its YAML. What is wrong is judged by
// the reader of pulse.yaml, as one types.

const STARS = '***';
const PAUSE_MS = 350;
const MAIN = ['name', 'title'];
const WHEN = ['every', 'timeout', 'retries'];
const ELSEWHEN = ['cron', 'daily', 'zone', 'jitter', 'while-failing', 'retry-interval'];
const ALERTS = ['tags', 'labels', 'depends-on'];

export async function form(page, name) {
  const {h, fill, put, button, toast, ask, format} = page.ui;
  const copied = name === null ? page.query.get('copy') : null;
  const place = name === null ? null : 'targets/' + encodeURIComponent(name);
  const query = name === null ? '' : '?replaces=' + encodeURIComponent(name);
  const [about, kept] = await Promise.all([page.get('target-types'), name || copied ? page.get('targets/' + encodeURIComponent(name || copied)) : null]);
  const locked = kept && kept.check === undefined && !kept.target.problems || (!kept && !page.may('operator'));
  let doc = structuredClone(kept?.check ?? {type: about.types.includes('http') ? 'http' : about.types[0]});
  if (copied) doc = visible({...doc, name: undefined});
  let type = null;
  let fields = new Map();
  let text = null;
  let attempted = false;
  let dirty = false;
  let judging = 0;
  let latest = [];
  const touched = new Set();

  const title = name === null ? 'New target' : kept.target.title;
  page.title(title);
  const problems = h('div', {class: 'problems', role: 'alert', hidden: true});
  const body = h('form', {class: 'parts', novalidate: true, onsubmit: event => event.preventDefault()});
  const tried = h('section', {class: 'card tried', hidden: true, aria: {label: 'How it ended', live: 'polite'}});
  const says = h('p', {class: 'soft says'});
  const asForm = h('button', {type: 'button', aria: {pressed: 'true'}}, 'Form');
  const asText = h('button', {type: 'button', aria: {pressed: 'false'}}, 'YAML');
  const deny = locked ? 'This needs the role operator.' : undefined;
  const save = button(name === null ? 'Add' : 'Save', submit, {kind: 'primary', disabled: Boolean(deny), title: deny});
  const test = button('Try', tryOut, {disabled: Boolean(deny), title: deny || 'Runs it once, and keeps nothing of it', icon: 'play'});
  page.root.append(h('p', {class: 'soft clip'}, h('a', {href: page.link('targets')}, 'Targets'), ' / ', name === null ? 'new' : name),
      h('div', {class: 'heading'}, h('h1', {}, title),
          h('div', {class: 'actions'}, h('span', {class: 'toggle', role: 'group', aria: {label: 'How to write it'}}, asForm, asText), name === null ? null : more())),
      problems, body,
      h('div', {class: 'foot'}, says, h('div', {class: 'actions'}, test, h('a', {class: 'button', href: page.link('targets')}, 'Cancel'), save)), tried);
  asForm.addEventListener('click', () => toForm().catch(told));
  asText.addEventListener('click', () => toText().catch(told));
  if (kept?.target.problems) complain(kept.target.problems, true);
  if (kept && kept.check === undefined && kept.target.problems) {
    fill(body, page.ui.empty('What is kept of it cannot be read any more; delete it, and add it anew.'));
    [save, test, asForm, asText].forEach(element => { element.disabled = true; });
    return;
  }
  await drawForm();
  const leaving = event => { if (dirty) event.preventDefault(); };
  addEventListener('beforeunload', leaving, {signal: page.signal});

  function more() {
    const remove = button('Delete', async () => {
      await ask({title: 'Delete ' + kept.target.title + '?', action: 'Delete', danger: true,
        text: 'It is not watched any more, its open incidents are closed, and its history is deleted. To keep the history, disable it instead.',
        submit: async () => {
          await page.send('DELETE', place, {headers: {'If-Match': kept.target.etag}});
          dirty = false;
          toast('Deleted.');
          page.go(page.link('targets'));
        }});
    }, {disabled: Boolean(deny), title: deny});
    return [h('a', {class: 'button', href: page.link('targets', 'new') + '?copy=' + encodeURIComponent(name)}, 'Duplicate'), remove];
  }

  // ---- the form

  async function drawForm() {
    const wanted = typeof doc.type === 'string' ? doc.type : 'http';
    if (type?.type !== wanted) {
      type = about.types.includes(wanted) ? await page.get('target-types/' + encodeURIComponent(wanted)) : {type: wanted, described: false, options: []};
    }
    fields = new Map();
    const common = new Map(about.common.map(option => [option.name, option]));
    const named = names => names.filter(each => common.has(each)).map(each => field(common.get(each)));
    const rules = about.common.filter(option => option.name.startsWith('rules[0].'));
    const conditions = ['fail-unless', 'warn-unless'];
    const rest = about.common.filter(option => ![...MAIN, ...WHEN, ...ELSEWHEN, ...ALERTS, ...conditions].includes(option.name) && !option.name.startsWith('rules['));
    const [needed, others] = split(type.options, option => option.required && !option.name.includes('.'));
    fill(body,
        page.ui.card('What to ask', h('div', {class: 'fields'}, typeField(), named(MAIN), needed.map(each => field(each))),
            type.described ? null : h('p', {class: 'soft'}, 'This type does not tell its options; write them as YAML.'),
            others.length ? folded('More options of ' + type.type, others.length, grouped(others), others.some(option => has(option.name))) : null),
        page.ui.card('When', h('div', {class: 'fields'}, named(WHEN)),
            folded('Calendar, jitter and more', ELSEWHEN.length, named(ELSEWHEN), ELSEWHEN.some(has))),
        page.ui.card('What must hold', h('div', {class: 'fields'}, named(conditions))),
        page.ui.card('Who hears of it', h('div', {class: 'fields'}, named(ALERTS), rest.filter(option => option.name !== 'type').map(each => field(each))), repeated('rules', 'rule', rules)));
    foreign();
    redraw(latest);
  }

  function typeField() {
    const element = h('select', {}, about.types.map(each => h('option', {value: each, selected: each === type.type}, each)),
        about.types.includes(type.type) ? null : h('option', {value: type.type, selected: true}, type.type + ' (not here)'));
    element.addEventListener('change', async () => {
      // What only the old type knows would be a mistake in the new one.
      type.options.forEach(option => set(parts(option.name.split('[')[0].split('.')[0]), undefined));
      doc = {...doc, type: element.value};
      await drawForm().catch(told);
      changed('type');
      body.querySelector('select').focus();
    });
    return wrap('type', 'type', element, 'what kind of check it is', true);
  }

  function grouped(options) {
    const sections = new Map();
    for (const option of options) {
      const at = option.name.includes('[0].') ? option.name.slice(0, option.name.indexOf('[')) + '[]' : option.name.includes('.') ? option.name.slice(0, option.name.lastIndexOf('.')) : '';
      if (!sections.has(at)) sections.set(at, []);
      sections.get(at).push(option);
    }
    return [...sections].map(([section, its]) => section === '' ? h('div', {class: 'fields'}, its.map(each => field(each)))
        : section.endsWith('[]') ? repeated(section.slice(0, -2), section.slice(0, -2), its)
          : h('fieldset', {}, h('legend', {}, section), h('div', {class: 'fields'}, its.map(each => field(each)))));
  }

  function folded(summary, count, children, open) {
    return h('details', {class: 'more', open}, h('summary', {}, summary, ' ', h('span', {class: 'soft'}, format.number(count))),
        Array.isArray(children) && children.every(child => child.classList?.contains('field')) ? h('div', {class: 'fields'}, children) : children);
  }

  // A list of sections: one group of fields for each.
  function repeated(list, word, options) {
    const element = h('div', {class: 'repeated'});
    const draw = () => {
      const items = Array.isArray(get(parts(list))) ? get(parts(list)) : [];
      for (const path of [...fields.keys()]) if (path.startsWith(list + '[')) fields.delete(path);
      fill(element, items.map((item, i) => h('fieldset', {}, h('legend', {}, word + ' ' + (i + 1)),
          h('div', {class: 'fields'}, options.map(option => field(option, option.name.replace('[0]', '[' + i + ']')))),
          button('Remove ' + word + ' ' + (i + 1), async () => {
            items.splice(i, 1);
            set(parts(list), items.length ? items : undefined);
            draw();
            changed(list);
          }))), button('Add ' + word, async () => {
        set(parts(list), [...items, {}]);
        draw();
        changed(list);
        element.querySelector('fieldset:last-of-type').querySelector('input, select, textarea').focus();
      }), list === 'rules' ? h('p', {class: 'soft'}, items.length ? 'These rules hold instead of those of pulse.yaml.' : 'Without rules of its own, those of pulse.yaml hold.') : null);
    };
    draw();
    return element;
  }

  function field(option, path = option.name) {
    const value = get(parts(path));
    // Of one of a list all that is inside of it, elsewhere the section is told by the legend.
    const inner = path.includes('].') ? path.slice(path.lastIndexOf('].') + 2) : path;
    const word = path.includes('].') ? inner : path.slice(path.lastIndexOf('.') + 1);
    const hint = path === 'name' && name !== null ? 'by which its history is known; it stays' : [option.description, ...option.rules].filter(Boolean).join('; ');
    const needed = option.required && !inner.includes('.');
    if (option.kind === 'map') return mapField(option, path, word, hint);
    let element;
    if (option.kind === 'truth' || option.kind === 'choice') {
      const choices = option.kind === 'truth' ? ['true', 'false'] : option.choices;
      element = h('select', {}, h('option', {value: ''}, option.default === undefined ? '–' : option.default + ' (default)'),
          choices.map(choice => h('option', {value: choice, selected: String(value) === choice}, choice)),
          value !== undefined && !choices.includes(String(value)) ? h('option', {value: String(value), selected: true}, shown(value)) : null);
      listen(element, path, () => element.value || undefined);
    } else if (option.kind === 'texts') {
      const lines = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
      element = h('textarea', {rows: Math.min(6, Math.max(2, lines.length + 1)), spellcheck: 'false', placeholder: option.default || 'one on each line'}, lines.map(shown).join('\n'));
      listen(element, path, () => {
        const given = element.value.split('\n').map(line => line.trim()).filter(Boolean);
        return given.length ? given : undefined;
      });
    } else {
      element = textField(option, value);
      listen(element, path, () => element.value || (value === STARS && !touched.has(path) ? STARS : undefined));
    }
    return wrap(path, word, element, hint || option.expects, needed);
  }

  function textField(option, value) {
    const secret = option.hidden && !/URL/.test(option.expects);
    const keeps = value === STARS;
    const long = typeof value === 'string' && value.includes('\n') || option.name === 'body';
    const common = {spellcheck: 'false', autocomplete: secret ? 'new-password' : 'off', placeholder: keeps ? 'kept; write to replace it' : option.default ?? (option.required ? example(option) : undefined)};
    return long ? h('textarea', {...common, rows: 4}, keeps ? '' : shown(value))
      : h('input', {...common, type: secret ? 'password' : 'text', inputmode: option.kind === 'whole_number' ? 'numeric' : undefined, value: keeps ? '' : shown(value)});
  }

  function mapField(option, path, word, hint) {
    const element = h('div', {class: 'pairs', role: 'group'});
    const given = get(parts(path));
    const pairs = given && typeof given === 'object' && !Array.isArray(given) ? Object.entries(given) : [];
    const take = () => {
      const all = pairs.filter(([key]) => key);
      set(parts(path), all.length ? Object.fromEntries(all) : undefined);
      changed(path);
    };
    const draw = () => fill(element, pairs.map((pair, i) => {
      const key = h('input', {value: pair[0], placeholder: 'name', aria: {label: word + ', name ' + (i + 1)}, spellcheck: 'false', autocomplete: 'off'});
      const value = h('input', {value: pair[1] === STARS ? '' : shown(pair[1]), placeholder: pair[1] === STARS ? 'kept; write to replace it' : 'value', aria: {label: word + ', value ' + (i + 1)}, spellcheck: 'false', autocomplete: 'off'});
      key.addEventListener('input', () => { pair[0] = key.value; take(); });
      value.addEventListener('input', () => { pair[1] = value.value; take(); });
      const drop = button('Remove', async () => { pairs.splice(i, 1); draw(); take(); });
      drop.setAttribute('aria-label', 'Remove ' + (pair[0] || word + ' ' + (i + 1)));
      return h('div', {class: 'pair'}, key, value, drop);
    }), button('Add', async () => { pairs.push(['', '']); draw(); element.querySelector('.pair:last-of-type input').focus(); }));
    draw();
    return wrap(path, word, element, hint || option.expects, option.required);
  }

  function listen(element, path, value) {
    element.addEventListener('input', () => {
      touched.add(path);
      set(parts(path), value());
      changed(path);
    });
  }

  function wrap(path, word, element, hint, needed) {
    const id = 'f-' + path.replace(/[^A-Za-z0-9]/g, '-');
    const said = h('span', {class: 'problem', id: id + '-problem', hidden: true});
    const simple = element.tagName !== 'DIV';
    element.id = id;
    // Its history is known by it.
    if (path === 'name' && name !== null) element.readOnly = true;
    element.setAttribute('aria-describedby', id + '-hint ' + id + '-problem');
    if (!simple) element.setAttribute('aria-label', word);
    const whole = h('div', {class: 'field' + (element.tagName === 'TEXTAREA' || !simple ? ' wide' : '')},
        h(simple ? 'label' : 'span', simple ? {for: id, class: 'word'} : {class: 'word'}, word, needed ? h('span', {class: 'soft', title: 'required'}, ' (required)') : null),
        element, said, hint ? h('small', {id: id + '-hint'}, hint) : null);
    fields.set(path, {whole, element, said});
    return whole;
  }

  // What stands in the document and in no field is not forgotten.
  function foreign() {
    const left = leaves(doc).filter(path => ![...fields.keys()].some(known => covers(known, path)));
    if (left.length) body.append(h('p', {class: 'soft'}, 'Also written, and to be seen as YAML: ' + left.slice(0, 20).join(', ') + (left.length > 20 ? ', …' : '')));
  }

  // ---- the text

  async function toText() {
    if (text !== null) return;
    const judged = await judge();
    text = h('textarea', {class: 'yaml', rows: 22, spellcheck: 'false', autocomplete: 'off', aria: {label: 'The target as YAML'}}, judged.yaml);
    text.addEventListener('input', () => changed(''));
    fill(body, h('section', {class: 'card'}, text, h('p', {class: 'soft'}, 'As an entry of checks in pulse.yaml; one can be pasted from there. *** stands for what is kept and hidden.')));
    press(asText, asForm);
    text.focus();
  }

  async function toForm() {
    if (text === null) return;
    const judged = await judge();
    doc = judged.check;
    text = null;
    press(asForm, asText);
    await drawForm();
  }

  function press(now, before) {
    now.setAttribute('aria-pressed', 'true');
    before.setAttribute('aria-pressed', 'false');
  }

  // ---- judged as it is written

  function sent() {
    return text === null ? {body: doc} : {text: text.value, type: 'application/yaml'};
  }

  function judge() {
    return page.send('POST', 'target-problems' + query, sent());
  }

  function changed(path) {
    touched.add(path);
    dirty = true;
    const before = tried.querySelector('.before');
    if (before) before.hidden = false;
    const mine = ++judging;
    setTimeout(() => {
      if (mine !== judging || page.signal.aborted) return;
      judge().then(judged => {
        if (mine !== judging) return;
        put(says, judged.asks ? judged.asks + ', ' + judged.schedule : '');
        complain(judged.problems, attempted || text !== null);
      }).catch(failure => {
        if (mine === judging && failure.name !== 'AbortError') told(failure);
      });
    }, PAUSE_MS);
  }

  // Beside the field where there is one; until somebody wants to save, only where something was written.
  function complain(all, everywhere) {
    latest = all.filter(problem => everywhere || [...touched].some(path => path && covers(path, problem.key)));
    redraw(latest);
  }

  function redraw(all) {
    const rest = [];
    for (const {said, element} of fields.values()) {
      said.hidden = true;
      element.removeAttribute('aria-invalid');
    }
    for (const problem of all) {
      const nearest = text === null ? [...fields.keys()].filter(path => covers(path, problem.key)).sort((a, b) => b.length - a.length)[0] : undefined;
      if (nearest === undefined) {
        rest.push(problem);
        continue;
      }
      const {said, element, whole} = fields.get(nearest);
      put(said, (said.hidden ? '' : said.textContent + '; ') + (problem.key === nearest ? '' : problem.key.slice(nearest.length).replace(/^\./, '') + ': ') + problem.message);
      said.hidden = false;
      element.setAttribute('aria-invalid', 'true');
      const folds = whole.closest('details');
      if (folds) folds.open = true;
    }
    problems.hidden = rest.length === 0;
    fill(problems, h('ul', {}, rest.map(problem => h('li', {}, problem.where ? h('b', {}, problem.where + ' ') : null, problem.key ? h('code', {}, problem.key) : null, problem.key ? ': ' : null, problem.message))));
  }

  function told(failure) {
    if (failure.name === 'AbortError') return;
    if (failure.told?.problems) {
      attempted = true;
      complain(failure.told.problems, true);
      return;
    }
    problems.hidden = false;
    fill(problems, h('p', {}, (failure.title ? failure.title + ': ' : '') + failure.message, ' ',
        failure.status === 412 ? h('button', {type: 'button', class: 'button', onclick: () => location.reload()}, 'Read it again') : null));
    problems.scrollIntoView({block: 'nearest'});
  }

  // ---- what is done with it

  async function submit() {
    attempted = true;
    try {
      const saved = name === null ? await page.send('POST', 'targets', sent())
        : await page.send('PUT', place, {...sent(), headers: {'If-Match': kept.target.etag}});
      judging++;
      dirty = false;
      toast(name === null ? 'Added. It is being asked now.' : 'Saved.');
      page.go(name === null ? page.link('check', saved.target.name) : page.link('targets'));
    } catch (failure) {
      told(failure);
      (body.querySelector('[aria-invalid=true]') || problems).scrollIntoView({block: 'center'});
      body.querySelector('[aria-invalid=true]')?.focus({preventScroll: true});
    }
  }

  async function tryOut() {
    attempted = true;
    try {
      const outcome = await page.send('POST', 'target-trials' + query, sent());
      complain([], true);
      drawTried(outcome);
    } catch (failure) {
      told(failure);
    }
  }

  function drawTried(outcome) {
    const others = outcome.samples.filter(sample => sample.name !== 'phase_seconds');
    tried.hidden = false;
    fill(tried, h('h2', {}, 'Tried once ', h('span', {class: 'soft'}, format.milliseconds(outcome.took_ms)), h('span', {class: 'soft before', hidden: true}, ', before the last change')),
        h('div', {class: 'standing'}, page.ui.badge(outcome.status), h('p', {class: 'grow says'}, outcome.summary), outcome.reason ? page.ui.tag(outcome.reason, 'the reason code') : null),
        outcome.reason === 'denied' && !about.allows_private ? h('p', {class: 'soft'}, 'Who runs Pulse can allow private addresses in pulse.yaml: targets: {allow-private: true}.') : null,
        page.ui.phases(outcome.samples, outcome.took_ms / 1000)?.element,
        others.length || Object.keys(outcome.details).length ? page.ui.facts([
          ...Object.entries(outcome.details),
          ...others.slice(0, 30).map(sample => [sample.name + Object.values(sample.labels).map(label => ' ' + label).join(''), format.number(sample.value)])]) : null,
        outcome.log.length ? h('pre', {class: 'soft'}, outcome.log.join('\n')) : null);
    tried.scrollIntoView({block: 'nearest'});
  }

  // ---- paths in the document

  function get(path) {
    return path.reduce((value, part) => value === undefined || value === null || typeof value !== 'object' || !Object.hasOwn(value, part) ? undefined : value[part], doc);
  }

  function has(path) {
    return get(parts(path.replace('[0]', ''))) !== undefined || get(parts(path)) !== undefined;
  }

  // Nothing stays behind of a section whose last option was taken away.
  function set(path, value) {
    const whole = structuredClone(doc);
    let inner = whole;
    const way = [];
    for (const part of path.slice(0, -1)) {
      if (typeof inner[part] !== 'object' || inner[part] === null || !Object.hasOwn(inner, part)) inner[part] = typeof part === 'number' ? [] : {};
      way.push([inner, part]);
      inner = inner[part];
    }
    const last = path[path.length - 1];
    if (value === undefined) delete inner[last];
    else Object.defineProperty(inner, last, {value, enumerable: true, configurable: true, writable: true});
    for (const [outer, part] of way.reverse()) {
      if (!Array.isArray(outer) && !Array.isArray(outer[part]) && Object.keys(outer[part]).length === 0) delete outer[part];
    }
    doc = whole;
  }
}

function parts(path) {
  return path.split(/[.[]/).map(part => part.endsWith(']') ? Number(part.slice(0, -1)) : part);
}

// Whether something said of a path belongs to a field.
function covers(field, path) {
  return path === field || path.startsWith(field + '.') || path.startsWith(field + '[');
}

function leaves(value, path = '') {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, Array.isArray(value) ? path + '[' + key + ']' : path ? path + '.' + key : key));
}

// Without what is hidden, which is kept for the target that it was written for.
function visible(value) {
  if (value === null || typeof value !== 'object') return typeof value === 'string' && value.includes(STARS) ? undefined : value;
  if (Array.isArray(value)) return value.map(visible).filter(each => each !== undefined);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visible(inner)]).filter(([, inner]) => inner !== undefined));
}

function split(all, fits) {
  return [all.filter(fits), all.filter(each => !fits(each))];
}

function shown(value) {
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function example(option) {
  return /like (\S+)/.exec(option.expects)?.[1].replace(/,$/, '');
}
