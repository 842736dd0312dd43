// Makes a page for the public more convenient; without it everything is there as well. Reads the page
// again once a minute while it is seen, tells times of the reader's zone, and lets days be walked
// through with the arrow keys.
const EVERY_MS = 60000;
const LONG_MS = 5 * EVERY_MS;
const LOCAL = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'long'});
let read = Date.now();

function equip() {
  for (const time of document.querySelectorAll('time[datetime]')) time.title = LOCAL.format(new Date(time.dateTime));
  for (const bars of document.querySelectorAll('svg.bars')) walk(bars);
}

// ---- days

function walk(bars) {
  const notes = [...bars.querySelectorAll('.note')];
  const said = bars.nextElementSibling;
  if (notes.length === 0 || !said) return;
  const summary = said.textContent;
  let at = notes.length;
  bars.setAttribute('tabindex', '0');

  function show(index) {
    at = Math.max(0, Math.min(notes.length - 1, index));
    notes.forEach((note, i) => note.classList.toggle('chosen', i === at));
    // What is below does not move.
    if (!said.style.minHeight) said.style.minHeight = said.offsetHeight + 'px';
    said.textContent = notes[at].querySelector('title').textContent;
  }
  function rest() {
    at = notes.length;
    notes.forEach(note => note.classList.remove('chosen'));
    said.textContent = summary;
    said.style.minHeight = '';
  }

  bars.addEventListener('keydown', event => {
    const to = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: notes.length - 1}[event.key];
    if (event.key === 'Escape') rest();
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
  bars.addEventListener('focus', () => said.setAttribute('role', 'status'));
  bars.addEventListener('blur', () => {
    said.removeAttribute('role');
    rest();
  });
  notes.forEach((note, i) => note.addEventListener('pointerenter', () => show(i)));
  bars.addEventListener('pointerleave', rest);
}

// ---- once a minute

async function again() {
  if (document.hidden) return;
  // Whoever reads days, or has chosen a text, is not disturbed, but told of it.
  if (document.activeElement?.closest('.bars') || String(getSelection()) !== '') {
    if (Date.now() - read > LONG_MS) stale('Not read again while a day or a text is chosen');
    return;
  }
  try {
    const answer = await fetch(location.pathname, {cache: 'no-cache'});
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    replace(fresh);
    read = Date.now();
  } catch (failure) {
    stale('Not reachable now');
  }
}

function replace(fresh) {
  const main = fresh.querySelector('main');
  if (!main) throw new Error('This is not the page.');
  const open = new Set([...document.querySelectorAll('details[open]')].map(place));
  const focused = document.activeElement?.matches('summary') ? place(document.activeElement.parentElement) : '';
  document.title = fresh.title;
  // Adopted, not parsed again: what the server wrote stays text.
  document.querySelector('main').replaceWith(document.adoptNode(main));
  for (const details of document.querySelectorAll('details')) {
    details.open = open.has(place(details));
    if (focused && place(details) === focused) details.querySelector('summary').focus({preventScroll: true});
  }
  equip();
}

// Each stands in an entry with an id.
function place(details) {
  return details.closest('[id]')?.id ?? '';
}

function stale(why) {
  const overall = document.querySelector('.overall');
  let said = overall.querySelector('.stale');
  if (!said) {
    said = document.createElement('p');
    said.className = 'stale problem';
    said.setAttribute('role', 'status');
    overall.append(said);
  }
  const text = why + '; what you see is of ' + LOCAL.format(new Date(read)) + '.';
  // It is read aloud, and once is enough.
  if (said.textContent !== text) said.textContent = text;
}

equip();
setInterval(again, EVERY_MS);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && Date.now() - read > EVERY_MS) again();
});
