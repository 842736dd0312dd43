// Numbers, durations and instants for people: in the viewer's language and zone.

const NUMBER = new Intl.NumberFormat(undefined, {maximumFractionDigits: 1});
const SECONDS = new Intl.NumberFormat(undefined, {maximumFractionDigits: 2});
const FULL = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'long'});
const TIME = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const DAY_TIME = new Intl.DateTimeFormat(undefined, {month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit'});
const YEAR_DAY = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium'});

let skew = 0;

// The clock of a browser may be wrong; ages are told by the server's.
export function serverSays(instant) {
  const difference = Date.parse(instant) - Date.now();
  if (Number.isFinite(difference)) skew = Math.abs(difference) < 1500 ? 0 : difference;
}

export function now() {
  return Date.now() + skew;
}

export function number(value) {
  return value === undefined || value === null ? '–' : NUMBER.format(value);
}

export function milliseconds(value) {
  if (value === undefined || value === null) return '–';
  if (value >= 1000) return SECONDS.format(value / 1000) + ' s';
  if (value >= 10) return Math.round(value) + ' ms';
  return value >= 0.1 ? value.toFixed(1) + ' ms' : value === 0 ? '0 ms' : '< 0.1 ms';
}

// Rounded down: 99.996 % is not 100 %.
export function percent(ratio, digits = 2) {
  if (ratio === undefined || ratio === null) return '–';
  const scale = 10 ** digits;
  return (Math.floor(ratio * 100 * scale + 1e-9) / scale).toLocaleString(undefined, {maximumFractionDigits: digits}) + ' %';
}

export function duration(seconds) {
  if (seconds === undefined || seconds === null) return '–';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return whole + ' s';
  if (whole < 3600) return Math.floor(whole / 60) + ' min' + (whole < 600 && whole % 60 ? ' ' + whole % 60 + ' s' : '');
  if (whole < 172800) return Math.floor(whole / 3600) + ' h' + (whole < 36000 && whole % 3600 >= 60 ? ' ' + Math.floor(whole % 3600 / 60) + ' min' : '');
  return Math.floor(whole / 86400) + ' d';
}

export function age(instant) {
  return short((now() - Date.parse(instant)) / 1000);
}

function short(seconds) {
  if (seconds < 1) return 'now';
  if (seconds < 60) return Math.floor(seconds) + ' s';
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min';
  if (seconds < 172800) return Math.floor(seconds / 3600) + ' h';
  return Math.floor(seconds / 86400) + ' d';
}

// The shortest form that says which moment is meant.
export function moment(instant) {
  const time = typeof instant === 'number' ? instant : Date.parse(instant);
  const distance = Math.abs(now() - time);
  if (distance < 64800000) return TIME.format(time);
  return distance < 15552000000 ? DAY_TIME.format(time) : YEAR_DAY.format(time);
}

export function exact(instant) {
  const time = typeof instant === 'number' ? instant : Date.parse(instant);
  return FULL.format(time) + '\n' + new Date(time).toISOString();
}
