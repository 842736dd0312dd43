// One stream of events for the whole page. What is missed while it is gone is never guessed: after
// each connection the state is read anew, and events that arrive meanwhile are applied to it.

import {serverSays} from './format.js';

const SILENCE_MS = 35000;
const LONGEST_WAIT_MS = 30000;
// A browser has six connections to a server: windows that nobody sees leave theirs to the others.
const HIDDEN_MS = 30000;
const HIDDEN_READS_MS = 60000;
// A page that cannot read its state for so long gains nothing by waiting: it reads again.
const MOST_WAITING = 2000;

export function live(path) {
  const listeners = new Map();
  const watchers = new Set();
  let stream = null;
  let failures = 0;
  let timer = 0;
  let lastWord = 0;
  let state = {name: 'connecting'};
  let loading = 0;
  let waiting = [];
  let overflow = false;
  let tried = false;
  let begun = false;

  function say(next) {
    state = next;
    watchers.forEach(watcher => watcher(state));
  }

  function connect() {
    clearTimeout(timer);
    stream = new EventSource(path);
    const mine = stream;
    lastWord = Date.now();
    stream.onopen = () => {
      lastWord = Date.now();
      tried = true;
      reload().then(() => {
        if (mine !== stream) return;
        failures = 0;
        say({name: 'live'});
      }, problem => {
        if (mine === stream) lost(problem);
      });
    };
    stream.onerror = () => {
      if (mine === stream) lost(new Error('The connection broke.'));
    };
    stream.addEventListener('heartbeat', event => {
      lastWord = Date.now();
      serverSays(JSON.parse(event.data).at);
    });
    for (const name of listeners.keys()) follow(name);
  }

  function follow(name) {
    stream.addEventListener(name, event => {
      lastWord = Date.now();
      if (!loading) tell(name, JSON.parse(event.data));
      else if (waiting.length < MOST_WAITING) waiting.push([name, event.data]);
      else overflow = true;
    });
  }

  function tell(name, data) {
    for (const listener of [...(listeners.get(name) || [])]) listener(data);
  }

  const loaders = new Set();

  // A part of the page that cannot be read says so itself; only a server that does not answer, or
  // cannot, is no connection.
  async function reload() {
    const results = await Promise.allSettled([...loaders].map(loader => run(loader)));
    for (const {reason} of results) {
      if (reason && reason.name !== 'AbortError' && !(reason.status >= 400 && reason.status < 500)) throw reason;
    }
  }

  async function run(loader) {
    await during(loader.read).then(loader.done, problem => {
      loader.failed(problem);
      throw problem;
    });
  }

  async function during(read) {
    loading++;
    try {
      const result = await read();
      if (overflow) throw new Error('More happened than this page could keep up with.');
      return result;
    } finally {
      loading--;
      if (!loading) {
        const told = waiting;
        waiting = [];
        overflow = false;
        told.forEach(([name, data]) => tell(name, JSON.parse(data)));
      }
    }
  }

  function lost(problem) {
    if (stream) stream.close();
    stream = null;
    if (!tried) {
      // Without a stream there is still something to see, once.
      tried = true;
      loaders.forEach(loader => run(loader).catch(() => {}));
    }
    // Twice as long after each failure, and not all pages of a company at the same moment.
    const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2);
    say({name: 'stale', reason: problem.message, since: lastWord, again: Date.now() + wait});
    clearTimeout(timer);
    timer = setTimeout(connect, wait);
  }

  // Nobody looks: without a stream, but read now and then, because the title counts what is down.
  let hidden = 0;
  function rest() {
    hidden = 0;
    if (stream) stream.close();
    stream = null;
    say({name: 'resting'});
    clearTimeout(timer);
    timer = setTimeout(readWhileResting, HIDDEN_READS_MS);
  }

  function readWhileResting() {
    reload().catch(() => {}).then(() => {
      if (state.name === 'resting') timer = setTimeout(readWhileResting, HIDDEN_READS_MS);
    });
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden);
    if (!begun) return;
    if (document.hidden) hidden = setTimeout(rest, HIDDEN_MS);
    else if (state.name === 'resting') {
      say({name: 'connecting'});
      connect();
    }
  });

  setInterval(() => {
    if (stream && Date.now() - lastWord > SILENCE_MS) lost(new Error('The server fell silent.'));
  }, 1000);
  addEventListener('online', () => {
    if (begun && !stream && state.name !== 'resting') connect();
  });

  return {
    // Before this nothing is asked: who has to sign in has nothing to hear.
    start() {
      begun = true;
      connect();
    },
    state: () => state,
    // Calls with each state: connecting, live, resting, or stale with reason, since and again.
    watch(watcher) {
      watchers.add(watcher);
      watcher(state);
      return () => watchers.delete(watcher);
    },
    // Calls with the data of each event of a name, until the signal says stop.
    on(name, listener, signal) {
      if (!listeners.has(name)) {
        listeners.set(name, new Set());
        if (stream) follow(name);
      }
      listeners.get(name).add(listener);
      signal?.addEventListener('abort', () => listeners.get(name).delete(listener));
    },
    // Reads a state as soon as there is a connection, and again after each later one; events that
    // come meanwhile wait for it. The promise is about the first time.
    load(read, signal) {
      const loader = {read};
      const first = new Promise((done, failed) => Object.assign(loader, {done, failed}));
      loaders.add(loader);
      signal?.addEventListener('abort', () => loaders.delete(loader));
      if (tried) run(loader).catch(() => {});
      return first;
    },
  };
}
