// How all checks stand: read once, and kept by the events. One object for each check, replaced as it
// changes; nothing grows with the number of events.

import {ask} from './http.js';
import {serverSays, now} from './format.js';

const HOUR_MS = 3600000;
const MOST_CHANGES = 500;

export function checks(live) {
  const rows = new Map();
  const budgets = new Map();
  const watchers = new Set();
  const state = {rows, budgets, incidents: null, changes: [], changesSince: null, loaded: false};
  let touched = new Set();
  let everything = false;
  let asked = false;

  async function read() {
    const all = await ask('GET', 'api/v1/overview', {
      answered: answer => serverSays(answer.headers.get('Date')),
    });
    rows.clear();
    budgets.clear();
    for (const row of all.checks) rows.set(row.name, row);
    for (const budget of all.budgets) budgets.set(budget.check, budget);
    state.incidents = all.incidents;
    state.changes = all.changes;
    state.changesSince = all.changes_since;
    state.loaded = true;
    everything = true;
    tellSoon();
  }

  live.on('changes', news => {
    for (const row of news.checks) {
      const known = rows.get(row.name);
      // What was read a moment ago may be newer than an event that was on its way.
      if (known && known.run_id > (row.run_id || 0)) continue;
      if (!known) everything = true;
      rows.set(row.name, row);
      touched.add(row.name);
    }
    for (const name of news.removed) {
      everything = rows.delete(name) || everything;
      touched.add(name);
      budgets.delete(name);
    }
    for (const budget of news.budgets) budgets.set(budget.check, budget);
    if (news.incidents) state.incidents = news.incidents;
    if (news.changes.length) {
      const known = new Set(state.changes.map(change => change.check + change.at));
      const fresh = news.changes.filter(change => !known.has(change.check + change.at));
      const hourAgo = now() - HOUR_MS;
      state.changes = [...fresh, ...state.changes].slice(0, MOST_CHANGES)
          .filter(change => Date.parse(change.at) >= hourAgo);
    }
    tellSoon();
  });

  function tellSoon() {
    if (asked) return;
    asked = true;
    // Not by frames: a page in the background has none, and its title still counts failures.
    setTimeout(() => {
      asked = false;
      const told = {everything, names: touched};
      touched = new Set();
      everything = false;
      watchers.forEach(watcher => watcher(state, told));
    }, 50);
  }

  return {
    state,
    start: () => live.load(read),
    // Calls with the state and with what has changed: {everything, names}. Names without a row are of
    // checks that were removed.
    watch(watcher, signal) {
      watchers.add(watcher);
      signal?.addEventListener('abort', () => watchers.delete(watcher));
      if (state.loaded) watcher(state, {everything: true, names: new Set()});
    },
    title: name => rows.get(name)?.title || name,
  };
}

// Worst first.
export const STATUSES = ['fail', 'unknown', 'warn', 'pass'];

export function count(rows) {
  const counts = {fail: 0, unknown: 0, warn: 0, pass: 0};
  for (const row of rows.values()) counts[row.status]++;
  return counts;
}
