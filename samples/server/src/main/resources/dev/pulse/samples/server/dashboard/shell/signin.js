// Asks who looks, where the server wants to know: by name and password, by token, or by either.

import {h, put, fill} from './dom.js';
import {ask} from './http.js';
import {button} from './ui.js';

const REMEMBERED = 'This browser is known afterwards, until you sign out or do not use it for a while.';

// What to fill in, what it is called, and what the server is told.
const WAYS = {
  password: {
    by: 'With your name and password. ',
    instead: 'Use a password',
    fields: () => [
      field('Name', {type: 'text', name: 'name', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', maxlength: '100'}),
      field('Password', {type: 'password', name: 'password', autocomplete: 'current-password', maxlength: '1000'}),
    ],
    told: form => ({name: form.elements.name.value, password: form.elements.password.value}),
  },
  token: {
    by: 'With a token of this server. ',
    instead: 'Use a token',
    fields: () => [
      // Password stores want to know of whom a password is.
      h('input', {type: 'text', name: 'username', value: 'Pulse', autocomplete: 'username', hidden: true, readonly: true}),
      field('Token', {type: 'password', name: 'token', autocomplete: 'current-password', spellcheck: 'false'}),
    ],
    told: form => ({token: form.elements.token.value}),
  },
};

function field(label, attributes) {
  return h('label', {class: 'field'}, h('span', {}, label), h('input', {...attributes, required: true, aria: {describedby: 'signin-problem'}}));
}

// Fills a place with the form, and calls `done` when somebody is in.
export async function signIn(root, place, done) {
  const offered = await ask('GET', place);
  const ways = Object.keys(WAYS).filter(way => offered[way]);
  show(ways[0]);

  function show(way) {
    const problem = h('p', {class: 'problem', id: 'signin-problem', role: 'alert', hidden: true});
    const go = h('button', {type: 'submit', class: 'button primary'}, 'Sign in');
    const others = ways.filter(other => other !== way)
        .map(other => button(WAYS[other].instead, async () => show(other), {kind: 'quiet'}));
    const form = h('form', {class: 'card signin', method: 'post', aria: {labelledby: 'signin'}},
        h('h1', {id: 'signin'}, 'Sign in'), h('p', {class: 'soft'}, WAYS[way].by + REMEMBERED),
        WAYS[way].fields(), problem, h('div', {class: 'actions'}, go, others));
    form.addEventListener('submit', async event => {
      event.preventDefault();
      go.disabled = true;
      problem.hidden = true;
      try {
        await ask('POST', place, {body: WAYS[way].told(form)});
        done();
      } catch (failure) {
        put(problem, failure.message);
        problem.hidden = false;
        form.querySelector('input[type=password]').select();
      } finally {
        go.disabled = false;
      }
    });
    fill(root, form);
    form.querySelector('input:not([hidden])').focus();
  }
}
