// One check: how it stands, how it was, and what can be done about it.

const RANGES = {'15m': ['15 minutes', 900], '1h': ['1 hour', 3600], '6h': ['6 hours', 21600], '24h': ['24 hours', 86400],
  '7d': ['7 days', 604800], '30d': ['30 days', 2592000], '90d': ['90 days', 7776000]};
// What is shown at first: of what is on record all, as long as that is not more than a day.
const LONGEST_AT_FIRST = '24h';
const POINTS = 120;
const FEWEST_POINTS = 8;
const RUNS_A_POINT = 3;
const PAGE = 20;
const SILENCES = [['30m', '30 minutes'], ['2h', '2 hours'], ['8h', '8 hours'], ['1d', '1 day'], ['7d', '7 days']];

export default async function check(page) {
  const name = page.path[0] || '';
  const place = 'checks/' + encodeURIComponent(name);
  const {h} = page.ui;
  const wished = page.query.get('range') || '';
  const range = {name: Object.hasOwn(RANGES, wished) ? wished : '', chosen: Object.hasOwn(RANGES, wished)};
  const parts = {
    heading: h('div', {class: 'heading'}),
    standing: h('section', {class: 'card', aria: {label: 'How it stands'}}),
    history: h('section', {class: 'card', aria: {labelledby: 'history'}}),
    phases: h('section', {class: 'card', aria: {labelledby: 'phases'}, hidden: true}),
    incidents: h('section', {class: 'card', aria: {labelledby: 'incidents'}}),
    pair: h('div', {class: 'cards'}),
    outcomes: h('section', {class: 'card', aria: {labelledby: 'outcomes'}}),
    setup: h('section', {class: 'card', aria: {labelledby: 'setup'}}),
  };
  page.root.append(h('p', {class: 'soft'}, h('a', {href: '#/'}, 'Overview'), ' / ', h('bdi', {}, name)), parts.heading,
      parts.standing, parts.history, parts.pair, parts.outcomes, parts.setup);
  parts.pair.append(parts.phases, parts.incidents);

  const history = drawHistory(page, parts.history, place, range);
  const outcomes = drawOutcomes(page, parts.outcomes, place);
  const drawStanding = makeStanding(page, parts.standing, () => read());
  const actions = makeActions(page, name, place, () => read());

  // Of reads that overlap the last is drawn, and none that was asked before the check was removed.
  let turn = 0;
  let known = false;
  const removal = h('section', {class: 'card', role: 'alert'}, page.ui.empty('This check was removed.'));

  async function read() {
    const mine = ++turn;
    try {
      await draw(() => mine === turn);
    } catch (problem) {
      // One that never was there is told by the shell.
      if (problem.status !== 404 || !known) throw problem;
      if (mine === turn) say(true);
    }
  }

  async function draw(isLast) {
    const [detail, silences, past] = await Promise.all([page.api.get(place), page.api.get('silences'),
      page.api.get('incidents?check=' + encodeURIComponent(name) + '&limit=200')]);
    if (!isLast() || page.signal.aborted) return;
    known = true;
    say(false);
    page.title(detail.title);
    drawHeading(page, parts.heading, detail, actions);
    drawStanding(detail, silences.items);
    drawPhases(page, parts.phases, detail);
    drawIncidents(page, parts.incidents, past.items);
    drawSetup(page, parts.setup, detail);
    await Promise.all([history.read(past.items, detail), outcomes.readNewest()]);
  }

  function say(removed) {
    if (removed) turn++;
    if (removed === removal.isConnected) return;
    if (removed) parts.heading.after(removal);
    else removal.remove();
    for (const part of [parts.standing, parts.history, parts.pair, parts.outcomes, parts.setup, actions.element]) part.hidden = removed;
    parts.heading.querySelector('.tags').hidden = removed;
  }

  await page.live.load(read);
  tellPages(page, parts.heading, name).catch(() => {});

  const follow = page.follow(read);
  page.checks.watch((state, told) => {
    if (!told.names.has(name)) {
      // It may have been removed while nothing was heard of it, or be so new that only the server knows.
      if (told.everything && !state.rows.has(name) && !removal.isConnected) follow();
    } else if (state.rows.has(name)) follow();
    else say(true);
  });
}

