// Plots by uPlot, which is loaded with the first of them: lines over time, bands between two of them,
// and stretches of time that are marked. What is null is a gap and drawn as one.

import uPlot from './uplot.js';
import {h} from './dom.js';
import {moment} from './format.js';

const HEIGHT = 240;
const DAY_S = 86400;

// plot(signal, element, {
//   label: 'Latency', height, times: [seconds…],
//   series: [{label, values: [number|null…], color: '--brand', width, dash, points}],
//   bands: [{upper: 1, lower: 0, color: '--brand', opacity: 0.2}],   (places in series)
//   marks: [{from: seconds, to: seconds, color: '--fail-fill', title}],
//   format: value => '12 ms', from: seconds, to: seconds})
// Gives {set(more)}: what is given there takes the place of what was.
export function plot(signal, element, wanted) {
  styled();
  let about = wanted;
  let chart = null;
  const host = h('div', {class: 'plot', role: 'img', aria: {label: about.label}});
  element.append(host);

  function draw() {
    chart?.destroy();
    const width = Math.max(120, host.clientWidth);
    chart = new uPlot(options(about, host, width), data(about), host);
  }

  const resized = new ResizeObserver(() => {
    const width = Math.max(120, host.clientWidth);
    if (chart && Math.abs(chart.width - width) > 1) chart.setSize({width, height: about.height || HEIGHT});
  });
  resized.observe(host);
  addEventListener('themechange', draw, {signal});
  signal.addEventListener('abort', () => {
    resized.disconnect();
    chart?.destroy();
    chart = null;
  });
  draw();
  return {
    set(more) {
      const same = chart && more.series && sameLines(more.series, about.series);
      about = {...about, ...more};
      host.setAttribute('aria-label', about.label);
      if (!same || signal.aborted) {
        if (!signal.aborted) draw();
        return;
      }
      chart.about = about;
      chart.setData(data(about), false);
      chart.setScale('x', {min: about.from ?? about.times[0], max: about.to ?? about.times[about.times.length - 1]});
    },
  };
}

function sameLines(a, b) {
  return a.length === b.length && a.every((line, i) => line.label === b[i].label && line.color === b[i].color);
}

function data(about) {
  return [about.times, ...about.series.map(line => line.values)];
}

function options(about, host, width) {
  const soft = color(host, '--soft');
  const line = color(host, '--line');
  const shown = about.format || (value => String(value));
  return {
    width,
    height: about.height || HEIGHT,
    legend: {live: true, markers: {width: 0, fill: (self, i) => color(host, about.series[i - 1]?.color || '--soft')}},
    cursor: {drag: {x: false, y: false}, points: {size: 7}},
    scales: {
      x: {time: true, min: about.from, max: about.to},
      y: {range: (self, low, high) => [0, high > 0 ? high * 1.08 : 1]},
    },
    axes: [
      {stroke: soft, grid: {stroke: line, width: 1}, ticks: {show: false}, font: '11px system-ui', space: 70,
        values: (self, splits) => ticks(splits, self.scales.x.max - self.scales.x.min)},
      {stroke: soft, grid: {stroke: line, width: 1}, ticks: {show: false}, font: '11px system-ui', size: 64,
        values: (self, splits) => splits.map(shown)},
    ],
    series: [
      {label: 'At', value: (self, value) => value === null || value === undefined ? '–' : moment(value * 1000)},
      ...about.series.map(each => ({
        label: each.label,
        stroke: color(host, each.color || '--brand'),
        width: each.width ?? 1.5,
        dash: each.dash,
        spanGaps: false,
        // A value between two gaps has no line, and would not be seen.
        points: {size: 4, show: each.points ?? each.width !== 0, filter: (self, i) => each.points ? null : alone(self.data[i])},
        value: (self, value) => value === null || value === undefined ? '–' : shown(value),
      })),
    ],
    bands: (about.bands || []).map(band => ({
      series: [band.upper + 1, band.lower + 1],
      fill: transparent(color(host, band.color || '--brand'), band.opacity ?? 0.18),
    })),
    hooks: {
      init: [self => { self.about = about; }],
      drawClear: [self => marks(self, host)],
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

// One form for all ticks, whatever language: hours below two days, days above.
function ticks(splits, span) {
  const form = new Intl.DateTimeFormat(undefined, span <= 2 * DAY_S ? {hour: '2-digit', minute: '2-digit'} : {month: 'short', day: 'numeric'});
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
    const width = Math.max(2, to - from);
    ctx.fillStyle = transparent(fill, 0.14);
    ctx.fillRect(from, bbox.top, width, bbox.height);
    ctx.fillStyle = fill;
    ctx.fillRect(from, bbox.top, width, 4);
  }
  ctx.restore();
}

// A canvas knows nothing of custom properties: the browser says what one is just now.
function color(host, name) {
  const probe = h('i', {hidden: true});
  probe.style.color = 'var(' + name + ')';
  host.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function transparent(rgb, opacity) {
  const [r, g, b] = rgb.match(/[\d.]+/g);
  return 'rgba(' + r + ',' + g + ',' + b + ',' + opacity + ')';
}

function styled() {
  if (document.querySelector('link[data-plot]')) return;
  document.head.append(h('link', {rel: 'stylesheet', href: 'assets/uplot.css', dataset: {plot: ''}}));
}
