// Packages and what they draw in, as a tree: a package stands below each that draws it in, a circle ends
// where it began, and the ways to what is vulnerable are open.

const FIRST = 100;
const MOST_ROWS = 2000;
const MOST_WAYS = 40;
const BETWEEN = '\u0000';
const WORST = ['critical', 'high', 'medium', 'unknown', 'low'];

// {element, find(text) gives how many fit, opened(), focus(path), focused()}
export function dependencyTree(page, name, {packages, tells_paths: tellsPaths, left_out: leftOut, cut}, before) {
  const {h} = page.ui;
  const names = packages.map(each => each.ecosystem + ':' + each.name + '@' + (each.version || ''));
  const parents = packages.map(() => []);
  packages.forEach((each, i) => each.draws.forEach(drawn => parents[drawn].push(i)));
  const leads = upwards(packages.map((each, i) => i).filter(i => packages[i].vulnerable.length > 0));
  const {roots, lost, way} = ways();
  const open = new Set(before || []);
  if (!before) {
    [...packages.keys()].filter(i => packages[i].vulnerable.length > 0).slice(0, MOST_WAYS).forEach(i => reveal(way(i), open));
  }
  const more = new Map();
  let fitting = null;
  // What a search has opened is closed with it.
  let searched = new Set();
  let matches = new Set();
  let rows = [];
  let at = '';
  const element = h('div', {class: 'tree', role: 'tree', aria: {label: 'Packages of ' + name}});
  element.addEventListener('keydown', key);
  element.addEventListener('click', event => {
    const node = event.target.closest('[role=treeitem]');
    if (!node) return;
    at = node.dataset.path;
    toggle(rows.find(row => row.path === at));
    draw();
    focus(at);
  });
  draw();

  function upwards(some) {
    const seen = new Set(some);
    const next = [...some];
    while (next.length) for (const parent of parents[next.pop()]) if (!seen.has(parent)) {
      seen.add(parent);
      next.push(parent);
    }
    return seen;
  }

  // Where the tree begins, what no way leads to, and the shortest way to a package.
  function ways() {
    const roots = [...packages.keys()].filter(i => !tellsPaths || packages[i].direct);
    const from = new Map(roots.map(i => [i, -1]));
    const next = [...roots];
    for (let i = 0; i < next.length; i++) for (const drawn of packages[next[i]].draws) if (!from.has(drawn)) {
      from.set(drawn, next[i]);
      next.push(drawn);
    }
    const lost = [...packages.keys()].filter(i => !from.has(i));
    const way = i => {
      if (!from.has(i)) return ['lost', names[i]];
      const steps = [];
      for (let step = i; step !== -1; step = from.get(step)) steps.unshift(names[step]);
      return steps;
    };
    return {roots, lost, way};
  }

  // Opens all that is above the end of a way.
  function reveal(steps, into) {
    for (let i = 1; i < steps.length; i++) into.add(steps.slice(0, i).join(BETWEEN));
  }

  function order(some) {
    const rank = i => packages[i].vulnerable.length > 0 ? WORST.indexOf(worst(packages[i])) : leads.has(i) ? 8 : 9;
    return [...new Set(some)].sort((a, b) => rank(a) - rank(b) || (names[a] < names[b] ? -1 : 1));
  }

  function flat() {
    rows = [];
    const isOpen = path => (fitting ? searched : open).has(path);
    function level(some, path, depth, above) {
      const all = order(some).filter(i => !fitting || fitting.has(join(path, names[i])));
      const most = more.get(path) || FIRST;
      all.slice(0, most).forEach((i, place) => {
        if (rows.length >= MOST_ROWS) return;
        const mine = join(path, names[i]);
        const again = above.includes(i);
        const below = again ? [] : packages[i].draws;
        const opened = below.length > 0 && isOpen(mine);
        rows.push({path: mine, up: path, i, depth, place, size: all.length, again, closed: below.length > 0 && !opened, opened});
        if (opened) level(below, mine, depth + 1, [...above, i]);
      });
      if (all.length > most) rows.push({path: join(path, 'more'), up: path, depth, rest: all.length - most, place: most, size: all.length});
    }
    level(roots, '', 1, []);
    const hidden = fitting ? lost.filter(i => fitting.has(join('lost', names[i]))) : lost;
    if (hidden.length) {
      const opened = isOpen('lost');
      rows.push({path: 'lost', up: '', depth: 1, place: roots.length, size: roots.length + 1, lost: hidden.length, closed: !opened, opened});
      if (opened) level(hidden, 'lost', 2, []);
    }
  }

  function toggle(row) {
    if (!row) return;
    if (row.rest) more.set(row.up, (more.get(row.up) || FIRST) + 4 * FIRST);
    else if (row.opened) (fitting ? searched : open).delete(row.path);
    else if (row.closed) (fitting ? searched : open).add(row.path);
    if (fitting && row.closed) fitting.add(row.path);
    if (fitting && row.closed) packages[row.i]?.draws.forEach(i => fitting.add(join(row.path, names[i])));
  }

  function draw() {
    flat();
    if (!rows.some(row => row.path === at)) at = rows.length ? rows[0].path : '';
    element.replaceChildren(...rows.map(node));
    if (rows.length >= MOST_ROWS) element.append(h('p', {class: 'soft', role: 'none'}, 'More is open than is shown.'));
  }

  function node(row) {
    const expanded = row.closed || row.opened ? {expanded: String(row.opened)} : {};
    const made = h('div', {class: 'node' + (matches.has(row.i) ? ' match' : ''), role: 'treeitem', tabindex: row.path === at ? '0' : '-1', dataset: {path: row.path},
      aria: {level: row.depth, posinset: row.place + 1, setsize: row.size, ...expanded}},
    h('span', {class: 'turn', aria: {hidden: 'true'}}), row.rest ? h('span', {class: 'soft'}, 'Show more of ' + row.rest)
      : row.lost ? [h('span', {class: 'soft'}, leftOut > 0 || cut ? 'How these came in is not shown, or GitHub does not say' : 'How these came in, GitHub does not say'), h('span', {class: 'soft'}, String(row.lost))]
        : [h('span', {class: 'about'}, about(row)), packages[row.i].draws.length && !row.again ? h('span', {class: 'soft draws'}, 'draws in ' + packages[row.i].draws.length) : null]);
    made.style.setProperty('--depth', row.depth - 1);
    return made;
  }

  function about(row) {
    const {tag, severity} = page.ui;
    const each = packages[row.i];
    const found = each.vulnerable;
    return [
      h('span', {class: 'package'}, h('bdi', {}, each.name), ' ', h('span', {class: 'soft'}, each.version || 'version not known')),
      each.ecosystem ? tag(each.ecosystem) : null,
      found.length ? h('span', {class: 'weak', title: found.map(one => one.id).join(', ')}, severity(worst(each), found.length > 1 ? worst(each) + ' and ' + (found.length - 1) + ' more' : worst(each)),
          h('small', {}, fixes(found))) : leads.has(row.i) && row.closed ? h('span', {class: 'leads'}, 'leads to something vulnerable') : null,
      each.newest ? h('span', {class: 'outdated'}, 'outdated, ' + each.newest) : null,
      row.again ? h('span', {class: 'soft'}, 'again, as above') : null,
    ];
  }

  function fixes(found) {
    const fixed = [...new Set(found.map(one => one.fixed_version).filter(version => version))];
    return fixed.length ? 'fixed in ' + fixed.join(', ') : 'no fixed version';
  }

  function focus(path) {
    const wanted = rows.find(row => row.path === path) || rows[0];
    if (!wanted) return;
    at = wanted.path;
    for (const each of element.children) if (each.dataset.path) each.tabIndex = each.dataset.path === at ? 0 : -1;
    element.querySelector('[tabindex="0"]')?.focus();
  }

  function key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const place = rows.findIndex(row => row.path === at);
    const row = rows[place];
    if (!row) return;
    const go = i => focus(rows[Math.max(0, Math.min(rows.length - 1, i))].path);
    const turned = () => {
      toggle(row);
      draw();
      focus(row.path);
    };
    const acts = {
      ArrowDown: () => go(place + 1),
      ArrowUp: () => go(place - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => row.closed ? turned() : row.opened ? go(place + 1) : undefined,
      ArrowLeft: () => row.opened ? turned() : row.up ? focus(row.up) : undefined,
      Enter: turned,
      ' ': turned,
    };
    const act = acts[event.key] || (event.key.length === 1 ? () => begin(event.key.toLowerCase(), place) : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  }

  // To the next one that begins so.
  function begin(letter, place) {
    const found = [...rows.slice(place + 1), ...rows.slice(0, place)].find(row => row.i !== undefined && packages[row.i].name.toLowerCase().startsWith(letter));
    if (found) focus(found.path);
  }

  function find(text) {
    const words = text.toLowerCase().split(/\s+/).filter(word => word);
    matches = new Set(words.length === 0 ? [] : [...packages.keys()].filter(i => words.every(word => names[i].toLowerCase().includes(word))));
    if (words.length === 0) fitting = null;
    else {
      fitting = new Set();
      searched = new Set();
      [...matches].slice(0, MOST_ROWS).forEach(i => {
        const steps = way(i);
        reveal(steps, fitting);
        reveal(steps, searched);
        fitting.add(steps.join(BETWEEN));
      });
    }
    draw();
    return matches.size;
  }

  return {element, find, focus, opened: () => open, focused: () => at};
}

function join(path, name) {
  return path ? path + BETWEEN + name : name;
}

function worst(each) {
  return WORST.find(severity => each.vulnerable.some(one => one.severity === severity)) || 'unknown';
}