// Where the public sees it, and where its badges are.
async function tellPages(page, heading, name) {
  const {h} = page.ui;
  const {items} = await page.api.get('status-pages?check=' + encodeURIComponent(name));
  if (items.length === 0) return;
  heading.after(h('p', {class: 'soft on-pages'}, 'On ', items.map((item, i) => [i ? ', ' : null, h('a', {href: item.path}, item.title)]),
      ' · ', h('a', {href: page.link('status-pages') + '?check=' + encodeURIComponent(name)}, 'Badges')));
}

// ---- how it stands

function drawHeading(page, element, detail, actions) {
  const {h, fill, put, tag} = page.ui;
  const title = element.querySelector('h1') || h('h1', {});
  put(title, detail.title);
  title.title = detail.title;
  const tags = h('span', {class: 'tags'}, detail.paused ? tag('paused') : null,
      detail.maintenance ? tag('maintenance', detail.maintenance) : null, [...detail.tags].map(name => tag(name)));
  actions.draw(detail);
  if (title.isConnected) element.querySelector('.tags').replaceWith(tags);
  else fill(element, title, tags, actions.element);
}

// Its parts stay from run to run: what somebody opened stays open, and the focus where it is.
function makeStanding(page, element, changed) {
  const {h, fill, put, badge, ago, facts, tag, instant, format} = page.ui;
  const line = h('div', {class: 'standing'});
  const quiet = h('div', {class: 'silences'});
  const about = h('div', {});
  const found = h('summary', {});
  const lines = h('ul', {class: 'lines'});
  const findings = h('details', {hidden: true}, found, lines);
  let opened = false;
  fill(element, line, quiet, about, findings);

  function drawSilences(silences) {
    fill(quiet, silences.map(silence => h('p', {class: 'soft'}, 'Silenced until ', instant(silence.ends_at), ' by ', h('bdi', {}, silence.created_by), silence.comment ? [': ', h('bdi', {}, silence.comment)] : null, ' ',
        page.may('operator') && page.caller ? page.ui.button('End', async () => {
          await page.api.delete('silences/' + encodeURIComponent(silence.id));
          await changed();
        }) : null)));
  }

  function drawFindings(all) {
    put(found, all.length + (all.length === 1 ? ' finding' : ' findings'));
    fill(lines, all.slice(0, 200).map(finding =>
      h('li', {}, badge(finding.status), h('span', {class: 'grow'}, h('bdi', {}, finding.key), ': ', h('bdi', {}, finding.text)))));
    findings.hidden = all.length === 0;
    // Few are shown at once; afterwards it is as the viewer has it.
    if (!opened && all.length > 0) {
      opened = true;
      findings.open = all.length <= 5;
    }
  }

  return function draw(detail, silences) {
    const latest = detail.latest;
    fill(line, badge(detail.status), h('p', {class: 'grow says'}, detail.summary || 'It has not run yet.'),
        detail.reason ? tag(detail.reason, 'the reason code') : null);
    const mine = silences.filter(silence => silence.state === 'active' && silence.matchers.length === 1
        && silence.matchers[0] === 'check="' + detail.name + '"');
    fresh(quiet, mine, () => drawSilences(mine));
    fill(about, facts([
      ['Latency', format.milliseconds(detail.latency_ms)],
      ['Last run', latest ? ago(latest.started_at) : 'never'],
      ['Open incidents', detail.open_incidents],
      ['Schedule', detail.schedule],
      ['Watched since', detail.watched_since ? instant(detail.watched_since) : 'not watched yet'],
      ['Attempt', latest && latest.attempt > 1 ? latest.attempt : undefined],
      ['Late', latest && latest.late_ms > 1000 ? format.milliseconds(latest.late_ms) : undefined],
    ]));
    const all = latest ? latest.findings : [];
    fresh(findings, all, () => drawFindings(all));
  };
}

// Draws a part anew only where it says something else.
function fresh(element, about, draw) {
  const signature = JSON.stringify(about);
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  draw();
}

// ---- what can be done

