// The shell: navigation, the connection, and the place where pages stand.

import {h, icon, put, fill} from './dom.js';
import {ask, prove} from './http.js';
import {live as openLive} from './live.js';
import {checks as openChecks, count} from './checks.js';
import {makePage, link} from './page.js';
import {moment, number} from './format.js';
import {button, problem as problemBox} from './ui.js';

const byId = id => document.getElementById(id);
const FIRST = 'overview';
const live = openLive('api/v1/overview/events');
const checks = openChecks(live);
let contents = {pages: []};
let current = null;
let pageTitle = '';
let failing = 0;
let askedToSignIn = false;

// ---- the address: #/name/part/part?query

function place() {
  const text = location.hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = (mark < 0 ? text : text.slice(0, mark)).split('/').filter(part => part !== '').map(decoded);
  return {name: path[0] || FIRST, path: path.slice(1), query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1))};
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch (malformed) {
    return part;
  }
}

// ---- pages

async function open() {
  const wanted = place();
  const about = contents.pages.find(page => page.name === wanted.name);
  current?.leave.abort();
  const mine = current = {leave: new AbortController(), cleanUp: null};
  mine.leave.signal.addEventListener('abort', () => {
    if (typeof mine.cleanUp === 'function') mine.cleanUp();
  });
  const root = h('div', {class: 'page page-' + (about ? about.name : 'none')});
  fill(byId('main'), root);
  mark(wanted.name);
  setTitle(about ? about.title : 'Not found');
  scrollTo(0, 0);
  if (!about) {
    root.append(h('div', {class: 'empty'}, h('h1', {}, 'There is no page here'), h('p', {}, h('a', {href: '#/'}, 'To the overview'))));
    return;
  }
  const page = makePage({about, path: wanted.path, query: wanted.query, root, live, checks,
    caller: contents.caller || null, signal: mine.leave.signal, setTitle});
  try {
    const [module] = await Promise.all([import(new URL(about.module, document.baseURI).href), styled(about)]);
    if (mine !== current) return;
    mine.cleanUp = await module.default(page);
    if (mine !== current && typeof mine.cleanUp === 'function') mine.cleanUp();
  } catch (problem) {
    if (mine !== current || problem.name === 'AbortError') return;
    mine.unread = !(problem.status >= 400 && problem.status < 500);
    fill(root, problemBox(problem, async () => open()));
    if (!problem.status) console.warn(problem);
  }
}

// The sheet of a page applies while it is open; it is there before the page is seen.
function styled(about) {
  for (const old of document.querySelectorAll('link[data-page]')) {
    if (old.dataset.page !== about.name) old.remove();
  }
  if (!about.style || document.querySelector('link[data-page]')) return undefined;
  return new Promise(resolve => {
    const sheet = h('link', {rel: 'stylesheet', href: about.style, dataset: {page: about.name}, onload: resolve, onerror: resolve});
    document.head.append(sheet);
  });
}

function setTitle(text) {
  pageTitle = text;
  document.title = (failing ? '(' + failing + ') ' : '') + (text ? text + ' · ' : '') + 'Pulse';
}

function drawNavigation() {
  const listed = contents.pages.filter(page => page.listed);
  const systems = listed.filter(page => !page.general);
  fill(byId('nav'), h('ul', {}, listed.filter(page => page.general).map(entry)), systems.length === 0 ? null
    : [h('p', {id: 'systems'}, 'Systems'), h('ul', {aria: {labelledby: 'systems'}}, systems.map(entry))]);
  for (const entries of byId('nav').children) widths.observe(entries);
}

function entry(page) {
  return h('li', {}, h('a', {href: page.name === FIRST ? '#/' : link(page.name), dataset: {page: page.name}},
      icon(page.icon), h('span', {}, page.title), h('b', {class: 'count', hidden: true})));
}

function mark(name) {
  follows = true;
  for (const anchor of byId('nav').querySelectorAll('a')) {
    if (anchor.dataset.page === name || (name === 'check' && anchor.dataset.page === FIRST)) {
      anchor.setAttribute('aria-current', 'page');
      reveal(anchor);
    } else anchor.removeAttribute('aria-current');
  }
}

// On a phone the navigation is a line that may be longer than the phone is wide.
const AROUND = 36;
function reveal(anchor) {
  const nav = byId('nav');
  const [all, one] = [nav.getBoundingClientRect(), anchor.getBoundingClientRect()];
  if (one.left - AROUND < all.left) nav.scrollLeft += one.left - AROUND - all.left;
  else if (one.right + AROUND > all.right) nav.scrollLeft += one.right + AROUND - all.right;
}

function shade() {
  const {scrollLeft, scrollWidth, clientWidth, classList} = byId('nav');
  classList.toggle('more-before', scrollLeft > 2);
  classList.toggle('more-after', scrollLeft + clientWidth < scrollWidth - 2);
}
byId('nav').addEventListener('scroll', shade, {passive: true});
// It changes with the window, and with what is counted in it; whoever moves it is left alone.
let follows = true;
const widths = new ResizeObserver(() => {
  const anchor = byId('nav').querySelector('a[aria-current]');
  if (anchor && follows) reveal(anchor);
  shade();
});
for (const touch of ['focusin', 'pointerdown', 'wheel']) {
  byId('nav').addEventListener(touch, () => { follows = false; }, {passive: true});
}
// What is seen in part only is enough for a browser.
byId('nav').addEventListener('focusin', event => reveal(event.target));

