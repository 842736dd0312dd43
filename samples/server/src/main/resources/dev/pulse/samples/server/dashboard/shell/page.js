// What the script of a page is given. See docs/guide/dashboard.md.

import * as ui from './ui.js';
import {below} from './http.js';

// Between two reads that events ask for.
const REST_MS = 2000;

export function makePage({about, path, query, root, live, checks, caller, signal, setTitle}) {
  const cleared = [];
  signal.addEventListener('abort', () => cleared.forEach(clear => clear()));
  return {
    // The element to fill; it is the page's own, and thrown away with it.
    root,
    // The decoded parts of the address after the name of the page, and what follows its question mark.
    path,
    query,
    // Who looks: {name, role}; null where the server knows nobody.
    caller,
    // Whether the caller may do what needs a role: viewer, operator or admin.
    may: role => !caller || ['viewer', 'operator', 'admin'].indexOf(caller.role) >= ['viewer', 'operator', 'admin'].indexOf(role),
    // Aborted when the page is left; requests of the page end with it.
    signal,
    // The routes of the extension that the page belongs to, and those below api/v1/.
    ...below(about.base, signal),
    api: below('api/v1/', signal),
    ui,
    checks: {state: checks.state, title: checks.title, watch: watcher => checks.watch(watcher, signal)},
    live: {
      on: (name, listener) => live.on(name, listener, signal),
      load: read => live.load(read, signal),
      state: live.state,
    },
    title: setTitle,
    link,
    go(href) {
      location.hash = href.replace(/^#/, '');
    },
    // Keeps filters in the address without opening the page anew.
    replaceQuery(values) {
      const wanted = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
      const [place] = location.hash.split('?');
      const text = wanted.toString();
      history.replaceState(null, '', (place || '#/') + (text ? '?' + text : ''));
    },
    every(seconds, action) {
      const timer = setInterval(() => {
        if (!document.hidden) action();
      }, seconds * 1000);
      cleared.push(() => clearInterval(timer));
    },
    // Gives what is called as often as something happens: it reads at once, rests a little, and then
    // reads once more if something happened meanwhile. What fails is read again with the next call.
    follow(read) {
      let resting = false;
      let again = false;
      return function follow() {
        if (signal.aborted) return;
        if (resting) {
          again = true;
          return;
        }
        resting = true;
        read().catch(() => {}).finally(() => setTimeout(() => {
          resting = false;
          if (!again) return;
          again = false;
          follow();
        }, REST_MS));
      };
    },
    // Plots are loaded when the first one is drawn. See plot.js.
    async plot(...wanted) {
      const {plot} = await import('./plot.js');
      return plot(signal, ...wanted);
    },
    // So is the list of which only what is seen is in the page. See list.js.
    async list(wanted) {
      const {list} = await import('./list.js');
      return list({...wanted, signal});
    },
  };
}

// The address of a page: link('check', name).
export function link(name, ...parts) {
  return '#/' + [name, ...parts].map(encodeURIComponent).join('/');
}
