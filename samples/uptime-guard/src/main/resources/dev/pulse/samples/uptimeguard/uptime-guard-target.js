// One target: what it is, its last probes, its incidents.

import {checkOf, offer, standingOf} from './uptime-guard.js';

const FEW = 12;
const KINDS = {downtime: 'Downtime', latency_spike: 'Latency spike', error_rate: 'Error rate', slo_burn: 'SLO burn'};

export async function one(page, id, edit, actions) {
  const {h, put, fill} = page.ui;
  const title = h('h1', {}, 'Target ' + id);
  const doing = h('div', {class: 'actions'});
  const standing = h('section', {class: 'card', aria: {label: 'How it stands'}});
  const incidents = h('section', {class: 'card', aria: {labelledby: 'incidents'}});
  const probes = h('section', {class: 'card', aria: {labelledby: 'probes'}});
  page.root.append(h('p', {class: 'soft'}, h('a', {href: page.link('uptime-guard')}, 'Uptime guard'), ' / ', 'Target ' + id),
      h('div', {class: 'heading'}, title, doing), standing, h('div', {class: 'cards'}, incidents, probes));
  let target;

  async function load() {
    const query = '?target_id=' + encodeURIComponent(id);
    const [targets, past, made] = await Promise.all([page.get('targets'), page.get('incidents' + query), page.get('status' + query)]);
    if (page.signal.aborted) return;
    target = targets.find(each => String(each.id) === id);
    if (!target) {
      fill(standing, page.ui.empty('There is no such target. It may have been deleted. ', h('a', {href: page.link('uptime-guard')}, 'To all targets')));
      fill(doing);
      incidents.hidden = probes.hidden = true;
      return;
    }
    put(title, target.name);
    page.title(target.name);
    if (doing.dataset.drawn !== JSON.stringify(target)) {
      doing.dataset.drawn = JSON.stringify(target);
      offer(page, doing, actions(page, target, load, async () => page.go(page.link('uptime-guard'))));
    }
    stand();
    drawIncidents(page, incidents, past);
    drawProbes(page, probes, made, target);
  }

  function stand() {
    if (!target) return;
    const {badge, tag, facts, instant, format} = page.ui;
    const row = target.enabled ? page.checks.state.rows.get(checkOf(target)) : undefined;
    const signature = JSON.stringify([target, row?.status, row?.summary, row?.latency_ms]);
    if (standing.dataset.drawn === signature) return;
    standing.dataset.drawn = signature;
    fill(standing, h('div', {class: 'standing'}, target.enabled ? badge(standingOf(page, target)) : tag('disabled'),
        h('p', {class: 'grow says'}, !target.enabled ? 'It is not probed.' : row?.summary || 'It was not probed yet.'),
        target.enabled ? h('a', {class: 'button', href: page.link('check', checkOf(target))}, 'History and uptime') : null),
    facts([['Address', h('bdi', {}, target.url)], ['Type', target.type], ['Latency', format.milliseconds(row?.latency_ms)],
      ['Probed every', target.interval_s ? format.duration(target.interval_s) : 'common interval'],
      ['Time-out', target.timeout_ms ? format.milliseconds(target.timeout_ms) : 'common one'],
      ['Good status', target.type === 'tcp' ? undefined : target.expected_status ? '200 to 399, ' + target.expected_status : '200 to 399'],
      ['Watched since', instant(target.created_at)]]));
  }

  await page.live.load(load);
  const follow = page.follow(load);
  page.checks.watch((state, told) => {
    stand();
    if (target && told.names.has(checkOf(target))) follow();
  });
  page.every(10, () => load().catch(() => {}));
}

function drawIncidents(page, element, all) {
  const {h, fill, instant, format, tag, empty} = page.ui;
  const signature = JSON.stringify(all);
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  fill(element, h('h2', {id: 'incidents'}, 'Incidents ', h('span', {class: 'soft'}, format.number(all.length) + (all.length === 100 ? ' and more' : ''))),
      all.length === 0 ? empty('None yet.') : h('ul', {class: 'lines'}, all.slice(0, FEW).map(incident => h('li', {class: 'wraps'},
          h('span', {class: 'grow'}, h('a', {class: 'what', href: page.link('incidents', incident.id)}, KINDS[incident.kind] || incident.kind),
              h('small', {}, instant(incident.started_at), incident.ended_at ? ', for ' + format.duration((Date.parse(incident.ended_at) - Date.parse(incident.started_at)) / 1000) : null,
                  incident.details ? [', ', incident.details] : null)), incident.ended_at ? null : tag('open')))),
      all.length > FEW ? h('p', {class: 'soft'}, 'and ' + format.number(all.length - FEW) + ' before them') : null);
}

function drawProbes(page, element, all, target) {
  const {h, fill, badge, instant, format, spark, empty} = page.ui;
  const signature = JSON.stringify(all);
  if (element.dataset.drawn === signature) return;
  element.dataset.drawn = signature;
  const runs = [...all].reverse().map(probe => ({run_id: probe.id, status: probe.ok ? 'pass' : 'fail', latency_ms: probe.latency_ms}));
  fill(element, h('h2', {id: 'probes'}, 'Last probes ', h('span', {class: 'soft'}, format.number(all.length))),
      all.length === 0 ? empty(target.enabled ? 'None yet.' : 'None is kept.') : [h('div', {class: 'wide-spark'}, spark(runs, 100, 400, 40)),
        h('ul', {class: 'lines'}, all.slice(0, FEW).map(probe => h('li', {}, badge(probe.ok ? 'pass' : 'fail'), h('span', {class: 'grow soft'}, instant(probe.timestamp)),
            h('span', {class: 'num soft'}, probe.status_code ? 'status ' + probe.status_code : null), h('span', {class: 'num latency'}, format.milliseconds(probe.latency_ms))))),
        all.length > FEW ? h('p', {class: 'soft'}, 'and ' + format.number(all.length - FEW) + ' before them, as bars') : null]);
}