// ---- the connection

live.watch(state => {
  const word = {connecting: 'Connecting', live: 'Live', resting: 'Resting', stale: 'Not live'}[state.name];
  put(byId('live'), word);
  byId('live').className = 'live ' + (state.name === 'live' ? 'on' : state.name);
  document.body.classList.toggle('is-stale', state.name === 'stale');
  byId('stale').hidden = state.name !== 'stale';
  if (state.name === 'stale') drawStale();
});

// What could not be read because nobody answered is read when somebody does.
live.watch(state => {
  if (state.name === 'live' && current?.unread && !askedToSignIn) open();
});

function drawStale() {
  const state = live.state();
  if (state.name !== 'stale') return;
  const wait = Math.max(0, Math.ceil((state.again - Date.now()) / 1000));
  fill(byId('stale'), h('strong', {}, 'This page is stale. '), state.reason + ' Last word from the server at ' + moment(state.since)
      + '; ' + (wait ? 'trying again in ' + wait + ' s.' : 'trying again now.'));
}

// A screen reader is told once; the seconds are for the eyes.
byId('stale').setAttribute('aria-atomic', 'true');
setInterval(() => {
  byId('stale').setAttribute('aria-live', 'off');
  drawStale();
  byId('stale').removeAttribute('aria-live');
}, 1000);

checks.watch(state => {
  failing = count(state.rows).fail;
  setTitle(pageTitle);
  tally(FIRST, failing, 'down');
  tally('incidents', state.incidents.open, 'open');
});

function tally(name, value, word) {
  const badge = byId('nav').querySelector('a[data-page="' + name + '"] .count');
  if (!badge) return;
  badge.hidden = value === 0;
  put(badge, number(value));
  badge.title = number(value) + ' ' + word;
}

// ---- colours

const THEMES = ['auto', 'light', 'dark'];
function theme(name) {
  if (name === 'auto') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset.theme = name;
  put(byId('theme'), name[0].toUpperCase() + name.slice(1));
  byId('theme').setAttribute('aria-label', 'Colours: ' + name);
  dispatchEvent(new Event('themechange'));
}
function remembered() {
  try {
    return THEMES.includes(localStorage.getItem('pulse.theme')) ? localStorage.getItem('pulse.theme') : 'auto';
  } catch (forbidden) {
    return 'auto';
  }
}
byId('theme').addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(remembered()) + 1) % THEMES.length];
  try {
    localStorage.setItem('pulse.theme', next);
  } catch (forbidden) {
    // Private windows may keep nothing: it holds for this page then.
  }
  theme(next);
});
theme(remembered());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('themechange')));

// ---- who looks

// While a page is open its session is in use; and one that is over is noticed.
const IN_USE_MS = 600000;
addEventListener('signin', async event => {
  if (askedToSignIn) return;
  askedToSignIn = true;
  if (current) {
    // A page that was open begins anew: nothing of it stays, and no events come any more.
    location.reload();
    return;
  }
  const {signIn} = await import('./signin.js');
  setTitle('Sign in');
  byId('live').hidden = true;
  try {
    await signIn(byId('main'), event.detail, () => location.reload());
  } catch (failure) {
    fill(byId('main'), problemBox(failure, async () => location.reload()));
  }
});

function stillKnown() {
  if (!askedToSignIn) ask('GET', 'dashboard.json').catch(() => {});
}

// Other windows of this browser have the same session.
const SIGNED_OUT = 'pulse.signed-out';
function tellOthers() {
  try {
    localStorage.setItem(SIGNED_OUT, String(Date.now()));
  } catch (forbidden) {
    // Then they notice it themselves, a little later.
  }
}

function drawCaller({caller, csrf}) {
  put(byId('caller'), caller ? caller.name + ' (' + caller.role + ')' : '');
  if (!csrf) return;
  byId('caller').append(' ', button('Sign out', async () => {
    await ask('DELETE', 'session');
    tellOthers();
    location.reload();
  }, {kind: 'quiet'}));
  addEventListener('storage', event => {
    if (event.key === SIGNED_OUT) stillKnown();
  });
  setInterval(stillKnown, IN_USE_MS);
  live.watch(state => {
    if (state.name === 'stale') stillKnown();
  });
}

// ---- start

byId('skip').addEventListener('click', event => {
  event.preventDefault();
  byId('main').focus();
});

addEventListener('hashchange', () => {
  if (askedToSignIn) return;
  open().then(() => byId('main').focus({preventScroll: true}));
});

async function start() {
  try {
    contents = await ask('GET', 'dashboard.json');
  } catch (problem) {
    if (!problem.signIn) fill(byId('main'), problemBox(problem, async () => location.reload()));
    return;
  }
  prove(contents.csrf);
  drawNavigation();
  drawCaller(contents);
  live.start();
  checks.start().catch(() => {});
  await open();
}
start();
