// A list of which only what is seen is in the page: ten thousand rows scroll like twenty, in the
// page's own scroll bar. An element that leaves the view is used again for what comes into it, and one
// that has the focus is never taken away. Where a row is drawn anew, what stands in the same place of it
// has the focus then.

import {h} from './dom.js';

const BEYOND = 8;
const FOCUSABLE = 'a[href], button, input, select, summary, [tabindex]';

// items: [{key, height, kind, …}]; draw(item, element|undefined) makes an element or has the one that is
// given show the item, whatever item of its kind it showed before; `shown` is called with the items in
// view when others came into it.
export function list({label, columns, draw, shown, signal}) {
  const canvas = h('div', {class: 'rows-canvas', role: 'rowgroup'});
  const head = h('div', {class: 'rows-head', role: 'row', aria: {rowindex: 1}},
      columns.map(column => h('span', {role: 'columnheader', class: column.class}, column.title)));
  const element = h('div', {class: 'rows', role: 'table', aria: {label, rowcount: 1}},
      h('div', {role: 'rowgroup', class: 'rows-top'}, head), canvas);
  const drawn = new Map();
  const kinds = new WeakMap();
  let items = [];
  let tops = new Float64Array(1);
  let asked = false;

  function set(next) {
    items = next;
    tops = new Float64Array(items.length + 1);
    items.forEach((item, i) => { tops[i + 1] = tops[i] + item.height; });
    canvas.style.height = tops[items.length] + 'px';
    element.setAttribute('aria-rowcount', items.length + 1);
    show(() => true, true);
  }

  // The first item that ends below a height.
  function at(y) {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tops[middle + 1] <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Draws those anew that are in view and that `stale` says of.
  function show(stale, all) {
    const box = canvas.getBoundingClientRect();
    const first = Math.max(0, at(-box.top) - BEYOND);
    const last = Math.min(items.length, at(innerHeight - box.top) + 1 + BEYOND);
    const wanted = new Map();
    for (let i = first; i < last; i++) wanted.set(items[i].key, i);
    const spare = new Map();
    for (const [key, row] of drawn) {
      if (wanted.has(key) || row.contains(document.activeElement)) continue;
      drawn.delete(key);
      const kind = kinds.get(row);
      if (!spare.has(kind)) spare.set(kind, []);
      spare.get(kind).push(row);
    }
    let fresh = false;
    const focused = document.activeElement;
    let lost = () => {};
    for (const [key, i] of wanted) {
      const known = drawn.get(key);
      let row = known;
      if (!known || all || stale(items[i])) {
        const used = known || spare.get(items[i].kind)?.shift();
        const held = used?.contains(focused) ? [...used.querySelectorAll(FOCUSABLE)].indexOf(focused) : -1;
        row = draw(items[i], used);
        if (held >= 0) lost = () => drawn.get(key).querySelectorAll(FOCUSABLE)[held]?.focus({preventScroll: true});
        if (used && row !== used) used.remove();
        drawn.set(key, row);
        kinds.set(row, items[i].kind);
        fresh = fresh || !known;
      }
      row.setAttribute('aria-rowindex', i + 2);
      row.style.transform = 'translateY(' + tops[i] + 'px)';
      row.style.height = items[i].height + 'px';
    }
    for (const rows of spare.values()) rows.forEach(row => row.remove());
    order(wanted);
    if (!canvas.contains(document.activeElement)) lost();
    if (fresh || all) shown([...wanted.values()].map(i => items[i]));
  }

  // In the order of the list, for those who go by the keyboard or hear it.
  function order(wanted) {
    let next = canvas.firstChild;
    for (const key of wanted.keys()) {
      const row = drawn.get(key);
      if (row === next) next = next.nextSibling;
      else if (!row.contains(document.activeElement)) canvas.insertBefore(row, next);
    }
  }

  function soon() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (element.isConnected) show(() => false, false);
    });
  }

  addEventListener('scroll', soon, {passive: true, signal});
  addEventListener('resize', soon, {passive: true, signal});
  return {
    element,
    set,
    update: stale => show(stale, false),
  };
}