function makeActions(page, name, place, changed) {
  const {h, put, button, ask, toast} = page.ui;
  const element = h('div', {class: 'actions'});
  const may = page.may('operator');
  const why = may ? undefined : 'This needs the role operator.';
  let paused;

  const run = button('Run now', async () => {
    const outcome = await page.api.post(place + '/run?wait=15');
    toast(outcome.summary ? 'It says: ' + outcome.summary : 'It is running still.', outcome.status === 'fail' ? 'fail' : 'info');
    await changed();
  }, {kind: 'primary', icon: 'play', disabled: !may, title: why});
  const pause = button('Pause', async () => {
    await page.api.post(place + (paused ? '/resume' : '/pause'));
    await changed();
  }, {disabled: !may, title: why});
  const silence = button('Silence', async () => {
    const done = await ask({
      title: 'Silence this check',
      text: 'Nobody is told of its alerts until then. It goes on running, and its incidents are kept.',
      fields: [{name: 'duration', label: 'For', options: SILENCES, value: '2h'},
        {name: 'comment', label: 'Why', type: 'textarea', maxlength: 1000, placeholder: 'Deploying the shop'}],
      action: 'Silence',
      submit: ({duration, comment}) => page.api.post('silences', {matchers: ['check="' + name + '"'], duration, comment}),
    });
    if (done) {
      toast('Silenced.');
      await changed();
    }
  }, {disabled: !may || !page.caller, title: why || (page.caller ? undefined : 'Silences need a name: set a token on the server.')});

  return {
    element,
    draw(detail) {
      if (paused === undefined) element.append(run, pause, silence);
      paused = detail.paused;
      // The same button, so that who has pressed it is still there.
      put(pause.lastChild, paused ? 'Resume' : 'Pause');
    },
  };
}

// ---- how it was

function drawHistory(page, element, place, range) {
  const {h, fill, format} = page.ui;
  const uptime = h('span', {class: 'soft'});
  const bars = h('div', {class: 'timeline'});
  const ends = h('div', {class: 'timeline-ends soft'});
  const numbers = h('div', {});
  const drawing = h('div', {class: 'drawing', hidden: true});
  const nothing = page.ui.empty('No latency was measured in this time.');
  nothing.hidden = true;
  const toggle = h('div', {class: 'toggle', role: 'group', aria: {label: 'How far back'}});
  let incidents = [];
  let rules = [];
  let watchedSince;
  let asked = 0;

  fill(element, h('div', {class: 'toolbar'}, h('h2', {id: 'history'}, 'History'), uptime, h('span', {class: 'grow'}), toggle),
      bars, ends, numbers, nothing, drawing);
  fill(toggle, Object.entries(RANGES).map(([name]) => h('button', {type: 'button', title: RANGES[name][0], aria: {pressed: 'false'},
    onclick: () => {
      range.chosen = true;
      choose(name);
      page.replaceQuery({range: name});
      draw().catch(problem => page.ui.toast(problem.message, 'fail'));
    }}, name)));
  if (range.chosen) choose(range.name);

  function choose(name) {
    range.name = name;
    for (const button of toggle.children) button.setAttribute('aria-pressed', String(button.textContent === name));
  }

  function fitting() {
    const age = watchedSince === undefined ? 0 : (format.now() - watchedSince) / 1000;
    return Object.keys(RANGES).find(name => name === LONGEST_AT_FIRST || RANGES[name][1] >= age);
  }

  const ask = points => page.api.get(place + '/history?from=-' + RANGES[range.name][1] + 's&points=' + points);

  async function draw() {
    const mine = ++asked;
    if (!range.chosen) choose(fitting());
    const told = await ask(POINTS);
    const coarse = coarser(told);
    const lines = coarse ? await ask(coarse) : told;
    if (mine !== asked || page.signal.aborted) return;
    const spent = divided(told, told.uptime, told.from, told.to);
    fill(uptime, told.uptime.ratio === undefined ? 'Nothing is known of this time' : format.percent(told.uptime.ratio, 3) + ' up of what is known',
        spent.down >= 0.5 ? ', ' + format.duration(spent.down) + ' down' : null,
        told.uptime.ratio !== undefined && spent.unknown > 1 ? ', ' + format.duration(spent.unknown) + ' unknown' : null,
        spent.maintenance >= 0.5 ? ', ' + format.duration(spent.maintenance) + ' maintenance' : null,
        spent.unwatched > 1 ? told.watched_since ? ['; watched since ', page.ui.instant(told.watched_since)] : '; not watched yet' : null);
    fill(bars, timeline(page, told));
    fill(ends, page.ui.instant(told.from), spent.unwatched > RANGES[range.name][1] / 4 ? h('span', {}, 'not watched yet') : null, page.ui.instant(told.to));
    ends.classList.toggle('late', spent.unwatched > RANGES[range.name][1] / 4);
    const {distribution: values} = told;
    fill(numbers, values.count ? page.ui.facts([['p50', format.milliseconds(values.p50)], ['p90', format.milliseconds(values.p90)],
      ['p95', format.milliseconds(values.p95)], ['p99', format.milliseconds(values.p99)], ['max', format.milliseconds(values.max)]]) : null);
    numbers.className = values.count ? 'numbers' : '';
    return drawLatency(lines);
  }

  async function drawLatency(told) {
    nothing.hidden = Boolean(told.distribution.count);
    drawing.hidden = !nothing.hidden;
    if (drawing.hidden) return;
    const shown = marks(incidents, rules).filter(mark => mark.to >= Date.parse(told.from) / 1000);
    const value = key => told.slices.map(slice => slice[key] === undefined ? gap(slice) : slice[key]);
    await page.plot(drawing, {
      label: 'Latency over ' + RANGES[range.name][0] + ': half of the runs within ' + format.milliseconds(told.distribution.p50)
          + ', 95 of 100 within ' + format.milliseconds(told.distribution.p95) + ', 99 within ' + format.milliseconds(told.distribution.p99),
      from: Date.parse(told.from) / 1000,
      to: Date.parse(told.to) / 1000,
      times: told.slices.map(slice => (Date.parse(slice.start) + Date.parse(slice.end)) / 2000),
      series: [
        {label: 'p50', values: value('p50'), color: '--brand', width: 2},
        {label: 'p95', values: value('p95'), color: '--maintenance', width: 1.2},
        {label: 'p99', values: value('p99'), color: '--unknown', width: 0.8},
        {label: 'max', values: value('max'), color: '--soft', width: 0.8, dash: [3, 3]},
      ],
      bands: [{upper: 1, lower: 0, color: '--brand', opacity: 0.22}, {upper: 2, lower: 1, color: '--maintenance', opacity: 0.16}],
      marks: shown,
      keys: KEYS.filter(({lane}) => shown.some(mark => mark.lane === lane)),
      format: format.milliseconds,
    });
  }

  return {
    async read(known, detail) {
      incidents = known;
      rules = detail.rules;
      watchedSince = detail.watched_since && Date.parse(detail.watched_since);
      await draw();
    },
  };
}

