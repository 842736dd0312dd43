// Plots by uPlot, which is loaded with the first of them: lines over time, bands between two of them,
// and stretches of time that are marked. What is null is a gap and drawn as one; a line goes on over
// what is undefined.

import uPlot from './uplot.js';
import {h, fill} from './dom.js';
import {moment} from './format.js';

const HEIGHT = 240;
const DAY_S = 86400;
const LANE = 5;
const colors = new Map();
addEventListener('themechange', () => colors.clear());
// What stands in which element: whoever reads twice before the first plot is there still has one.
const plots = new WeakMap();

// plot(signal, element, {
//   label: 'Latency', height, times: [seconds…],
//   series: [{label, values: [number|null|undefined…], color: '--brand', width, dash, points}],
//   bands: [{upper: 1, lower: 0, color: '--brand', opacity: 0.2}],   (places in series)
//   marks: [{from: seconds, to: seconds, color: '--fail-fill', title, lane: 0}],
//   keys: [{color, label}],                      (what the legend tells besides the series)
//   format: value => '12 ms', from: seconds, to: seconds})
// Gives {set(more)}: what is given there takes the place of what was. The legend shows the values
// below the pointer; arrow keys move it as well. A plot in an element that has one takes its place, and
// one that was taken out of the page rests until it is in it again and set.
export function plot(signal, element, wanted) {
  // A page may be left while this module is on its way.
  if (signal.aborted) return {set() {}};
  styled();
  const before = plots.get(element);
  if (before?.stands(signal)) {
    before.drawing.set(wanted);
    return before.drawing;
  }
  before?.end();
  let about = wanted;
  let chart = null;
  let pointed = null;
  const host = h('div', {class: 'plot', role: 'img', tabindex: '0', aria: {label: about.label}});
  const legend = h('div', {class: 'legend'});
  element.append(host, legend);

  function draw() {
    chart?.destroy();
    const width = Math.max(120, host.clientWidth);
    chart = new uPlot(options(about, host, width, point), data(about), host);
    point(null);
  }

  function point(place) {
    pointed = place;
    const shown = about.format || String;
    const at = place === null ? undefined : about.times[place];
    fill(legend, about.series.map(line => {
      const value = place === null ? undefined : line.values[place];
      return key(line.color, line.label, line.dash ? 'dashed' : 'line', place === null ? null : value === null || value === undefined ? '–' : shown(value));
    }), (about.keys || []).map(({color, label}) => key(color, label, 'area', null)),
    at === undefined ? null : h('span', {class: 'at'}, moment(at * 1000), marked(at)));
  }

  function marked(at) {
    const half = (about.times[1] - about.times[0]) / 2 || 0;
    const titles = (about.marks || []).filter(mark => mark.from <= at + half && mark.to >= at - half).map(mark => mark.title);
    return titles.length === 0 ? null : [': ', h('bdi', {}, titles[0]), titles.length > 1 ? ' and ' + (titles.length - 1) + ' more' : null];
  }

  const steps = {ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity};
  host.addEventListener('keydown', event => {
    if (!chart) return;
    if (event.key === 'Escape') chart.setCursor({left: -10, top: -10});
    if (!Object.hasOwn(steps, event.key) || about.times.length === 0) return;
    event.preventDefault();
    const last = about.times.length - 1;
    const from = pointed === null ? (steps[event.key] < 0 ? last + 1 : -1) : pointed;
    const place = Math.min(last, Math.max(0, from + steps[event.key]));
    legend.setAttribute('aria-live', 'polite');
    chart.setCursor({left: chart.valToPos(about.times[place], 'x'), top: 10});
  });
  host.addEventListener('blur', () => {
    legend.removeAttribute('aria-live');
    chart?.setCursor({left: -10, top: -10});
  });

  // The observer hears of an element that leaves the page as of one without a size.
  let seen = false;
  const resized = new ResizeObserver(() => {
    seen = seen || host.isConnected;
    if (seen && !host.isConnected) {
      end();
    } else if (host.clientWidth > 0) {
      const width = Math.max(120, host.clientWidth);
      if (Math.abs(chart.width - width) > 1) chart.setSize({width, height: about.height || HEIGHT});
    }
  });

  function recolor() {
    if (host.isConnected) draw();
    else if (seen) end();
  }

  function begin() {
    resized.observe(host);
    addEventListener('themechange', recolor);
    signal.addEventListener('abort', end);
    draw();
  }

  function end() {
    resized.disconnect();
    removeEventListener('themechange', recolor);
    signal.removeEventListener('abort', end);
    chart?.destroy();
    chart = null;
  }

  begin();
  const drawing = {
    set(more) {
      if (signal.aborted) return;
      const same = chart && more.series && sameLines(more.series, about.series);
      about = {...about, ...more};
      host.setAttribute('aria-label', about.label);
      if (!chart) {
        if (host.isConnected) begin();
        return;
      }
      if (!same) {
        draw();
        return;
      }
      chart.about = about;
      chart.setData(data(about), false);
      chart.setScale('x', {min: about.from ?? about.times[0], max: about.to ?? about.times[about.times.length - 1]});
      point(chart.cursor.idx ?? null);
    },
  };
  plots.set(element, {drawing, end, stands: whose => whose === signal && !signal.aborted && host.parentNode === element});
  return drawing;
}

