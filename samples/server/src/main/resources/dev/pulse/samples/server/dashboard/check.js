// One check: how it stands, how it was, and what can be done about it.

const RANGES = {'1h': ['1 hour', 3600], '6h': ['6 hours', 21600], '24h': ['24 hours', 86400],
  '7d': ['7 days', 604800], '30d': ['30 days', 2592000], '90d': ['90 days', 7776000]};
const POINTS = 120;
const PAGE = 20;
const REST_MS = 2000;
const SILENCES = [['30m', '30 minutes'], ['2h', '2 hours'], ['8h', '8 hours'], ['1d', '1 day'], ['7d', '7 days']];

export default async function check(page) {
  const name = page.path[0] || '';
  const place = 'checks/' + encodeURIComponent(name);
  const {h, fill} = page.ui;
  const wished = page.query.get('range') || '';
  const range = {name: Object.hasOwn(RANGES, wished) ? wished : '24h', chosen: Object.hasOwn(RANGES, wished)};
  const parts = {
    heading: h('div', {class: 'heading'}),
    standing: h('section', {class: 'card', aria: {label: 'How it stands'}}),
    history: h('section', {class: 'card', aria: {labelledby: 'history'}}),
    phases: h('section', {class: 'card', aria: {labelledby: 'phases'}, hidden: true}),
    incidents: h('section', {class: 'card', aria: {labelledby: 'incidents'}}),
    outcomes: h('section', {class: 'card', aria: {labelledby: 'outcomes'}}),
    setup: h('section', {class: 'card', aria: {labelledby: 'setup'}}),
  };
  page.root.append(h('p', {class: 'soft'}, h('a', {href: '#/'}, 'Overview'), ' / ', name), parts.heading,
      parts.standing, parts.history, h('div', {class: 'cards'}, parts.phases, parts.incidents), parts.outcomes, parts.setup);

  const history = drawHistory(page, parts.history, place, range);
  const outcomes = drawOutcomes(page, parts.outcomes, place);
  const actions = makeActions(page, name, place, () => read());

  async function read() {
    const [detail, silences, past] = await Promise.all([page.api.get(place), page.api.get('silences'),
      page.api.get('incidents?check=' + encodeURIComponent(name) + '&limit=200')]);
    page.title(detail.title);
    drawHeading(page, parts.heading, detail, actions);
    drawStanding(page, parts.standing, detail, silences.items, read);
    drawPhases(page, parts.phases, detail);
    drawIncidents(page, parts.incidents, past.items);
    drawSetup(page, parts.setup, detail);
    await Promise.all([history.read(past.items, detail.rules), outcomes.readNewest()]);
  }

  await page.live.load(read);

  // As often as it runs, but not more often than every two seconds.
  let seen = page.checks.state.rows.get(name)?.run_id;
  let resting = false;
  let again = false;
  page.checks.watch((state, told) => {
    if (!told.names.has(name) || page.signal.aborted) return;
    const row = state.rows.get(name);
    if (!row) {
      fill(parts.standing, page.ui.empty('This check was removed.'));
      return;
    }
    seen = row.run_id;
    if (resting) again = true;
    else follow();
  });
  function follow() {
    resting = true;
    read().catch(() => {}).finally(() => setTimeout(() => {
      resting = false;
      if (again && !page.signal.aborted) {
        again = false;
        follow();
      }
    }, REST_MS));
  }
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

function drawStanding(page, element, detail, silences, changed) {
  const {h, fill, badge, ago, facts, tag, instant, format} = page.ui;
  const latest = detail.latest;
  const quiet = silences.filter(silence => silence.state === 'active' && silence.matchers.length === 1
      && silence.matchers[0] === 'check="' + detail.name + '"');
  fill(element,
      h('div', {class: 'standing'}, badge(detail.status), h('p', {class: 'grow says'}, detail.summary || 'It has not run yet.'),
          detail.reason ? tag(detail.reason, 'the reason code') : null),
      quiet.map(silence => h('p', {class: 'soft'}, 'Silenced until ', instant(silence.ends_at), ' by ' + silence.created_by + (silence.comment ? ': ' + silence.comment : '') + ' ',
        page.may('operator') && page.caller ? page.ui.button('End', async () => {
          await page.api.delete('silences/' + encodeURIComponent(silence.id));
          await changed();
        }) : null)),
      facts([
        ['Latency', format.milliseconds(detail.latency_ms)],
        ['Last run', latest ? ago(latest.started_at) : 'never'],
        ['Open incidents', detail.open_incidents],
        ['Schedule', detail.schedule],
        ['Attempt', latest && latest.attempt > 1 ? latest.attempt : undefined],
        ['Late', latest && latest.late_ms > 1000 ? format.milliseconds(latest.late_ms) : undefined],
      ]),
      latest && latest.findings.length ? h('details', {open: latest.findings.length <= 5}, h('summary', {}, latest.findings.length + ' findings'),
          h('ul', {class: 'lines'}, latest.findings.slice(0, 200).map(finding =>
            h('li', {}, badge(finding.status), h('span', {class: 'grow'}, finding.key + ': ' + finding.text))))) : null);
}

// ---- what can be done

function makeActions(page, name, place, changed) {
  const {h, fill, button, ask, toast} = page.ui;
  const element = h('div', {class: 'actions'});
  const may = page.may('operator');
  const why = may ? undefined : 'This needs the role operator.';
  let drawn = '';

  const run = button('Run now', async () => {
    const outcome = await page.api.post(place + '/run?wait=15');
    toast(outcome.summary ? 'It says: ' + outcome.summary : 'It is running still.', outcome.status === 'fail' ? 'fail' : 'info');
    await changed();
  }, {kind: 'primary', icon: 'play', disabled: !may, title: why});
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
      if (drawn === String(detail.paused)) return;
      drawn = String(detail.paused);
      const pause = button(detail.paused ? 'Resume' : 'Pause', async () => {
        await page.api.post(place + (detail.paused ? '/resume' : '/pause'));
        await changed();
      }, {disabled: !may, title: why});
      fill(element, run, pause, silence);
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
  const drawing = h('div', {class: 'drawing'});
  const toggle = h('div', {class: 'toggle', role: 'group', aria: {label: 'How far back'}});
  let incidents = [];
  let rules = [];
  let plot = null;
  let asked = 0;

  fill(element, h('div', {class: 'toolbar'}, h('h2', {id: 'history'}, 'History'), uptime, h('span', {class: 'grow'}), toggle),
      bars, ends, numbers, drawing);
  fill(toggle, Object.entries(RANGES).map(([name]) => h('button', {type: 'button', title: RANGES[name][0], aria: {pressed: String(name === range.name)},
    onclick: () => {
      choose(name);
      range.chosen = true;
      page.replaceQuery({range: name});
      draw().catch(problem => page.ui.toast(problem.message, 'fail'));
    }}, name)));

  function choose(name) {
    range.name = name;
    for (const button of toggle.children) button.setAttribute('aria-pressed', String(button.textContent === name));
  }

  async function draw() {
    const mine = ++asked;
    const told = await page.api.get(place + '/history?from=-' + RANGES[range.name][1] + 's&points=' + POINTS);
    if (mine !== asked || page.signal.aborted) return;
    if (!range.chosen) {
      // A day of which less than an hour is known says little; the hour says more.
      range.chosen = true;
      if (told.slices.filter(slice => slice.count !== undefined).length < POINTS / 24) {
        choose('1h');
        return draw();
      }
    }
    const {uptime: spent} = told;
    fill(uptime, spent.ratio === undefined ? 'Nothing is known of this time.' : format.percent(spent.ratio, 3) + ' up of what is known',
        spent.down_seconds > 0 ? ', ' + format.duration(spent.down_seconds) + ' down' : null,
        spent.ratio !== undefined && spent.unknown_seconds > 1 ? ', ' + format.duration(spent.unknown_seconds) + ' unknown' : null,
        spent.maintenance_seconds > 0 ? ', ' + format.duration(spent.maintenance_seconds) + ' maintenance' : null);
    fill(bars, timeline(page, told));
    fill(ends, page.ui.instant(told.from), page.ui.instant(told.to));
    const {distribution: values} = told;
    fill(numbers, values.count ? page.ui.facts([['p50', format.milliseconds(values.p50)], ['p90', format.milliseconds(values.p90)],
      ['p95', format.milliseconds(values.p95)], ['p99', format.milliseconds(values.p99)], ['max', format.milliseconds(values.max)]]) : null);
    numbers.className = values.count ? 'numbers' : '';
    return drawLatency(told);
  }

  async function drawLatency(told) {
    if (!told.distribution.count) {
      fill(drawing, page.ui.empty('No latency was measured in this time.'));
      plot = null;
      return;
    }
    const value = key => told.slices.map(slice => slice[key] === undefined ? null : slice[key]);
    const wanted = {
      label: 'Latency over ' + RANGES[range.name][0] + ': half of the runs within ' + format.milliseconds(told.distribution.p50)
          + ', 95 of 100 within ' + format.milliseconds(told.distribution.p95),
      from: Date.parse(told.from) / 1000,
      to: Date.parse(told.to) / 1000,
      times: told.slices.map(slice => (Date.parse(slice.start) + Date.parse(slice.end)) / 2000),
      series: [
        {label: 'p50', values: value('p50'), color: '--brand', width: 2},
        {label: 'p95', values: value('p95'), color: '--maintenance', width: 1},
        {label: 'max', values: value('max'), color: '--soft', width: 0.7, dash: [3, 3]},
        {label: 'min', values: value('min'), color: '--soft', width: 0},
      ],
      bands: [{upper: 1, lower: 0, color: '--brand', opacity: 0.25}, {upper: 2, lower: 1, color: '--maintenance', opacity: 0.1},
        {upper: 0, lower: 3, color: '--brand', opacity: 0.12}],
      marks: marks(incidents, rules),
      format: format.milliseconds,
    };
    if (plot) plot.set(wanted);
    else {
      fill(drawing);
      plot = await page.plot(drawing, wanted);
      fill(legend, LEGEND.map(([color, text]) => {
        const key = h('span', {}, text);
        key.style.setProperty('--key', 'var(' + color + ')');
        return key;
      }));
      drawing.append(legend);
    }
  }
  const legend = h('div', {class: 'plot-legend'});

  return {
    async read(known, detailRules) {
      incidents = known;
      rules = detailRules;
      await draw();
    },
  };
}

const LEGEND = [['--fail-fill', 'incident'], ['--warn-fill', 'anomaly'], ['--brand', 'min to p50 to p95'], ['--maintenance', 'p95 to max']];

// Anomalies are incidents of rules that ask a detector.
function marks(incidents, rules) {
  const odd = new Set(rules.filter(rule => rule.description.includes(' anomalous')).map(rule => rule.name));
  return incidents.map(incident => ({
    from: Date.parse(incident.started_at) / 1000,
    to: (incident.ended_at ? Date.parse(incident.ended_at) : Date.now()) / 1000,
    color: odd.has(incident.rule) ? '--warn-fill' : '--fail-fill',
    title: incident.title,
  }));
}

// A bar for each part of the time, divided as the time was. What nobody knows is left open.
function timeline(page, told) {
  const {s, format} = page.ui;
  const height = 36;
  const step = 1000 / told.slices.length;
  const parts = ['up', 'maintenance', 'unknown', 'down'];
  return s('svg', {viewBox: '0 0 1000 ' + height, preserveAspectRatio: 'none', role: 'img',
    aria: {label: 'Up, down and unknown time from ' + format.moment(told.from) + ' to ' + format.moment(told.to) + ': '
        + (told.uptime.ratio === undefined ? 'nothing is known' : format.percent(told.uptime.ratio, 3) + ' up')}},
  told.slices.map((slice, i) => {
    const all = parts.reduce((sum, part) => sum + slice.uptime[part + '_seconds'], 0);
    let y = 0;
    return s('g', {}, s('title', {}, title(format, slice)), all === 0 ? s('rect', {class: 'unknown', x: i * step, y: 0, width: step * 0.86, height})
      : parts.map(part => {
        const share = slice.uptime[part + '_seconds'] / all;
        if (share === 0) return null;
        // A second of an hour is seen as well: what is down is never thinner than a line.
        const tall = part === 'down' ? Math.max(5, share * height) : share * height;
        const top = part === 'down' ? height - tall : y;
        y += tall;
        return s('rect', {class: part, x: (i * step).toFixed(2), y: top.toFixed(2), width: (step * 0.86).toFixed(2), height: tall.toFixed(2)});
      }));
  }));
}

function title(format, slice) {
  const said = ['up', 'down', 'unknown', 'maintenance'].filter(part => slice.uptime[part + '_seconds'] > 0)
      .map(part => format.duration(slice.uptime[part + '_seconds']) + ' ' + part);
  return format.moment(slice.start) + ' to ' + format.moment(slice.end) + '\n' + said.join(', ')
      + (slice.p50 === undefined ? '' : '\np50 ' + format.milliseconds(slice.p50) + ', p95 ' + format.milliseconds(slice.p95));
}

// ---- the last run

function drawPhases(page, element, detail) {
  const {h, fill, format} = page.ui;
  const told = (detail.latest ? detail.latest.samples : []).filter(sample => sample.name === 'phase_seconds');
  const phases = told.filter(sample => sample.labels.phase !== 'total');
  const total = told.find(sample => sample.labels.phase === 'total');
  element.hidden = phases.length === 0;
  if (!phases.length) return;
  const all = Math.max(total ? total.value : 0, phases.reduce((sum, phase) => sum + phase.value, 0)) || 1;
  let before = 0;
  fill(element, h('h2', {id: 'phases'}, 'Phases of the last run ', h('span', {class: 'soft'}, format.milliseconds(all * 1000))),
      h('ol', {class: 'phases'}, phases.map(phase => {
        const bar = h('span', {class: 'bar'});
        bar.style.left = before / all * 100 + '%';
        bar.style.width = phase.value / all * 100 + '%';
        before += phase.value;
        return h('li', {}, h('span', {}, phase.labels.phase), h('span', {class: 'track', aria: {hidden: 'true'}}, bar),
            h('span', {class: 'num'}, format.milliseconds(phase.value * 1000)));
      })));
}

function drawIncidents(page, element, incidents) {
  const {h, fill, severity, instant, format, button, tag} = page.ui;
  const few = incidents.slice(0, 8);
  const signature = JSON.stringify(few);
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  fill(element, h('h2', {id: 'incidents'}, 'Incidents ', h('span', {class: 'soft'}, format.number(incidents.length) + (incidents.length === 200 ? ' and more' : ''))),
      few.length === 0 ? page.ui.empty('None yet.') : h('ul', {class: 'lines'}, few.map(incident => h('li', {class: 'wraps'},
          severity(incident.severity), h('span', {class: 'grow'}, h('span', {class: 'what'}, incident.title),
              h('small', {}, incident.rule + ', ', instant(incident.started_at), incident.open ? ', open' : [' for ',
                format.duration((Date.parse(incident.ended_at) - Date.parse(incident.started_at)) / 1000)],
              incident.acknowledgement ? ', taken over by ' + incident.acknowledgement.by : null)),
          incident.open ? tag('open') : null,
          button('Explain', () => explain(page, incident))))));
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
  status.addEventListener('change', () => show([]).catch(problem => page.ui.toast(problem.message, 'fail')));
  fill(element, h('div', {class: 'toolbar'}, h('h2', {id: 'outcomes'}, 'Outcomes'), h('span', {class: 'grow'}), status), body, turning);

  async function show(wanted) {
    trail = wanted;
    const before = trail.length ? '&before=' + trail[trail.length - 1] : '';
    const answer = await page.api.get(place + '/outcomes?limit=' + PAGE + before + (status.value ? '&status=' + status.value : ''));
    if (page.signal.aborted) return;
    next = answer.next;
    newest = answer.items[0]?.run_id;
    older.disabled = next === undefined;
    newer.disabled = trail.length === 0;
    turning.hidden = older.disabled && newer.disabled;
    fill(body, answer.items.length === 0 ? empty(trail.length ? 'There are no older ones.' : 'There are none.')
        : h('div', {class: 'outcomes', role: 'list'}, answer.items.map(drawOutcome)));
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
  const signature = JSON.stringify([detail.target, detail.rules, detail.labels, detail.attributes, detail.depends_on]);
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  fill(element, h('h2', {id: 'setup'}, 'Set up'),
      facts([['Name', detail.name], ['Target', detail.target === detail.title ? undefined : detail.target], ['Time-out', format.milliseconds(detail.timeout_ms)], ['Retries', detail.retries],
        ['While failing', detail.while_failing_ms === undefined ? undefined : 'every ' + format.milliseconds(detail.while_failing_ms)],
        ['Depends on', detail.depends_on.length ? detail.depends_on.map((other, i) => [i ? ', ' : null, h('a', {href: page.link('check', other)}, other)]) : undefined],
        ...Object.entries(detail.labels).map(([name, value]) => [name, value]),
        ...Object.entries(detail.attributes).map(([name, value]) => [name, value])]),
      detail.rules.length ? h('ul', {class: 'rules'}, detail.rules.map(rule => h('li', {}, page.ui.severity(rule.severity), ' ', rule.description))) : null);
}