// A line needs some runs for each of its points, or there is nothing between p50 and p99.
function coarser(told) {
  const filled = told.slices.filter(slice => slice.count !== undefined).length;
  const {count} = told.distribution;
  if (filled === 0 || count >= filled * RUNS_A_POINT) return undefined;
  const points = Math.round(count / RUNS_A_POINT / (filled / POINTS));
  return Math.min(POINTS, Math.max(FEWEST_POINTS, points));
}

// Where the target was up all the time no run was due; elsewhere something is missing.
function gap(slice) {
  const {up_seconds: up} = slice.uptime;
  return up * 1000 > (Date.parse(slice.end) - Date.parse(slice.start)) * 0.99 ? undefined : null;
}

// Unknown time before the first run was not watched yet; what is unknown afterwards was missed.
function divided(told, uptime, start, end) {
  const since = told.watched_since === undefined ? Infinity : Date.parse(told.watched_since);
  const before = Math.max(0, Math.min(Date.parse(end), since) - Date.parse(start)) / 1000;
  const unwatched = Math.min(uptime.unknown_seconds, before);
  return {up: uptime.up_seconds, maintenance: uptime.maintenance_seconds, unknown: uptime.unknown_seconds - unwatched, unwatched, down: uptime.down_seconds};
}

const KEYS = [{color: '--fail-fill', label: 'incident', lane: 0}, {color: '--warn-fill', label: 'anomaly', lane: 1}];

// Anomalies are incidents of rules that ask a detector.
function marks(incidents, rules) {
  const odd = new Set(rules.filter(rule => rule.description.includes(' anomalous')).map(rule => rule.name));
  return incidents.map(incident => ({
    from: Date.parse(incident.started_at) / 1000,
    to: (incident.ended_at ? Date.parse(incident.ended_at) : Date.now()) / 1000,
    ...KEYS[odd.has(incident.rule) ? 1 : 0],
    title: incident.title,
  }));
}

