// Builds what is seen. Texts become text nodes and nothing is ever parsed as HTML, so that a name
// is a name whatever it looks like.

const SVG = 'http://www.w3.org/2000/svg';

// h('a', {class: 'card', href, onclick}, 'text', child, …). Null, undefined and false are left out.
// Functions below on… are listened to, `dataset` and `aria` are objects, everything else an
// attribute; true is an attribute without a value. A style is set by script: el.style.width = '3px'.
export function h(tag, attributes, ...children) {
  return build(document.createElement(tag), attributes, children);
}

// The same for SVG.
export function s(tag, attributes, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'style' || (name.startsWith('on') && typeof value !== 'function')) {
      throw new Error(name + ' cannot be an attribute here');
    }
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name === 'aria') for (const key of Object.keys(value)) element.setAttribute('aria-' + key, value[key]);
    else if (name === 'href' || name === 'src') element.setAttribute(name, address(value));
    else element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

// Only addresses of this server, or of the web: never a script.
function address(value) {
  try {
    const {protocol} = new URL(String(value), document.baseURI);
    return ['http:', 'https:', 'mailto:'].includes(protocol) ? value : '#';
  } catch (malformed) {
    return '#';
  }
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== undefined && child !== null && child !== false) {
      element.append(child instanceof Node ? child : apart(element, String(child)));
    }
  }
}

// Letters that run from right to left, and what turns the direction of a line.
const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b]/;

// A text that could turn its neighbours' direction stands in an element that keeps it to itself.
function apart(parent, text) {
  if (!TURNING.test(text) || ['OPTION', 'TEXTAREA', 'TITLE'].includes(parent.tagName) || parent.namespaceURI === SVG) return text;
  const alone = document.createElement('bdi');
  alone.textContent = text;
  return alone;
}

// Writes a text only where it is another one, so that nothing is laid out for nothing.
export function put(element, text) {
  const value = String(text);
  if (element.firstChild === null ? value !== '' : element.textContent !== value) element.textContent = value;
}

export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

const ICONS = {
  grid: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4',
  box: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  play: 'M7 4l12 8-12 8z',
  target: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  flag: 'M5 21V4M5 5h13l-3 4 3 4H5',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  cluster: 'M12 3l4.5 2.6v5.2L12 13.4l-4.5-2.6V5.6zM7 12.5l4 2.3v4.6l-4 2.3-4-2.3v-4.6zM17 12.5l4 2.3v4.6l-4 2.3-4-2.3v-4.6z',
  shield: 'M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6zM9 12l2.2 2.2L15.5 10',
  branch: 'M7 3a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7 17a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7 7v10M17 9c0 5-10 3-10 8',
  broadcast: 'M12 11a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM8 16.5a5.5 5.5 0 0 1 0-8M16 16.5a5.5 5.5 0 0 0 0-8M5 19.5a10 10 0 0 1 0-14M19 19.5a10 10 0 0 0 0-14',
  sliders: 'M4 7h8M18 7h2M15 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM4 17h2M12 17h8M9 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  key: 'M15 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11.5 12.5L4 20M4 20h4M7 17l2 2',
  dot: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
};

export function icon(name) {
  return s('svg', {class: 'icon', viewBox: '0 0 24 24', aria: {hidden: 'true'}},
      s('path', {d: Object.hasOwn(ICONS, name) ? ICONS[name] : ICONS.dot}));
}
