'use strict';

// The page shows what the REST routes say and follows the live events. Everything that comes from
// outside becomes text by textContent; nothing is ever parsed as HTML.
(() => {
  const RUNS = 40;
  const STATUSES = ['fail', 'unknown', 'warn', 'pass'];
  const FEW = 5;
  const SILENCE_MS = 40000;
  const LONGEST_WAIT_MS = 30000;
  const SVG = 'http://www.w3.org/2000/svg';

  const byId = id => document.getElementById(id);
  const checks = new Map();
  const incidents = new Map();
  const shown = {status: null, text: '', allIncidents: false};
  let skew = 0;
  let stream = null;
  let failures = 0;
  let lastWord = 0;
  let loading = false;
  let missed = [];
  let reloadAgain = false;
  let timer = 0;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function set(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  // ---- reading

  async function read(path) {
    const answer = await fetch(path, {headers: {Accept: 'application/json'}, cache: 'no-store'});
    if (!answer.ok) throw new Error('the server answered ' + answer.status);
    return answer.json();
  }

  async function openIncidents() {
    const found = [];
    let path = 'api/v1/incidents?open=true&limit=1000';
    for (;;) {
      const page = await read(path);
      found.push(...page.items);
      if (page.next === undefined) return found;
      path = 'api/v1/incidents?open=true&limit=1000&before=' + page.next;
    }
  }

  // Events that come while the state is read are applied to it afterwards.
  async function load() {
    if (loading) {
      reloadAgain = true;
      return;
    }
    loading = true;
    try {
      const [list, open] = await Promise.all([read('api/v1/checks?recent=' + RUNS), openIncidents()]);
      skew = Date.parse(list.at) - Date.now();
      replaceChecks(list.items);
      incidents.clear();
      open.forEach(incident => incidents.set(incident.id, incident));
    } finally {
      loading = false;
    }
    missed.splice(0).forEach(apply => apply());
    drawAll();
    if (reloadAgain) {
      reloadAgain = false;
      await load();
    }
  }

  function replaceChecks(items) {
    const names = new Set(items.map(item => item.name));
    for (const [name, check] of checks) {
      if (!names.has(name)) {
        check.row.remove();
        checks.delete(name);
      }
    }
    for (const item of items) {
      const check = checks.get(item.name) || {...makeRow(item.name)};
      Object.assign(check, {facts: item, runs: item.recent || [], dirty: true});
      checks.set(item.name, check);
      byId('checks').append(check.row);
    }
  }

  // ---- following

  function connect() {
    clearTimeout(timer);
    if (stream) stream.close();
    stream = new EventSource('api/v1/events');
    lastWord = Date.now();
    stream.onopen = () => {
      lastWord = Date.now();
      load().then(live, lost);
    };
    stream.onerror = () => lost(new Error('the connection broke'));
    listen('heartbeat', data => { skew = Date.parse(data.at) - Date.now(); });
    listen('outcome', onOutcome);
    listen('incident', onIncident);
    listen('check', () => load().catch(lost));
  }

  function listen(name, react) {
    stream.addEventListener(name, event => {
      lastWord = Date.now();
      const data = JSON.parse(event.data);
      if (loading) missed.push(() => react(data));
      else react(data);
      if (name !== 'heartbeat') drawSoon();
    });
  }

  function onOutcome(outcome) {
    const check = checks.get(outcome.check);
    const last = check && check.runs[check.runs.length - 1];
    if (!check || (last && last.run_id >= outcome.run_id)) return;
    Object.assign(check.facts, {
      status: outcome.status,
      summary: outcome.summary,
      reason: outcome.reason,
      latency_ms: outcome.latency_ms,
      last_run_at: outcome.started_at,
      maintenance: outcome.maintenance,
    });
    check.runs.push(outcome);
    if (check.runs.length > RUNS) check.runs.shift();
    check.dirty = true;
  }

  function onIncident({incident}) {
    if (incident.open) incidents.set(incident.id, incident);
    else incidents.delete(incident.id);
  }

  function live() {
    failures = 0;
    byId('live').textContent = 'Live';
    byId('live').className = 'live on';
    byId('stale').hidden = true;
    document.body.classList.remove('is-stale');
  }

  function lost(problem) {
    if (stream) stream.close();
    stream = null;
    missed = [];
    // Twice as long after each failure, and not all pages of a company at the same moment.
    const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2);
    byId('live').textContent = 'Not live';
    byId('live').className = 'live off';
    byId('stale').textContent = 'This page is stale: ' + problem.message + '. Last word from the server at '
        + new Date(lastWord).toLocaleTimeString() + '; trying again in ' + Math.ceil(wait / 1000) + ' s.';
    byId('stale').hidden = false;
    document.body.classList.add('is-stale');
    clearTimeout(timer);
    timer = setTimeout(connect, wait);
  }

  // ---- drawing

  let asked = false;
  function drawSoon() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      drawAll();
    });
  }

  function drawAll() {
    for (const check of checks.values()) {
      if (check.dirty) drawCheck(check);
    }
    drawCounts();
    drawIncidents();
    filter();
    drawAges();
  }

  function makeRow(name) {
    const row = element('li');
    row.id = 'check-' + name;
    const status = element('span', 'status');
    const word = element('span');
    status.append(element('span', 'dot'), word);
    const title = element('strong');
    const link = element('a');
    link.href = 'api/v1/checks/' + encodeURIComponent(name);
    const tag = element('span', 'tag', 'paused');
    const work = element('span', 'tag', 'maintenance');
    title.append(link, tag, work);
    const target = element('small');
    const names = element('div', 'name');
    names.append(title, target);
    const what = element('span', 'what');
    const spark = document.createElementNS(SVG, 'svg');
    spark.setAttribute('class', 'spark');
    spark.setAttribute('viewBox', '0 0 170 30');
    spark.setAttribute('role', 'img');
    const latency = element('span', 'latency');
    const ago = element('span', 'ago');
    row.append(status, names, what, spark, latency, ago);
    return {row, status, word, link, tag, work, target, what, spark, latency, ago};
  }

  function drawCheck(check) {
    const facts = check.facts;
    check.dirty = false;
    check.status.className = 'status ' + facts.status;
    set(check.word, facts.status);
    set(check.link, facts.title);
    check.link.title = facts.title;
    check.tag.hidden = !facts.paused;
    check.work.hidden = facts.maintenance === undefined;
    check.work.title = facts.maintenance || '';
    set(check.target, facts.target === facts.title ? facts.schedule : facts.target);
    check.target.title = facts.target;
    const summary = facts.summary || 'has not run yet';
    set(check.what, summary);
    check.what.title = summary;
    check.what.className = 'what ' + facts.status;
    set(check.latency, milliseconds(facts.latency_ms));
    drawSpark(check);
  }

  function milliseconds(value) {
    if (value === undefined) return '–';
    if (value >= 10000) return (value / 1000).toFixed(1) + ' s';
    return (value >= 10 ? Math.round(value) : value.toFixed(1)) + ' ms';
  }

  // One bar for each run: as high as it took when the target was up, full height when it was not.
  function drawSpark(check) {
    const latencies = check.runs.map(run => run.latency_ms).filter(value => value !== undefined);
    const most = Math.max(1, ...latencies);
    const paths = {p: '', w: '', u: '', f: ''};
    const kinds = {pass: 'p', warn: 'w', unknown: 'u', fail: 'f'};
    const step = 170 / RUNS;
    const first = RUNS - check.runs.length;
    check.runs.forEach((run, i) => {
      const up = run.status === 'pass' || run.status === 'warn';
      const share = up ? (run.latency_ms === undefined ? 0.3 : run.latency_ms / most) : 1;
      const height = Math.max(2, 28 * share).toFixed(1);
      paths[kinds[run.status]] += 'M' + ((first + i + 0.5) * step).toFixed(1) + ' 29v-' + height;
    });
    check.spark.replaceChildren();
    for (const [kind, line] of Object.entries(paths)) {
      if (!line) continue;
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('class', kind);
      path.setAttribute('d', line);
      check.spark.append(path);
    }
    const bad = check.runs.filter(run => run.status === 'fail').length;
    const label = check.runs.length + ' runs, ' + bad + ' failed'
        + (latencies.length ? ', up to ' + milliseconds(most) : '');
    check.spark.setAttribute('aria-label', label);
  }

  function drawCounts() {
    const counts = {pass: 0, warn: 0, unknown: 0, fail: 0};
    for (const check of checks.values()) counts[check.facts.status]++;
    const group = byId('counts');
    if (!group.firstChild) {
      for (const status of STATUSES) {
        const button = element('button', status);
        button.type = 'button';
        button.dataset.status = status;
        button.append(element('span', 'dot'), element('b'), element('span', '', status));
        button.addEventListener('click', () => {
          shown.status = shown.status === status ? null : status;
          drawSoon();
        });
        group.append(button);
      }
    }
    for (const button of group.children) {
      const status = button.dataset.status;
      set(button.querySelector('b'), String(counts[status]));
      button.setAttribute('aria-pressed', String(shown.status === status));
    }
    document.title = (counts.fail ? '(' + counts.fail + ') ' : '') + 'Pulse';
  }

  // A large outage must not push the checks off the screen.
  function drawIncidents() {
    const list = [...incidents.values()].sort((a, b) => b.id - a.id);
    const visible = shown.allIncidents ? list : list.slice(0, FEW);
    byId('incidents').hidden = list.length === 0;
    set(byId('incidents-title'), 'Open incidents (' + list.length + ')');
    byId('incident-list').replaceChildren(...visible.map(makeIncident));
    byId('more').hidden = list.length <= FEW;
    set(byId('more'), shown.allIncidents ? 'Show only the newest' : 'Show all ' + list.length);
  }

  function makeIncident(incident) {
    const item = element('li');
    const severity = element('span', 'status ' + incident.severity);
    severity.append(element('span', 'dot'), element('span', '', incident.severity));
    const title = element('a', 'title', incident.title);
    title.href = '#check-' + encodeURIComponent(incident.check);
    const last = incident.timeline[incident.timeline.length - 1];
    const detail = element('span', 'detail', last ? last.text : '');
    const ago = element('span', 'ago');
    ago.dataset.since = incident.started_at;
    item.append(severity, title, detail, ago);
    return item;
  }

  function filter() {
    let visible = 0;
    for (const {facts, row} of checks.values()) {
      const words = [facts.name, facts.title, facts.target, ...facts.tags].join(' ').toLowerCase();
      const fits = (!shown.status || facts.status === shown.status) && words.includes(shown.text);
      if (row.hidden === fits) row.hidden = !fits;
      if (fits) visible++;
    }
    byId('checks').hidden = visible === 0;
    byId('empty').hidden = visible > 0;
    set(byId('empty'), checks.size === 0
        ? 'There are no checks yet. Add one to the configuration that Pulse was started with, or in code with Pulse.add.'
        : 'No check fits.');
  }

  function age(time) {
    const seconds = Math.max(0, Math.round((Date.now() + skew - Date.parse(time)) / 1000));
    if (seconds < 60) return seconds + ' s';
    if (seconds < 3600) return Math.floor(seconds / 60) + ' min';
    if (seconds < 172800) return Math.floor(seconds / 3600) + ' h';
    return Math.floor(seconds / 86400) + ' d';
  }

  function drawAges() {
    for (const {facts, ago} of checks.values()) {
      set(ago, facts.last_run_at ? age(facts.last_run_at) + ' ago' : 'never');
    }
    for (const ago of document.querySelectorAll('[data-since]')) {
      set(ago, 'for ' + age(ago.dataset.since));
      ago.title = ago.dataset.since;
    }
  }

  byId('search').addEventListener('input', event => {
    shown.text = event.target.value.trim().toLowerCase();
    drawSoon();
  });
  byId('more').addEventListener('click', () => {
    shown.allIncidents = !shown.allIncidents;
    drawSoon();
  });
  setInterval(() => {
    drawAges();
    if (stream && Date.now() - lastWord > SILENCE_MS) lost(new Error('the server fell silent'));
  }, 1000);
  connect();
})();
