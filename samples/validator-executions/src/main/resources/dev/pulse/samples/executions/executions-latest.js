// The executions that scans have seen, of all validators, newest first.

import {ORDER, WORDS, badgeOf, blocks, connection, errorOf, follower, heading, keep, took} from './executions-parts.js';

const PAGE = 50;
const SHORT = 13;

export async function latest(page) {
  const {h, put, fill, toast, button, empty, instant} = page.ui;
  const asked = page.query.get('state') || '';
  const wish = {state: ORDER.includes(asked) ? asked : '', text: (page.query.get('text') || '').slice(0, 200)};
  const top = heading(page, 'latest', () => load());
  const note = h('p', {class: 'empty problem', role: 'status', hidden: true});
  const state = h('select', {aria: {label: 'State'}}, [['', 'any state'], ...ORDER.map(name => [name, WORDS[name].toLowerCase()])]
      .map(([value, text]) => h('option', {value, selected: value === wish.state}, text)));
  const search = h('input', {type: 'search', placeholder: 'Pod, execution, error…', maxlength: 200, autocomplete: 'off', spellcheck: 'false', value: wish.text});
  const since = h('p', {class: 'soft'});
  const body = h('div', {});
  const newest = button('Newest', () => show([]));
  const older = button('Older', () => show([...trail, next]));
  const turning = h('div', {class: 'actions'}, newest, older);
  let trail = [];
  let next;
  let turn = 0;
  page.root.append(...top.elements, note, h('section', {class: 'card', aria: {label: 'Latest executions'}},
      h('div', {class: 'toolbar'}, since, h('label', {class: 'search'}, h('span', {class: 'unseen'}, 'Find executions'), search), state), body, turning));

  let timer = 0;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => find({text: search.value.trim()}), 200);
  });
  state.addEventListener('change', () => find({state: state.value}));

  function find(change) {
    Object.assign(wish, change);
    keep(page, wish);
    show([]).catch(problem => toast(problem.message, 'fail'));
  }

  async function show(wanted) {
    const was = trail;
    trail = wanted;
    try {
      await load();
    } catch (problem) {
      trail = was;
      throw problem;
    }
  }

  async function load() {
    const mine = ++turn;
    const query = {limit: PAGE};
    if (wish.state) query.state = wish.state;
    if (wish.text) query.text = wish.text;
    if (trail.length) query.before = trail[trail.length - 1];
    const [answer, about] = await Promise.all([page.get('history?' + new URLSearchParams(query)), page.get('pods?limit=1')]);
    if (mine !== turn || page.signal.aborted) return;
    top.draw(about);
    const wrong = connection(about);
    note.hidden = !wrong;
    put(note, wrong);
    next = answer.next;
    older.disabled = next === undefined;
    newest.disabled = trail.length === 0;
    turning.hidden = older.disabled && newest.disabled;
    const signature = JSON.stringify(answer);
    if (body.dataset.drawn === signature) return;
    body.dataset.drawn = signature;
    fill(since, 'Seen since ', instant(answer.seen_since), '; what began and ended between two scans is not here.');
    // Rows are kept by what they show: who reads one with the keyboard keeps the place.
    const focus = document.activeElement?.closest?.('[data-key]')?.dataset.key;
    fill(body, answer.items.length === 0 ? empty(wish.state || wish.text ? 'No execution fits.' : 'None was seen yet.')
        : h('ul', {class: 'seen'}, answer.items.map(run => entry(page, run))));
    if (focus) body.querySelector('[data-key="' + CSS.escape(focus) + '"] a')?.focus({preventScroll: true});
  }

  await page.live.load(load);
  follower(page, () => trail.length ? Promise.resolve() : load());
}

// One execution in a list.
export function entry(page, run, {withPod = true} = {}) {
  const {h, ago, instant} = page.ui;
  return h('li', {dataset: {key: run.pod + '/' + run.key}}, badgeOf(page, run.standing),
      h('span', {class: 'what'}, h('a', {class: 'clip', href: page.link('executions', run.pod, run.key), title: run.id}, h('bdi', {}, run.id || 'without an id')),
          withPod ? h('small', {class: 'clip'}, h('a', {href: page.link('executions', run.pod), title: run.pod}, run.pod.slice(run.pod.length > SHORT ? -SHORT : 0))) : null),
      h('span', {class: 'why', title: run.error || run.why || ''}, run.error ? h('span', {class: 'clip bad'}, errorOf(run)) : run.why ? h('span', {class: 'clip'}, run.why)
          : run.standing === 'other' ? h('span', {class: 'clip'}, 'in the state ', h('bdi', {}, run.state)) : null, h('small', {class: 'clip'}, blocks(page, run))),
      h('span', {class: 'num'}, took(page, run)),
      h('span', {class: 'when num'}, run.ended_at ? instant(run.ended_at) : run.started_at ? instant(run.started_at) : ago(run.first_seen_at)));
}