// A bar for each part of the time, divided as the time was. What was not watched yet is left open.
const PARTS = ['up', 'maintenance', 'unknown', 'unwatched', 'down'];
const PART_WORDS = {unwatched: 'not watched yet'};
function timeline(page, told) {
  const {s, format} = page.ui;
  const height = 36;
  const step = 1000 / told.slices.length;
  return s('svg', {viewBox: '0 0 1000 ' + height, preserveAspectRatio: 'none', role: 'img',
    aria: {label: 'Up, down and unknown time from ' + format.moment(told.from) + ' to ' + format.moment(told.to) + ': '
        + (told.uptime.ratio === undefined ? 'nothing is known' : format.percent(told.uptime.ratio, 3) + ' up')}},
  told.slices.map((slice, i) => {
    const spent = divided(told, slice.uptime, slice.start, slice.end);
    const all = PARTS.reduce((sum, part) => sum + spent[part], 0);
    let y = 0;
    return s('g', {}, s('title', {}, title(format, slice, spent)),
        s('rect', {class: 'whole', x: (i * step).toFixed(2), y: 0, width: step.toFixed(2), height}),
        PARTS.map(part => {
          const share = all === 0 ? 0 : spent[part] / all;
          if (share === 0) return null;
          // A second of an hour is seen as well: what is down is never thinner than a line.
          const tall = part === 'down' ? Math.max(5, share * height) : share * height;
          const top = part === 'down' ? height - tall : y;
          y += tall;
          const line = part === 'unwatched' ? 2 : tall;
          return s('rect', {class: part, x: (i * step).toFixed(2), y: (top + tall - line).toFixed(2), width: (step * 0.86).toFixed(2), height: line.toFixed(2)});
        }));
  }));
}

function title(format, slice, spent) {
  const said = PARTS.filter(part => spent[part] >= 0.5).map(part => format.duration(spent[part]) + ' ' + (PART_WORDS[part] || part));
  return format.moment(slice.start) + ' to ' + format.moment(slice.end) + '\n' + said.join(', ')
      + (slice.p50 === undefined ? '' : '\np50 ' + format.milliseconds(slice.p50) + ', p95 ' + format.milliseconds(slice.p95));
}

// ---- the last run

function drawPhases(page, element, detail) {
  const {h, fill, format} = page.ui;
  const phases = page.ui.phases(detail.latest ? detail.latest.samples : []);
  element.hidden = phases === null;
  if (!phases) return;
  fill(element, h('h2', {id: 'phases'}, 'Phases of the last run ', h('span', {class: 'soft'}, format.milliseconds(phases.total * 1000))), phases.element);
}

function drawIncidents(page, element, incidents) {
  const {h, fill, severity, instant, format, button, tag} = page.ui;
  const few = incidents.slice(0, 8);
  fresh(element, few, () => fill(element, h('h2', {id: 'incidents'}, 'Incidents ', h('span', {class: 'soft'}, format.number(incidents.length) + (incidents.length === 200 ? ' and more' : ''))),
      few.length === 0 ? page.ui.empty('None yet.') : h('ul', {class: 'lines'}, few.map(incident => h('li', {class: 'wraps'},
          severity(incident.severity), h('span', {class: 'grow'}, h('a', {class: 'what', href: page.link('incidents', incident.id)}, h('bdi', {}, incident.title)),
              h('small', {}, h('bdi', {}, incident.rule), ', ', instant(incident.started_at), incident.open ? ', open' : [' for ',
                format.duration((Date.parse(incident.ended_at) - Date.parse(incident.started_at)) / 1000)],
              incident.acknowledgement ? [', taken over by ', h('bdi', {}, incident.acknowledgement.by)] : null)),
          incident.open ? tag('open') : null,
          button('Explain', () => explain(page, incident)))))));
}

