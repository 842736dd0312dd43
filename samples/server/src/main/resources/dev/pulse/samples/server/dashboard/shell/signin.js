// Asks who looks, where the server wants to know.

import {h, put} from './dom.js';
import {ask} from './http.js';

export function signIn(place, done) {
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  const token = h('input', {type: 'password', name: 'token', required: true, autocomplete: 'current-password', spellcheck: 'false'});
  const go = h('button', {type: 'submit', class: 'button primary'}, 'Sign in');
  const form = h('form', {class: 'card signin', aria: {labelledby: 'signin'}},
      h('h1', {id: 'signin'}, 'Sign in'),
      h('p', {class: 'soft'}, 'With a token of this server. This browser is known afterwards, until you sign out or do not use it for a while.'),
      // Password stores want to know of whom a password is.
      h('input', {type: 'text', name: 'username', value: 'Pulse', autocomplete: 'username', hidden: true, readonly: true}),
      h('label', {class: 'field'}, h('span', {}, 'Token'), token), problem, h('div', {class: 'actions'}, go));
  form.addEventListener('submit', async event => {
    event.preventDefault();
    go.disabled = true;
    problem.hidden = true;
    try {
      await ask('POST', place, {body: {token: token.value}});
      done();
    } catch (failure) {
      put(problem, failure.message);
      problem.hidden = false;
      token.select();
    } finally {
      go.disabled = false;
    }
  });
  return form;
}