function key(color, label, shape, value) {
  const element = h('span', {class: 'key ' + shape}, label, value === null ? null : h('b', {}, value));
  element.style.setProperty('--key', 'var(' + (color || '--brand') + ')');
  return element;
}

function sameLines(a, b) {
  return a.length === b.length && a.every((line, i) => line.label === b[i].label && line.color === b[i].color);
}

function data(about) {
  return [about.times, ...about.series.map(line => line.values)];
}

function options(about, host, width, point) {
  const soft = color(host, '--soft');
  const line = color(host, '--line');
  const shown = about.format || (value => String(value));
  return {
    width,
    height: about.height || HEIGHT,
    legend: {show: false},
    cursor: {drag: {x: false, y: false}, points: {size: 7}},
    scales: {
      x: {time: true, min: about.from, max: about.to},
      y: {range: (self, low, high) => [0, high > 0 ? high * 1.08 : 1]},
    },
    axes: [
      {stroke: soft, grid: {stroke: line, width: 1}, ticks: {show: false}, font: '11px system-ui', space: 80, size: 34,
        values: (self, splits) => ticks(splits, self.scales.x.max - self.scales.x.min)},
      {stroke: soft, grid: {stroke: line, width: 1}, ticks: {show: false}, font: '11px system-ui', size: 64,
        values: (self, splits) => splits.map(shown)},
    ],
    series: [
      {},
      ...about.series.map(each => ({
        label: each.label,
        stroke: color(host, each.color || '--brand'),
        width: each.width ?? 1.5,
        dash: each.dash,
        spanGaps: false,
        // A value between two gaps has no line, and would not be seen.
        points: {size: 4, show: each.points ?? each.width !== 0, filter: (self, i) => each.points ? null : alone(self.data[i])},
      })),
    ],
    bands: (about.bands || []).map(band => ({
      series: [band.upper + 1, band.lower + 1],
      fill: transparent(color(host, band.color || '--brand'), band.opacity ?? 0.18),
    })),
    hooks: {
      init: [self => { self.about = about; }],
      drawClear: [self => marks(self, host)],
      setCursor: [self => point(self.cursor.idx ?? null)],
    },
  };
}

function alone(values) {
  const places = [];
  values.forEach((value, i) => {
    if (value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null) places.push(i);
  });
  return places;
}

// One form for all ticks, whatever language: seconds below ten minutes, hours below two days, days above.
function ticks(splits, span) {
  const second = span <= 600 ? '2-digit' : undefined;
  const form = new Intl.DateTimeFormat(undefined, span <= 2 * DAY_S ? {hour: '2-digit', minute: '2-digit', second} : {month: 'short', day: 'numeric'});
  return splits.map(split => form.format(split * 1000));
}

function marks(self, host) {
  const {ctx, bbox} = self;
  ctx.save();
  for (const mark of self.about.marks || []) {
    const from = Math.max(bbox.left, self.valToPos(mark.from, 'x', true));
    const to = Math.min(bbox.left + bbox.width, self.valToPos(mark.to, 'x', true));
    if (to < bbox.left || from > bbox.left + bbox.width) continue;
    const fill = color(host, mark.color || '--fail-fill');
    const width = Math.max(3 * devicePixelRatio, to - from);
    const lane = LANE * devicePixelRatio;
    ctx.fillStyle = transparent(fill, 0.16);
    ctx.fillRect(from, bbox.top, width, bbox.height);
    ctx.fillStyle = fill;
    ctx.fillRect(from, bbox.top + (mark.lane || 0) * (lane + 2 * devicePixelRatio), width, lane);
  }
  ctx.restore();
}

// A canvas knows nothing of custom properties: the browser says what one is just now, in the page only.
function color(host, name) {
  if (colors.has(name)) return colors.get(name);
  const probe = h('i', {hidden: true});
  probe.style.color = 'var(' + name + ')';
  (host.isConnected ? host : document.body).append(probe);
  const {color: found} = getComputedStyle(probe);
  probe.remove();
  if (found) colors.set(name, found);
  return found || 'rgb(128,128,128)';
}

function transparent(rgb, opacity) {
  const [r, g, b] = rgb.match(/[\d.]+/g);
  return 'rgba(' + r + ',' + g + ',' + b + ',' + opacity + ')';
}

function styled() {
  if (document.querySelector('link[data-plot]')) return;
  document.head.append(h('link', {rel: 'stylesheet', href: 'assets/uplot.css', dataset: {plot: ''}}));
}