async function explain(page, incident) {
  const {h} = page.ui;
  const told = await page.api.get('incidents/' + incident.id + '/explain');
  const dialog = h('dialog', {aria: {label: 'Who was told of it, and why'}}, h('div', {class: 'explain'},
      h('h2', {}, told.sentence),
      h('ol', {}, told.steps.map(step => h('li', {}, h('span', {class: 'tag'}, step.stage + (step.channel ? ', ' + step.channel : '')), ' ', step.text))),
      h('div', {class: 'actions'}, h('button', {type: 'button', class: 'button primary', onclick: () => dialog.close()}, 'Close'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// ---- outcomes

function drawOutcomes(page, element, place) {
  const {h, fill, badge, instant, format, button, empty} = page.ui;
  const status = h('select', {aria: {label: 'Which outcomes'}}, [['', 'all'], ['fail', 'down'], ['unknown', 'unknown'], ['warn', 'warnings'], ['pass', 'up']]
      .map(([value, text]) => h('option', {value}, text)));
  const body = h('div', {});
  const newer = button('Newest', () => show([]));
  const older = button('Older', () => show([...trail, next]));
  const turning = h('div', {class: 'actions'}, newer, older);
  let trail = [];
  let next;
  let newest;
  let asked = 0;
  status.addEventListener('change', () => show([]).catch(problem => page.ui.toast(problem.message, 'fail')));
  fill(element, h('div', {class: 'toolbar'}, h('h2', {id: 'outcomes'}, 'Outcomes'), h('span', {class: 'grow'}), status), body, turning);

  async function show(wanted) {
    // Only the last that was asked for is drawn, whichever answer comes last.
    const mine = ++asked;
    const was = trail;
    trail = wanted;
    const before = trail.length ? '&before=' + trail[trail.length - 1] : '';
    let answer;
    try {
      answer = await page.api.get(place + '/outcomes?limit=' + PAGE + before + (status.value ? '&status=' + status.value : ''));
    } catch (problem) {
      if (mine === asked) trail = was;
      throw problem;
    }
    if (mine !== asked || page.signal.aborted) return;
    next = answer.next;
    newest = answer.items[0]?.run_id;
    older.disabled = next === undefined;
    newer.disabled = trail.length === 0;
    turning.hidden = older.disabled && newer.disabled;
    const focused = document.activeElement?.closest('.outcome')?.dataset.run;
    fill(body, answer.items.length === 0 ? empty(trail.length ? 'There are no older ones.' : 'There are none.')
        : h('div', {class: 'outcomes', role: 'list'}, answer.items.map(drawOutcome)));
    // Run ids are numbers.
    if (focused) body.querySelector('[data-run="' + focused + '"] summary')?.focus({preventScroll: true});
  }

  function drawOutcome(outcome) {
    return h('details', {class: 'outcome', role: 'listitem', dataset: {run: outcome.run_id}},
        h('summary', {}, badge(outcome.status), h('span', {class: 'when'}, instant(outcome.started_at)),
            h('span', {class: 'grow clip', title: outcome.summary}, outcome.summary), h('span', {class: 'num'}, format.milliseconds(outcome.latency_ms))),
        more(page, outcome));
  }

  return {
    // Whoever reads an older page, or has opened an outcome, is left alone.
    async readNewest() {
      if (trail.length || (newest !== undefined && body.querySelector('details[open]'))) return;
      await show([]);
    },
  };
}

function more(page, outcome) {
  const {h, facts, table, format} = page.ui;
  return h('div', {class: 'more'},
      facts([['Run', outcome.run_id], ['Took', format.milliseconds(outcome.took_ms)], ['Late', format.milliseconds(outcome.late_ms)],
        ['Attempt', outcome.attempt], ['Reason', outcome.reason], ['Maintenance', outcome.maintenance], ['Instance', outcome.instance],
        ...Object.entries(outcome.details)]),
      outcome.samples.length ? table(['Sample', {title: 'Value', class: 'num'}], outcome.samples.slice(0, 200).map(sample =>
        [sample.name + labels(sample.labels), String(sample.value)]), {label: 'Samples'}) : null,
      outcome.findings.length ? table(['Finding', 'State', 'Text'], outcome.findings.slice(0, 200).map(finding =>
        [finding.key, page.ui.badge(finding.status), finding.text]), {label: 'Findings'}) : null,
      outcome.log.length ? h('pre', {}, outcome.log.join('\n')) : null);
}

function labels(all) {
  const said = Object.entries(all).map(([name, value]) => name + '=' + value);
  return said.length ? ' {' + said.join(', ') + '}' : '';
}

// ---- how it is set up

function drawSetup(page, element, detail) {
  const {h, fill, facts, format} = page.ui;
  fresh(element, [detail.target, detail.rules, detail.labels, detail.attributes, detail.depends_on], () => fill(element, h('h2', {id: 'setup'}, 'Set up'),
      facts([['Name', detail.name], ['Target', detail.target === detail.title ? undefined : detail.target], ['Time-out', format.milliseconds(detail.timeout_ms)], ['Retries', detail.retries],
        ['While failing', detail.while_failing_ms === undefined ? undefined : 'every ' + format.milliseconds(detail.while_failing_ms)],
        ['Depends on', detail.depends_on.length ? detail.depends_on.map((other, i) => [i ? ', ' : null, h('a', {href: page.link('check', other)}, other)]) : undefined],
        ...Object.entries(detail.labels).map(([name, value]) => [name, value]),
        ...Object.entries(detail.attributes).map(([name, value]) => [name, value])]),
      detail.rules.length ? h('ul', {class: 'rules'}, detail.rules.map(rule => h('li', {}, page.ui.severity(rule.severity), ' ', rule.description))) : null));
}
